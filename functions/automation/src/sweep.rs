//! Job `sweep`: finds what a lost hint or timer left behind. The table is the truth; this is what makes
//! queues and timers hints.
use domain::{ids::EventId, message::MessageId};
use jiff::{SignedDuration, Timestamp};
use ports::QueueMessage;
use runtime::{
    Ctx, JobError,
    hints::{Outbox, Wake},
};
use serde_json::{Value, json};
use store::{CommitError, Position, outbox::Pending};

/// How late a wake may be before it counts as lost.
const LATE: SignedDuration = SignedDuration::from_mins(2);
/// Entries of a page.
const PAGE: u16 = 100;
/// Most overdue events, messages and events to come that one run looks at, each.
const LOOKED_AT_MAX: usize = 1_000;

/// One run.
pub async fn handle(ctx: &Ctx) -> Result<Value, JobError> {
    let now = ctx.clock.now();
    let late = now.checked_sub(LATE).unwrap_or(now);
    let overdue = overdue(ctx, late).await?;
    let unseen = unseen(ctx, late).await?;
    let messages = pending(ctx, late).await?;
    let counts = json!({
        "overdue": overdue.len(), "unseen": unseen.len(), "messages": messages.len(),
    });
    let wakes = overdue.iter().chain(&unseen).map(|event| {
        Wake { event: *event }.message("sweep", &format!("sweep-{}", now.as_millisecond()))
    });
    let hints: Vec<QueueMessage> = wakes.chain(messages).collect();
    if !hints.is_empty() {
        tracing::warn!(hints = hints.len(), "the sweep found what was left behind");
        ctx.queues.send(hints).await?;
    }
    let unknown = ctx.store.platform_counts(None).await?.unknown_messages;
    // The alarms of the cloud count on these two names.
    tracing::info!(overdue = overdue.len(), unknown, "swept");
    Ok(counts)
}

/// Events whose moment passed without a step.
async fn overdue(ctx: &Ctx, late: Timestamp) -> Result<Vec<EventId>, JobError> {
    let mut found = Vec::new();
    let mut after = None;
    while found.len() < LOOKED_AT_MAX {
        let (page, next) = ctx.store.events_awaiting(PAGE, after).await?;
        let late_ones = page.iter().take_while(|(_, at)| *at <= late).count();
        found.extend(page.iter().take(late_ones).map(|(event, _)| *event));
        if late_ones < page.len() || next.is_none() {
            break;
        }
        after = next;
    }
    Ok(found)
}

/// Events that something happened to which no step has seen, among the next of those to come; where
/// the run ends, the next one goes on.
async fn unseen(ctx: &Ctx, late: Timestamp) -> Result<Vec<EventId>, JobError> {
    let mut found = Vec::new();
    let mut looked_at = 0;
    let began: Option<Position> = ctx.store.sweep_cursor().await?;
    let mut after = began.clone();
    while looked_at < LOOKED_AT_MAX {
        let (page, next) = ctx.store.events_awaiting(PAGE, after).await?;
        let to_come: Vec<EventId> =
            page.iter().filter(|(_, at)| *at > late).map(|(event, _)| *event).collect();
        looked_at += page.len();
        after = next;
        if !to_come.is_empty() {
            let seats = ctx.store.seats_of(&to_come).await?;
            let unseen =
                seats.into_iter().filter(|(_, kept)| kept.engine.wakes != kept.engine.seen);
            found.extend(unseen.map(|(event, _)| event));
        }
        if after.is_none() {
            break;
        }
    }
    if after == began {
        return Ok(found);
    }
    match ctx.store.keep_sweep_cursor(after.as_ref()).await {
        // Another run keeps its own.
        Ok(()) | Err(CommitError::Conflict) => Ok(found),
        Err(error) => Err(error.into()),
    }
}

/// Messages and broadcasts that nobody has looked after for a while.
async fn pending(ctx: &Ctx, late: Timestamp) -> Result<Vec<QueueMessage>, JobError> {
    let mut found = Vec::new();
    let mut after = None;
    while found.len() < LOOKED_AT_MAX {
        let (page, next) = ctx.store.pending_messages(PAGE, after).await?;
        let late_ones = page.iter().take_while(|(_, at)| *at <= late).count();
        let all = late_ones == page.len();
        found.extend(page.into_iter().take(late_ones).map(|(pending, _)| match pending {
            Pending::Message(key) => Outbox::Message(MessageId::of(key)).message(0),
            Pending::Broadcast(event, broadcast) => Outbox::Broadcast(event, broadcast).message(0),
            Pending::Mail(mail) => Outbox::Mail(mail).message(0),
        }));
        if !all || next.is_none() {
            break;
        }
        after = next;
    }
    Ok(found)
}

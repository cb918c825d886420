//! From one broadcast to a message for each guest, in chunks that resume after a crash.
use domain::{
    event::{Audience, Event, EventState},
    ids::{BroadcastId, EventId},
    invitee::{Invitee, Status, StatusName},
    message::Purpose,
    texts::Variable,
};
use jiff::Timestamp;
use runtime::{Ctx, invitation};
use store::{
    CommitError, Consistency, StoreError, Stored, Transaction, broadcasts::BroadcastItem,
    invitees::NewMessage,
};

/// Guests that one chunk looks at: their messages and the broadcast itself fit one transaction.
const CHUNK_INVITEES: u16 = 90;
/// The operation of a chunk that says how far the broadcast came; the messages follow.
const ADVANCE: usize = 0;

/// How far a broadcast came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// There is more to do: ask again.
    More,
    /// Everybody was looked at, or there is no such broadcast.
    Complete,
}

/// Records the messages of one chunk, together with how far the broadcast came: a repeated or
/// concurrent run finds the broadcast further on and does nothing twice.
pub async fn fan_out(
    ctx: &Ctx,
    event_id: EventId,
    broadcast: BroadcastId,
) -> Result<Progress, CommitError> {
    let now = ctx.clock.now();
    let Some(seen) = ctx.store.broadcast(event_id, broadcast).await? else {
        return Ok(Progress::Complete);
    };
    if seen.value.complete {
        return Ok(Progress::Complete);
    }
    let event = load_event(ctx, event_id).await?;
    if event.state == EventState::Cancelled {
        // Who is left to tell gets the notice, and nobody anything else.
        let over = seen.value.advanced(None, 0);
        return record(ctx, &seen, &over, &[]).await;
    }
    let chunk = ctx.store.invitees_after(event_id, seen.value.after(), CHUNK_INVITEES).await?;
    let last = chunk.last().map(|kept| kept.invitee.id);
    let messages: Vec<NewMessage> = chunk
        .iter()
        .filter(|kept| is_addressed(&kept.invitee, seen.value.audience()))
        .filter_map(|kept| {
            message(ctx, &event, &kept.invitee, (seen.value.number, &seen.value.text), now)
        })
        .collect();
    let planned = u32::try_from(messages.len()).unwrap_or(u32::MAX);
    record(ctx, &seen, &seen.value.advanced(last, planned), &messages).await
}

/// Commits a chunk. A message that exists already was recorded under the same number before: the others
/// are recorded without it.
async fn record(
    ctx: &Ctx,
    seen: &Stored<BroadcastItem>,
    item: &BroadcastItem,
    messages: &[NewMessage],
) -> Result<Progress, CommitError> {
    let messages: Vec<&NewMessage> = messages.iter().collect();
    let mut committed = commit(ctx, seen, item, &messages).await;
    if let Err(CommitError::Refused(refusals)) = &committed {
        let exists = |number: usize| refusals.iter().any(|one| one.operation == number);
        if !exists(ADVANCE) {
            let absent = messages.into_iter().enumerate();
            let absent = absent.filter(|(number, _)| !exists(ADVANCE + 1 + number));
            let absent: Vec<&NewMessage> = absent.map(|(_, message)| message).collect();
            committed = commit(ctx, seen, item, &absent).await;
        }
    }
    match committed {
        Ok(()) if item.complete => Ok(Progress::Complete),
        // Another run advanced it: whoever comes next sees where it stands.
        Ok(()) | Err(CommitError::Refused(_) | CommitError::Conflict) => Ok(Progress::More),
        Err(error) => Err(error),
    }
}

async fn commit(
    ctx: &Ctx,
    seen: &Stored<BroadcastItem>,
    item: &BroadcastItem,
    messages: &[&NewMessage],
) -> Result<(), CommitError> {
    let mut transaction = Transaction::new();
    transaction.advance_broadcast(seen, item);
    for message in messages {
        transaction.create_message(message);
    }
    ctx.store.commit(transaction).await.map(drop)
}

async fn load_event(ctx: &Ctx, event: EventId) -> Result<Event, CommitError> {
    let kept = ctx.store.event(event, Consistency::Strong).await?;
    let kept = kept.ok_or_else(|| StoreError::Unreadable {
        kind: "event",
        reason: "a broadcast belongs to an event that is not there".into(),
    })?;
    Ok(kept.event)
}

fn message(
    ctx: &Ctx,
    event: &Event,
    invitee: &Invitee,
    (number, text): (u16, &str),
    now: Timestamp,
) -> Option<NewMessage> {
    let extras = [(Variable::Message, text)];
    invitation::new_message(ctx, event, invitee, (Purpose::Broadcast, number), &extras, now)
}

/// `all` is everybody who was ever asked and is still concerned; `confirmed` who comes.
fn is_addressed(invitee: &Invitee, audience: Audience) -> bool {
    match audience {
        Audience::Confirmed => invitee.status.name() == StatusName::Accepted,
        Audience::All => match invitee.status {
            Status::Invited { .. }
            | Status::Accepted { .. }
            | Status::Declined
            | Status::Expired
            | Status::Withdrawn
            | Status::Waitlisted { .. } => true,
            Status::Queued
            | Status::Inviting { .. }
            | Status::Failed
            | Status::Removed
            | Status::Cancelled { .. } => false,
        },
    }
}

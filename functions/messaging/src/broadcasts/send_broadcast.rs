//! Recording a broadcast: the words on the guests' pages, and the intent to text them.
use domain::{
    event::{ANNOUNCEMENTS_MAX, Announcement, Audience, Event, EventState},
    ids::{BroadcastId, EventId},
};
use jiff::Timestamp;
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::Message, hints};
use sha2::{Digest, Sha256};
use store::{Attempts, Consistency, Transaction, broadcasts::BroadcastItem};

/// What to say, and to whom.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// The words.
    pub(super) text: String,
    /// For whom.
    pub(super) audience: Audience,
    /// Who says it, as the pages show.
    pub(super) sender: String,
}

/// Records the broadcast and the announcement together, and asks for it to be sent.
///
/// `key` is the request's own: the same words under the same key are the same broadcast, whatever
/// became of the answer.
pub(super) async fn send_broadcast(
    ctx: &Ctx,
    by: &Allowed<Message>,
    event: EventId,
    (words, key): (&Words, &str),
) -> Result<(BroadcastId, BroadcastItem), Problem> {
    let broadcast = id_of(event, words, key);
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let kept = runtime::event::of_org(ctx, by.org(), event, Consistency::Strong).await?;
        let announced = announced(&kept.event, words, now)?;
        let item = BroadcastItem::begun(
            announced.broadcasts,
            words.text.clone(),
            words.audience,
            words.sender.clone(),
            now,
        );
        let mut transaction = Transaction::by(by.actor());
        transaction.replace_event(&announced, kept.rev);
        let created = transaction.create_broadcast(event, broadcast, &item);
        let Err(error) = ctx.store.commit(transaction).await else {
            announce(ctx, event, broadcast).await;
            return Ok((broadcast, item));
        };
        if error.refuses(created)
            && let Some(known) = ctx.store.broadcast(event, broadcast).await?
        {
            // An earlier request recorded it, and nobody heard.
            return Ok((broadcast, known.value));
        }
        attempts.again(error)?;
    }
}

/// The event with the words on its guests' pages, where it may still have any.
fn announced(event: &Event, words: &Words, now: Timestamp) -> Result<Event, Problem> {
    if event.state == EventState::Cancelled {
        return Err(ProblemKind::EventCancelled.into());
    }
    if now >= event.when.ends_at() {
        return Err(Problem::new(ProblemKind::EventClosed).detail("the event is over"));
    }
    let mut announced = event.clone();
    announced.broadcasts = event.broadcasts.checked_add(1).ok_or_else(|| {
        Problem::new(ProblemKind::NotAllowedNow)
            .detail("this event has had as many broadcasts as there can be")
    })?;
    announced.announcements.push(Announcement {
        at: now,
        sender: words.sender.clone(),
        audience: words.audience,
        text: words.text.clone(),
    });
    let surplus = announced.announcements.len().saturating_sub(ANNOUNCEMENTS_MAX);
    announced.announcements.drain(..surplus);
    Ok(announced)
}

/// The id that a broadcast has wherever its request is repeated.
fn id_of(event: EventId, words: &Words, key: &str) -> BroadcastId {
    let mut hash = Sha256::new();
    for part in [&event.to_string(), key, words.audience.name(), &words.text] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let mut bytes = [0; 10];
    bytes.iter_mut().zip(digest).for_each(|(byte, digit)| *byte = digit);
    BroadcastId::from_bytes(bytes)
}

/// The hint that starts the sending. Lost, the sweep finds the broadcast in the outbox index.
async fn announce(ctx: &Ctx, event: EventId, broadcast: BroadcastId) {
    let hint = hints::Outbox::Broadcast(event, broadcast).message(0);
    if let Err(error) = ctx.queues.send(vec![hint]).await {
        tracing::warn!(cause = %error, "a broadcast waits for the sweep");
    }
}

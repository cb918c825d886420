//! Recording a broadcast: the words on the guests' pages, and the intent to text them.
use domain::{
    event::{ANNOUNCEMENTS_MAX, Announcement, Audience, EventState},
    ids::{BroadcastId, EventId},
};
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::Work, hints};
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
pub(super) async fn send_broadcast(
    ctx: &Ctx,
    by: &Allowed<Work>,
    event: EventId,
    words: &Words,
) -> Result<(BroadcastId, BroadcastItem), Problem> {
    let broadcast = BroadcastId::from_bytes(ctx.ids.bytes());
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let kept = ctx.store.event(event, Consistency::Strong).await?;
        let kept = kept.filter(|kept| kept.event.org == by.org()).ok_or(ProblemKind::NotFound)?;
        let mut changed = kept.event.clone();
        if changed.state == EventState::Cancelled {
            return Err(ProblemKind::EventCancelled.into());
        }
        if now >= changed.when.ends_at() {
            return Err(Problem::new(ProblemKind::EventClosed).detail("the event is over"));
        }
        let Some(number) = changed.broadcasts.checked_add(1) else {
            return Err(Problem::new(ProblemKind::NotAllowedNow)
                .detail("this event has had as many broadcasts as there can be"));
        };
        changed.broadcasts = number;
        changed.announcements.push(Announcement {
            at: now,
            sender: words.sender.clone(),
            audience: words.audience,
            text: words.text.clone(),
        });
        let surplus = changed.announcements.len().saturating_sub(ANNOUNCEMENTS_MAX);
        changed.announcements.drain(..surplus);
        let item = BroadcastItem::begun(
            number,
            words.text.clone(),
            words.audience,
            words.sender.clone(),
            now,
        );
        let mut transaction = Transaction::by(by.actor());
        transaction.replace_event(&changed, kept.rev);
        transaction.create_broadcast(event, broadcast, &item);
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                announce(ctx, event, broadcast).await;
                return Ok((broadcast, item));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

/// The hint that starts the sending. Lost, the sweep finds the broadcast in the outbox index.
async fn announce(ctx: &Ctx, event: EventId, broadcast: BroadcastId) {
    let hint = hints::Outbox::Broadcast(event, broadcast).message(0);
    if let Err(error) = ctx.queues.send(vec![hint]).await {
        tracing::warn!(cause = %error, "a broadcast waits for the sweep");
    }
}

//! Open waves: invitations that were made and may not have left, because a hint or a lease was lost.
use super::{
    CHECK_AFTER,
    settle::{invitation_id, is_unsettled},
};
use domain::{ids::EventId, invitee::Status, outbox};
use jiff::Timestamp;
use ports::QueueMessage;
use runtime::{Ctx, JobError, hints::Outbox};
use store::{Consistency, Transaction, invitees::Kept};

/// Waves that one step looks at.
const WAVES_MAX: u16 = 4;

/// Looks at the oldest open waves: forgets those whose invitations have all left, and hints at what
/// is stuck of the others. When to look again.
pub(super) async fn check(
    ctx: &Ctx,
    event: EventId,
    now: Timestamp,
) -> Result<Option<Timestamp>, JobError> {
    let waves = ctx.store.open_waves(event, WAVES_MAX + 1).await?;
    let mut hints = Vec::new();
    let mut open = waves.len() > usize::from(WAVES_MAX);
    for wave in waves.iter().take(usize::from(WAVES_MAX)) {
        let invitees = wave.value.invitees();
        let kept = ctx.store.invitees(event, &invitees, Consistency::Eventual).await?;
        let under_way: Vec<&Kept> = kept.iter().filter(|kept| is_under_way(kept)).collect();
        if under_way.is_empty() {
            let mut transaction = Transaction::new();
            transaction.close_wave(wave);
            ctx.store.commit(transaction).await?;
        } else {
            open = true;
            hints.extend(under_way.into_iter().filter_map(|kept| hint(kept, now)));
        }
    }
    if !hints.is_empty() {
        ctx.queues.send(hints).await?;
    }
    Ok(if open { now.checked_add(CHECK_AFTER).ok() } else { None })
}

fn is_under_way(kept: &Kept) -> bool {
    matches!(kept.invitee.status, Status::Inviting { .. }) && is_unsettled(kept.invitee.delivery())
}

fn hint(kept: &Kept, now: Timestamp) -> Option<QueueMessage> {
    let life = kept.invitee.message.as_ref()?;
    match outbox::next(life, now) {
        outbox::Next::Claim
        | outbox::Next::Drop
        | outbox::Next::Orphaned
        | outbox::Next::Reconcile => {
            Some(Outbox::Message(invitation_id(&kept.invitee)?).message(0))
        }
        outbox::Next::Wait(_) | outbox::Next::Settled => None,
    }
}

//! Open waves: invitations that were made and may not have left, because a hint or a lease was lost.
use super::{
    CHECK_AFTER,
    settle::{invitation_id, is_unsettled},
};
use domain::{
    due::{self, Placement},
    ids::EventId,
    invitee::Status,
    outbox,
};
use jiff::Timestamp;
use ports::QueueMessage;
use runtime::{Ctx, JobError, hints::Outbox};
use store::{Transaction, invitees::Kept};

/// Waves that one step looks at.
const WAVES_MAX: u16 = 4;

/// What became of the open waves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Checked {
    /// When to look again; never, where none is left.
    pub(super) again_at: Option<Timestamp>,
    /// When the first of those is due whose wave is forgotten.
    pub(super) left_due_at: Option<Timestamp>,
}

/// Looks at the oldest open waves: forgets those whose invitations have all left, and hints at what
/// is stuck of the others.
///
/// It insists on the present: by an older one somebody who is being invited could look as if still in
/// the queue, and the wave would be forgotten too soon.
pub(super) async fn check(ctx: &Ctx, event: EventId, now: Timestamp) -> Result<Checked, JobError> {
    let waves = ctx.store.open_waves(event, WAVES_MAX + 1).await?;
    let mut hints = Vec::new();
    let mut checked = Checked::default();
    let mut again_at = Vec::new();
    let again = now.checked_add(CHECK_AFTER).unwrap_or(Timestamp::MAX);
    if waves.len() > usize::from(WAVES_MAX) {
        again_at.push(again);
    }
    for wave in waves.iter().take(usize::from(WAVES_MAX)) {
        let looked_at = wave.value.at.0.checked_add(CHECK_AFTER).unwrap_or(Timestamp::MAX);
        if looked_at > now {
            // Its invitations are leaving.
            again_at.push(looked_at);
            continue;
        }
        let invitees = wave.value.invitees();
        let kept = ctx.store.readable_invitees(event, &invitees).await?;
        // Whoever cannot be read may be under way, for all that is known.
        let are_known = kept.len() == invitees.len();
        let under_way: Vec<&Kept> = kept.iter().filter(|kept| is_under_way(kept)).collect();
        if under_way.is_empty() && are_known {
            let mut transaction = Transaction::new();
            transaction.close_wave(wave);
            ctx.store.commit(transaction).await?;
            let due = kept.iter().filter_map(due_at);
            checked.left_due_at = due.chain(checked.left_due_at).min();
        } else {
            again_at.push(again);
            hints.extend(under_way.into_iter().filter_map(|kept| hint(kept, now)));
        }
    }
    if !hints.is_empty() {
        ctx.queues.send(hints).await?;
    }
    checked.again_at = again_at.into_iter().min();
    Ok(checked)
}

fn due_at(kept: &Kept) -> Option<Timestamp> {
    match due::placement(&kept.invitee) {
        Placement::Due(at) => Some(at),
        Placement::Queue(_) | Placement::Waiting(_) | Placement::Nowhere => None,
    }
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

//! Holding a message back that is not sent now: sent back to the queue, put off, or dropped.
use super::{
    desk::Desk,
    gate::Gate,
    keep::{Moved, change, message, unclaimed},
    letter::{Letter, is_inviting},
};
use domain::{
    change::Actor, invitee::SkipReason, message::Delivery, outbox::Life, transition::Trigger,
};
use jiff::Timestamp;
use runtime::JobError;
use store::{CommitError, Transaction, invitees::Kept};

/// How often the event is told to wait. Its whole wave tells it, at the same time as others.
const HOLD_ATTEMPTS: u8 = 3;

/// Keeps a message back that the circumstances do not let out.
pub(super) async fn keep_back(desk: &Desk<'_>, letter: Letter, gate: Gate) -> Result<(), JobError> {
    let taken = (letter.org(), letter.held_permit());
    let moved = hold_back(desk, letter, gate).await?;
    desk.return_held_permit(taken, moved);
    Ok(())
}

async fn hold_back(desk: &Desk<'_>, letter: Letter, gate: Gate) -> Result<Moved, JobError> {
    match (&letter, gate) {
        (_, Gate::Go) | (Letter::Invitation(_), Gate::Pointless) => Ok(Moved::No),
        (Letter::Invitation(kept), Gate::Cancelled) => {
            change(desk, kept, Trigger::CancelEvent).await
        }
        (Letter::Invitation(kept), Gate::Closed) => change(desk, kept, Trigger::CloseEvent).await,
        (Letter::Invitation(kept), Gate::ContactDeleted) => {
            unclaimed(desk, kept, None, Some(SkipReason::ContactDeleted)).await
        }
        (
            Letter::Message(_),
            Gate::Cancelled | Gate::Closed | Gate::ContactDeleted | Gate::Pointless,
        ) => drop_letter(desk, letter).await.map(|()| Moved::No),
        (Letter::Invitation(kept), Gate::Paused(_)) if is_inviting(&kept.invitee) => {
            unclaimed(desk, kept, None, None).await
        }
        (Letter::Invitation(kept), Gate::SendingDisabled(until) | Gate::Quota(until))
            if is_inviting(&kept.invitee) =>
        {
            hold_event(desk, kept, until).await?;
            unclaimed(desk, kept, None, None).await
        }
        (Letter::Invitation(kept), Gate::Quiet(until)) if is_inviting(&kept.invitee) => {
            unclaimed(desk, kept, Some(until), Some(SkipReason::QuietHours)).await
        }
        (
            _,
            Gate::Paused(until)
            | Gate::SendingDisabled(until)
            | Gate::Quota(until)
            | Gate::Quiet(until),
        ) => defer(desk, letter, until).await.map(|()| Moved::No),
    }
}

/// Past its time it is pointless (S8b).
pub(super) async fn too_late(desk: &Desk<'_>, letter: Letter) -> Result<(), JobError> {
    match &letter {
        Letter::Invitation(kept) => {
            let moved = change(desk, kept, Trigger::CloseEvent).await?;
            desk.return_held_permit((letter.org(), letter.held_permit()), moved);
            Ok(())
        }
        Letter::Message(_) => drop_letter(desk, letter).await,
    }
}

/// The phone refuses our texts: the row waits for START, anything else is dropped.
pub(super) async fn suppressed(desk: &Desk<'_>, letter: Letter) -> Result<Moved, JobError> {
    match &letter {
        Letter::Invitation(kept) if is_inviting(&kept.invitee) => {
            unclaimed(desk, kept, None, Some(SkipReason::Suppressed)).await
        }
        Letter::Invitation(_) | Letter::Message(_) => {
            drop_letter(desk, letter).await.map(|()| Moved::No)
        }
    }
}

/// The phone had its five texts: it waits, and nobody else does.
pub(super) async fn too_often(
    desk: &Desk<'_>,
    letter: Letter,
    until: Timestamp,
) -> Result<Moved, JobError> {
    match &letter {
        Letter::Invitation(kept) if is_inviting(&kept.invitee) => {
            unclaimed(desk, kept, Some(until), Some(SkipReason::NotYet)).await
        }
        Letter::Invitation(_) | Letter::Message(_) => {
            defer(desk, letter, until).await.map(|()| Moved::No)
        }
    }
}

async fn hold_event(desk: &Desk<'_>, kept: &Kept, until: Timestamp) -> Result<(), JobError> {
    for _ in 0..HOLD_ATTEMPTS {
        let mut transaction = Transaction::by(Actor::Engine.name());
        transaction.hold_event(kept.invitee.event, until);
        match desk.ctx.store.commit(transaction).await {
            Ok(_) | Err(CommitError::Refused(_)) => return Ok(()),
            Err(CommitError::Conflict) => (),
            Err(error @ CommitError::Store(_)) => return Err(error.into()),
        }
    }
    // The rest of the wave holds the event as well, and the guest must go back in any case.
    Ok(())
}

/// Not to be claimed before `until`: written down, so that the sweep comes for it, and the queue where
/// it can wait so long.
async fn defer(desk: &Desk<'_>, letter: Letter, until: Timestamp) -> Result<(), JobError> {
    let id = letter.id();
    if let Letter::Message(kept) = letter {
        let life = Life { not_before: Some(until), ..kept.message.life.clone() };
        message(desk, *kept, life).await?;
    }
    desk.come_back(&id, until).await
}

async fn drop_letter(desk: &Desk<'_>, letter: Letter) -> Result<(), JobError> {
    match letter {
        Letter::Invitation(kept) => {
            let Some(life) = &kept.invitee.message else { return Ok(()) };
            let dropped = Life { delivery: Delivery::Dropped, ..life.clone() };
            let invitee = &kept.invitee;
            let place = (invitee.event, invitee.id);
            let from = life.delivery;
            desk.ctx.store.settle_invitation(place, invitee.generation, from, &dropped).await?;
            Ok(())
        }
        Letter::Message(kept) => {
            let life = &kept.message.life;
            let life = Life { delivery: Delivery::Dropped, body: String::new(), ..life.clone() };
            message(desk, *kept, life).await
        }
    }
}

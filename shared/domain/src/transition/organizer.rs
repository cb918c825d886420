//! What organizers do: T17 to T20.
#[cfg(test)]
mod tests;

use super::{
    Circumstances, Guard, Outcome, Refusal,
    engine::{confirm_unless, drop_unsent},
    moved, unchanged,
};
use crate::{
    change::Reason,
    event::{EventState, PARTY_MAX},
    invitee::{Confirmations, Invitee, Reminded, Status},
    message::Purpose,
    position::Position,
};

/// T17.
pub(super) fn mark_accepted(
    invitee: &Invitee,
    party: u8,
    force: bool,
    silent: bool,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    if party == 0 || party > PARTY_MAX {
        return Err(Refusal::PartyOutOfRange { max: PARTY_MAX });
    }
    if circumstances.event.state == EventState::Cancelled {
        return Err(Refusal::Cancelled);
    }
    match invitee.status {
        Status::Removed | Status::Cancelled { .. } => {
            return Err(Refusal::NotListed(invitee.status.name()));
        }
        Status::Accepted { taken } if taken == party => return Ok(unchanged(invitee)),
        Status::Queued
        | Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed => (),
    }
    let own = u32::from(invitee.status.seats());
    let free = circumstances.seats.free();
    let more = u32::from(party).saturating_sub(own);
    if more > free && !force {
        let max = u8::try_from(free.saturating_add(own)).unwrap_or(u8::MAX).min(PARTY_MAX);
        return Err(Refusal::PartyTooLarge { max });
    }
    let overtakes = circumstances.seats.waiting > u32::from(invitee.status.is_waitlisted());
    let reason = if more > free {
        Reason::Forced
    } else if overtakes && more > 0 {
        Reason::AheadOfWaitlist
    } else {
        Reason::Plain
    };
    let mut outcome = moved(invitee, Status::Accepted { taken: party }, reason, circumstances);
    // Where the seats suffice they are guarded even so: a race that takes them is decided again, and
    // then recorded as forced.
    if more > free {
        outcome.guard = Guard::Nothing;
    }
    drop_unsent(&mut outcome.invitee);
    confirm_unless(silent, &mut outcome, circumstances);
    Ok(outcome)
}

/// T18.
pub(super) fn mark_declined(
    invitee: &Invitee,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    match invitee.status {
        Status::Queued
        | Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Accepted { .. }
        | Status::Waitlisted { .. } => {
            let mut outcome = moved(invitee, Status::Declined, Reason::Plain, circumstances);
            drop_unsent(&mut outcome.invitee);
            // The waitlist may have been what kept a guest's own answer from the free seats.
            outcome.wake = outcome.wake || invitee.status.is_waitlisted();
            Ok(outcome)
        }
        Status::Declined => Ok(unchanged(invitee)),
        Status::Expired
        | Status::Withdrawn
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => Err(Refusal::NotListed(invitee.status.name())),
    }
}

/// T19. The row stays, so that its history does.
pub(super) fn remove(
    invitee: &Invitee,
    notify: bool,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    let expects_to_come = match invitee.status {
        Status::Removed | Status::Cancelled { .. } => {
            return Err(Refusal::NotListed(invitee.status.name()));
        }
        Status::Invited { .. } | Status::Accepted { .. } | Status::Waitlisted { .. } => true,
        Status::Inviting { .. } => invitee.delivery().may_be_out(),
        Status::Queued
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed => false,
    };
    let mut outcome = moved(invitee, Status::Removed, Reason::Plain, circumstances);
    drop_unsent(&mut outcome.invitee);
    outcome.wake = outcome.wake || invitee.status.is_waitlisted();
    outcome.message = (notify && expects_to_come).then_some(Purpose::Removal);
    Ok(outcome)
}

/// T20. A new generation: the old link never answers again. An invitation that could not be answered
/// is not made, as with T1.
pub(super) fn reinvite(
    invitee: &Invitee,
    position: Position,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    let Circumstances { event, now, .. } = *circumstances;
    if event.state == EventState::Cancelled {
        return Err(Refusal::Cancelled);
    }
    if !event.takes_answers(now) {
        return Err(Refusal::Closed);
    }
    match invitee.status {
        Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed
        | Status::Removed => (),
        Status::Queued
        | Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Accepted { .. }
        | Status::Waitlisted { .. }
        | Status::Cancelled { .. } => return Err(Refusal::NotListed(invitee.status.name())),
    }
    let Some(generation) = invitee.generation.checked_add(1) else {
        return Err(Refusal::TooManyInvitations);
    };
    let mut outcome = moved(invitee, Status::Queued, Reason::Plain, circumstances);
    outcome.invitee = Invitee {
        generation,
        position,
        message: None,
        sent_at: None,
        offer: false,
        not_before: None,
        skip: None,
        confirmations: Confirmations::default(),
        reminded: Reminded::default(),
        resent_at: None,
        answered_at: Vec::new(),
        due_at: None,
        ..outcome.invitee
    };
    outcome.wake = true;
    Ok(outcome)
}

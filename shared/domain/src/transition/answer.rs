//! What guests say: T6 to T9, T11 to T14, T16.
use super::{Circumstances, Guard, Outcome, Refusal, engine, moved, unchanged};
use crate::{
    change::Reason,
    event::{EventState, Waitlist},
    invitee::{CONFIRMATIONS_PER_DAY_MAX, Invitee, Status},
    message::{Delivery, Purpose},
};
use jiff::SignedDuration;

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// An acceptance this soon after another of the same invitation is not confirmed again (J16).
const CONFIRMATION_APART: SignedDuration = SignedDuration::from_mins(10);

/// A yes for `party` seats.
pub(super) fn yes(
    invitee: &Invitee,
    party: u8,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    refuse_when_over(circumstances)?;
    if party == 0 || party > invitee.party_max {
        // A party that an organizer allowed beyond the maximum may stay as it is.
        if invitee.status != (Status::Accepted { taken: party }) || party == 0 {
            return Err(Refusal::PartyOutOfRange { max: invitee.party_max });
        }
    }
    match invitee.status {
        Status::Inviting { .. } if invitee.is_unsent() => {
            Err(Refusal::NotListed(invitee.status.name()))
        }
        Status::Inviting { held } => yes_while_live(invitee, held, party, circumstances),
        Status::Invited { expires_at, .. } if circumstances.now >= expires_at => {
            let expired = engine::expire(invitee, circumstances)?;
            yes_when_late(&expired.invitee, party, circumstances).map(|late| late.after(&expired))
        }
        Status::Invited { held, .. } => yes_while_live(invitee, held, party, circumstances),
        Status::Accepted { taken } => change_party(invitee, taken, party, circumstances),
        Status::Waitlisted { party: waits_for, .. } if waits_for == party => {
            Ok(unchanged(invitee))
        }
        Status::Waitlisted { since, .. } => {
            let status = Status::Waitlisted { party, since };
            Ok(moved(invitee, status, Reason::Plain, circumstances))
        }
        Status::Queued
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed => yes_when_late(invitee, party, circumstances),
        Status::Removed => Err(Refusal::NotListed(invitee.status.name())),
        Status::Cancelled { .. } => Err(Refusal::Cancelled),
    }
}

/// A no.
pub(super) fn no(
    invitee: &Invitee,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    let event = circumstances.event;
    if event.state == EventState::Cancelled {
        return Err(Refusal::Cancelled);
    }
    if circumstances.now >= event.when.starts_at() {
        return Err(Refusal::Begun);
    }
    match invitee.status {
        Status::Inviting { .. } if invitee.is_unsent() => {
            Err(Refusal::NotListed(invitee.status.name()))
        }
        Status::Inviting { .. } | Status::Invited { .. } => {
            let outcome = moved(invitee, Status::Declined, Reason::Plain, circumstances);
            Ok(proven(outcome, circumstances))
        }
        Status::Accepted { .. } => {
            let outcome = moved(invitee, Status::Withdrawn, Reason::Plain, circumstances);
            Ok(Outcome { message: Some(Purpose::Declined), ..outcome })
        }
        Status::Queued | Status::Expired | Status::Failed | Status::Waitlisted { .. } => {
            Ok(moved(invitee, Status::Declined, Reason::Plain, circumstances))
        }
        Status::Declined | Status::Withdrawn => Ok(unchanged(invitee)),
        Status::Removed => Err(Refusal::NotListed(invitee.status.name())),
        Status::Cancelled { .. } => Err(Refusal::Cancelled),
    }
}

fn refuse_when_over(circumstances: &Circumstances<'_>) -> Result<(), Refusal> {
    if circumstances.event.state == EventState::Cancelled {
        return Err(Refusal::Cancelled);
    }
    if circumstances.event.takes_answers(circumstances.now) { Ok(()) } else { Err(Refusal::Closed) }
}

/// T6, T7, T8.
fn yes_while_live(
    invitee: &Invitee,
    held: u8,
    party: u8,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    if party > held {
        let more = u32::from(party - held);
        let free = free_for_guests(circumstances);
        if free < more {
            let room = u8::try_from(free).unwrap_or(u8::MAX);
            let max = held.saturating_add(room).min(invitee.party_max);
            return Err(Refusal::PartyTooLarge { max });
        }
    }
    let outcome = accepted(invitee, party, circumstances);
    Ok(proven(outcome, circumstances))
}

/// T11, and a repeated yes.
fn change_party(
    invitee: &Invitee,
    taken: u8,
    party: u8,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    if party == taken {
        return Ok(unchanged(invitee));
    }
    if party > taken {
        let free = free_for_guests(circumstances);
        if free < u32::from(party - taken) {
            let room = u8::try_from(free).unwrap_or(u8::MAX);
            return Err(Refusal::PartyTooLarge { max: taken.saturating_add(room) });
        }
    }
    let outcome = moved(invitee, Status::Accepted { taken: party }, Reason::Plain, circumstances);
    Ok(guarded(outcome))
}

/// T13, by section 6.
fn yes_when_late(
    invitee: &Invitee,
    party: u8,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    let event = circumstances.event;
    let late = invitee.status == Status::Expired && !event.settings.allow_late;
    if !late && free_for_guests(circumstances) >= u32::from(party) {
        return Ok(accepted(invitee, party, circumstances));
    }
    match event.settings.waitlist {
        Waitlist::Off if late => Err(Refusal::TooLate),
        Waitlist::Off => Err(Refusal::Full),
        Waitlist::Auto | Waitlist::Offer => {
            let status = Status::Waitlisted { party, since: circumstances.now };
            let outcome = moved(invitee, status, Reason::Plain, circumstances);
            // Who joins may be the only one who wants the seats that are left.
            let wake = circumstances.seats.free() > 0;
            Ok(Outcome { message: Some(Purpose::Waitlisted), wake, ..outcome })
        }
    }
}

/// F for a guest's own answer: those who wait come first.
fn free_for_guests(circumstances: &Circumstances<'_>) -> u32 {
    if circumstances.seats.waiting > 0 { 0 } else { circumstances.seats.free() }
}

fn accepted(invitee: &Invitee, party: u8, circumstances: &Circumstances<'_>) -> Outcome {
    let status = Status::Accepted { taken: party };
    let mut outcome = guarded(moved(invitee, status, Reason::Plain, circumstances));
    confirm(&mut outcome.invitee, circumstances);
    outcome
}

/// A guest may not overtake those who wait.
fn guarded(outcome: Outcome) -> Outcome {
    let guard = match outcome.guard {
        Guard::Left(seats) => Guard::LeftAndNobodyWaits(seats),
        guard @ (Guard::Nothing | Guard::LeftAndNobodyWaits(_)) => guard,
    };
    Outcome { guard, ..outcome }
}

/// Marks a confirmation as due, unless this invitation had enough of them.
pub(super) fn confirm(invitee: &mut Invitee, circumstances: &Circumstances<'_>) {
    let confirmations = &mut invitee.confirmations;
    let now = circumstances.now;
    confirmations.at.retain(|at| now.duration_since(*at) < DAY);
    let just_now =
        confirmations.at.last().is_some_and(|at| now.duration_since(*at) < CONFIRMATION_APART);
    if just_now || confirmations.at.len() >= CONFIRMATIONS_PER_DAY_MAX {
        return;
    }
    confirmations.due = confirmations.due.saturating_add(1);
    confirmations.at.push(now);
}

/// An answer to an invitation whose outcome we did not know is the proof that it arrived.
fn proven(mut outcome: Outcome, circumstances: &Circumstances<'_>) -> Outcome {
    if let Some(message) = &mut outcome.invitee.message {
        match message.delivery {
            Delivery::Submitting | Delivery::Unknown | Delivery::Unconfirmed => {
                message.delivery = Delivery::Submitted;
                message.lease_until = None;
                outcome.invitee.sent_at = outcome.invitee.sent_at.or(Some(circumstances.now));
            }
            Delivery::None
            | Delivery::Queued
            | Delivery::Submitted
            | Delivery::Delivered
            | Delivery::Read
            | Delivery::Undelivered
            | Delivery::Rejected
            | Delivery::GaveUp
            | Delivery::Dropped => (),
        }
    }
    outcome
}

impl Outcome {
    /// This outcome, with what an `earlier` one in the same write already freed.
    fn after(mut self, earlier: &Self) -> Self {
        self.seats.left += earlier.seats.left;
        self.seats.waiting += earlier.seats.waiting;
        self.guard = match (self.guard, self.seats.needs()) {
            (Guard::LeftAndNobodyWaits(_), needs) => Guard::LeftAndNobodyWaits(needs),
            (Guard::Left(_), needs) => Guard::Left(needs),
            (Guard::Nothing, _) => Guard::Nothing,
        };
        self.wake = self.wake || self.seats.left > 0;
        self
    }
}

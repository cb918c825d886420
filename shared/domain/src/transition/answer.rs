//! What guests say: T6 to T9, T11 to T14, T16.
#[cfg(test)]
mod tests;

use super::{Circumstances, Guard, Outcome, Refusal, engine, moved, unchanged};
use crate::{
    change::Reason,
    event::{EventState, Waitlist},
    invitee::{CONFIRMATIONS_PER_DAY_MAX, Invitee, Status, StatusName},
    message::{Delivery, Purpose},
    seats::Seats,
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
    if repeats(invitee, party) && circumstances.event.state != EventState::Cancelled {
        return Ok(unchanged(invitee));
    }
    refuse_when_over(circumstances)?;
    // A party that an organizer let in beyond the maximum may become smaller step by step.
    let shrinks = matches!(invitee.status, Status::Accepted { taken } if party <= taken);
    if party == 0 || (party > invitee.party_max && !shrinks) {
        return Err(Refusal::PartyOutOfRange { max: invitee.party_max });
    }
    match invitee.status {
        Status::Inviting { .. } if invitee.is_unsent() => {
            Err(Refusal::NotListed(invitee.status.name()))
        }
        Status::Invited { expires_at, .. } if circumstances.now >= expires_at => {
            let expired = engine::expire(invitee, circumstances)?;
            let seats = with_freed(*circumstances.seats, expired.seats.left);
            let freed = Circumstances { seats: &seats, ..*circumstances };
            yes_when_late(&expired.invitee, party, &freed).map(|late| late.after(&expired))
        }
        Status::Inviting { held } | Status::Invited { held, .. } => {
            yes_while_live(invitee, held, party, circumstances)
        }
        Status::Accepted { taken } => change_party(invitee, taken, party, circumstances),
        Status::Waitlisted { since, .. } => {
            let status = Status::Waitlisted { party, since };
            // A smaller party may fit where the larger one did not.
            let outcome = moved(invitee, status, Reason::Plain, circumstances);
            Ok(Outcome { wake: true, ..outcome })
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

/// Whether the guest said exactly that before.
fn repeats(invitee: &Invitee, party: u8) -> bool {
    match invitee.status {
        Status::Accepted { taken: said } | Status::Waitlisted { party: said, .. } => said == party,
        Status::Queued
        | Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => false,
    }
}

/// The seats after an expiry in the same write. A cut that is not made up for yet still promises
/// nothing new: what is freed goes there first.
const fn with_freed(seats: Seats, freed: i64) -> Seats {
    let left = if seats.left < 0 { seats.left } else { seats.left.saturating_add(freed) };
    Seats { left, ..seats }
}

/// A no.
pub(super) fn no(invitee: &Invitee, circumstances: &Circumstances<'_>) -> Result<Outcome, Refusal> {
    let event = circumstances.event;
    if event.state == EventState::Cancelled {
        return Err(Refusal::Cancelled);
    }
    if matches!(invitee.status, Status::Declined | Status::Withdrawn) {
        return Ok(unchanged(invitee));
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
            let told = may_acknowledge(invitee, StatusName::Withdrawn, circumstances);
            Ok(Outcome { message: told.then_some(Purpose::Declined), ..outcome })
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

/// T11.
fn change_party(
    invitee: &Invitee,
    taken: u8,
    party: u8,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    if party > taken {
        let free = free_for_guests(circumstances);
        if free < u32::from(party - taken) {
            let room = u8::try_from(free).unwrap_or(u8::MAX);
            return Err(Refusal::PartyTooLarge { max: taken.saturating_add(room) });
        }
    }
    let outcome = moved(invitee, Status::Accepted { taken: party }, Reason::Plain, circumstances);
    Ok(guarded(outcome, circumstances))
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
            // The seats as they were read say nothing: one may have become free meanwhile, and found
            // nobody on the waitlist.
            let wake = true;
            // Who is late and first in line gets the free seat from the next step, with its own text:
            // that the event is full would be untrue.
            let promoted = event.waitlist_at(circumstances.now) == Waitlist::Auto
                && free_for_guests(circumstances) >= u32::from(party);
            let told = !promoted && may_acknowledge(invitee, StatusName::Waitlisted, circumstances);
            Ok(Outcome { message: told.then_some(Purpose::Waitlisted), wake, ..outcome })
        }
    }
}

/// F for a guest's own answer: those who wait come first.
fn free_for_guests(circumstances: &Circumstances<'_>) -> u32 {
    let first = moves_up(circumstances) && circumstances.seats.waiting > 0;
    if first { 0 } else { circumstances.seats.free() }
}

/// Whether those who wait get the seats that become free. Where the waitlist was switched off, they
/// get none, and must not keep others from them.
fn moves_up(circumstances: &Circumstances<'_>) -> bool {
    circumstances.event.settings.waitlist != Waitlist::Off
}

fn accepted(invitee: &Invitee, party: u8, circumstances: &Circumstances<'_>) -> Outcome {
    let status = Status::Accepted { taken: party };
    let outcome = moved(invitee, status, Reason::Plain, circumstances);
    let mut outcome = guarded(outcome, circumstances);
    confirm(&mut outcome.invitee, circumstances);
    outcome
}

/// A guest may not overtake those who wait.
fn guarded(outcome: Outcome, circumstances: &Circumstances<'_>) -> Outcome {
    let guard = match outcome.guard {
        Guard::Left(seats) if moves_up(circumstances) => Guard::LeftAndNobodyWaits(seats),
        guard @ (Guard::Nothing | Guard::Left(_) | Guard::LeftAndNobodyWaits(_)) => guard,
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

/// Whether a change to `status` is worth a text: who changes their mind over and over is not told
/// each time, as with confirmations (J16).
fn may_acknowledge(
    invitee: &Invitee,
    status: StatusName,
    circumstances: &Circumstances<'_>,
) -> bool {
    let ago = |at| circumstances.now.duration_since(at);
    let told = invitee.history.iter().filter(|change| change.after == status);
    let today: Vec<_> = told.map(|change| ago(change.at)).filter(|ago| *ago < DAY).collect();
    today.len() < CONFIRMATIONS_PER_DAY_MAX && today.iter().all(|ago| *ago >= CONFIRMATION_APART)
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

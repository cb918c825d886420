//! The transition table T1 to T23 as one function (ENGINE.md, section 2).
//!
//! [`transition`] takes an invitee, what happened and the circumstances, and returns the invitee
//! after it with everything that belongs into the same transaction, or why it is refused. A pair
//! that is not listed is refused and changes nothing.
mod add;
mod answer;
mod engine;
mod organizer;
mod resend;

#[cfg(test)]
mod tests;

pub use add::{Entry, add};
pub use resend::{RESEND_BY_HAND_APART, ResendRefusal, next_resend};

use crate::{
    change::{Actor, Change, Reason},
    due,
    event::Event,
    invitee::{Invitee, SkipReason, Status},
    message::Purpose,
    outbox::Life,
    position::Position,
    seats::{Seats, SeatsChange},
};
use jiff::Timestamp;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Trigger {
    /// T2, and T15 as an offer: the engine picked the invitee.
    Pick {
        /// h: seats to hold.
        held: u8,
        /// The recorded message.
        message: Life,
    },
    /// T3, T3b: the provider accepted the invitation. `message` is its life after the call.
    ProviderAccepted {
        /// The message.
        message: Life,
        /// The deadline, counted from now (section 7).
        expires_at: Timestamp,
    },
    /// The provider gave an invitation up that was out: what is known of its message, and when it is
    /// to go out once more, changes. The status does not.
    Reported {
        /// The message.
        message: Life,
    },
    /// T4: the claim was refused before the first network byte, or the provider definitely did not
    /// take the message and it may be tried again.
    Unclaimed {
        /// A refusal that concerns the recipient says until when.
        not_before: Option<Timestamp>,
        /// Why, where the row should leave the queue until it is lifted.
        skip: Option<SkipReason>,
    },
    /// T5: it cannot arrive. `message` is its life after the refusal or the callback.
    PermanentFailure {
        /// The message.
        message: Life,
        /// Why.
        reason: Reason,
    },
    /// T6 to T8, T11, T13: the guest says yes.
    Yes {
        /// n: how many come.
        party: u8,
    },
    /// T9, T12, T14, T16: the guest says no.
    No,
    /// T10: the deadline is over.
    Expire,
    /// T15: a free seat goes to the waitlist.
    Promote,
    /// T17: the organizer marks accepted.
    MarkAccepted {
        /// n: how many come, 1..=20.
        party: u8,
        /// An owner overrides the capacity.
        force: bool,
        /// No confirmation.
        silent: bool,
    },
    /// T18: the organizer marks declined.
    MarkDeclined,
    /// T19: the organizer takes the guest off the list.
    Remove {
        /// Tell the guest.
        notify: bool,
    },
    /// T20: the organizer asks again.
    Reinvite {
        /// Where in the queue.
        position: Position,
    },
    /// The organizer has a live invitation sent again; [`next_resend`] says whether it may be.
    Resend {
        /// The next message of its sequence.
        message: Life,
    },
    /// T21: the event is cancelled.
    CancelEvent,
    /// T22: the event closes.
    CloseEvent,
    /// T23: the phone refuses our texts.
    Stop,
    /// The capacity was cut and the unanswered invitation is called back (section 8).
    Revoke,
}

/// Who asks, and what is so when they do.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// The event.
    pub event: &'a Event,
    /// Its seats, as they were read; the commit checks them again.
    pub seats: &'a Seats,
    /// The present.
    pub now: Timestamp,
    /// Who.
    pub by: Actor,
}

/// What the commit must check about the seats, in the same transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Nothing: no new seat is promised, or an owner forces it.
    Nothing,
    /// At least this many seats are left.
    Left(u32),
    /// At least this many seats are left, and nobody waits for them.
    LeftAndNobodyWaits(u32),
}

/// The invitee after a trigger, and what belongs into the same transaction.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The invitee. Equal to the one before where nothing changed: then nothing is written.
    pub invitee: Invitee,
    /// What happens to the seat counters.
    pub seats: SeatsChange,
    /// What must hold of the seat counters.
    pub guard: Guard,
    /// A message to create beside it. Invitations and confirmations are on the invitee itself.
    pub message: Option<Purpose>,
    /// Whether somebody else may get a seat now.
    pub wake: bool,
}

/// Why a trigger is refused. Nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The table does not list it.
    #[error("that is not possible while the guest is {}", .0.name())]
    NotListed(crate::invitee::StatusName),
    /// A party of 0, or of more than the invitation allows.
    #[error("the party may be 1 to {max}")]
    PartyOutOfRange {
        /// The most.
        max: u8,
    },
    /// T8: not enough seats for so many.
    #[error("there are seats for {max}")]
    PartyTooLarge {
        /// The most that could come now.
        max: u8,
    },
    /// No seat, and no waitlist.
    #[error("the event is full")]
    Full,
    /// An expired invitation, and late answers are not taken.
    #[error("the invitation has expired")]
    TooLate,
    /// The deadline has passed.
    #[error("answers are no longer taken")]
    Closed,
    /// The event does not take place.
    #[error("the event is cancelled")]
    Cancelled,
    /// The event has begun.
    #[error("the event has begun")]
    Begun,
    /// 255 invitations are enough.
    #[error("this guest was asked too often")]
    TooManyInvitations,
}

/// The invitee after `trigger`, or why it is refused.
pub fn transition(
    invitee: &Invitee,
    trigger: Trigger,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    let mut outcome = decided(invitee, trigger, circumstances)?;
    if circumstances.by == Actor::Link && outcome.invitee != *invitee {
        outcome.invitee.note_answer(circumstances.now);
    }
    if outcome.invitee.status == invitee.status {
        return Ok(outcome);
    }
    if !outcome.invitee.status.is_live() {
        engine::drop_unsent(&mut outcome.invitee);
    }
    Ok(due::rescheduled(invitee, outcome, circumstances))
}

fn decided(
    invitee: &Invitee,
    trigger: Trigger,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    match trigger {
        Trigger::Pick { held, message } => engine::pick(invitee, held, message, circumstances),
        Trigger::ProviderAccepted { message, expires_at } => {
            Ok(engine::provider_accepted(invitee, message, expires_at, circumstances))
        }
        Trigger::Reported { message } => Ok(engine::reported(invitee, message, circumstances)),
        Trigger::Unclaimed { not_before, skip } => {
            engine::unclaimed(invitee, not_before, skip, circumstances)
        }
        Trigger::PermanentFailure { message, reason } => {
            Ok(engine::permanent_failure(invitee, message, reason, circumstances))
        }
        Trigger::Expire => engine::expire(invitee, circumstances),
        Trigger::Promote => engine::promote(invitee, circumstances),
        Trigger::CancelEvent => Ok(engine::cancel_event(invitee, circumstances)),
        Trigger::CloseEvent => Ok(engine::close_event(invitee, circumstances)),
        Trigger::Stop => Ok(engine::stop(invitee, circumstances)),
        Trigger::Revoke => engine::revoke(invitee, circumstances),
        Trigger::Yes { party } => answer::yes(invitee, party, circumstances),
        Trigger::No => answer::no(invitee, circumstances),
        Trigger::MarkAccepted { party, force, silent } => {
            organizer::mark_accepted(invitee, party, force, silent, circumstances)
        }
        Trigger::MarkDeclined => organizer::mark_declined(invitee, circumstances),
        Trigger::Remove { notify } => organizer::remove(invitee, notify, circumstances),
        Trigger::Reinvite { position } => organizer::reinvite(invitee, position, circumstances),
        Trigger::Resend { message } => resend::resend(invitee, message, circumstances),
    }
}

/// Nothing changes, and that is fine.
pub(crate) fn unchanged(invitee: &Invitee) -> Outcome {
    Outcome {
        invitee: invitee.clone(),
        seats: SeatsChange::default(),
        guard: Guard::Nothing,
        message: None,
        wake: false,
    }
}

/// Moves `before` to `status`: counters, guard, wake and history follow from the two.
fn moved(
    before: &Invitee,
    status: Status,
    reason: Reason,
    circumstances: &Circumstances<'_>,
) -> Outcome {
    let mut invitee = Invitee { status, ..before.clone() };
    let seats = SeatsChange {
        left: i64::from(before.status.seats()) - i64::from(status.seats()),
        waiting: i64::from(status.is_waitlisted()) - i64::from(before.status.is_waitlisted()),
    };
    invitee.record(Change {
        at: circumstances.now,
        by: circumstances.by,
        before: Some(before.status.name()),
        after: status.name(),
        party: status.seats(),
        reason,
    });
    let guard = if seats.needs() > 0 { Guard::Left(seats.needs()) } else { Guard::Nothing };
    Outcome { invitee, seats, guard, message: None, wake: seats.left > 0 }
}

//! The organizer has an invitation sent again: the same words and link, as the next of its sequence.
#[cfg(test)]
mod tests;

use super::{Circumstances, Outcome, Refusal, moved, unchanged};
use crate::{
    change::Reason,
    due,
    event::EventState,
    invitee::{Invitee, Status, StatusName},
    message::Delivery,
    outbox::Life,
};
use jiff::{SignedDuration, Timestamp};

/// An invitation is sent again by hand at most this often.
pub const RESEND_BY_HAND_APART: SignedDuration = SignedDuration::from_mins(15);

/// Why an invitation is not sent again now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResendRefusal {
    /// There is no invitation that could still be answered in time.
    #[error("there is no live invitation while the guest is {}", .0.name())]
    NotLive(StatusName),
    /// What became of the last message is not known yet, or it has not left.
    #[error("the last message is still on its way")]
    OnItsWay,
    /// It was sent again a moment ago.
    #[error("the invitation was sent again less than 15 minutes ago")]
    TooSoon {
        /// When it may be.
        until: Timestamp,
    },
}

/// The sequence of the message that would be sent again now, or why none is.
pub fn next_resend(invitee: &Invitee, now: Timestamp) -> Result<u16, ResendRefusal> {
    match invitee.status {
        Status::Invited { expires_at, .. } if now >= expires_at => {
            return Err(ResendRefusal::NotLive(StatusName::Expired));
        }
        Status::Invited { .. } | Status::Inviting { .. } => (),
        Status::Queued
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => return Err(ResendRefusal::NotLive(invitee.status.name())),
    }
    match invitee.delivery() {
        Delivery::Submitted
        | Delivery::Delivered
        | Delivery::Read
        | Delivery::Undelivered
        | Delivery::Unconfirmed => (),
        // An earlier message is out, and the last one will never be.
        Delivery::Rejected | Delivery::GaveUp | Delivery::Dropped if is_invited(invitee) => (),
        Delivery::None
        | Delivery::Queued
        | Delivery::Submitting
        | Delivery::Unknown
        | Delivery::Rejected
        | Delivery::GaveUp
        | Delivery::Dropped => return Err(ResendRefusal::OnItsWay),
    }
    let until = invitee.resent_at.and_then(|at| at.checked_add(RESEND_BY_HAND_APART).ok());
    if let Some(until) = until.filter(|until| now < *until) {
        return Err(ResendRefusal::TooSoon { until });
    }
    Ok(invitee.message.as_ref().map_or(1, |message| message.sequence.saturating_add(1)))
}

const fn is_invited(invitee: &Invitee) -> bool {
    matches!(invitee.status, Status::Invited { .. })
}

/// The next message takes the place of the last; the deadline that was promised stays.
///
/// An invitation whose outcome is unknown for good may have arrived, so it counts as sent from here
/// on: it can be answered, and it ends.
pub(super) fn resend(
    invitee: &Invitee,
    message: Life,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    let Circumstances { event, now, .. } = *circumstances;
    if event.state == EventState::Cancelled {
        return Err(Refusal::Cancelled);
    }
    if !event.takes_answers(now) {
        return Err(Refusal::Closed);
    }
    if next_resend(invitee, now).is_err() {
        return Err(Refusal::NotListed(invitee.status.name()));
    }
    let mut outcome = match invitee.status {
        Status::Inviting { held } => {
            let expires_at = due::deadline(invitee, event, now);
            let status = Status::Invited { held, expires_at };
            let mut outcome = moved(invitee, status, Reason::Plain, circumstances);
            outcome.invitee.reminded.silent = false;
            outcome.invitee.sent_at = outcome.invitee.sent_at.or(Some(now));
            outcome
        }
        Status::Invited { .. } => unchanged(invitee),
        Status::Queued
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => return Err(Refusal::NotListed(invitee.status.name())),
    };
    // The number goes on, so that a claim of the former message can still write nothing.
    let fence = invitee.message.as_ref().map_or(0, |former| former.fence.saturating_add(1));
    outcome.invitee.message = Some(Life { fence, ..message });
    outcome.invitee.resent_at = Some(now);
    outcome.invitee.due_at = due::next_due(&outcome.invitee, event, now);
    // The event's timer knows nothing of the new message.
    let sooner = |at| invitee.due_at.is_none_or(|before| at < before);
    outcome.wake |= outcome.invitee.due_at.is_some_and(sooner);
    Ok(outcome)
}

//! What the engine, the provider and the event itself do: T2 to T5, T10, T15, T21 to T23.
#[cfg(test)]
mod tests;

use super::{Circumstances, Outcome, Refusal, answer, moved, unchanged};
use crate::{
    change::Reason,
    due,
    event::EventState,
    invitee::{Invitee, Skip, SkipReason, Status},
    message::{Delivery, Purpose, knows_more},
    outbox::Life,
};
use jiff::Timestamp;

/// T2; from the waitlist, an offer (T15).
pub(super) fn pick(
    invitee: &Invitee,
    held: u8,
    message: Life,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    let offer = match invitee.status {
        Status::Queued => invitee.offer,
        Status::Waitlisted { .. } => true,
        Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => return Err(Refusal::NotListed(invitee.status.name())),
    };
    let mut outcome = moved(invitee, Status::Inviting { held }, Reason::Plain, circumstances);
    // A claim of the message before must never pass for one of this.
    let fence = invitee.message.as_ref().map_or(0, |before| before.fence.saturating_add(1));
    outcome.invitee.message = Some(Life { fence: message.fence.max(fence), ..message });
    outcome.invitee.offer = offer;
    // What follows counts from this sending, not from an earlier one's.
    outcome.invitee.sent_at = None;
    outcome.invitee.resent_at = None;
    outcome.invitee.reminded.silent = false;
    outcome.invitee.skip = None;
    outcome.invitee.not_before = None;
    outcome.invitee.due_at = None;
    Ok(outcome)
}

/// T3 while inviting; T3b otherwise: the message is known to be out, the status is not touched.
pub(super) fn provider_accepted(
    invitee: &Invitee,
    message: Life,
    expires_at: Timestamp,
    circumstances: &Circumstances<'_>,
) -> Outcome {
    if is_outdated(invitee, &message) {
        return unchanged(invitee);
    }
    let mut outcome = match invitee.status {
        Status::Inviting { held } => {
            let status = Status::Invited { held, expires_at };
            let mut outcome = moved(invitee, status, Reason::Plain, circumstances);
            outcome.invitee.reminded.silent = false;
            outcome
        }
        Status::Queued
        | Status::Invited { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => unchanged(invitee),
    };
    // A quick callback knows more than the call's own result, which then only adds to it.
    let message = match &invitee.message {
        Some(known) if knows_more(known.delivery, message.delivery) => Life {
            provider_id: message.provider_id.or_else(|| known.provider_id.clone()),
            segments: message.segments,
            ..known.clone()
        },
        Some(_) | None => message,
    };
    outcome.invitee.message = Some(message);
    outcome.invitee.sent_at = outcome.invitee.sent_at.or(Some(circumstances.now));
    outcome
}

/// Whether the message was claimed again, or replaced, since: an old claim can write nothing (S7).
fn is_outdated(invitee: &Invitee, message: &Life) -> bool {
    invitee
        .message
        .as_ref()
        .is_some_and(|known| (known.sequence, known.fence) > (message.sequence, message.fence))
}

/// The invitation did not arrive for a reason that may pass. Counts only before an answer.
pub(super) fn reported(
    invitee: &Invitee,
    message: Life,
    circumstances: &Circumstances<'_>,
) -> Outcome {
    let mut outcome = unchanged(invitee);
    if invitee.status.is_live() && !is_outdated(invitee, &message) {
        outcome.invitee.message = Some(message);
        let Circumstances { event, now, .. } = *circumstances;
        outcome.invitee.due_at = due::next_due(&outcome.invitee, event, now);
        // The event's timer knows nothing of the new try.
        let sooner = |at| invitee.due_at.is_none_or(|before| at < before);
        outcome.wake = outcome.invitee.due_at.is_some_and(sooner);
    }
    outcome
}

/// T4. It never wakes: the seat goes back to the same invitee as soon as the reason has passed. One
/// whose reason cannot pass leaves the queue, as after T23; then the seat is somebody else's.
pub(super) fn unclaimed(
    invitee: &Invitee,
    not_before: Option<Timestamp>,
    skip: Option<SkipReason>,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    let inviting = matches!(invitee.status, Status::Inviting { .. });
    if !inviting || !invitee.is_unsent() {
        return Err(Refusal::NotListed(invitee.status.name()));
    }
    let outcome = requeued(invitee, not_before, skip, Reason::HeldBack, circumstances);
    Ok(Outcome { wake: skip.is_some_and(SkipReason::is_permanent), ..outcome })
}

/// Back to the queue, position and generation as they were. There is none in a cancelled event: an
/// invitation that was made while the event was cancelled ends like all others (T21).
fn requeued(
    invitee: &Invitee,
    not_before: Option<Timestamp>,
    skip: Option<SkipReason>,
    reason: Reason,
    circumstances: &Circumstances<'_>,
) -> Outcome {
    if circumstances.event.state == EventState::Cancelled {
        return cancel_event(invitee, circumstances);
    }
    let mut outcome = moved(invitee, Status::Queued, reason, circumstances);
    outcome.wake = false;
    // Who stands in the queue waits for an ordinary invitation: the words and the time of one.
    outcome.invitee.offer = false;
    outcome.invitee.not_before = not_before;
    outcome.invitee.skip = skip.map(|reason| Skip { reason, at: circumstances.now, times: 1 });
    drop_unsent(&mut outcome.invitee);
    outcome
}

/// Takes the invitation's message back, if it is not out.
pub(super) fn drop_unsent(invitee: &mut Invitee) {
    if let Some(message) = &mut invitee.message
        && message.delivery == Delivery::Queued
    {
        message.delivery = Delivery::Dropped;
        message.body.clear();
    }
}

/// T5; after an answer only what is known of the message changes.
pub(super) fn permanent_failure(
    invitee: &Invitee,
    message: Life,
    reason: Reason,
    circumstances: &Circumstances<'_>,
) -> Outcome {
    if is_outdated(invitee, &message) {
        return unchanged(invitee);
    }
    let mut outcome = match invitee.status {
        Status::Inviting { .. } | Status::Invited { .. } => {
            moved(invitee, Status::Failed, reason, circumstances)
        }
        Status::Queued
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => unchanged(invitee),
    };
    outcome.invitee.message = Some(message);
    outcome
}

/// T10.
pub(super) fn expire(
    invitee: &Invitee,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    match invitee.status {
        Status::Invited { expires_at, .. } if circumstances.now >= expires_at => {
            Ok(moved(invitee, Status::Expired, Reason::Plain, circumstances))
        }
        Status::Invited { .. }
        | Status::Queued
        | Status::Inviting { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => Err(Refusal::NotListed(invitee.status.name())),
    }
}

/// T15, auto.
pub(super) fn promote(
    invitee: &Invitee,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    match invitee.status {
        Status::Waitlisted { party, .. } => {
            let status = Status::Accepted { taken: party };
            let outcome = moved(invitee, status, Reason::Plain, circumstances);
            Ok(Outcome { message: Some(Purpose::Promotion), ..outcome })
        }
        Status::Queued
        | Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => Err(Refusal::NotListed(invitee.status.name())),
    }
}

/// T21. The notice goes to those who expect to come or may hold an invitation.
pub(super) fn cancel_event(invitee: &Invitee, circumstances: &Circumstances<'_>) -> Outcome {
    let before = invitee.status.name();
    let told = match invitee.status {
        Status::Accepted { .. } | Status::Invited { .. } | Status::Waitlisted { .. } => true,
        Status::Inviting { .. } => invitee.delivery().may_be_out(),
        Status::Queued => false,
        Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => return unchanged(invitee),
    };
    let mut outcome =
        moved(invitee, Status::Cancelled { before }, Reason::Cancelled, circumstances);
    drop_unsent(&mut outcome.invitee);
    let in_time = circumstances.now < circumstances.event.when.ends_at();
    outcome.message = (told && in_time).then_some(Purpose::Cancellation);
    outcome.wake = false;
    outcome
}

/// T22. What is submitting or unknown keeps its seats until it is resolved, and then expires; what is
/// unconfirmed will never be known better.
pub(super) fn close_event(invitee: &Invitee, circumstances: &Circumstances<'_>) -> Outcome {
    match invitee.status {
        Status::Inviting { .. } | Status::Invited { .. } if may_end(invitee) => {
            let outcome = moved(invitee, Status::Expired, Reason::Closed, circumstances);
            Outcome { wake: false, ..outcome }
        }
        Status::Inviting { .. } if invitee.is_unsent() => {
            requeued(invitee, None, None, Reason::Closed, circumstances)
        }
        Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Queued
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => unchanged(invitee),
    }
}

/// Whether nothing is to come any more about a live invitation's sending.
fn may_end(invitee: &Invitee) -> bool {
    matches!(invitee.status, Status::Invited { .. }) || invitee.delivery() == Delivery::Unconfirmed
}

/// T23.
pub(super) fn stop(invitee: &Invitee, circumstances: &Circumstances<'_>) -> Outcome {
    let suppressed = Some(SkipReason::Suppressed);
    match invitee.status {
        Status::Inviting { .. } if invitee.is_unsent() => {
            let reason = Reason::Suppressed;
            let outcome = requeued(invitee, None, suppressed, reason, circumstances);
            Outcome { wake: true, ..outcome }
        }
        Status::Queued => {
            let mut outcome = unchanged(invitee);
            outcome.invitee.skip =
                Some(Skip { reason: SkipReason::Suppressed, at: circumstances.now, times: 1 });
            outcome
        }
        Status::Invited { .. } => {
            let mut outcome = unchanged(invitee);
            drop_unsent(&mut outcome.invitee);
            outcome
        }
        Status::Inviting { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => unchanged(invitee),
    }
}

/// An unanswered invitation is called back: it ends as if its time were over.
pub(super) fn revoke(
    invitee: &Invitee,
    circumstances: &Circumstances<'_>,
) -> Result<Outcome, Refusal> {
    match invitee.status {
        Status::Inviting { .. } | Status::Invited { .. } if may_end(invitee) => {
            Ok(moved(invitee, Status::Expired, Reason::Revoked, circumstances))
        }
        Status::Inviting { .. } if invitee.is_unsent() => {
            Ok(requeued(invitee, None, None, Reason::Revoked, circumstances))
        }
        Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Queued
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => Err(Refusal::NotListed(invitee.status.name())),
    }
}

/// A confirmation where the organizer wants one.
pub(super) fn confirm_unless(
    silent: bool,
    outcome: &mut Outcome,
    circumstances: &Circumstances<'_>,
) {
    if !silent {
        answer::confirm(&mut outcome.invitee, circumstances);
    }
}

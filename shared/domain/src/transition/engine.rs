//! What the engine, the provider and the event itself do: T2 to T5, T10, T15, T21 to T23.
use super::{Circumstances, Outcome, Refusal, answer, moved, unchanged};
use crate::{
    change::Reason,
    invitee::{Invitee, Reminded, Skip, SkipReason, Status},
    message::{Delivery, Purpose},
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
    outcome.invitee.message = Some(message);
    outcome.invitee.offer = offer;
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
    let mut outcome = match invitee.status {
        Status::Inviting { held } => {
            let status = Status::Invited { held, expires_at };
            let mut outcome = moved(invitee, status, Reason::Plain, circumstances);
            outcome.invitee.reminded = Reminded::default();
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
    // The answer that proved the delivery knows more than the call's result.
    let delivery = match invitee.delivery() {
        known @ (Delivery::Delivered | Delivery::Read) => known,
        Delivery::None
        | Delivery::Queued
        | Delivery::Submitting
        | Delivery::Unknown
        | Delivery::Unconfirmed
        | Delivery::Submitted
        | Delivery::Undelivered
        | Delivery::Rejected
        | Delivery::GaveUp
        | Delivery::Dropped => message.delivery,
    };
    outcome.invitee.message = Some(Life { delivery, ..message });
    outcome.invitee.sent_at = outcome.invitee.sent_at.or(Some(circumstances.now));
    outcome
}

/// T4. It never wakes: the seat goes back to the same invitee as soon as the reason has passed.
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
    Ok(requeued(invitee, not_before, skip, Reason::HeldBack, circumstances))
}

fn requeued(
    invitee: &Invitee,
    not_before: Option<Timestamp>,
    skip: Option<SkipReason>,
    reason: Reason,
    circumstances: &Circumstances<'_>,
) -> Outcome {
    let mut outcome = moved(invitee, Status::Queued, reason, circumstances);
    outcome.wake = false;
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

/// T22. What is submitting or unknown keeps its seats until it is resolved, and then expires.
pub(super) fn close_event(invitee: &Invitee, circumstances: &Circumstances<'_>) -> Outcome {
    match invitee.status {
        Status::Invited { .. } => {
            let outcome = moved(invitee, Status::Expired, Reason::Closed, circumstances);
            Outcome { wake: false, ..outcome }
        }
        Status::Inviting { .. } if invitee.is_unsent() => {
            requeued(invitee, None, None, Reason::Closed, circumstances)
        }
        Status::Inviting { .. }
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
            outcome.invitee.skip = Some(Skip {
                reason: SkipReason::Suppressed,
                at: circumstances.now,
                times: 1,
            });
            outcome
        }
        Status::Inviting { .. }
        | Status::Invited { .. }
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
        Status::Invited { .. } => {
            Ok(moved(invitee, Status::Expired, Reason::Revoked, circumstances))
        }
        Status::Inviting { .. } if invitee.is_unsent() => {
            Ok(requeued(invitee, None, None, Reason::Revoked, circumstances))
        }
        Status::Inviting { .. }
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

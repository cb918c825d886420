//! Reports about invitations, whose message lives on the invitee.
use crate::status::StatusReport;
use domain::{
    change::{Actor, Reason},
    due,
    event::Event,
    ids::{EventId, InviteeId},
    invitee::{Invitee, Status},
    message::{Delivery, Report},
    outbox::{self, Life},
    provider_errors::ErrorClass,
    transition::Trigger,
};
use jiff::Timestamp;
use runtime::{
    Ctx, Problem, ProblemKind,
    invitation::{self, ChangeError},
};
use store::{CommitError, Consistency, Transaction};

/// Merges a report. The usual ones are one conditional write, or a cheap look that finds nothing new;
/// the rest goes the ordinary way: a report may be the proof that an invitation whose submission was
/// unknown is out (T3), or that it cannot arrive (T5).
pub(crate) async fn merge(
    ctx: &Ctx,
    place: (EventId, InviteeId),
    message: (u8, u16),
    told: &StatusReport,
) -> Result<(), Problem> {
    if is_settled_cheaply(ctx, place, message, told).await? {
        return Ok(());
    }
    let decide =
        |invitee: &Invitee, event: &Event, now| trigger(invitee, message, event, told, now);
    let changed = invitation::change_beside(
        ctx,
        place,
        Actor::Callback,
        |invitee, seen, now| decide(invitee, &seen.event, now).ok_or_else(nothing_new),
        |outcome| consequences(ctx, &outcome.invitee, told),
    );
    match changed.await {
        Ok(_) | Err(ChangeError::Forbidden(_)) => Ok(()),
        // A message of ours that is not there was never this account's.
        Err(ChangeError::NotFound) => Err(ProblemKind::Forbidden.into()),
        Err(ChangeError::Contended) => Err(ProblemKind::Unavailable.into()),
        Err(error @ (ChangeError::Refused(_) | ChangeError::Commit(_))) => Err(error.into()),
    }
}

async fn is_settled_cheaply(
    ctx: &Ctx,
    (event, invitee): (EventId, InviteeId),
    message: (u8, u16),
    told: &StatusReport,
) -> Result<bool, Problem> {
    match told.report {
        Report::Delivered => {
            let known = Delivery::Delivered;
            let place = (event, invitee);
            let told = ctx.store.invitation_delivered(place, message, known, &told.provider_id);
            match told.await {
                Ok(settled) => Ok(settled),
                Err(CommitError::Conflict) => Ok(false),
                Err(error) => Err(error.into()),
            }
        }
        // On its way: most likely known, because the provider's answer said it before.
        Report::Submitted => {
            let kept = ctx.store.invitee(event, invitee, Consistency::Eventual).await?;
            Ok(kept.is_some_and(|kept| known(&kept.invitee, message, told).is_none()))
        }
        Report::Read | Report::Undelivered => Ok(false),
    }
}

/// The message after the report, where the report is about the present one and says something new.
fn known(
    invitee: &Invitee,
    (generation, sequence): (u8, u16),
    told: &StatusReport,
) -> Option<Life> {
    let life = invitee.message.as_ref()?;
    if invitee.generation != generation || life.sequence != sequence {
        return None;
    }
    outbox::reported(life, told.report, &told.provider_id, told.error)
}

/// What follows from the report; `None` where nothing does.
fn trigger(
    invitee: &Invitee,
    message: (u8, u16),
    event: &Event,
    told: &StatusReport,
    now: Timestamp,
) -> Option<Trigger> {
    let life = known(invitee, message, told)?;
    match told.report {
        Report::Submitted | Report::Delivered | Report::Read => {
            let expires_at = due::deadline(invitee, event, now);
            Some(Trigger::ProviderAccepted {
                message: Life { not_before: None, ..life },
                expires_at,
            })
        }
        // After an answer it does not matter any more.
        Report::Undelivered if !invitee.status.is_live() => None,
        Report::Undelivered => Some(match failure(told.class(), &life) {
            Some(reason) => Trigger::PermanentFailure { message: life, reason },
            None => once_more(invitee, event, life, now),
        }),
    }
}

/// Why it cannot arrive; `None` where one new message may.
fn failure(class: ErrorClass, life: &Life) -> Option<Reason> {
    match class {
        ErrorClass::Consent => Some(Reason::Suppressed),
        ErrorClass::Address => Some(Reason::BadAddress),
        ErrorClass::Content => Some(Reason::Refused),
        ErrorClass::Transient
        | ErrorClass::Throttle
        | ErrorClass::OurPace
        | ErrorClass::Configuration
        | ErrorClass::StopEverything
        | ErrorClass::Ambiguous => life.is_retry.then_some(Reason::Undelivered),
    }
}

/// Flagged, and due again in a while. That it was given up is the proof that it had been taken.
fn once_more(invitee: &Invitee, event: &Event, life: Life, now: Timestamp) -> Trigger {
    let message = Life { not_before: Some(due::resend_after_failure(now)), ..life };
    match invitee.status {
        Status::Inviting { .. } => {
            Trigger::ProviderAccepted { message, expires_at: due::deadline(invitee, event, now) }
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
        | Status::Cancelled { .. } => Trigger::Reported { message },
    }
}

/// A recipient who refuses our texts gets none any more.
fn consequences(ctx: &Ctx, invitee: &Invitee, told: &StatusReport) -> Transaction {
    let mut transaction = Transaction::by(Actor::Callback.name());
    if let (true, Some(phone)) = (told.refuses_texts(), &invitee.phone) {
        transaction.suppress(phone, &ctx.secrets.twilio.sender);
    }
    transaction
}

/// What [`merge`] answers as heard: the invitee is left as it is.
fn nothing_new() -> ChangeError {
    Problem::new(ProblemKind::NotAllowedNow).into()
}

//! Writing down what became of a message: sent, refused, or not known.
use super::{desk::Desk, gate::later, letter::is_inviting};
use domain::{
    change::{Actor, Reason},
    due,
    event::Event,
    invitee::{Invitee, SkipReason, Status},
    message::Delivery,
    outbox::{AfterCall, BACK_OFF_MAX, Failure, Life},
    transition::Trigger,
};
use jiff::Timestamp;
use runtime::{
    JobError, Problem, ProblemKind,
    invitation::{self, ChangeError},
};
use store::{
    CommitError, Consistency, Transaction,
    invitees::Kept,
    outbox::{KeptMessage, SentInvitation},
};

/// Whether it was we who moved a guest on: only then the permit that the guest's wave took is free. Of
/// two that hold the same hint, one moves the guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moved {
    /// It was.
    Yes,
    /// The guest stays, or another was faster.
    No,
}

/// T4.
pub(super) async fn unclaimed(
    desk: &Desk<'_>,
    kept: &Kept,
    not_before: Option<Timestamp>,
    skip: Option<SkipReason>,
) -> Result<Moved, JobError> {
    change(desk, kept, Trigger::Unclaimed { not_before, skip }).await
}

/// Changes the invitee the ordinary way, where its message is still the one that we looked at.
pub(super) async fn change(
    desk: &Desk<'_>,
    kept: &Kept,
    trigger: Trigger,
) -> Result<Moved, JobError> {
    let place = (kept.invitee.event, kept.invitee.id);
    let seen = mark(&kept.invitee);
    let changed = invitation::change(desk.ctx, place, Actor::Engine, |invitee, _, _| {
        if mark(invitee) == seen { Ok(trigger.clone()) } else { Err(overtaken()) }
    });
    match Box::pin(changed).await {
        Ok(changed) if changed.outcome.invitee.status != changed.before.status => Ok(Moved::Yes),
        // Refused: the row moved on, and what we know does not concern it any more.
        Ok(_)
        | Err(ChangeError::NotFound | ChangeError::Refused(_) | ChangeError::Forbidden(_)) => {
            Ok(Moved::No)
        }
        Err(error @ (ChangeError::Contended | ChangeError::Commit(_))) => Err(error.into()),
    }
}

/// The claim that a result belongs to: an older one can write nothing (S7).
fn mark(invitee: &Invitee) -> (u8, Option<(u16, u32)>) {
    let message = invitee.message.as_ref().map(|life| (life.sequence, life.fence));
    (invitee.generation, message)
}

fn overtaken() -> ChangeError {
    ChangeError::Forbidden(Problem::new(ProblemKind::Conflict))
}

/// Writes what is known of a message. Where it changed meanwhile, a callback knew more, or another
/// claimed it: our result counts only while the claim is ours and nobody has a better one.
pub(super) async fn message(
    desk: &Desk<'_>,
    kept: KeptMessage,
    life: Life,
) -> Result<(), JobError> {
    let mut kept = kept;
    for _ in 0..2 {
        let from = kept.message.life.delivery;
        let mut after = kept.message.clone();
        after.life = life.clone();
        let mut transaction = Transaction::by(Actor::Engine.name());
        transaction.replace_message(&after, kept.rev);
        match desk.ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(CommitError::Refused(_) | CommitError::Conflict) => (),
            Err(error) => return Err(error.into()),
        }
        let key = &kept.message.key;
        let Some(now) = desk.ctx.store.message(key, Consistency::Strong).await? else {
            return Ok(());
        };
        let known = &now.message.life;
        if known.fence != kept.message.life.fence || known.delivery != from {
            return Ok(());
        }
        kept = now;
    }
    Ok(())
}

/// Writes what came of an invitation's call.
pub(super) async fn invitation(
    desk: &Desk<'_>,
    kept: Kept,
    after: AfterCall,
    now: Timestamp,
) -> Result<(), JobError> {
    match (after.life.delivery, after.failure) {
        (Delivery::Submitted, _) => out(desk, &kept, after.life, now).await,
        (_, Some(Failure::GaveUp)) => give_up(desk, kept, after.life, now).await,
        (_, Some(failure)) => {
            let reason = match failure {
                Failure::Consent => Reason::Suppressed,
                Failure::Address => Reason::BadAddress,
                Failure::Content | Failure::GaveUp => Reason::Refused,
            };
            let message = after.life;
            change(desk, &kept, Trigger::PermanentFailure { message, reason }).await.map(drop)
        }
        (_, None) => settle(desk, &kept, &after.life).await,
    }
}

/// No outage ends an invitation: the guest goes back to the place in the queue, for a later try. Of a
/// message that was sent once more, the organizer sees that it was given up.
async fn give_up(
    desk: &Desk<'_>,
    mut kept: Kept,
    life: Life,
    now: Timestamp,
) -> Result<(), JobError> {
    if !is_inviting(&kept.invitee) {
        return settle(desk, &kept, &life).await;
    }
    let until = later(now, BACK_OFF_MAX);
    let life = Life { delivery: Delivery::Queued, not_before: Some(until), attempts: 0, ..life };
    settle(desk, &kept, &life).await?;
    kept.invitee.message = Some(life);
    unclaimed(desk, &kept, Some(until), Some(SkipReason::NotYet)).await.map(drop)
}

/// Writes the message's life under its fence; the status stays.
pub(super) async fn settle(desk: &Desk<'_>, kept: &Kept, life: &Life) -> Result<(), JobError> {
    let invitee = &kept.invitee;
    let place = (invitee.event, invitee.id);
    let from = invitee.delivery();
    desk.ctx.store.settle_invitation(place, invitee.generation, from, life).await?;
    Ok(())
}

/// T3: the invitation is out. `life` says what is known of it.
pub(super) async fn out(
    desk: &Desk<'_>,
    kept: &Kept,
    life: Life,
    now: Timestamp,
) -> Result<(), JobError> {
    let invitee = &kept.invitee;
    let Some(event) = desk.event(invitee.event) else { return Ok(()) };
    let expires_at = due::deadline(invitee, event, now);
    if let (Status::Inviting { held }, Delivery::Submitting, Delivery::Submitted) =
        (invitee.status, invitee.delivery(), life.delivery)
    {
        let sent = SentInvitation {
            event: invitee.event,
            invitee: invitee.id,
            generation: invitee.generation,
            sequence: life.sequence,
            fence: life.fence,
            held,
            provider_id: life.provider_id.clone().unwrap_or_default(),
            segments: life.segments,
            sent_at: now,
            expires_at,
            due_at: first_look(event, invitee, (held, expires_at), &life, now),
        };
        if desk.ctx.store.invitation_sent(&sent).await? {
            return Ok(());
        }
    }
    change(desk, kept, Trigger::ProviderAccepted { message: life, expires_at }).await.map(drop)
}

/// When the invitation is first to be looked at: its reminder, or its deadline.
fn first_look(
    event: &Event,
    invitee: &Invitee,
    (held, expires_at): (u8, Timestamp),
    life: &Life,
    now: Timestamp,
) -> Timestamp {
    let invited = Invitee {
        status: Status::Invited { held, expires_at },
        sent_at: Some(now),
        message: Some(life.clone()),
        reminded: domain::invitee::Reminded::default(),
        ..invitee.clone()
    };
    due::next_due(&invited, event, now).unwrap_or(expires_at)
}

//! Walks: what a command began for everybody on an event's list, chunk by chunk. A crash resumes at
//! the last chunk; what a chunk does is harmless to repeat.
use super::group::{Decided, commit_all};
use domain::{
    change::Actor,
    due,
    event::EventState,
    ids::InviteeId,
    invitee::{Invitee, Status},
    transition::{Circumstances, Outcome, Refusal, Trigger, transition},
};
use jiff::Timestamp;
use runtime::{Ctx, JobError, invitation};
use store::{
    CommitError, Transaction,
    events::{EventAndSeats, Walk},
    invitees::Kept,
};

/// Invitees of one chunk.
const CHUNK: u16 = 100;

/// What became of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chunk {
    /// It is done, and the walk goes on behind it or is over.
    Done,
    /// Others changed some of its invitees meanwhile: it is to be repeated.
    Contended,
}

/// One chunk of the walk, and how far it came.
pub(super) async fn chunk(
    ctx: &Ctx,
    seen: &EventAndSeats,
    (walk, after): (Walk, Option<InviteeId>),
    now: Timestamp,
) -> Result<Chunk, JobError> {
    let event = &seen.event;
    if walk == Walk::Revoke {
        return super::revoke::revoke(ctx, seen, after, now).await;
    }
    let kept = if applies(walk, seen) {
        ctx.store.invitees_after(event.id, after, CHUNK).await?
    } else {
        Vec::new()
    };
    let more = kept.len() >= usize::from(CHUNK);
    let last = kept.last().map(|kept| kept.invitee.id);
    let mut decided = Vec::new();
    for kept in kept {
        let circumstances = Circumstances { event, seats: &seen.seats, now, by: Actor::Engine };
        let Ok(mut outcome) = decide(walk, &kept, &circumstances) else { continue };
        outcome.wake = false;
        let message = invitation::message_of(ctx, &kept, event, &outcome, now);
        decided.push(Decided { kept, outcome, message });
    }
    if !commit_all(ctx, decided).await? {
        return Ok(Chunk::Contended);
    }
    advance(ctx, seen, (walk, after), if more { last } else { None }).await?;
    Ok(Chunk::Done)
}

/// Keeps how far the walk came; `None` ends it. Where a command began another meanwhile, that one goes
/// on from its start.
pub(super) async fn advance(
    ctx: &Ctx,
    seen: &EventAndSeats,
    walk: (Walk, Option<InviteeId>),
    next: Option<InviteeId>,
) -> Result<(), JobError> {
    let mut transaction = Transaction::by(Actor::Engine.name());
    transaction.advance_walk(seen.event.id, walk, next);
    match ctx.store.commit(transaction).await {
        Ok(_) | Err(CommitError::Refused(_) | CommitError::Conflict) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Whether the reason for the walk still holds.
fn applies(walk: Walk, seen: &EventAndSeats) -> bool {
    match walk {
        Walk::Cancel => seen.event.state == EventState::Cancelled,
        Walk::Close => seen.event.state == EventState::Closed,
        Walk::Replan | Walk::Extend | Walk::Revoke => true,
    }
}

fn decide(walk: Walk, kept: &Kept, circumstances: &Circumstances<'_>) -> Result<Outcome, Refusal> {
    match walk {
        Walk::Cancel => transition(&kept.invitee, Trigger::CancelEvent, circumstances),
        Walk::Close => transition(&kept.invitee, Trigger::CloseEvent, circumstances),
        Walk::Revoke => transition(&kept.invitee, Trigger::Revoke, circumstances),
        Walk::Replan => Ok(replanned(&kept.invitee, circumstances)),
        Walk::Extend => Ok(extended(&kept.invitee, circumstances)),
    }
}

/// The times changed: when it is next to be looked at follows.
fn replanned(invitee: &Invitee, circumstances: &Circumstances<'_>) -> Outcome {
    let mut outcome = Outcome::of_unchanged(invitee);
    outcome.invitee.due_at = due::next_due(invitee, circumstances.event, circumstances.now);
    outcome
}

/// The expiry grew and outstanding invitations follow it; it only lengthens. An offer stands as long as
/// an offer.
fn extended(invitee: &Invitee, circumstances: &Circumstances<'_>) -> Outcome {
    let mut outcome = Outcome::of_unchanged(invitee);
    let (Status::Invited { held, expires_at }, Some(sent_at)) = (invitee.status, invitee.sent_at)
    else {
        return outcome;
    };
    let longer = due::deadline(invitee, circumstances.event, sent_at);
    if longer > expires_at {
        outcome.invitee.status = Status::Invited { held, expires_at: longer };
        let Circumstances { event, now, .. } = *circumstances;
        outcome.invitee.due_at = due::next_due(&outcome.invitee, event, now);
    }
    outcome
}

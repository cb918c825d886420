//! Calling unanswered invitations back after the capacity was cut, lowest priority first.
use super::{
    group::{Decided, commit_all},
    walk::{Chunk, advance},
};
use domain::{
    change::Actor,
    ids::InviteeId,
    transition::{Circumstances, Trigger, transition},
};
use jiff::Timestamp;
use runtime::{Ctx, JobError, invitation};
use store::{
    StoreError,
    events::{EventAndSeats, Walk},
    invitees::Kept,
};

/// Invitees of one read.
const PAGE: u16 = 500;
/// Invitations that one step calls back.
const REVOKED_MAX: usize = 500;

/// Calls back as many as it takes. It reads the whole list, because only that knows the order of those
/// who were asked: a command of an organizer pays for it, never a wave.
pub(super) async fn revoke(
    ctx: &Ctx,
    seen: &EventAndSeats,
    after: Option<InviteeId>,
    now: Timestamp,
) -> Result<Chunk, JobError> {
    let mut excess = seen.seats.left.saturating_neg();
    let mut live = if excess > 0 { live(ctx, seen).await? } else { Vec::new() };
    live.sort_by(|left, right| right.invitee.position.cmp(&left.invitee.position));
    let circumstances =
        Circumstances { event: &seen.event, seats: &seen.seats, now, by: Actor::Engine };
    let mut decided = Vec::new();
    for kept in live {
        if excess <= 0 || decided.len() >= REVOKED_MAX {
            break;
        }
        let Ok(mut outcome) = transition(&kept.invitee, Trigger::Revoke, &circumstances) else {
            continue;
        };
        excess = excess.saturating_sub(outcome.seats.left);
        outcome.wake = false;
        let message = invitation::message_of(ctx, &kept, &seen.event, &outcome, now);
        decided.push(Decided { kept, outcome, message });
    }
    let partial = excess > 0 && decided.len() >= REVOKED_MAX;
    if !commit_all(ctx, decided).await? {
        return Ok(Chunk::Contended);
    }
    if !partial {
        advance(ctx, seen, (Walk::Revoke, after), None).await?;
    }
    Ok(Chunk::Done)
}

/// All whose invitation is out or on its way.
async fn live(ctx: &Ctx, seen: &EventAndSeats) -> Result<Vec<Kept>, StoreError> {
    let mut live = Vec::new();
    let mut after = None;
    loop {
        let page = ctx.store.invitees_after(seen.event.id, after, PAGE).await?;
        let more = page.len() >= usize::from(PAGE);
        after = page.last().map(|kept| kept.invitee.id);
        live.extend(page.into_iter().filter(|kept| kept.invitee.status.is_live()));
        if !more {
            return Ok(live);
        }
    }
}

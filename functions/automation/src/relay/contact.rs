//! What the end of a contact means for the lists that it waits on.
use super::Parts;
use domain::{
    change::Actor,
    ids::{ContactId, EventId, Identity, InviteeId, OrgId},
    invitee::{Invitee, Skip, SkipReason, Status},
    phone::Phone,
    transition::{Outcome, Trigger},
};
use jiff::SignedDuration;
use runtime::{
    Ctx, JobError,
    invitation::{self, ChangeError},
};
use store::{
    CommitError, Consistency, Store, Transaction, events::Starting, invitees::Kept,
};

/// Events of an org that are looked through together, the earliest first.
const EVENTS_TOGETHER: u16 = 100;
/// Events of an org that are looked through: those to come.
const EVENTS_MAX: usize = 1_000;
/// An event that began this long ago invites nobody.
const BEGUN_BEFORE: SignedDuration = SignedDuration::from_hours(24);
/// Places that a contact may have on a list: by phone or by itself, each with one to fall back to.
const PROBES: u8 = 2;

/// A deleted contact is not invited any more; who was invited already stays so. The id on each list is
/// made from the contact's phone, so no index is needed to find it.
pub(super) async fn gone(
    ctx: &Ctx,
    org: OrgId,
    contact: ContactId,
    phone: Option<&Phone>,
) -> Result<(), JobError> {
    let now = ctx.clock.now();
    let from = now.checked_sub(BEGUN_BEFORE).unwrap_or(now);
    let mut parts = Parts::default();
    let (mut looked_at, mut after) = (0, None);
    while looked_at < EVENTS_MAX {
        let query = Store::events_query(org, Starting::From(from), EVENTS_TOGETHER).after(after);
        let (events, next) = ctx.store.events_of(&query).await?;
        looked_at += events.len();
        for event in events {
            parts.ended(gone_from(ctx, event, contact, phone).await);
        }
        after = next;
        if after.is_none() {
            break;
        }
    }
    parts.conclude()
}

/// Events of an org that are looked through: those to come, the earliest first.
const EVENTS_MAX: u16 = 200;
/// An event that began this long ago invites nobody.
const BEGUN_BEFORE: SignedDuration = SignedDuration::from_hours(24);

/// A deleted contact is not invited any more; who was invited already stays so. The id on each list is
/// made from the contact's phone, so no index is needed to find it.
pub(super) async fn gone(
    ctx: &Ctx,
    org: OrgId,
    contact: ContactId,
    phone: Option<&Phone>,
) -> Result<(), JobError> {
    let now = ctx.clock.now();
    let from = now.checked_sub(BEGUN_BEFORE).unwrap_or(now);
    let query = Store::events_query(org, Starting::From(from), EVENTS_MAX);
    let (events, _) = ctx.store.events_of(&query).await?;
    let id = |event: EventId| {
        let identity = phone.map_or(Identity::Contact(contact), Identity::Phone);
        (event, InviteeId::derive(event, identity, 0))
    };
    let places: Vec<_> = events.into_iter().map(id).collect();
    if places.is_empty() {
        return Ok(());
    }
    for kept in ctx.store.invitees_at(&places, Consistency::Strong).await? {
        if kept.invitee.status != Status::Queued || kept.invitee.contact != Some(contact) {
            continue;
        }
        let mut outcome = Outcome::of_unchanged(&kept.invitee);
        outcome.invitee.skip = Some(Skip { reason: SkipReason::ContactDeleted, at: now, times: 1 });
        let mut transaction = Transaction::by(Actor::Engine.name());
        transaction.replace_invitee(&outcome.invitee, kept.rev);
        match ctx.store.commit(transaction).await {
            Ok(_) => (),
            Err(
                error @ (CommitError::Refused(_) | CommitError::Conflict | CommitError::Store(_)),
            ) => {
                return Err(error.into());
            }
        }
    }
    Ok(())
}

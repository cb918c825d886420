//! What the end of a contact means for the lists that it waits on.
use domain::{
    change::Actor,
    ids::{ContactId, EventId, Identity, InviteeId, OrgId},
    invitee::{Skip, SkipReason, Status},
    phone::Phone,
    transition::Outcome,
};
use jiff::SignedDuration;
use runtime::{Ctx, JobError};
use store::{
    CommitError, Consistency, Store, Transaction,
    events::{Shelf, Starting},
};

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
    let mut events = Vec::new();
    // One that is archived may come back.
    for shelf in Shelf::ALL {
        let query = Store::events_query(org, (shelf, Starting::From(from)), EVENTS_MAX);
        events.extend(ctx.store.events_of(&query).await?.0);
    }
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

//! What the end of a contact means for the lists that its person waits on.
use super::place::{Change, settle};
use domain::{
    change::Actor,
    ids::{ContactId, EventId, OrgId},
};
use jiff::{SignedDuration, Timestamp};
use runtime::{Ctx, JobError};
use std::collections::BTreeMap;
use store::{
    Consistency, Store, StoreError, Stored, Transaction,
    contacts::{Contact, FORMER_MAX, Person},
    events::{Shelf, Starting},
    invitees::Kept,
};

/// Events of an org that are looked through: those to come, the earliest first.
const EVENTS_MAX: u16 = 200;
/// An event that began this long ago invites nobody.
const BEGUN_BEFORE: SignedDuration = SignedDuration::from_hours(24);

/// A contact that is there no more.
#[derive(Debug)]
pub(super) struct GoneContact {
    pub(super) org: OrgId,
    pub(super) contact: ContactId,
    /// Whom it stood for.
    pub(super) person: Person,
}

/// A deleted contact is not invited any more; who was invited already stays so. Who is part of another
/// contact now has one place on each list. The ids on the lists are made from what the contact is and was
/// known by, so no index is needed to find them.
pub(super) async fn gone(ctx: &Ctx, gone: &GoneContact) -> Result<(), JobError> {
    let now = ctx.clock.now();
    let events = events(ctx, gone.org, now).await?;
    if events.is_empty() {
        return Ok(());
    }
    let heir = heir(ctx, gone).await?;
    let mut person = gone.person.clone();
    if let Some(heir) = &heir {
        person.join(Person::of(heir.key.contact, &heir.value));
    }
    let mut lists: BTreeMap<EventId, Vec<Kept>> = BTreeMap::new();
    for kept in ctx.store.places_of(&person, &events, Consistency::Strong).await? {
        lists.entry(kept.invitee.event).or_default().push(kept);
    }
    for places in lists.into_values() {
        for Change { invitee, rev } in settle(&places, &person, heir.as_ref(), now) {
            let mut transaction = Transaction::by(Actor::Engine.name());
            transaction.replace_invitee(&invitee, rev);
            ctx.store.commit(transaction).await?;
        }
    }
    Ok(())
}

async fn events(ctx: &Ctx, org: OrgId, now: Timestamp) -> Result<Vec<EventId>, StoreError> {
    let from = now.checked_sub(BEGUN_BEFORE).unwrap_or(now);
    let mut events = Vec::new();
    // One that is archived may come back.
    for shelf in Shelf::ALL {
        let query = Store::events_query(org, (shelf, Starting::From(from)), EVENTS_MAX);
        events.extend(ctx.store.events_of(&query).await?.0);
    }
    Ok(events)
}

/// Whom it is part of by now: the one that it was merged into may have been merged itself since.
async fn heir(ctx: &Ctx, gone: &GoneContact) -> Result<Option<Stored<Contact>>, StoreError> {
    let mut contact = gone.contact;
    for _ in 0..FORMER_MAX {
        let Some(next) = ctx.store.merged_into(gone.org, contact).await? else { return Ok(None) };
        let heir = ctx.store.contact(gone.org, next, Consistency::Strong).await?;
        if heir.is_some() {
            return Ok(heir);
        }
        contact = next;
    }
    Ok(None)
}

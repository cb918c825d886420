//! That an invitation went out to a contact for the first time: noted on the contact, once.
use super::record::Seen;
use domain::{
    change::Actor,
    ids::{ContactId, OrgId},
    invitee::Invitee,
    message::Tally,
};
use futures::future::try_join_all;
use runtime::{Ctx, JobError};
use std::collections::{BTreeMap, BTreeSet};
use store::{CommitError, Transaction};

/// Notes it on those contacts of whom it is not known. Whoever joined a list as known costs nothing here;
/// of the others each is read once, and written the first time.
pub(super) async fn note(ctx: &Ctx, seen: &[(&str, Seen)]) -> Result<(), JobError> {
    let mut by_org: BTreeMap<OrgId, BTreeSet<ContactId>> = BTreeMap::new();
    for (_, seen) in seen {
        let Seen::Invitee { before, after, .. } = seen else { continue };
        let before = before.as_ref().map(|before| &before.invitee);
        if let Some(contact) = first_invited(before, &after.invitee) {
            by_org.entry(after.invitee.org).or_default().insert(contact);
        }
    }
    for (org, contacts) in by_org {
        let contacts: Vec<ContactId> = contacts.into_iter().collect();
        let found = ctx.store.contacts(org, &contacts).await?;
        let news = found.into_iter().filter(|contact| !contact.value.invited);
        try_join_all(news.map(|contact| mark(ctx, org, contact.key.contact))).await?;
    }
    Ok(())
}

/// The contact of an invitee whose invitation the provider took just now, where it may be the first.
fn first_invited(before: Option<&Invitee>, after: &Invitee) -> Option<ContactId> {
    let is_out = |invitee: &Invitee| invitee.delivery().tally() == Some(Tally::Submitted);
    let now = after.newcomer && is_out(after) && !before.is_some_and(is_out);
    after.contact.filter(|_| now)
}

async fn mark(ctx: &Ctx, org: OrgId, contact: ContactId) -> Result<(), JobError> {
    let mut transaction = Transaction::by(Actor::Engine.name());
    transaction.mark_invited(org, contact);
    match ctx.store.commit(transaction).await {
        // It is known by now, or the contact is gone.
        Ok(_) | Err(CommitError::Refused(_)) => Ok(()),
        Err(error @ (CommitError::Conflict | CommitError::Store(_))) => Err(error.into()),
    }
}

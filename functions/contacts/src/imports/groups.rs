//! Lists by the names that a file has for them; those that are missing are made.
use super::existing::actor;
use crate::{csv::rows::Row, lists::create::blank};
use domain::ids::{ContactListId, OrgId};
use runtime::Ctx;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Attempts, CommitError, Consistency, Transaction,
    contact_lists::{CONTACT_LISTS_MAX, LISTS_MAX},
    contacts::folded,
    imports::ImportJob,
};

/// The lists that some rows name, by folded name.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups(BTreeMap<String, ContactListId>);

/// The lists of one row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct RowLists {
    /// In the order of their ids.
    pub(super) lists: Vec<ContactListId>,
    /// Whether one that the row names is missing: the org has no room for it, or it is being deleted.
    pub(super) left_out: bool,
}

impl Groups {
    /// Finds or makes the lists that the rows name. Reads nothing where they name none.
    pub(super) async fn of(ctx: &Ctx, job: &ImportJob, rows: &[Row]) -> Result<Self, CommitError> {
        let contacts = rows.iter().filter_map(|row| row.outcome.as_ref().ok());
        let mut titles = BTreeMap::new();
        for title in contacts.flat_map(|contact| &contact.groups) {
            titles.entry(folded(title)).or_insert(title);
        }
        if titles.is_empty() {
            return Ok(Self::default());
        }
        let lists = ctx.store.all_contact_lists(job.org).await?;
        let mut found = Self(BTreeMap::new());
        let known: BTreeMap<String, ContactListId> = lists
            .into_iter()
            .filter(|list| list.value.deleted_at.is_none())
            .map(|list| (folded(&list.value.title), list.key.list))
            .collect();
        for (name, title) in titles {
            let list = match known.get(&name) {
                Some(list) => Some(*list),
                None => made(ctx, job, title).await?,
            };
            found.0.extend(list.map(|list| (name, list)));
        }
        Ok(found)
    }

    /// The lists of a row that names these.
    pub(super) fn of_row(&self, titles: &[String]) -> RowLists {
        let names: BTreeSet<String> = titles.iter().map(|title| folded(title)).collect();
        let lists: BTreeSet<ContactListId> =
            names.iter().filter_map(|name| self.0.get(name).copied()).collect();
        let left_out = lists.len() < names.len();
        RowLists { lists: lists.into_iter().collect(), left_out }
    }
}

/// A new list, where there is room for one; where somebody was faster, theirs, unless that is being
/// deleted. The room is looked at for each list: other chunks make lists at the same time.
async fn made(
    ctx: &Ctx,
    job: &ImportJob,
    title: &str,
) -> Result<Option<ContactListId>, CommitError> {
    if ctx.store.all_contact_lists(job.org).await?.len() >= LISTS_MAX {
        return standing(ctx, job.org, title).await;
    }
    let id = ContactListId::from_bytes(ctx.ids.bytes());
    let list = blank(title.to_owned(), String::new(), ctx.clock.now());
    let mut attempts = Attempts::default();
    loop {
        let mut transaction = Transaction::by(actor(job));
        let change = transaction.create_contact_list(job.org, id, &list);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(Some(id)),
            Err(error) if change.is_taken(&error) => return standing(ctx, job.org, title).await,
            Err(error) => attempts.again(error)?,
        }
    }
}

/// The list that has the name, unless it is being deleted.
async fn standing(
    ctx: &Ctx,
    org: OrgId,
    title: &str,
) -> Result<Option<ContactListId>, CommitError> {
    let Some(list) = ctx.store.contact_list_named(org, title).await? else { return Ok(None) };
    let stored = ctx.store.contact_list(org, list, Consistency::Strong).await?;
    Ok(stored.map(|stored| stored.key.list))
}

/// Both, in the order of their ids, at most as many as a contact is on: those that are there stay.
pub(super) fn joined(there: &[ContactListId], more: &[ContactListId]) -> Vec<ContactListId> {
    let mut all: BTreeSet<ContactListId> = there.iter().copied().collect();
    for list in more {
        if all.len() < CONTACT_LISTS_MAX {
            all.insert(*list);
        }
    }
    all.into_iter().collect()
}

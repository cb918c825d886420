//! An org's lists of contacts: named sets, with a link by which visitors join one.
//!
//! Which contacts are on a list says each contact. A list that is being deleted stands, without letting
//! anybody join, until it is taken off every contact: so its name is free only when nobody is on it.
use crate::{
    as_text,
    client::{Consistency, Store},
    commit::CommitError,
    contacts::folded,
    failure::StoreError,
    item::{Item, Row, Stored},
    keys::{ContactListKey, ContactListNameKey, Key, Text},
    query::Query,
    transaction::{Condition, Transaction},
};
use domain::ids::{ContactListId, OrgId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Most lists of an org: all of them are read at once.
pub const LISTS_MAX: usize = 200;
/// Most lists that are read: those who make lists at the same time may pass the limit by one each, and no
/// list may be hidden by that.
const LISTS_READ_MAX: usize = 300;
const _: () = assert!(LISTS_MAX < LISTS_READ_MAX);
/// Most lists that one contact is on: each is an entry in a read model.
pub const CONTACT_LISTS_MAX: usize = 20;

/// A named set of contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactList {
    /// The name; no other list of the org has it, whatever its case and accents.
    pub title: String,
    /// What it is for; empty if nobody said.
    pub description: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// The number of its latest link to join; 0 before the first.
    #[serde(default)]
    pub sign_up_sequence: u32,
    /// The link to join, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_up: Option<SignUp>,
    /// Since when it is being deleted: from then on nobody joins it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// A link by which visitors put themselves on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUp {
    /// What a visitor agrees to, word for word.
    pub words: String,
    /// The hash of its token.
    pub token_hash: String,
    /// Since when there is this link.
    pub since: Timestamp,
}

impl Item for ContactList {
    type Key = ContactListKey;
    const KIND: &'static str = "contact_list";
    const VERSION: u8 = 1;
}

/// Which list has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct ListName {
    #[serde(with = "as_text")]
    list: ContactListId,
}

impl Item for ListName {
    type Key = ContactListNameKey;
    const KIND: &'static str = "contact_list_name";
    const VERSION: u8 = 1;
}

/// The operations of a change, by which its refusal is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListChange {
    name: Option<usize>,
}

impl ListChange {
    /// Whether another list has the name.
    pub fn is_taken(self, error: &CommitError) -> bool {
        self.name.is_some_and(|name| error.refuses(name))
    }
}

fn name_key(org: OrgId, title: &str) -> ContactListNameKey {
    ContactListNameKey { org, name: Text(folded(title)) }
}

fn held_by(list: ContactListId) -> Condition {
    Condition::new("#list = :list").name("#list", "list").value(":list", list.to_string())
}

impl Store {
    /// A list that is not being deleted.
    pub async fn contact_list(
        &self,
        org: OrgId,
        list: ContactListId,
        consistency: Consistency,
    ) -> Result<Option<Stored<ContactList>>, StoreError> {
        let stored = self.any_contact_list(org, list, consistency).await?;
        Ok(stored.filter(|stored| stored.value.deleted_at.is_none()))
    }

    /// A list, whether or not it is being deleted.
    pub async fn any_contact_list(
        &self,
        org: OrgId,
        list: ContactListId,
        consistency: Consistency,
    ) -> Result<Option<Stored<ContactList>>, StoreError> {
        self.get(&ContactListKey { org, list }, consistency).await
    }

    /// An org's lists, as they are now, in the order of their ids; those that are being deleted too.
    pub async fn all_contact_lists(
        &self,
        org: OrgId,
    ) -> Result<Vec<Stored<ContactList>>, StoreError> {
        let query = Query::of(ContactListKey::span(&org), 100).consistent();
        let rows = self.query_all(query, LISTS_READ_MAX).await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// An org's lists but those that are being deleted, in the order of their folded names.
    pub async fn contact_lists(&self, org: OrgId) -> Result<Vec<Stored<ContactList>>, StoreError> {
        let mut lists = self.all_contact_lists(org).await?;
        lists.retain(|list| list.value.deleted_at.is_none());
        lists.sort_by_cached_key(|list| folded(&list.value.title));
        Ok(lists)
    }

    /// The list that has a name, being deleted or not.
    pub async fn contact_list_named(
        &self,
        org: OrgId,
        title: &str,
    ) -> Result<Option<ContactListId>, StoreError> {
        let stored = self.get::<ListName>(&name_key(org, title), Consistency::Strong).await?;
        Ok(stored.map(|stored| stored.value.list))
    }
}

impl Transaction {
    /// Makes a list and takes its name.
    pub fn create_contact_list(
        &mut self,
        org: OrgId,
        id: ContactListId,
        list: &ContactList,
    ) -> ListChange {
        self.create(&ContactListKey { org, list: id }, list);
        let name = self.create(&name_key(org, &list.title), &ListName { list: id });
        ListChange { name: Some(name) }
    }

    /// Replaces a list as it was seen; where its name changes, so does the lock.
    pub fn replace_contact_list(
        &mut self,
        seen: &Stored<ContactList>,
        list: &ContactList,
    ) -> ListChange {
        let ContactListKey { org, list: id } = seen.key;
        self.replace(&seen.key, list, seen.rev);
        let (old, new) = (name_key(org, &seen.value.title), name_key(org, &list.title));
        if old == new {
            return ListChange { name: None };
        }
        self.delete_if(&old, Some(held_by(id)));
        ListChange { name: Some(self.create(&new, &ListName { list: id })) }
    }

    /// Deletes a list that nobody is on any more, frees its name, and leaves a tombstone.
    pub fn delete_contact_list(&mut self, seen: &Stored<ContactList>, now: Timestamp) -> usize {
        let ContactListKey { org, list } = seen.key;
        self.leave_tombstone(seen.key.address(), now);
        self.delete_if(&name_key(org, &seen.value.title), Some(held_by(list)));
        self.delete(&seen.key, seen.rev)
    }

    /// Changes nothing; refused where there is no such list, or where it is being deleted. Stands beside
    /// every write that puts a contact on a list, so that nobody is left on one that is gone.
    pub fn check_contact_list(&mut self, org: OrgId, list: ContactListId) -> usize {
        let stands = Condition::exists().and(Condition::new("attribute_not_exists(deleted_at)"));
        self.check(&ContactListKey { org, list }, stands)
    }
}

//! Tombstones: who deleted an item.
use crate::{
    as_text,
    item::{Item, Places},
    keys::{Address, TombstoneKey},
    transaction::Transaction,
};
use domain::ids::{ContactId, OrgId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a tombstone stands: the stream is read within a day.
pub const TOMBSTONE_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Stands where an item was deleted, so that the stream names who did it (in `by`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// When it was deleted.
    pub at: Timestamp,
    /// Whose it was, where its key does not say so.
    #[serde(default, with = "as_text::optional", skip_serializing_if = "Option::is_none")]
    pub org: Option<OrgId>,
    /// The contact that it was merged into.
    #[serde(default, with = "as_text::optional", skip_serializing_if = "Option::is_none")]
    pub into: Option<ContactId>,
}

impl Item for Tombstone {
    type Key = TombstoneKey;
    const KIND: &'static str = "tombstone";
    const VERSION: u8 = 1;

    fn places(&self, _: &TombstoneKey) -> Places {
        let until = self.at.checked_add(TOMBSTONE_KEPT).unwrap_or(self.at);
        Places::default().until(until)
    }
}

impl Transaction {
    /// Records that the item at `address` is deleted at `now` by this transaction's actor.
    pub fn leave_tombstone(&mut self, address: Address, now: Timestamp) -> usize {
        let key = TombstoneKey { pk: address.pk.into(), sk: address.sk.into() };
        self.put(&key, &Tombstone { at: now, org: None, into: None })
    }

    /// As [`Self::leave_tombstone`], of an item of `org` whose key does not name the org.
    pub fn leave_tombstone_of(&mut self, org: OrgId, address: Address, now: Timestamp) -> usize {
        let key = TombstoneKey { pk: address.pk.into(), sk: address.sk.into() };
        self.put(&key, &Tombstone { at: now, org: Some(org), into: None })
    }

    /// As [`Self::leave_tombstone`], of a contact that is part of another from now on.
    pub fn leave_tombstone_of_merged(
        &mut self,
        address: Address,
        into: ContactId,
        now: Timestamp,
    ) -> usize {
        let key = TombstoneKey { pk: address.pk.into(), sk: address.sk.into() };
        self.put(&key, &Tombstone { at: now, org: None, into: Some(into) })
    }
}

//! Orgs that an admin of the platform entered: for a while, for a reason, seen by the org.
use crate::{
    item::{Item, Places},
    keys::{OrgEntryKey, UserEntryKey},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An entry, seen from the admin: what every request of theirs reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whether the admin may act (with an ADMIN's rights) or only look.
    pub acting: bool,
    /// When it ends.
    pub until: Timestamp,
}

impl Item for Entry {
    type Key = UserEntryKey;
    const KIND: &'static str = "entry";
    const VERSION: u8 = 1;

    fn places(&self, _: &UserEntryKey) -> Places {
        Places::default().until(self.until)
    }
}

/// The same, seen from the org: what its members are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgEntry {
    /// Whether the admin may act or only look.
    pub acting: bool,
    /// Why, in the admin's words.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

impl Item for OrgEntry {
    type Key = OrgEntryKey;
    const KIND: &'static str = "org_entry";
    const VERSION: u8 = 1;

    fn places(&self, _: &OrgEntryKey) -> Places {
        Places::default().until(self.until)
    }
}

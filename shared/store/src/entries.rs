//! Orgs that an admin of the platform entered: for a while, for a reason, seen by the org.
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Places, Row, Stored, readable},
    keys::{OrgEntryKey, UserEntryKey},
    query::{Position, Query},
    transaction::{Condition, Transaction},
};
use domain::ids::{OrgId, UserId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long an admin may stay in an org without entering it again.
pub const ENTRY_LASTS: SignedDuration = SignedDuration::from_mins(30);
/// How long the org sees an entry after its end.
pub const ENTRY_SHOWN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// An entry, seen from the admin: what every request of theirs reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whether the admin may act (with an ADMIN's rights) or only look.
    pub acting: bool,
    /// Since when: with the admin it names what the org sees of it.
    pub since: Timestamp,
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

/// The same, seen from the org: what it is shown, beyond the end of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgEntry {
    /// Whether the admin may act or only look.
    pub acting: bool,
    /// Why, in the admin's words.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
    /// When it ends, or ended.
    pub until: Timestamp,
}

impl Item for OrgEntry {
    type Key = OrgEntryKey;
    const KIND: &'static str = "org_entry";
    const VERSION: u8 = 1;

    fn places(&self, _: &OrgEntryKey) -> Places {
        let forgotten = self.until.checked_add(ENTRY_SHOWN).unwrap_or(Timestamp::MAX);
        Places::default().until(forgotten)
    }
}

/// An entry on both sides, as it was read. What the org sees of it may be gone.
#[derive(Debug, Clone, PartialEq)]
pub struct BothEntries {
    /// The admin's side.
    pub entry: Stored<Entry>,
    /// The org's side.
    pub shown: Option<Stored<OrgEntry>>,
}

impl Store {
    /// The latest entry of an admin to an org, ended ones included until the table forgets them.
    pub async fn entry(&self, user: UserId, org: OrgId) -> Result<Option<BothEntries>, StoreError> {
        let key = UserEntryKey { user, org };
        let Some(entry) = self.get::<Entry>(&key, Consistency::Strong).await? else {
            return Ok(None);
        };
        let key = OrgEntryKey { org, at: entry.value.since, user };
        let shown = self.get::<OrgEntry>(&key, Consistency::Strong).await?;
        Ok(Some(BothEntries { entry, shown }))
    }

    /// The entries to an org, live and past ones for [`ENTRY_SHOWN`], the newest first, and where the
    /// next page begins.
    pub async fn org_entries(
        &self,
        org: OrgId,
        limit: u16,
        after: Option<Position>,
    ) -> Result<(Vec<Stored<OrgEntry>>, Option<Position>), StoreError> {
        let query = Query::of(OrgEntryKey::span(&org), limit).descending().after(after);
        let page = self.query(&query).await?;
        Ok((readable(page.rows, Row::read::<OrgEntry>), page.next))
    }
}

impl Transaction {
    /// Lets an admin into an org, on both sides, and ends `former`, the entry that was read before.
    /// Refused where another entry was made or ended since.
    pub fn enter_org(
        &mut self,
        (user, org): (UserId, OrgId),
        former: Option<&BothEntries>,
        shown: &OrgEntry,
    ) {
        let OrgEntry { acting, since, until, .. } = *shown;
        let entry = Entry { acting, since, until };
        let key = UserEntryKey { user, org };
        match former {
            Some(former) => {
                self.end_shown(former, since);
                self.replace(&key, &entry, former.entry.rev)
            }
            None => self.create(&key, &entry),
        };
        self.create(&OrgEntryKey { org, at: since, user }, shown);
    }

    /// Ends an entry as it was seen; the org sees that it ended at `now`. Refused where it ended, or
    /// another was made since.
    pub fn end_entry(&mut self, seen: &BothEntries, now: Timestamp) -> usize {
        self.end_shown(seen, now);
        self.delete_if(&seen.entry.key, Some(Condition::rev(seen.entry.rev)))
    }

    /// Forgets an entry that is over, of which the org sees what it saw.
    pub fn forget_entry(&mut self, user: UserId, org: OrgId) -> usize {
        self.delete_if(&UserEntryKey { user, org }, None)
    }

    fn end_shown(&mut self, seen: &BothEntries, now: Timestamp) {
        let Some(shown) = seen.shown.as_ref().filter(|shown| now < shown.value.until) else {
            return;
        };
        let ended = OrgEntry { until: now, ..shown.value.clone() };
        self.replace(&shown.key, &ended, shown.rev);
    }
}

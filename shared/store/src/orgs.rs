//! Orgs and who belongs to them.
mod people;

pub use people::{
    AbandonedOrg, MEMBERS_MAX, MEMBERSHIPS_MAX, Member, MemberChange, MemberCreation, OWNED_MAX,
    OrgPeople, UserOrg,
};

use crate::{
    as_text,
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Places, Stored},
    keys::{Address, OrgKey, OrgsKey, PurgesKey},
    purge::Purge,
    quota::QuotaScope,
    transaction::{Condition, Transaction, Update},
};
use domain::{ids::OrgId, phone::Region, zone::Zone};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Messages that an org may submit in any hour, unless it was given another limit.
pub const ORG_HOUR_LIMIT_DEFAULT: u32 = 100;
/// Messages that an org may submit in any 24 hours, unless it was given another limit.
pub const ORG_DAY_LIMIT_DEFAULT: u32 = 500;
/// How long an archived org can be brought back.
pub const PURGED_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);
const _: () = assert!(ORG_HOUR_LIMIT_DEFAULT <= ORG_DAY_LIMIT_DEFAULT);

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Org {
    /// What members call it.
    pub display_name: String,
    /// Who invites, in texts and on guests' pages.
    pub host: String,
    /// Where a phone number without a country code belongs.
    #[serde(with = "as_text")]
    pub region: Region,
    /// The zone of an event that names none.
    #[serde(with = "as_text")]
    pub time_zone: Zone,
    /// Messages that it may submit in any hour.
    pub hour_limit: u32,
    /// Messages that it may submit in any 24 hours.
    pub day_limit: u32,
    /// Most invitees on one event's list, where that is fewer than the platform allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitees_max: Option<u32>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it is archived: it sends nothing, and is purged [`PURGED_AFTER`] later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Timestamp>,
    /// How far its purge came; none before it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purge: Option<Purge>,
}

impl Item for Org {
    type Key = OrgKey;
    const KIND: &'static str = "org";
    const VERSION: u8 = 1;

    /// By creation, for the platform's admins; and by its end, once it is archived.
    fn places(&self, key: &OrgKey) -> Places {
        let all = Address::from(&OrgsKey { at: self.created_at, org: key.org });
        let next_at = self.purge_at().map(|at| Purge::next_at(self.purge, at));
        let purge = next_at.map(|at| Address::from(&PurgesKey { at, org: key.org }));
        Places { gsi1: purge, gsi2: Some(all), ttl: None }
    }
}

impl Org {
    /// An org as it begins: with the limits that every org has.
    pub const fn new(
        display_name: String,
        host: String,
        region: Region,
        time_zone: Zone,
        now: Timestamp,
    ) -> Self {
        Self {
            display_name,
            host,
            region,
            time_zone,
            hour_limit: ORG_HOUR_LIMIT_DEFAULT,
            day_limit: ORG_DAY_LIMIT_DEFAULT,
            invitees_max: None,
            created_at: now,
            archived_at: None,
            purge: None,
        }
    }

    /// Whether it is archived: it sends nothing.
    pub const fn is_archived(&self) -> bool {
        self.archived_at.is_some()
    }

    /// Whether it may be brought back at `now`.
    pub fn is_restorable(&self, now: Timestamp) -> bool {
        self.purge.is_none() && self.purge_at().is_some_and(|at| now < at)
    }

    /// When it is purged; none where it is not archived.
    pub fn purge_at(&self) -> Option<Timestamp> {
        let archived_at = self.archived_at?;
        Some(archived_at.checked_add(PURGED_AFTER).unwrap_or(Timestamp::MAX))
    }
}

impl Store {
    /// An org.
    pub async fn org(
        &self,
        org: OrgId,
        consistency: Consistency,
    ) -> Result<Option<Stored<Org>>, StoreError> {
        self.get(&OrgKey { org }, consistency).await
    }

    /// The orgs that exist of `ids`, by id.
    pub async fn orgs(&self, ids: &[OrgId]) -> Result<Vec<Stored<Org>>, StoreError> {
        let keys: Vec<OrgKey> = ids.iter().map(|org| OrgKey { org: *org }).collect();
        let mut orgs = self.batch_get::<Org>(&keys, Consistency::Eventual).await?;
        orgs.sort_by_key(|org| org.key.org);
        Ok(orgs)
    }
}

impl Transaction {
    /// Makes an org. Refused where the id is taken.
    pub fn create_org(&mut self, id: OrgId, org: &Org) -> usize {
        self.create(&OrgKey { org: id }, org)
    }

    /// Replaces an org as it was seen. Refused where it was changed since.
    pub fn replace_org(&mut self, seen: &Stored<Org>, org: &Org) -> usize {
        self.replace(&seen.key, org, seen.rev)
    }

    /// Archives an org as it was seen: from here on it sends nothing. Refused where it was changed since.
    pub fn archive_org(&mut self, seen: &Stored<Org>, now: Timestamp) -> usize {
        self.touch_quota(QuotaScope::Org(seen.key.org));
        let archived_at = seen.value.archived_at.or(Some(now));
        self.replace_org(seen, &Org { archived_at, ..seen.value.clone() })
    }

    /// Brings back an archived org as it was seen. Refused where it was changed since.
    pub fn restore_org(&mut self, seen: &Stored<Org>) -> usize {
        self.touch_quota(QuotaScope::Org(seen.key.org));
        self.replace_org(seen, &Org { archived_at: None, ..seen.value.clone() })
    }

    /// Changes nothing; refused where the org is gone or archived.
    pub fn check_org_is_in_use(&mut self, org: OrgId) -> usize {
        self.check(&OrgKey { org }, Condition::exists().and(is_in_use()))
    }

    /// Counts the org's revision up, so that whoever archives it as it was before is refused; refused
    /// itself where the org is gone or archived.
    pub fn use_org(&mut self, org: OrgId) -> usize {
        self.update(Update::of(&OrgKey { org }).when(is_in_use()))
    }
}

fn is_in_use() -> Condition {
    Condition::new("attribute_not_exists(archived_at)")
}

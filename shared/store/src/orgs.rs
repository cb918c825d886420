//! Orgs and who belongs to them.
use crate::{
    as_text,
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Places, Stored},
    keys::{Address, MemberKey, OrgKey, OrgPeopleKey, OrgsKey, PurgesKey, UserOrgKey},
    transaction::{Transaction, Update},
};
use domain::{
    ids::{OrgId, UserId},
    phone::Region,
    rights::Role,
    zone::Zone,
};
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
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it is archived: it sends nothing, and is purged [`PURGED_AFTER`] later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Timestamp>,
}

impl Item for Org {
    type Key = OrgKey;
    const KIND: &'static str = "org";
    const VERSION: u8 = 1;

    /// By creation, for the platform's admins; and by its end, once it is archived.
    fn places(&self, key: &OrgKey) -> Places {
        let all = Address::from(&OrgsKey { at: self.created_at, org: key.org });
        let purge = self.purge_at().map(|at| Address::from(&PurgesKey { at, org: key.org }));
        Places { gsi1: purge, gsi2: Some(all), ttl: None }
    }
}

impl Org {
    /// When it is purged; none where it is not archived.
    pub fn purge_at(&self) -> Option<Timestamp> {
        let archived_at = self.archived_at?;
        Some(archived_at.checked_add(PURGED_AFTER).unwrap_or(Timestamp::MAX))
    }
}

/// How many members and owners an org has, kept by the writes that change them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgPeople {
    /// Members of every role.
    pub members: u32,
    /// Those of them that are owners.
    pub owners: u32,
}

impl Item for OrgPeople {
    type Key = OrgPeopleKey;
    const KIND: &'static str = "org_people";
    const VERSION: u8 = 1;
}

/// A user's role in an org, seen from the org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The role.
    #[serde(with = "as_text::role")]
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
}

impl Item for Member {
    type Key = MemberKey;
    const KIND: &'static str = "member";
    const VERSION: u8 = 1;
}

/// The same, seen from the user: what every request reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserOrg {
    /// The role.
    #[serde(with = "as_text::role")]
    pub role: Role,
}

impl Item for UserOrg {
    type Key = UserOrgKey;
    const KIND: &'static str = "user_org";
    const VERSION: u8 = 1;
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

    /// Makes a user a member of an org, on both sides. Refused where the user is one already; answers
    /// the number of the operation that would be.
    pub fn create_member(
        &mut self,
        org: OrgId,
        user: UserId,
        role: Role,
        joined_at: Timestamp,
    ) -> usize {
        let owners = u32::from(role == Role::Owner);
        let counted = Update::upsert::<OrgPeople>(&OrgPeopleKey { org })
            .add_to("members :one, owners :owners")
            .value(":one", 1_u8)
            .value(":owners", owners);
        self.update(counted);
        self.create(&UserOrgKey { user, org }, &UserOrg { role });
        self.create(&MemberKey { org, user }, &Member { role, joined_at })
    }
}

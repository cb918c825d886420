//! Who belongs to an org, seen from the org and from the user, and how many there are.
use super::Org;
use crate::{
    accounts::User,
    as_text,
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Row, Stored},
    keys::{Key, MemberKey, OrgPeopleKey, UserKey, UserOrgKey},
    query::Query,
    transaction::{Condition, Transaction, Update},
};
use domain::{
    ids::{OrgId, UserId},
    rights::Role,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Most members of an org: all of them are one list.
pub const MEMBERS_MAX: u16 = 500;
/// Most orgs that a user belongs to: each is read with every request of theirs.
pub const MEMBERSHIPS_MAX: usize = 50;
/// Most orgs that a user owns: each has quotas of its own.
pub const OWNED_MAX: usize = 20;
const _: () = assert!(OWNED_MAX <= MEMBERSHIPS_MAX);

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

/// The operations that make a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberCreation {
    /// Refused where the org has [`MEMBERS_MAX`] members.
    pub counted: usize,
    /// Refused where the user is a member already.
    pub member: usize,
}

/// The operations that change or end a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberChange {
    /// Refused where the org would be left without an owner.
    pub counted: Option<usize>,
    /// Refused where the member has not the role that was seen.
    pub member: usize,
}

/// The operations by which an org loses its only member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AbandonedOrg {
    /// Refused where the org was changed since it was seen.
    pub org: usize,
    /// Refused where somebody else is a member.
    pub people: usize,
}

impl Store {
    /// A user's membership, seen from the org.
    pub async fn member(
        &self,
        org: OrgId,
        user: UserId,
        consistency: Consistency,
    ) -> Result<Option<Stored<Member>>, StoreError> {
        self.get(&MemberKey { org, user }, consistency).await
    }

    /// All members of an org, by id.
    pub async fn members(&self, org: OrgId) -> Result<Vec<Stored<Member>>, StoreError> {
        let query = Query::of(MemberKey::span(&org), MEMBERS_MAX).consistent();
        let rows = self.query_all(query, usize::from(MEMBERS_MAX)).await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// Who owns an org.
    pub async fn owners(&self, org: OrgId) -> Result<Vec<UserId>, StoreError> {
        let members = self.members(org).await?.into_iter();
        let owners = members.filter(|member| member.value.role == Role::Owner);
        Ok(owners.map(|owner| owner.key.user).collect())
    }

    /// How many members and owners an org has, as of now.
    pub async fn org_people(&self, org: OrgId) -> Result<OrgPeople, StoreError> {
        let stored = self.get::<OrgPeople>(&OrgPeopleKey { org }, Consistency::Strong).await?;
        Ok(stored.map(|stored| stored.value).unwrap_or_default())
    }

    /// How many members and owners each of some orgs has; one without members is missing.
    pub async fn people_of(&self, orgs: &[OrgId]) -> Result<HashMap<OrgId, OrgPeople>, StoreError> {
        let keys: Vec<OrgPeopleKey> = orgs.iter().map(|org| OrgPeopleKey { org: *org }).collect();
        let people = self.batch_get::<OrgPeople>(&keys, Consistency::Eventual).await?;
        Ok(people.into_iter().map(|people| (people.key.org, people.value)).collect())
    }

    /// Those users that exist of `ids`, in no order. An id may appear once only.
    pub async fn users(&self, ids: &[UserId]) -> Result<Vec<Stored<User>>, StoreError> {
        let keys: Vec<UserKey> = ids.iter().map(|user| UserKey { user: *user }).collect();
        self.batch_get(&keys, Consistency::Eventual).await
    }
}

impl Transaction {
    /// Makes a user a member of an org, on both sides.
    pub fn create_member(
        &mut self,
        org: OrgId,
        user: UserId,
        role: Role,
        joined_at: Timestamp,
    ) -> MemberCreation {
        let room = "attribute_not_exists(members) OR members < :members_max";
        let counted = Update::upsert::<OrgPeople>(&OrgPeopleKey { org })
            .add_to("members :one, owners :owners")
            .value(":one", 1_u8)
            .value(":owners", owners(role))
            .when(Condition::new(room).value(":members_max", MEMBERS_MAX));
        let counted = self.update(counted);
        self.create(&UserOrgKey { user, org }, &UserOrg { role });
        let member = self.create(&MemberKey { org, user }, &Member { role, joined_at });
        MemberCreation { counted, member }
    }

    /// Gives a member who has the role `from` the role `to`, on both sides.
    pub fn change_member(
        &mut self,
        org: OrgId,
        user: UserId,
        from: Role,
        to: Role,
    ) -> MemberChange {
        let counted = (owners(from) != owners(to)).then(|| {
            let change = owners(to) - owners(from);
            self.count_people(org, (0, change), from)
        });
        self.set_role(&UserOrgKey { user, org }, from, to);
        let member = self.set_role(&MemberKey { org, user }, from, to);
        MemberChange { counted, member }
    }

    /// Ends the membership of a member who has that role, on both sides.
    pub fn remove_member(
        &mut self,
        org: OrgId,
        user: UserId,
        role: Role,
        now: Timestamp,
    ) -> MemberChange {
        let counted = Some(self.count_people(org, (-1, -owners(role)), role));
        MemberChange { counted, member: self.end_membership(org, user, role, now) }
    }

    /// Changes nothing; refused where the user is no member with that role or a higher one.
    pub fn check_member_is(&mut self, org: OrgId, user: UserId, least: Role) -> usize {
        self.check(&MemberKey { org, user }, has_at_least(least))
    }

    /// Makes a member who has the role `role` an owner in the place of the owner `from`, who is an
    /// admin from here on. Where both own the org already, only the second happens.
    pub fn transfer_org(
        &mut self,
        org: OrgId,
        from: UserId,
        (to, role): (UserId, Role),
    ) -> MemberChange {
        if role == Role::Owner {
            let change = self.change_member(org, from, Role::Owner, Role::Admin);
            // The other one is an owner, and stays one.
            return MemberChange { member: self.check_member_is(org, to, Role::Owner), ..change };
        }
        // As many owners as before: nothing is counted.
        for (user, before, after) in [(from, Role::Owner, Role::Admin), (to, role, Role::Owner)] {
            self.set_role(&UserOrgKey { user, org }, before, after);
            self.set_role(&MemberKey { org, user }, before, after);
        }
        MemberChange { counted: None, member: self.len().saturating_sub(1) }
    }

    /// Archives an org as it was seen and ends the membership of its owner, who is its only member.
    pub fn abandon_org(
        &mut self,
        seen: &Stored<Org>,
        user: UserId,
        now: Timestamp,
    ) -> AbandonedOrg {
        let org = seen.key.org;
        let alone = Update::of(&OrgPeopleKey { org })
            .add_to("members :less, owners :less")
            .value(":less", -1)
            .when(Condition::new("members = :alone").value(":alone", 1_u8));
        let people = self.update(alone);
        self.end_membership(org, user, Role::Owner, now);
        AbandonedOrg { people, org: self.archive_org(seen, now) }
    }

    /// Counts a user's revision up. Refused where it is not the one that was seen: stands beside a new
    /// membership, so that of two that were decided by the same number of others one decides again.
    pub fn touch_user(&mut self, seen: &Stored<User>) -> usize {
        self.update(Update::of(&seen.key).when(Condition::rev(seen.rev)))
    }

    fn count_people(&mut self, org: OrgId, (members, owners): (i32, i32), role: Role) -> usize {
        let counted = Update::of(&OrgPeopleKey { org })
            .add_to("members :members, owners :owners")
            .value(":members", members)
            .value(":owners", owners);
        self.update(match role {
            Role::Owner => counted.when(Condition::new("owners > :last").value(":last", 1_u8)),
            Role::Admin | Role::Member | Role::Viewer => counted,
        })
    }

    fn set_role<K: Key>(&mut self, key: &K, from: Role, to: Role) -> usize {
        let changed = Update::of(key).set("#role = :to").name("#role", "role");
        self.update(changed.value(":to", to.name()).when(has(from)))
    }

    fn end_membership(&mut self, org: OrgId, user: UserId, role: Role, now: Timestamp) -> usize {
        let key = MemberKey { org, user };
        self.leave_tombstone(key.address(), now);
        self.delete_if(&UserOrgKey { user, org }, None);
        self.delete_if(&key, Some(has(role)))
    }
}

/// The member has this role or a higher one.
fn has_at_least(least: Role) -> Condition {
    let roles = Role::ALL.into_iter().filter(|role| *role >= least);
    let roles: Vec<(String, Role)> =
        roles.enumerate().map(|(place, role)| (format!(":role{place}"), role)).collect();
    let names: Vec<&str> = roles.iter().map(|(name, _)| name.as_str()).collect();
    let condition = Condition::new(format!("#role IN ({})", names.join(", ")));
    roles
        .iter()
        .fold(condition.name("#role", "role"), |all, (name, role)| all.value(name, role.name()))
}

/// The member, or the membership, has this role.
fn has(role: Role) -> Condition {
    Condition::new("#role = :role").name("#role", "role").value(":role", role.name())
}

/// How many owners somebody with that role is.
const fn owners(role: Role) -> i32 {
    match role {
        Role::Owner => 1,
        Role::Admin | Role::Member | Role::Viewer => 0,
    }
}

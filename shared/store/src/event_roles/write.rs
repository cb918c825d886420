//! Giving and taking one role.
use super::{
    EVENT_ROLES_MAX, EventRoleCount, EventRoleItem, USER_EVENT_ROLES_MAX, UserEventRole,
    UserEventRoleCount,
};
use crate::{
    commit::CommitError,
    item::{Item, Stored},
    keys::{
        EventRoleCountKey, EventRoleKey, Key, MemberKey, UserEventRoleCountKey, UserEventRoleKey,
    },
    transaction::{Condition, Transaction, Update},
};
use domain::{
    ids::{EventId, OrgId, UserId},
    rights::EventRole,
};
use jiff::Timestamp;

/// The guards of a role that is given, by the numbers of their operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventRoleWrite {
    member: usize,
    counts: Option<(usize, usize)>,
}

impl EventRoleWrite {
    /// Whether it failed because the user is no member of the org.
    pub fn is_of_a_stranger(&self, error: &CommitError) -> bool {
        error.refuses(self.member)
    }

    /// Whether it failed because the event has as many roles as there can be.
    pub fn is_one_too_many_for_the_event(&self, error: &CommitError) -> bool {
        self.counts.is_some_and(|(event, _)| error.refuses(event))
    }

    /// Whether it failed because the user has as many roles as there can be.
    pub fn is_one_too_many_for_the_user(&self, error: &CommitError) -> bool {
        self.counts.is_some_and(|(_, user)| error.refuses(user))
    }
}

impl Transaction {
    /// Gives a member of `org` a role on an event of it, in place of the one that was `seen`. Refused
    /// where the user is no member, where there are too many roles, and where the role was changed
    /// since.
    pub fn set_event_role(
        &mut self,
        org: OrgId,
        (event, user): (EventId, UserId),
        role: EventRole,
        seen: Option<&Stored<EventRoleItem>>,
        now: Timestamp,
    ) -> EventRoleWrite {
        let member = self.check(&MemberKey { org, user }, Condition::exists());
        let (of_event, of_user) = (EventRoleKey { event, user }, UserEventRoleKey { user, event });
        let mirrored = UserEventRole { org, role };
        if let Some(seen) = seen {
            let item = EventRoleItem { role, since: seen.value.since };
            self.replace(&of_event, &item, seen.rev);
            self.replace(&of_user, &mirrored, seen.rev);
            return EventRoleWrite { member, counts: None };
        }
        let one_more = one_more::<EventRoleCount>(&EventRoleCountKey { event }, EVENT_ROLES_MAX);
        let for_event = self.update(one_more);
        let key = UserEventRoleCountKey { user };
        let for_user = self.update(one_more_of_user(&key));
        self.create(&of_event, &EventRoleItem { role, since: now });
        self.create(&of_user, &mirrored);
        EventRoleWrite { member, counts: Some((for_event, for_user)) }
    }

    /// Takes the role that was seen. Refused where it was changed or taken since.
    pub fn remove_event_role(&mut self, org: OrgId, seen: &Stored<EventRoleItem>, now: Timestamp) {
        let EventRoleKey { event, user } = seen.key;
        self.take_event_role(org, (event, user), seen.rev, now);
        self.update(fewer::<EventRoleCount>(&EventRoleCountKey { event }, 1));
        self.update(fewer::<UserEventRoleCount>(&UserEventRoleCountKey { user }, 1));
    }

    /// Deletes both items of a role that has this revision, and leaves the counts as they are.
    pub(super) fn take_event_role(
        &mut self,
        org: OrgId,
        (event, user): (EventId, UserId),
        rev: u64,
        now: Timestamp,
    ) {
        let of_user = UserEventRoleKey { user, event };
        self.leave_tombstone_of(org, of_user.address(), now);
        self.delete(&of_user, rev);
        self.delete(&EventRoleKey { event, user }, rev);
    }
}

fn one_more_of_user(key: &UserEventRoleCountKey) -> Update {
    one_more::<UserEventRoleCount>(key, USER_EVENT_ROLES_MAX)
}

/// Counts one more, up to `most`.
fn one_more<T: Item>(key: &T::Key, most: u16) -> Update {
    let room = Condition::new("attribute_not_exists(held) OR held < :most").value(":most", most);
    Update::upsert::<T>(key).add_to("held :one").value(":one", 1_u8).when(room)
}

/// Counts `by` fewer.
pub(super) fn fewer<T: Item>(key: &T::Key, by: u16) -> Update {
    Update::upsert::<T>(key).add_to("held :less").value(":less", -i64::from(by))
}

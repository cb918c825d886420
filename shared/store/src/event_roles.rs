//! Roles on one event, beside the role in its org.
//!
//! A role is two items that are always written together: one with the event, to list them, and one with
//! the user, which every request reads. How many there are is counted in the same transactions, so that
//! no number of requests at once passes a limit.
mod remove;
mod write;

pub use write::EventRoleWrite;

use crate::{
    as_text,
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Row, Stored},
    keys::{EventRoleCountKey, EventRoleKey, UserEventRoleCountKey, UserEventRoleKey},
    query::Query,
};
use domain::{
    ids::{EventId, OrgId, UserId},
    rights::EventRole,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Most roles on one event: a list that fits a screen, and one read.
pub const EVENT_ROLES_MAX: u16 = 50;
/// Most roles on events that one user has: what every request of theirs reads stays small.
pub const USER_EVENT_ROLES_MAX: u16 = 200;

/// A user's role on an event, seen from the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRoleItem {
    /// The role.
    #[serde(with = "as_text::event_role")]
    pub role: EventRole,
    /// Since when.
    pub since: Timestamp,
}

impl Item for EventRoleItem {
    type Key = EventRoleKey;
    const KIND: &'static str = "event_role";
    const VERSION: u8 = 1;
}

/// The same, seen from the user: what every request reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserEventRole {
    /// The org that the event belongs to: the role counts for its members only.
    #[serde(with = "as_text")]
    pub org: OrgId,
    /// The role.
    #[serde(with = "as_text::event_role")]
    pub role: EventRole,
}

impl Item for UserEventRole {
    type Key = UserEventRoleKey;
    const KIND: &'static str = "user_event_role";
    const VERSION: u8 = 1;
}

/// How many roles an event has, kept by the writes that change them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRoleCount {
    /// The roles.
    pub held: u16,
}

impl Item for EventRoleCount {
    type Key = EventRoleCountKey;
    const KIND: &'static str = "event_role_count";
    const VERSION: u8 = 1;
}

/// How many roles on events a user has, kept by the writes that change them. Apart from the user, so
/// that no request reads it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserEventRoleCount {
    /// The roles.
    pub held: u16,
}

impl Item for UserEventRoleCount {
    type Key = UserEventRoleCountKey;
    const KIND: &'static str = "user_event_role_count";
    const VERSION: u8 = 1;
}

impl Store {
    /// A user's role on an event, as it is now.
    pub async fn event_role(
        &self,
        event: EventId,
        user: UserId,
    ) -> Result<Option<Stored<EventRoleItem>>, StoreError> {
        self.get(&EventRoleKey { event, user }, Consistency::Strong).await
    }

    /// The roles on an event as they are now, by user: [`EVENT_ROLES_MAX`] at most.
    pub async fn event_roles_of_event(
        &self,
        event: EventId,
    ) -> Result<Vec<Stored<EventRoleItem>>, StoreError> {
        let query = Query::of(EventRoleKey::span(&event), EVENT_ROLES_MAX).consistent();
        let rows = self.query_all(query, usize::from(EVENT_ROLES_MAX)).await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// The roles that a user has on events as they are now: [`USER_EVENT_ROLES_MAX`] at most.
    pub async fn event_roles_of_user(
        &self,
        user: UserId,
    ) -> Result<Vec<Stored<UserEventRole>>, StoreError> {
        let query = Query::of(UserEventRoleKey::span(&user), USER_EVENT_ROLES_MAX).consistent();
        let rows = self.query_all(query, usize::from(USER_EVENT_ROLES_MAX)).await?;
        rows.into_iter().map(Row::read).collect()
    }
}

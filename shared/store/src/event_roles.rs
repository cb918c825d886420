//! Roles on one event, beside the role in its org.
use crate::{
    as_text,
    item::Item,
    keys::{EventRoleKey, UserEventRoleKey},
};
use domain::{ids::OrgId, rights::EventRole};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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

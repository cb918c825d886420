//! Roles on one event: who has one, giving it, taking it.
mod give_role;
mod list_roles;
mod take_role;

use domain::{ids::UserId, rights::EventRole};
use jiff::Timestamp;
use runtime::{Routes, routes};
use serde::Serialize;
use store::event_roles::EventRoleItem;
use utoipa::ToSchema;

/// The routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(list_roles::list_event_roles))
        .routes(routes!(give_role::give_event_role, take_role::take_event_role))
}

/// A user's role on an event, beside the role in the organization.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventRole)]
struct RoleView {
    user: String,
    /// What to call the user.
    name: String,
    /// `ADMIN`, `EDITOR` or `VIEWER`.
    role: &'static str,
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
}

impl RoleView {
    fn of(user: UserId, name: String, item: &EventRoleItem) -> Self {
        let EventRoleItem { role, since } = *item;
        Self { user: user.to_string(), name, role: role.name(), since }
    }
}

/// What a role is called, read.
fn parse(name: &str) -> Result<EventRole, &'static str> {
    EventRole::parse(name).ok_or("must be ADMIN, EDITOR or VIEWER")
}

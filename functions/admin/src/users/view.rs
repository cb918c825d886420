//! Users as the platform's admins see them.
use domain::{ids::OrgId, rights::Role};
use jiff::Timestamp;
use runtime::{Ctx, Problem};
use serde::Serialize;
use std::collections::HashMap;
use store::{
    Stored,
    accounts::{Standing, User},
};
use utoipa::ToSchema;

/// A user, as the platform's admins see it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UserRow {
    id: String,
    email: String,
    /// Whether mail to the address was seen to arrive.
    email_verified: bool,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    /// Whether the user runs the platform.
    platform_admin: bool,
    created_at: String,
    /// Since when the user is kept out.
    #[serde(skip_serializing_if = "Option::is_none")]
    deactivated_at: Option<String>,
}

/// A user with all that belongs to the account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UserDetail {
    #[serde(flatten)]
    user: UserRow,
    orgs: Vec<MembershipView>,
    /// Sessions that last: one for each device.
    sessions: usize,
    /// When one of the sessions was last renewed: within about 15 minutes of the last request. Absent
    /// where none lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_seen_at: Option<String>,
}

/// An org that a user belongs to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UserMembershipView)]
struct MembershipView {
    org: String,
    name: String,
    /// `OWNER`, `ADMIN`, `MEMBER` or `VIEWER`.
    role: &'static str,
}

impl From<&Stored<User>> for UserRow {
    fn from(stored: &Stored<User>) -> Self {
        let user = &stored.value;
        Self {
            id: stored.key.user.to_string(),
            email: user.email.clone(),
            email_verified: user.email_verified,
            name: user.display_name.clone(),
            username: user.username.clone(),
            platform_admin: user.platform_admin,
            created_at: user.created_at.to_string(),
            deactivated_at: user.deactivated_at.map(|at| at.to_string()),
        }
    }
}

/// The user with the names of the orgs.
pub(super) async fn detail(
    ctx: &Ctx,
    standing: &Standing,
    now: Timestamp,
) -> Result<UserDetail, Problem> {
    let ids: Vec<OrgId> = standing.orgs.iter().map(|(org, _)| *org).collect();
    let orgs = ctx.store.orgs(&ids).await?.into_iter();
    let names: HashMap<OrgId, String> =
        orgs.map(|org| (org.key.org, org.value.display_name)).collect();
    let membership = |(org, role): &(OrgId, Role)| {
        let name = names.get(org)?.clone();
        Some(MembershipView { org: org.to_string(), name, role: role.name() })
    };
    let lasting = standing.sessions_at(now).map(|session| &session.value);
    let seen: Vec<Timestamp> = lasting.map(|session| session.refreshed_at).collect();
    Ok(UserDetail {
        user: UserRow::from(&standing.user),
        orgs: standing.orgs.iter().filter_map(membership).collect(),
        sessions: seen.len(),
        last_seen_at: seen.into_iter().max().map(|at| at.to_string()),
    })
}

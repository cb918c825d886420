//! Members as clients are told of them.
use domain::rights::Role;
use jiff::Timestamp;
use serde::Serialize;
use store::{Stored, accounts::User, orgs::Member};
use utoipa::ToSchema;

/// A member of an org.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
pub(crate) struct MemberView {
    user: String,
    /// The user's name.
    name: String,
    /// The user's address: for those who administer the org.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// `OWNER`, `ADMIN`, `MEMBER` or `VIEWER`.
    role: &'static str,
    #[schema(value_type = String, format = DateTime)]
    joined_at: Timestamp,
}

impl MemberView {
    /// With the address where `whole`.
    pub(crate) fn of(member: &Stored<Member>, user: Option<&User>, whole: bool) -> Self {
        Self {
            user: member.key.user.to_string(),
            name: user.map(|user| user.display_name.clone()).unwrap_or_default(),
            email: user.filter(|_| whole).map(|user| user.email.clone()),
            role: member.value.role.name(),
            joined_at: member.value.joined_at,
        }
    }

    /// With that role instead.
    pub(crate) fn now(self, role: Role) -> Self {
        Self { role: role.name(), ..self }
    }
}

//! Orgs as clients are told of them.
use domain::{ids::OrgId, rights::Role};
use jiff::Timestamp;
use serde::Serialize;
use store::orgs::Org;
use utoipa::ToSchema;

/// An org.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Org)]
pub(crate) struct OrgView {
    id: String,
    /// What members call it.
    name: String,
    /// Who invites, in texts and on guests' pages.
    host: String,
    /// The country (ISO 3166 alpha-2) of phone numbers without a country code.
    region: String,
    /// The time zone (IANA name) of new events.
    time_zone: String,
    /// Messages that it may submit in any hour.
    hour_limit: u32,
    /// Messages that it may submit in any 24 hours.
    day_limit: u32,
    /// The caller's role: `OWNER`, `ADMIN`, `MEMBER` or `VIEWER`.
    role: &'static str,
    /// Since when it is archived: it sends nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    archived_at: Option<Timestamp>,
    /// When all of it is deleted, unless it is restored before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    purge_at: Option<Timestamp>,
}

impl OrgView {
    /// As somebody with that role sees it.
    pub(crate) fn of(id: OrgId, org: &Org, role: Role) -> Self {
        Self {
            id: id.to_string(),
            name: org.display_name.clone(),
            host: org.host.clone(),
            region: org.region.to_string(),
            time_zone: org.time_zone.to_string(),
            hour_limit: org.hour_limit,
            day_limit: org.day_limit,
            role: role.name(),
            archived_at: org.archived_at,
            purge_at: org.purge_at(),
        }
    }
}

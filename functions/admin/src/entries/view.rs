//! Entries as they are shown.
use domain::ids::{OrgId, UserId};
use jiff::Timestamp;
use serde::Serialize;
use store::entries::{Entry, OrgEntry};
use utoipa::ToSchema;

/// An admin's own entry to an org.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AdminEntryView)]
pub(super) struct EntryView {
    org: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    org_name: Option<String>,
    /// `read_only` or `acting`.
    mode: &'static str,
    since: String,
    until: String,
}

/// An admin's entry to an org, as the org sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrgEntryView {
    /// The admin.
    admin: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    admin_name: Option<String>,
    /// `read_only`, or `acting` with the rights of an ADMIN.
    mode: &'static str,
    /// Why, in the admin's words.
    reason: String,
    since: String,
    /// When it ends, or ended.
    until: String,
    /// Whether the admin is in the org now.
    live: bool,
}

impl EntryView {
    pub(super) fn of(org: OrgId, org_name: Option<String>, entry: &Entry) -> Self {
        Self {
            org: org.to_string(),
            org_name,
            mode: mode(entry.acting),
            since: entry.since.to_string(),
            until: entry.until.to_string(),
        }
    }
}

impl OrgEntryView {
    pub(super) fn of(
        admin: UserId,
        admin_name: Option<String>,
        entry: &OrgEntry,
        now: Timestamp,
    ) -> Self {
        Self {
            admin: admin.to_string(),
            admin_name,
            mode: mode(entry.acting),
            reason: entry.reason.clone(),
            since: entry.since.to_string(),
            until: entry.until.to_string(),
            live: now < entry.until,
        }
    }
}

const fn mode(acting: bool) -> &'static str {
    if acting { "acting" } else { "read_only" }
}

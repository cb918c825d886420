//! Who did what.
use axum::{Json, extract::State};
use domain::{event::EventState, invitee::StatusName};
use runtime::{
    Allowed, Ctx, Problem,
    authorize::Administer,
    extract::{QueryOf, page_limit},
};
use serde::{Deserialize, Serialize};
use store::read_models::{AuditEntry, AuditRecord, AuditSubject};
use utoipa::ToSchema;

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    limit: Option<u16>,
    cursor: Option<String>,
}

/// One entry.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditView {
    at: String,
    /// A user's id, `admin` and a user's id, `guest_link`, `sms`, `engine` or `callback`; empty for
    /// the system itself.
    by: String,
    #[serde(flatten)]
    subject: AuditSubjectView,
}

/// What something was done to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "subject", rename_all = "snake_case")]
enum AuditSubjectView {
    /// An invitee's status or party changed.
    Invitee {
        event: String,
        invitee: String,
        name: String,
        /// Absent where the invitee joined the list.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<&'static str>,
        after: &'static str,
        /// Seats held or taken after it.
        party: u8,
        reason: &'static str,
    },
    /// An event was made or changed.
    Event {
        event: String,
        name: String,
        /// Absent where the event was made.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<&'static str>,
        after: &'static str,
        /// The settings that changed.
        fields: Vec<String>,
    },
    /// A contact was made.
    ContactCreated { contact: String, name: String },
    /// A contact was changed.
    ContactChanged {
        contact: String,
        /// The fields that changed.
        fields: Vec<String>,
    },
    /// A contact was deleted.
    ContactDeleted { contact: String },
    /// Something else of the org was made, changed or deleted.
    Record {
        /// `org`, `member`, `team_invitation`, `contact_list`, `event_role`, `entry` or
        /// `suppression`.
        kind: &'static str,
        /// Which one: an id, an event's and a user's, or an address.
        id: String,
        /// Its name, role, address or reason before; absent where it was made.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<String>,
        /// The same after; absent where it was deleted.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<String>,
        /// The fields that changed; empty where it was made or deleted.
        fields: Vec<String>,
    },
}

/// One page of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditPage {
    items: Vec<AuditView>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// Who did what in an org, the newest first, as of some seconds ago.
#[utoipa::path(
    get, path = "/v1/orgs/{org}/audit",
    operation_id = "ListAudit", tag = "dashboard",
    params(
        ("org" = String, Path, description = "The org"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "One page", body = AuditPage)),
    extensions(("x-permission" = json!("administer")))
)]
pub(super) async fn list_audit(
    State(ctx): State<Ctx>,
    by: Allowed<Administer>,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<AuditPage>, Problem> {
    let limit = page_limit(asked.limit)?;
    let fingerprint = format!("audit of {}", by.org());
    let cursors = ctx.store.cursors();
    let after = asked.cursor.map(|cursor| cursors.open::<String>(&fingerprint, &cursor));
    let slice = ctx.store.audit_log(by.org(), after.transpose()?.as_deref(), limit).await?;
    Ok(Json(AuditPage {
        items: slice.items.into_iter().map(AuditView::from).collect(),
        next_cursor: slice.next.map(|place| cursors.seal(&fingerprint, &place)),
    }))
}

impl From<AuditEntry> for AuditView {
    fn from(AuditEntry { at, by, subject }: AuditEntry) -> Self {
        Self { at: at.to_string(), by, subject: subject.into() }
    }
}

impl From<AuditSubject> for AuditSubjectView {
    fn from(subject: AuditSubject) -> Self {
        match subject {
            AuditSubject::Invitee { event, invitee, name, before, after, party, reason } => {
                Self::Invitee {
                    event: event.to_string(),
                    invitee: invitee.to_string(),
                    name,
                    before: before.map(StatusName::name),
                    after: after.name(),
                    party,
                    reason: reason.name(),
                }
            }
            AuditSubject::Event { event, name, before, after, fields } => Self::Event {
                event: event.to_string(),
                name,
                before: before.map(EventState::name),
                after: after.name(),
                fields,
            },
            AuditSubject::ContactCreated { contact, name } => {
                Self::ContactCreated { contact: contact.to_string(), name }
            }
            AuditSubject::ContactChanged { contact, fields } => {
                Self::ContactChanged { contact: contact.to_string(), fields }
            }
            AuditSubject::ContactDeleted { contact } => {
                Self::ContactDeleted { contact: contact.to_string() }
            }
            AuditSubject::Record(AuditRecord { kind, id, before, after, fields }) => {
                Self::Record { kind: kind.name(), id, before, after, fields }
            }
        }
    }
}

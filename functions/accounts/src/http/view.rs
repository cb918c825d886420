//! What a user is told of the user.
use crate::export::Export;
use domain::ids::SessionId;
use jiff::Timestamp;
use serde::Serialize;
use store::accounts::Standing;
use utoipa::ToSchema;

/// What happens next.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RequestStatusView)]
pub(super) struct StatusView {
    /// Always `check-your-mail`.
    status: &'static str,
}

/// The one answer of whatever goes on in a mail.
pub(super) const CHECK_YOUR_MAIL: StatusView = StatusView { status: "check-your-mail" };

/// The caller.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MeView {
    id: String,
    email: String,
    /// Whether mail to the address was seen to arrive.
    email_verified: bool,
    /// What to call the user.
    name: String,
    /// The second login, where there is one.
    username: Option<String>,
    /// The language of mails and pages, where one was chosen.
    locale: Option<String>,
    /// The time zone (IANA name) that times are shown in, where one was chosen.
    time_zone: Option<String>,
    /// Whether the caller runs the platform.
    platform_admin: bool,
    /// The caller's orgs.
    orgs: Vec<MembershipView>,
    /// The caller's roles on single events, beside those in orgs.
    event_roles: Vec<EventRoleView>,
    /// The orgs that the caller entered as an admin of the platform, while it lasts.
    entries: Vec<EntryView>,
}

/// A role in an org.
#[derive(Debug, Serialize, ToSchema)]
struct MembershipView {
    org: String,
    /// `OWNER`, `ADMIN`, `MEMBER` or `VIEWER`.
    role: &'static str,
}

/// A role on an event.
#[derive(Debug, Serialize, ToSchema)]
struct EventRoleView {
    event: String,
    org: String,
    /// `ADMIN`, `EDITOR` or `VIEWER`.
    role: &'static str,
}

/// An org that was entered.
#[derive(Debug, Serialize, ToSchema)]
struct EntryView {
    org: String,
    /// Whether the admin may act, or only look.
    acting: bool,
    /// When it ends (RFC 3339).
    until: String,
}

impl MeView {
    pub(super) fn of(standing: &Standing, now: Timestamp) -> Self {
        let user = &standing.user.value;
        let orgs = standing.orgs.iter();
        let event_roles = standing.event_roles.iter();
        let entries = standing.entries.iter().filter(|(_, entry)| now < entry.until);
        Self {
            id: standing.user.key.user.to_string(),
            email: user.email.clone(),
            email_verified: user.email_verified,
            name: user.display_name.clone(),
            username: user.username.clone(),
            locale: user.locale.clone(),
            time_zone: user.time_zone.as_ref().map(ToString::to_string),
            platform_admin: user.platform_admin,
            orgs: orgs
                .map(|(org, role)| MembershipView { org: org.to_string(), role: role.name() })
                .collect(),
            event_roles: event_roles
                .map(|(event, role)| EventRoleView {
                    event: event.to_string(),
                    org: role.org.to_string(),
                    role: role.role.name(),
                })
                .collect(),
            entries: entries
                .map(|(org, entry)| EntryView {
                    org: org.to_string(),
                    acting: entry.acting,
                    until: entry.until.to_string(),
                })
                .collect(),
        }
    }
}

/// The caller's sessions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DevicesView {
    pub(super) sessions: Vec<DeviceView>,
}

/// Where the caller is logged in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeviceView {
    id: String,
    /// What the device calls itself; empty where it did not.
    device: String,
    /// When the caller logged in (RFC 3339).
    created_at: String,
    /// When the session was last refreshed (RFC 3339).
    refreshed_at: String,
    /// When it ends unless it is used (RFC 3339).
    expires_at: String,
    /// Whether it is the one that asks.
    current: bool,
}

impl DeviceView {
    /// The sessions that last, the one that was used last first.
    pub(super) fn all(
        standing: &Standing,
        current: Option<SessionId>,
        now: Timestamp,
    ) -> Vec<Self> {
        let mut sessions: Vec<_> = standing.sessions_at(now).collect();
        sessions.sort_by_key(|session| std::cmp::Reverse(session.value.refreshed_at));
        sessions
            .into_iter()
            .map(|session| Self {
                id: session.key.session.to_string(),
                device: session.value.device.clone(),
                created_at: session.value.created_at.to_string(),
                refreshed_at: session.value.refreshed_at.to_string(),
                expires_at: session.value.expires_at.to_string(),
                current: current == Some(session.key.session),
            })
            .collect()
    }
}

/// Everything that is kept about the caller.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExportView {
    /// When it was collected (RFC 3339).
    exported_at: String,
    /// When the account was made (RFC 3339).
    created_at: String,
    account: MeView,
    /// The address that the caller changes to, while it is not proven.
    pending_email: Option<String>,
    sessions: Vec<DeviceView>,
    /// The teams that the caller's address is invited to.
    invitations: Vec<InvitedView>,
}

/// An invitation to a team.
#[derive(Debug, Serialize, ToSchema)]
struct InvitedView {
    id: String,
    org: String,
    /// The role that it gives.
    role: &'static str,
    /// Who invites.
    inviter: String,
    /// The inviter's words, where there are any.
    message: Option<String>,
    /// When it ends (RFC 3339).
    expires_at: String,
}

impl ExportView {
    pub(super) fn of(export: &Export, current: SessionId) -> Self {
        let invitations = export.invitations.iter().map(|invitation| InvitedView {
            id: invitation.key.invitation.to_string(),
            org: invitation.key.org.to_string(),
            role: invitation.value.role.name(),
            inviter: invitation.value.inviter.clone(),
            message: invitation.value.message.clone(),
            expires_at: invitation.value.expires_at.to_string(),
        });
        Self {
            exported_at: export.at.to_string(),
            created_at: export.standing.user.value.created_at.to_string(),
            account: MeView::of(&export.standing, export.at),
            pending_email: export.pending_email.clone(),
            sessions: DeviceView::all(&export.standing, Some(current), export.at),
            invitations: invitations.collect(),
        }
    }
}

//! Invitations as an org is told of them.
use crate::limits::RESEND_AFTER;
use jiff::Timestamp;
use serde::Serialize;
use store::{
    Stored,
    team::{TeamInvitation, TeamInvitationState},
};
use utoipa::ToSchema;

/// An invitation to an org's team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TeamInvitation)]
pub(crate) struct TeamInvitationView {
    id: String,
    /// Whom it is for.
    email: String,
    /// `OWNER`, `ADMIN`, `MEMBER` or `VIEWER`.
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// The user who invites.
    invited_by: String,
    /// That user's name at that time.
    inviter: String,
    /// `pending`, `expired`, `accepted`, `declined` or `revoked`.
    state: &'static str,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last sent.
    #[schema(value_type = String, format = DateTime)]
    sent_at: Timestamp,
    /// Until when it can be accepted.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// From when on it can be sent again.
    #[schema(value_type = String, format = DateTime)]
    resend_at: Timestamp,
}

impl TeamInvitationView {
    /// As it is at `now`.
    pub(crate) fn of(stored: &Stored<TeamInvitation>, now: Timestamp) -> Self {
        let invitation = &stored.value;
        Self {
            id: stored.key.invitation.to_string(),
            email: invitation.email.clone(),
            role: invitation.role.name(),
            message: invitation.message.clone(),
            invited_by: invitation.invited_by.to_string(),
            inviter: invitation.inviter.clone(),
            state: state(invitation, now),
            created_at: invitation.created_at,
            sent_at: invitation.sent_at,
            expires_at: invitation.expires_at,
            resend_at: resend_at(invitation),
        }
    }
}

/// From when on an invitation can be sent again.
pub(super) fn resend_at(invitation: &TeamInvitation) -> Timestamp {
    invitation.sent_at.checked_add(RESEND_AFTER).unwrap_or(Timestamp::MAX)
}

fn state(invitation: &TeamInvitation, now: Timestamp) -> &'static str {
    match invitation.state {
        TeamInvitationState::Pending if invitation.is_open(now) => "pending",
        TeamInvitationState::Pending => "expired",
        TeamInvitationState::Accepted { .. } => "accepted",
        TeamInvitationState::Declined { .. } => "declined",
        TeamInvitationState::Revoked { .. } => "revoked",
    }
}

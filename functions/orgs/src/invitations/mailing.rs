//! Sending an invitation: its token, its hash, its mail.
use crate::limits::TEAM_MAIL_LIMIT;
use domain::ids::{OrgId, TeamInvitationId};
use jiff::Timestamp;
use runtime::{
    Ctx, Problem,
    limits::Attempt,
    mail::{Letter, PendingMail, Reader, TeamCall},
    mailed, team,
};
use store::{
    Transaction,
    orgs::Org,
    team::{TEAM_INVITATION_LIFE, TeamInvitation},
};

/// Counts one more mail of the org to somebody of the caller's choice.
pub(super) async fn count(ctx: &Ctx, org: OrgId, now: Timestamp) -> Result<(), Problem> {
    Attempt::at(now).by(TEAM_MAIL_LIMIT, org.to_string()).count(ctx).await
}

/// The invitation as it is when it is sent at `now` under that sequence: the older link is void.
pub(super) fn sent(
    ctx: &Ctx,
    (org, id): (OrgId, TeamInvitationId),
    invitation: &TeamInvitation,
    sequence: u32,
    now: Timestamp,
) -> TeamInvitation {
    let token = team::token(org, id, sequence).sign(&ctx.secrets.cursors);
    TeamInvitation {
        sequence,
        token_hash: mailed::hash(&token),
        sent_at: now,
        expires_at: now.checked_add(TEAM_INVITATION_LIFE).unwrap_or(Timestamp::MAX),
        ..invitation.clone()
    }
}

/// Records the mail that brings the invitation.
pub(super) fn record(
    ctx: &Ctx,
    transaction: &mut Transaction,
    (org_id, id): (OrgId, TeamInvitationId),
    (org, invitation): (&Org, &TeamInvitation),
    now: Timestamp,
) {
    let call = TeamCall {
        org: &org.display_name,
        inviter: &invitation.inviter,
        role: invitation.role,
        message: invitation.message.as_deref(),
    };
    let token = team::token(org_id, id, invitation.sequence);
    let letter = Letter::team_invitation(&Reader::default(), &call, token);
    PendingMail::new(ctx, &invitation.email, &letter, now).about(org_id).record(transaction);
}

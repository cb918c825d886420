//! Sending an invitation once more.
use super::{
    answered,
    invite::{refuse_member, taken},
    load, mailing,
    view::{TeamInvitationView, resend_at},
};
use crate::{members, read_org::load_in_use};
use axum::{Json, extract::State};
use domain::ids::TeamInvitationId;
use jiff::Timestamp;
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::Administer, extract::PathIds};
use store::{
    Attempts, Stored, Transaction,
    team::{InvitedEmail, TeamInvitation, TeamInvitationState},
};

/// Sends an invitation once more, for 7 days from now: every 15 minutes at most. The link that was sent
/// before is void.
#[utoipa::path(
    post, path = "/v1/orgs/{org}/invitations/{invitation}/resend",
    operation_id = "ResendTeamInvitation", tag = "orgs",
    params(
        ("org" = String, Path, description = "The org"),
        ("invitation" = String, Path, description = "The invitation"),
    ),
    responses(
        (status = 200, description = "The invitation as it is now", body = TeamInvitationView),
        (status = 403, description = "`forbidden`: it makes an owner, which takes one; or an admin of the platform asks"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`taken`: a member by now, or invited anew; `not-allowed-now`: answered"),
        (status = 429, description = "`too-many-requests`: `Retry-After` says when"),
    ),
    extensions(("x-permission" = json!("administer")))
)]
pub(crate) async fn resend_team_invitation(
    State(ctx): State<Ctx>,
    by: Allowed<Administer>,
    PathIds((invitation,)): PathIds<(TeamInvitationId,)>,
) -> Result<Json<TeamInvitationView>, Problem> {
    let now = ctx.clock.now();
    let mut counted = false;
    let mut attempts = Attempts::default();
    loop {
        let seen = load(&ctx, &by, invitation).await?;
        check(&by, &seen.value, now)?;
        let org = load_in_use(&ctx, by.org()).await?;
        refuse_member(&ctx, &by, &seen.value.email).await?;
        let address = address(&ctx, &seen, now).await?;
        if !std::mem::replace(&mut counted, true) {
            mailing::count(&ctx, by.org(), now).await?;
        }
        let place = (by.org(), invitation);
        let sequence = seen.value.sequence.saturating_add(1);
        let renewed = mailing::sent(&ctx, place, &seen.value, sequence, now);
        let mut transaction = Transaction::by(by.actor());
        transaction.renew_team_invitation(&seen, &renewed, address.as_ref());
        transaction.check_org_is_in_use(by.org());
        mailing::record(&ctx, &mut transaction, place, (&org.value, &renewed), now);
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let stored = Stored { value: renewed, ..seen };
                return Ok(Json(TeamInvitationView::of(&stored, now)));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

fn check(
    by: &Allowed<Administer>,
    invitation: &TeamInvitation,
    now: Timestamp,
) -> Result<(), Problem> {
    by.refuse_entry()?;
    members::check_reach(by, &[invitation.role])?;
    match invitation.state {
        TeamInvitationState::Pending => (),
        TeamInvitationState::Accepted { .. }
        | TeamInvitationState::Declined { .. }
        | TeamInvitationState::Revoked { .. } => return Err(answered()),
    }
    let wait = resend_at(invitation).duration_since(now);
    if wait.is_positive() {
        return Err(Problem::new(ProblemKind::TooManyRequests).retry_after(wait));
    }
    Ok(())
}

/// What the address has of the org: this invitation, one that is over, or nothing; 409 where it is
/// another one.
async fn address(
    ctx: &Ctx,
    seen: &Stored<TeamInvitation>,
    now: Timestamp,
) -> Result<Option<Stored<InvitedEmail>>, Problem> {
    let address = ctx.store.invited_email(seen.key.org, &seen.value.email).await?;
    let other = address.as_ref().is_some_and(|address| {
        address.value.invitation != seen.key.invitation && now < address.value.expires_at
    });
    if other { Err(taken("is invited anew")) } else { Ok(address) }
}

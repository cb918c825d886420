//! Taking an invitation back.
use super::{answered, load};
use crate::members;
use axum::extract::State;
use domain::ids::TeamInvitationId;
use http::StatusCode;
use runtime::{Allowed, Ctx, Problem, authorize::Administer, extract::PathIds};
use store::{Attempts, Transaction, team::TeamInvitationState};

/// Takes an invitation back: its link is void. Repeating it changes nothing.
#[utoipa::path(
    delete, path = "/v1/orgs/{org}/invitations/{invitation}", operation_id = "RevokeTeamInvitation",
    tag = "orgs",
    params(
        ("org" = String, Path, description = "The org"),
        ("invitation" = String, Path, description = "The invitation"),
    ),
    responses(
        (status = 204, description = "Taken back"),
        (status = 403, description = "`forbidden`: it makes an owner, which takes one"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`: it was answered"),
    ),
    extensions(("x-permission" = json!("administer")))
)]
pub(crate) async fn revoke_team_invitation(
    State(ctx): State<Ctx>,
    by: Allowed<Administer>,
    PathIds((invitation,)): PathIds<(TeamInvitationId,)>,
) -> Result<StatusCode, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let seen = load(&ctx, &by, invitation).await?;
        members::check_reach(&by, &[seen.value.role])?;
        match seen.value.state {
            TeamInvitationState::Pending => (),
            TeamInvitationState::Revoked { .. } => return Ok(StatusCode::NO_CONTENT),
            TeamInvitationState::Accepted { .. } | TeamInvitationState::Declined { .. } => {
                return Err(answered());
            }
        }
        let mut transaction = Transaction::by(by.actor());
        let state = TeamInvitationState::Revoked { at: ctx.clock.now() };
        transaction.answer_team_invitation(&seen, state);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(StatusCode::NO_CONTENT),
            Err(error) => attempts.again(error)?,
        }
    }
}

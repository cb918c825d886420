//! Declining an invitation.
use super::{
    accept::{Proof, check, count},
    look::TeamToken,
};
use axum::extract::State;
use http::StatusCode;
use runtime::{Ctx, Problem, SignedIn, extract::Body};
use store::{
    Attempts, Stored, Transaction,
    team::{TeamInvitation, TeamInvitationState},
};

/// Declines the invitation that the mail brought. The caller must log in with the address that it went
/// to. Repeating it changes nothing.
#[utoipa::path(
    post, path = "/v1/invitations/decline", operation_id = "DeclineTeamInvitation", tag = "orgs",
    request_body = TeamToken,
    responses(
        (status = 204, description = "Declined"),
        (status = 403, description = "`forbidden`: the invitation is for another address"),
        (status = 422, description = "`invalid-fields`: the link is void"),
    ),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(crate) async fn decline_team_invitation(
    State(ctx): State<Ctx>,
    by: SignedIn,
    Body(body): Body<TeamToken>,
) -> Result<StatusCode, Problem> {
    count(&ctx, &by).await?;
    decline(&ctx, &by, Proof::Mail(&body.token)).await
}

/// Declines an invitation for the caller.
pub(super) async fn decline(
    ctx: &Ctx,
    by: &SignedIn,
    proof: Proof<'_>,
) -> Result<StatusCode, Problem> {
    let now = ctx.clock.now();
    let mut attempts = Attempts::default();
    loop {
        let seen = proof.find(ctx).await?;
        let user = &by.standing().user.value;
        if is_declined(&seen) && seen.value.is_for(&user.email) {
            return Ok(StatusCode::NO_CONTENT);
        }
        check(&seen.value, user, proof, now)?;
        let mut transaction = Transaction::by(by.user().to_string());
        transaction.answer_team_invitation(&seen, TeamInvitationState::Declined { at: now });
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(StatusCode::NO_CONTENT),
            Err(error) => attempts.again(error)?,
        }
    }
}

fn is_declined(seen: &Stored<TeamInvitation>) -> bool {
    matches!(seen.value.state, TeamInvitationState::Declined { .. })
}

//! Invitations to an org's team. Nobody becomes a member without accepting one.
mod accept;
mod decline;
mod invite;
mod list;
mod look;
mod mailing;
mod mine;
mod resend;
mod revoke;
mod view;

use domain::ids::TeamInvitationId;
use runtime::{Allowed, Ctx, Problem, ProblemKind, Routes, routes};
use store::{Stored, team::TeamInvitation};

pub(crate) fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(list::list_team_invitations, invite::invite_to_team))
        .routes(routes!(revoke::revoke_team_invitation))
        .routes(routes!(resend::resend_team_invitation))
        .routes(routes!(look::look_at_team_invitation))
        .routes(routes!(accept::accept_team_invitation))
        .routes(routes!(decline::decline_team_invitation))
        .routes(routes!(mine::list_my_invitations))
        .routes(routes!(mine::accept_my_invitation))
        .routes(routes!(mine::decline_my_invitation))
}

/// An invitation of the caller's org; 404 where there is none.
async fn load<P>(
    ctx: &Ctx,
    by: &Allowed<P>,
    invitation: TeamInvitationId,
) -> Result<Stored<TeamInvitation>, Problem> {
    let seen = ctx.store.team_invitation(by.org(), invitation).await?;
    seen.ok_or_else(|| ProblemKind::NotFound.into())
}

/// What an invitation that was answered or taken back is not good for any more.
fn answered() -> Problem {
    Problem::new(ProblemKind::NotAllowedNow).detail("the invitation was answered or taken back")
}

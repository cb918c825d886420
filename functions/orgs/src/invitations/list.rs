//! Listing an org's invitations.
use super::view::TeamInvitationView;
use axum::{Json, extract::State};
use runtime::{Allowed, Ctx, Problem, authorize::Administer};
use serde::Serialize;
use utoipa::ToSchema;

/// An org's invitations.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TeamInvitations)]
pub(crate) struct TeamInvitationsView {
    /// The newest first; answered and expired ones for a week or two.
    invitations: Vec<TeamInvitationView>,
}

/// Lists whom the org invited to its team.
#[utoipa::path(
    get, path = "/v1/orgs/{org}/invitations", operation_id = "ListTeamInvitations", tag = "orgs",
    params(("org" = String, Path, description = "The org")),
    responses((status = 200, description = "All that are kept", body = TeamInvitationsView)),
    extensions(("x-permission" = json!("administer")))
)]
pub(crate) async fn list_team_invitations(
    State(ctx): State<Ctx>,
    by: Allowed<Administer>,
) -> Result<Json<TeamInvitationsView>, Problem> {
    let now = ctx.clock.now();
    let invitations = ctx.store.team_invitations(by.org()).await?;
    let invitations = invitations.iter().map(|one| TeamInvitationView::of(one, now)).collect();
    Ok(Json(TeamInvitationsView { invitations }))
}

//! The invitations that the caller has.
use super::{
    accept::{Proof, accept},
    decline::decline,
};
use crate::view::OrgView;
use axum::{Json, extract::State};
use domain::ids::{OrgId, TeamInvitationId};
use http::StatusCode;
use jiff::Timestamp;
use runtime::{Ctx, Problem, ProblemKind, SignedIn, extract::PathIds};
use serde::Serialize;
use std::collections::HashMap;
use store::{Stored, orgs::Org, team::TeamInvitation};
use utoipa::ToSchema;

/// An invitation, as whom it is for sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MyInvitation)]
pub(crate) struct MyInvitationView {
    id: String,
    /// The org's name.
    org: String,
    /// Who invites, by name.
    inviter: String,
    /// `OWNER`, `ADMIN`, `MEMBER` or `VIEWER`.
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Until when it can be accepted.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// The caller's invitations.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MyInvitations)]
pub(crate) struct MyInvitationsView {
    /// The newest first.
    invitations: Vec<MyInvitationView>,
    /// Whether the caller's address is verified: until then nothing is shown, for it may be another's.
    email_verified: bool,
}

/// Lists the invitations to teams that the caller can answer.
#[utoipa::path(
    get, path = "/v1/me/invitations", operation_id = "ListMyInvitations", tag = "orgs",
    responses((status = 200, description = "Those that can be answered", body = MyInvitationsView)),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(crate) async fn list_my_invitations(
    State(ctx): State<Ctx>,
    by: SignedIn,
) -> Result<Json<MyInvitationsView>, Problem> {
    let email_verified = by.standing().user.value.email_verified;
    // Until then the address may be another's.
    let open = if email_verified { open(&ctx, &by).await? } else { Vec::new() };
    let mut ids: Vec<OrgId> = open.iter().map(|one| one.key.org).collect();
    ids.sort();
    ids.dedup();
    let orgs = ctx.store.orgs(&ids).await?.into_iter();
    let orgs: HashMap<OrgId, Org> = orgs.map(|org| (org.key.org, org.value)).collect();
    let in_use = |one: &Stored<TeamInvitation>| {
        let org = orgs.get(&one.key.org).filter(|org| !org.is_archived())?;
        Some(view(one, org))
    };
    let invitations = open.iter().filter_map(in_use).collect();
    Ok(Json(MyInvitationsView { invitations, email_verified }))
}

/// Accepts an invitation. The caller's address must be verified.
#[utoipa::path(
    post, path = "/v1/me/invitations/{invitation}/accept", operation_id = "AcceptMyInvitation",
    tag = "orgs",
    params(("invitation" = String, Path, description = "The invitation")),
    responses(
        (status = 200, description = "The org", body = OrgView),
        (status = 403, description = "`forbidden`: the address is not verified"),
        (status = 404, description = "`not-found`: none that can be answered"),
        (status = 409, description = "`taken`: a member already; `not-allowed-now`: no room, or archived"),
    ),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(crate) async fn accept_my_invitation(
    State(ctx): State<Ctx>,
    by: SignedIn,
    PathIds((invitation,)): PathIds<(TeamInvitationId,)>,
) -> Result<Json<OrgView>, Problem> {
    let seen = find(&ctx, &by, invitation).await?;
    accept(&ctx, &by, Proof::Address(&seen)).await
}

/// Declines an invitation. The caller's address must be verified.
#[utoipa::path(
    post, path = "/v1/me/invitations/{invitation}/decline", operation_id = "DeclineMyInvitation",
    tag = "orgs",
    params(("invitation" = String, Path, description = "The invitation")),
    responses(
        (status = 204, description = "Declined"),
        (status = 403, description = "`forbidden`: the address is not verified"),
        (status = 404, description = "`not-found`: none that can be answered"),
    ),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(crate) async fn decline_my_invitation(
    State(ctx): State<Ctx>,
    by: SignedIn,
    PathIds((invitation,)): PathIds<(TeamInvitationId,)>,
) -> Result<StatusCode, Problem> {
    let seen = find(&ctx, &by, invitation).await?;
    decline(&ctx, &by, Proof::Address(&seen)).await
}

/// The invitations that stand for the caller's address.
async fn open(ctx: &Ctx, by: &SignedIn) -> Result<Vec<Stored<TeamInvitation>>, Problem> {
    let user = &by.standing().user.value;
    Ok(ctx.store.invitations_for(&user.email, ctx.clock.now()).await?)
}

async fn find(
    ctx: &Ctx,
    by: &SignedIn,
    invitation: TeamInvitationId,
) -> Result<Stored<TeamInvitation>, Problem> {
    let found = open(ctx, by).await?.into_iter().find(|one| one.key.invitation == invitation);
    let found = found.ok_or(ProblemKind::NotFound)?;
    if !by.standing().user.value.email_verified {
        return Err(Problem::new(ProblemKind::Forbidden).detail("verify your address first"));
    }
    Ok(found)
}

fn view(stored: &Stored<TeamInvitation>, org: &Org) -> MyInvitationView {
    let invitation = &stored.value;
    MyInvitationView {
        id: stored.key.invitation.to_string(),
        org: org.display_name.clone(),
        inviter: invitation.inviter.clone(),
        role: invitation.role.name(),
        message: invitation.message.clone(),
        created_at: invitation.created_at,
        expires_at: invitation.expires_at,
    }
}

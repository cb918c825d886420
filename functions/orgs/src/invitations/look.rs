//! Looking at a mailed invitation, before signing in.
use crate::limits::TOKEN_LIMIT;
use axum::{Json, extract::State};
use http::Extensions;
use jiff::Timestamp;
use runtime::{Ctx, Problem, extract::Body, limits::Attempt, team};
use serde::{Deserialize, Serialize};
use store::Consistency;
use utoipa::ToSchema;

/// What proves that the mail was read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamToken {
    /// The token of the mail's link.
    pub(crate) token: String,
}

/// What the mail said.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MailedTeamInvitation)]
pub(crate) struct MailedView {
    /// The org's name.
    org: String,
    /// Who invites, by name.
    inviter: String,
    /// `OWNER`, `ADMIN`, `MEMBER` or `VIEWER`.
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// The address that the mail went to: whoever accepts logs in with it.
    email: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Tells what a mailed invitation says. It changes nothing, and never tells whether somebody has an
/// account.
#[utoipa::path(
    post, path = "/v1/invitations/look", operation_id = "LookAtTeamInvitation", tag = "orgs",
    request_body = TeamToken,
    responses(
        (status = 200, description = "What the mail said", body = MailedView),
        (status = 422, description = "`invalid-fields`: the link is void"),
        (status = 429, description = "`too-many-requests`"),
    ),
    extensions(("x-permission" = json!("public")))
)]
pub(crate) async fn look_at_team_invitation(
    State(ctx): State<Ctx>,
    extensions: Extensions,
    Body(body): Body<TeamToken>,
) -> Result<Json<MailedView>, Problem> {
    let now = ctx.clock.now();
    Attempt::at(now).by_address(TOKEN_LIMIT, &extensions).count(&ctx).await?;
    let seen = team::open(&ctx, &body.token, now).await?;
    let org = ctx.store.org(seen.key.org, Consistency::Eventual).await?.ok_or_else(team::void)?;
    Ok(Json(MailedView {
        org: org.value.display_name,
        inviter: seen.value.inviter,
        role: seen.value.role.name(),
        message: seen.value.message,
        email: seen.value.email,
        expires_at: seen.value.expires_at,
    }))
}

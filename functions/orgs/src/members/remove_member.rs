//! Removing a member.
use super::{check_reach, end};
use axum::extract::State;
use domain::ids::UserId;
use http::StatusCode;
use runtime::{Allowed, Ctx, Problem, authorize::Administer, extract::PathIds};

/// Removes a member, with all roles on events of the org. They are out with their next request. An
/// owner is removed by owners only.
#[utoipa::path(
    delete, path = "/v1/orgs/{org}/members/{user}", operation_id = "RemoveMember", tag = "orgs",
    params(
        ("org" = String, Path, description = "The org"),
        ("user" = String, Path, description = "The member"),
    ),
    responses(
        (status = 204, description = "Removed"),
        (status = 403, description = "`forbidden`: that takes an owner"),
        (status = 404, description = "`not-found`: no member"),
        (status = 409, description = "`last-owner`"),
    ),
    extensions(("x-permission" = json!("administer")))
)]
pub(crate) async fn remove_member(
    State(ctx): State<Ctx>,
    by: Allowed<Administer>,
    PathIds((user,)): PathIds<(UserId,)>,
) -> Result<StatusCode, Problem> {
    end(&ctx, &by, user, |member| check_reach(&by, &[member.role])).await?;
    Ok(StatusCode::NO_CONTENT)
}

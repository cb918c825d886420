//! Leaving an org.
use super::end;
use axum::extract::State;
use http::StatusCode;
use runtime::{Allowed, Ctx, Problem, authorize::See};

/// Ends the caller's own membership. The last owner stays: 409.
#[utoipa::path(
    post, path = "/v1/orgs/{org}/leave", operation_id = "LeaveOrg", tag = "orgs",
    params(("org" = String, Path, description = "The org")),
    responses(
        (status = 204, description = "Left"),
        (status = 409, description = "`last-owner`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn leave_org(
    State(ctx): State<Ctx>,
    by: Allowed<See>,
) -> Result<StatusCode, Problem> {
    end(&ctx, &by, by.user(), |_| Ok(())).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! The caller's devices.
use super::view::{DeviceView, DevicesView};
use crate::sessions::{end_other_sessions, end_session};
use axum::{Json, extract::State};
use domain::ids::SessionId;
use http::StatusCode;
use runtime::{Ctx, Problem, SignedIn, extract::PathIds};

/// Where the caller is logged in, the latest first.
#[utoipa::path(
    get, path = "/v1/me/sessions", operation_id = "ListSessions", tag = "accounts",
    responses((status = 200, description = "The sessions", body = DevicesView)),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(super) async fn list_sessions(State(ctx): State<Ctx>, by: SignedIn) -> Json<DevicesView> {
    let sessions = DeviceView::all(by.standing(), Some(by.session()), ctx.clock.now());
    Json(DevicesView { sessions })
}

/// Log out elsewhere: all sessions but the one that asks end.
#[utoipa::path(
    delete, path = "/v1/me/sessions", operation_id = "EndOtherSessions", tag = "accounts",
    responses((status = 204, description = "Ended")),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(super) async fn delete_sessions(
    State(ctx): State<Ctx>,
    by: SignedIn,
) -> Result<StatusCode, Problem> {
    end_other_sessions(&ctx, &by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Log out on one device.
#[utoipa::path(
    delete, path = "/v1/me/sessions/{session}", operation_id = "EndSession", tag = "accounts",
    params(("session" = String, Path, description = "The session")),
    responses((status = 204, description = "Ended")),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(super) async fn delete_one_session(
    State(ctx): State<Ctx>,
    by: SignedIn,
    PathIds((session,)): PathIds<(SessionId,)>,
) -> Result<StatusCode, Problem> {
    end_session(&ctx, &by, session).await?;
    Ok(StatusCode::NO_CONTENT)
}

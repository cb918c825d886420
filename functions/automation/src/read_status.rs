//! Where an event stands.
use crate::status::StatusView;
use axum::{Json, extract::State};
use domain::ids::EventId;
use runtime::{Allowed, Ctx, Problem, authorize::See, extract::PathIds};

/// Where an event stands: seats, who is next, and why nobody is invited at the moment.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/events/{event}/status",
    operation_id = "GetEventStatus",
    tag = "automation",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
    ),
    responses(
        (status = 200, description = "where the event stands", body = StatusView),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn read_status(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((event,)): PathIds<(EventId,)>,
) -> Result<Json<StatusView>, Problem> {
    let now = ctx.clock.now();
    let seen = runtime::event::with_seats(&ctx, allowed.org(), event).await?;
    Ok(Json(StatusView::of(&ctx, &seen, now).await?))
}

//! Pausing an event: nobody else is invited, everything promised goes on.
use crate::{
    start_event::keep,
    status::{StatusView, refused},
};
use axum::{Json, extract::State};
use domain::{event::Event, ids::EventId};
use runtime::{Allowed, Ctx, Problem, authorize::Invite, extract::PathIds};
use store::{Attempts, events::EventAndSeats};

/// Stops inviting. Answers, expiry, promotions and confirmations go on. Repeating it changes nothing.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/pause",
    operation_id = "PauseEvent",
    tag = "automation",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
    ),
    responses(
        (status = 200, description = "where the event stands now", body = StatusView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`event-closed`; `event-cancelled`; `not-allowed-now`: never started"),
    ),
    extensions(("x-permission" = json!("invite")))
)]
pub(crate) async fn pause_event(
    State(ctx): State<Ctx>,
    allowed: Allowed<Invite>,
    PathIds((event,)): PathIds<(EventId,)>,
) -> Result<Json<StatusView>, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let seen = runtime::event::with_seats(&ctx, allowed.org(), event).await?;
        let state = seen.event.pause().map_err(refused)?;
        if state == seen.event.state {
            return Ok(Json(StatusView::of(&ctx, &seen, now).await?));
        }
        let event = Event { state, ..seen.event.clone() };
        match keep(&ctx, (&event, seen.event_rev), allowed.actor(), now).await {
            Ok(()) => {
                let seen = EventAndSeats { event, ..seen };
                return Ok(Json(StatusView::of(&ctx, &seen, now).await?));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

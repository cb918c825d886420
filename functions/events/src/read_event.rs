//! Reading one event.
use crate::view::{Counts, EventView};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::EventId;
use runtime::{Allowed, Ctx, Problem, authorize::See, extract::PathIds, revision::etag};

/// Reads an event with its seats, as they are now, and its counts, as of some seconds ago.
///
/// The `ETag` is the revision of the settings: seats and counts change without it.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/events/{event}",
    operation_id = "ReadEvent",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
    ),
    responses(
        (status = 200, description = "the event; the settings' revision is the `ETag`", body = EventView),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn read_event(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((event,)): PathIds<(EventId,)>,
) -> Result<Response, Problem> {
    let found = runtime::event::with_seats(&ctx, allowed.org(), event).await?;
    let counts = Counts::of(&ctx, event).await?;
    let mut view = EventView::of(&found.event, found.event_rev, &found.seats).with(counts);
    if found.event.archived
        && let Some(deletion) = ctx.store.event_deletion(event).await?
    {
        view = view.deleted(&deletion.value);
    }
    Ok(([etag(found.event_rev)], Json(view)).into_response())
}

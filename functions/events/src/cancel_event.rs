//! Cancelling an event: the state at once, everybody on the list by the engine's walk.
use crate::view::EventView;
use axum::{Json, extract::State};
use domain::{
    event::{Event, EventState},
    ids::EventId,
};
use runtime::{Allowed, Ctx, Problem, authorize::Work, extract::PathIds};
use store::{Attempts, Transaction, events::Walk};

/// Cancels an event. From here on its pages say so and nothing is sent but the notice, one to each
/// who comes, was asked or waits. Repeating it changes nothing and sends nothing.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/cancel",
    operation_id = "CancelEvent",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
    ),
    responses(
        (status = 200, description = "the event as it is now", body = EventView),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn cancel_event(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((event,)): PathIds<(EventId,)>,
) -> Result<Json<EventView>, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let stored = runtime::event::with_seats(&ctx, allowed.org(), event).await?;
        if stored.event.state == EventState::Cancelled {
            return Ok(Json(EventView::of(&stored.event, stored.event_rev, &stored.seats)));
        }
        let cancelled = Event { state: EventState::Cancelled, ..stored.event };
        let mut transaction = Transaction::by(allowed.actor());
        transaction.replace_event(&cancelled, stored.event_rev);
        transaction.begin_walk(event, Walk::Cancel, ctx.clock.now());
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let rev = stored.event_rev.saturating_add(1);
                return Ok(Json(EventView::of(&cancelled, rev, &stored.seats)));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

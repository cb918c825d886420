//! Hiding an event that is over from the ordinary list, and showing it again.
use crate::{delete_event::revocable, view::EventView};
use axum::{Json, extract::State};
use domain::{
    event::{Event, EventState},
    ids::EventId,
};
use jiff::Timestamp;
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::Tidy, extract::PathIds};
use store::{
    Attempts, Transaction,
    events::{EventAndSeats, Walk},
};

/// Hides a closed or cancelled event. Its links go on to work.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/archive",
    operation_id = "ArchiveEvent",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
    ),
    responses(
        (status = 200, description = "the event as it is now", body = EventView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`: it is still to come"),
    ),
    extensions(("x-permission" = json!("tidy")))
)]
pub(crate) async fn archive_event(
    State(ctx): State<Ctx>,
    allowed: Allowed<Tidy>,
    PathIds((event,)): PathIds<(EventId,)>,
) -> Result<Json<EventView>, Problem> {
    set(&ctx, &allowed, event, true).await
}

/// Shows an archived event again. One that was deleted is kept.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/unarchive",
    operation_id = "UnarchiveEvent",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
    ),
    responses(
        (status = 200, description = "the event as it is now", body = EventView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`: it is being deleted"),
    ),
    extensions(("x-permission" = json!("tidy")))
)]
pub(crate) async fn unarchive_event(
    State(ctx): State<Ctx>,
    allowed: Allowed<Tidy>,
    PathIds((event,)): PathIds<(EventId,)>,
) -> Result<Json<EventView>, Problem> {
    set(&ctx, &allowed, event, false).await
}

async fn set(
    ctx: &Ctx,
    by: &Allowed<Tidy>,
    event: EventId,
    archived: bool,
) -> Result<Json<EventView>, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let stored = runtime::event::with_seats(ctx, by.org(), event).await?;
        let changed = decide(&stored, archived, now)?;
        let deletion = if archived { None } else { revocable(ctx, event, now).await? };
        if changed == stored.event {
            return Ok(Json(EventView::of(&changed, stored.event_rev, &stored.seats)));
        }
        let mut transaction = Transaction::by(by.actor());
        transaction.replace_event(&changed, stored.event_rev);
        if let Some(deletion) = &deletion {
            transaction.undelete_event(deletion);
        }
        if changed.state != stored.event.state {
            transaction.begin_walk(event, Walk::Close, now);
        }
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let rev = stored.event_rev.saturating_add(1);
                return Ok(Json(EventView::of(&changed, rev, &stored.seats)));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

/// The event after the command. One that the engine has not closed yet, a draft among them, is closed
/// by the way.
fn decide(stored: &EventAndSeats, archived: bool, now: Timestamp) -> Result<Event, Problem> {
    let mut event = stored.event.clone();
    if archived {
        if event.state != EventState::Cancelled && !event.takes_answers(now) {
            event.state = EventState::Closed;
        }
        event
            .archive()
            .map_err(|error| Problem::new(ProblemKind::NotAllowedNow).detail(error.to_string()))?;
    }
    event.archived = archived;
    Ok(event)
}

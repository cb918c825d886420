//! Deleting an event: cancelled, archived, and gone 30 days later.
use crate::view::EventView;
use axum::{Json, extract::State};
use domain::{
    event::{Event, EventState},
    ids::EventId,
};
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind, authorize::Tidy, event::with_seats, extract::PathIds,
};
use store::{
    Attempts, Stored, Transaction,
    events::{EventAndSeats, Walk},
    purge::EventDeletion,
};

/// Deletes an event. One that is not over is cancelled, so that its guests hear of it. It stands among
/// the archived events with its `purge_at`, 30 days later; until then it can be unarchived. Repeating
/// it changes nothing.
#[utoipa::path(
    delete,
    path = "/v1/orgs/{org}/events/{event}",
    operation_id = "DeleteEvent",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
    ),
    responses(
        (status = 200, description = "the event as it is now, with `purge_at`", body = EventView),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("tidy")))
)]
pub(crate) async fn delete_event(
    State(ctx): State<Ctx>,
    allowed: Allowed<Tidy>,
    PathIds((event,)): PathIds<(EventId,)>,
) -> Result<Json<EventView>, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let stored = with_seats(&ctx, allowed.org(), event).await?;
        if let Some(known) = ctx.store.event_deletion(event).await? {
            let view = EventView::of(&stored.event, stored.event_rev, &stored.seats);
            return Ok(Json(view.deleted(&known.value)));
        }
        let (deleted, walk) = decide(&stored, now);
        let deletion = EventDeletion::new(allowed.org(), now);
        let mut transaction = Transaction::by(allowed.actor());
        transaction.delete_event(event, &deletion);
        transaction.replace_event(&deleted, stored.event_rev);
        if let Some(walk) = walk {
            transaction.begin_walk(event, walk, now);
        }
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let rev = stored.event_rev.saturating_add(1);
                let view = EventView::of(&deleted, rev, &stored.seats);
                return Ok(Json(view.deleted(&deletion)));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

/// The event after the command, and the walk that tells its guests.
fn decide(stored: &EventAndSeats, now: Timestamp) -> (Event, Option<Walk>) {
    let event = &stored.event;
    let is_over = event.when.ends_at() <= now;
    let (state, walk) = match event.state {
        EventState::Cancelled => (EventState::Cancelled, None),
        EventState::Closed if is_over => (EventState::Closed, None),
        EventState::Draft | EventState::Active | EventState::Paused if is_over => {
            (EventState::Closed, Some(Walk::Close))
        }
        EventState::Draft | EventState::Active | EventState::Paused | EventState::Closed => {
            (EventState::Cancelled, Some(Walk::Cancel))
        }
    };
    (Event { state, archived: true, ..event.clone() }, walk)
}

/// Refuses what a deleted event is not good for any more; it is unarchived first.
pub(crate) async fn refuse_deleted(ctx: &Ctx, event: &Event) -> Result<(), Problem> {
    if event.archived && ctx.store.event_deletion(event.id).await?.is_some() {
        return Err(Problem::new(ProblemKind::NotAllowedNow)
            .detail("the event is deleted; unarchive it first"));
    }
    Ok(())
}

/// The event's deletion, which can still be taken back; 409 where its rows go by now.
pub(crate) async fn revocable(
    ctx: &Ctx,
    event: EventId,
    now: Timestamp,
) -> Result<Option<Stored<EventDeletion>>, Problem> {
    let deletion = ctx.store.event_deletion(event).await?;
    match deletion {
        Some(deletion) if !deletion.value.is_revocable(now) => {
            Err(Problem::new(ProblemKind::NotAllowedNow).detail("the event is being deleted"))
        }
        deletion @ (Some(_) | None) => Ok(deletion),
    }
}

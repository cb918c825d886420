//! Changing an event.
use crate::{
    delete_event::refuse_deleted,
    effects::{cuts, resized, wakes, walk},
    fields::{Wanted, changed},
    view::EventView,
    wire::ChangeEvent,
};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    code::EventCode,
    event::{Event, EventState},
    ids::EventId,
    seats::Seats,
};
use http::HeaderMap;
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::{Own, Work},
    extract::{Body, PathIds},
    revision::{Seen, etag},
};
use store::{
    Attempts, Transaction,
    events::{EventAndSeats, Walk},
};

/// Codes that are tried before an event goes without one.
const CODES_TRIED_MAX: usize = 64;

/// Changes an event.
///
/// With `If-Match` the change is made only to that revision, else 412 `stale`. Guests keep what they
/// were promised: a smaller capacity only stops new promises unless `revoke_unanswered` is given, a
/// shorter expiry is for new invitations, and a promised deadline moves only later, with
/// `extend_outstanding`. New times plan all reminders anew, and reopen a closed event as paused where
/// its deadline now lies ahead.
#[utoipa::path(
    patch,
    path = "/v1/orgs/{org}/events/{event}",
    operation_id = "ChangeEvent",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("if-match" = Option<String>, Header, description = "the `ETag` that the caller has seen"),
    ),
    request_body = ChangeEvent,
    responses(
        (status = 200, description = "the event as it is now", body = EventView),
        (status = 403, description = "`forbidden`: only an owner may force"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`below-accepted` with `taken`; `event-cancelled`; `conflict`"),
        (status = 412, description = "`stale`: it was changed since"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn change_event(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((event,)): PathIds<(EventId,)>,
    headers: HeaderMap,
    Body(change): Body<ChangeEvent>,
) -> Result<Response, Problem> {
    let seen = Seen::of(&headers)?;
    if change.force {
        allowed.also::<Own>()?;
    }
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let stored = runtime::event::with_seats(&ctx, allowed.org(), event).await?;
        seen.check(stored.event_rev)?;
        if stored.event.state == EventState::Cancelled {
            return Err(ProblemKind::EventCancelled.into());
        }
        refuse_deleted(&ctx, &stored.event).await?;
        let Some(edit) = decide(&ctx, &stored, &change, now).await? else {
            return Ok(answer(&stored.event, stored.event_rev, &stored.seats));
        };
        let mut transaction = Transaction::by(allowed.actor());
        transaction.replace_event(&edit.event, stored.event_rev);
        if edit.wakes {
            let walk = edit.walk.map(|walk| (walk, now));
            transaction.resize_seats(event, (&stored.seats, &edit.seats), walk);
        }
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                return Ok(answer(&edit.event, stored.event_rev.saturating_add(1), &edit.seats));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

/// What is to be written.
struct Edit {
    event: Event,
    seats: Seats,
    walk: Option<Walk>,
    wakes: bool,
}

/// Decides a change; `None` where it changes nothing.
async fn decide(
    ctx: &Ctx,
    stored: &EventAndSeats,
    change: &ChangeEvent,
    now: Timestamp,
) -> Result<Option<Edit>, Problem> {
    let known = Wanted {
        event: stored.event.clone(),
        capacity: stored.seats.capacity,
        organizer: stored.seats.organizer,
    };
    let wanted = changed(&known, change)?;
    let asks = change.extend_outstanding || change.revoke_unanswered;
    if wanted == known && !asks {
        return Ok(None);
    }
    let counts = cuts(&stored.seats, &wanted) && !change.force;
    let accepted = if counts { ctx.store.accepted_seats(stored.event.id).await? } else { 0 };
    let seats = resized(&stored.seats, &wanted, accepted, change.force)?;
    let walk = walk((&known.event, &wanted.event), &seats, change, stored.engine.walk)?;
    let wakes = walk.is_some() || wakes(&known, &wanted);
    let mut event = wanted.event;
    event.state = event.rescheduled(now);
    if event.when != known.event.when {
        event.code = code(ctx, &event, now).await?;
    }
    Ok(Some(Edit { event, seats, walk, wakes }))
}

/// The code of an event whose times moved: its own for the longer time, or another where an event took
/// it after this one was over.
async fn code(ctx: &Ctx, event: &Event, now: Timestamp) -> Result<Option<EventCode>, Problem> {
    let Some(own) = event.code.clone() else { return Ok(None) };
    let sender = ctx.texts.account().sender;
    let free_at = event.when.ends_at();
    let random = u64::from_le_bytes(ctx.ids.bytes());
    let others = EventCode::candidates(&event.name, random).take(CODES_TRIED_MAX);
    for code in std::iter::once(own).chain(others) {
        if ctx.store.take_code(&sender, &code, event.id, free_at, now).await? {
            return Ok(Some(code));
        }
    }
    Ok(None)
}

fn answer(event: &Event, rev: u64, seats: &Seats) -> Response {
    ([etag(rev)], Json(EventView::of(event, rev, seats))).into_response()
}

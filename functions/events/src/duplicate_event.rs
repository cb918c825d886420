//! Making an event like another, with its list if wanted.
use crate::{create_event::create, fields::Wanted, limits::COPIED_AT_ONCE_MAX, view::EventView};
use axum::{extract::State, response::Response};
use domain::{
    event::{Event, EventState, NAME_CHARS_MAX},
    ids::{EventId, InviteeId},
    invitee::{Invitee, SkipReason, StatusName},
    transition::{Entry, add},
};
use futures::{StreamExt, TryStreamExt, stream};
use http::StatusCode;
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::{OrgWide, Work},
    extract::{BodyOrDefault, PathIds},
    idempotency::{IdempotencyKey, once},
};
use serde::{Deserialize, Serialize};
use store::{events::EventAndSeats, invitees::Kept};
use utoipa::ToSchema;

const PREFIX: &str = "Copy of ";
/// Rows of one read of the list.
const CHUNK: u16 = 500;
/// Writes at a time.
const WRITES_AT_ONCE: usize = 32;

/// How to copy.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DuplicateBody {
    /// Whether the invitees are copied, too: all but the removed, queued, in the same order.
    invitees: bool,
    /// To go on with a long list: what the answer before gave. Makes no further event.
    cursor: Option<String>,
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DuplicatedEvent)]
pub(crate) struct DuplicateView {
    event: EventView,
    /// Invitees that this request copied.
    copied: usize,
    /// Give it in a further request to copy the rest of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

/// Where copying goes on.
#[derive(Debug, Clone, Copy)]
struct Place {
    into: EventId,
    after: Option<InviteeId>,
}

/// Makes a draft with all settings of an event, its times and texts, named `Copy of ..`.
///
/// With `invitees` its list is copied, at most 2,000 invitees in one request; for a longer one the
/// answer has a `cursor` that a further request goes on with. Copying the same part twice is harmless.
/// With an `Idempotency-Key` a repeated request makes no second event.
///
/// The copy is another event: a role on this one alone does not do.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/duplicate",
    operation_id = "DuplicateEvent",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("idempotency-key" = Option<String>, Header, description = "makes a repetition harmless"),
    ),
    request_body = DuplicateBody,
    responses(
        (status = 201, description = "the new event", body = DuplicateView),
        (status = 200, description = "more of the list was copied", body = DuplicateView),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")), ("x-org-wide" = json!(true)))
)]
pub(crate) async fn duplicate_event(
    State(ctx): State<Ctx>,
    OrgWide(allowed): OrgWide<Work>,
    PathIds((event,)): PathIds<(EventId,)>,
    key: IdempotencyKey,
    BodyOrDefault(body): BodyOrDefault<DuplicateBody>,
) -> Result<Response, Problem> {
    let request = (event.to_string(), &body);
    once(&ctx, allowed.org(), "DuplicateEvent", key, &request, async || {
        duplicate(&ctx, &allowed, event, &body).await
    })
    .await
}

async fn duplicate(
    ctx: &Ctx,
    by: &Allowed<Work>,
    event: EventId,
    body: &DuplicateBody,
) -> Result<(StatusCode, DuplicateView), Problem> {
    let original = runtime::event::with_seats(ctx, by.org(), event).await?;
    let (status, copy, after) = match &body.cursor {
        Some(cursor) => {
            let place = open(ctx, event, cursor)?;
            let copy = runtime::event::with_seats(ctx, by.org(), place.into).await?;
            (StatusCode::OK, copy, place.after)
        }
        None => (StatusCode::CREATED, make(ctx, by, &original).await?, None),
    };
    let (copied, next) = if body.invitees || body.cursor.is_some() {
        copy_list(ctx, by, event, &copy.event, after).await?
    } else {
        (0, None)
    };
    let cursor = next.map(|after| seal(ctx, event, copy.event.id, after));
    let event = EventView::of(&copy.event, copy.event_rev, &copy.seats);
    Ok((status, DuplicateView { event, copied, cursor }))
}

async fn make(
    ctx: &Ctx,
    by: &Allowed<Work>,
    original: &EventAndSeats,
) -> Result<EventAndSeats, Problem> {
    let name = format!("{PREFIX}{}", original.event.name);
    let event = Event {
        name: name.chars().take(NAME_CHARS_MAX).collect(),
        state: EventState::Draft,
        archived: false,
        code: None,
        announcements: Vec::new(),
        broadcasts: 0,
        created_at: ctx.clock.now(),
        ..original.event.clone()
    };
    let (capacity, organizer) = (original.seats.capacity, original.seats.organizer);
    let (event, seats) = create(ctx, by, Wanted { event, capacity, organizer }).await?;
    Ok(EventAndSeats { event, event_rev: 1, seats, ..original.clone() })
}

/// Copies some of the list; answers how many, and whom to go on after.
async fn copy_list(
    ctx: &Ctx,
    by: &Allowed<Work>,
    from: EventId,
    into: &Event,
    mut after: Option<InviteeId>,
) -> Result<(usize, Option<InviteeId>), Problem> {
    let (now, actor) = (ctx.clock.now(), by.actor());
    let mut copied = 0_usize;
    loop {
        let chunk = ctx.store.invitees_after(from, after, CHUNK).await?;
        let Some(last) = chunk.last() else { return Ok((copied, None)) };
        after = Some(last.invitee.id);
        let copies: Vec<Invitee> =
            chunk.iter().filter_map(|kept| copy_of(kept, into, by, now)).collect();
        let added: Vec<()> = stream::iter(copies)
            .map(|copy| {
                let actor = &actor;
                async move { ctx.store.add_invitee(&copy, actor).await.map(|_| ()) }
            })
            .buffer_unordered(WRITES_AT_ONCE)
            .try_collect()
            .await?;
        copied = copied.saturating_add(added.len());
        if copied.saturating_add(usize::from(CHUNK)) > COPIED_AT_ONCE_MAX {
            return Ok((copied, after));
        }
    }
}

/// The same person on another list, as if just added; none where they are not wanted any more.
fn copy_of(kept: &Kept, into: &Event, by: &Allowed<Work>, now: Timestamp) -> Option<Invitee> {
    let former = &kept.invitee;
    let deleted = former.skip.is_some_and(|skip| skip.reason == SkipReason::ContactDeleted);
    if former.status.name() == StatusName::Removed || deleted {
        return None;
    }
    let entry = Entry {
        contact: former.contact,
        newcomer: former.newcomer,
        name: former.name.clone(),
        phone: former.phone.clone(),
        zone: former.zone.clone(),
        party_max: former.party_max,
    };
    // An event that is over is copied to be moved: its list is not refused for that.
    let open = Event { rsvp_deadline: Some(Timestamp::MAX), ..into.clone() };
    add(&open, entry, former.position.clone(), (by.who(), now)).ok()
}

fn list(from: EventId) -> String {
    format!("copy of the list of {from}")
}

fn seal(ctx: &Ctx, from: EventId, into: EventId, after: InviteeId) -> String {
    ctx.store.cursors().seal(&list(from), &(into.to_string(), after.to_string()))
}

fn open(ctx: &Ctx, from: EventId, cursor: &str) -> Result<Place, Problem> {
    let (into, after): (String, String) = ctx.store.cursors().open(&list(from), cursor)?;
    let place = into.parse().ok().zip(after.parse().ok());
    let (into, after) = place.ok_or(ProblemKind::NotFound)?;
    Ok(Place { into, after: Some(after) })
}

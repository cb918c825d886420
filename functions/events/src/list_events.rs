//! Listing an org's events.
use crate::{
    limits::LOOK_BACK,
    view::{Counts, EventView},
};
use axum::{Json, extract::State};
use domain::{
    event::Event,
    ids::{EventId, OrgId},
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem,
    authorize::See,
    extract::{QueryOf, page_limit},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{
    Store,
    events::{KeptEvent, Starting},
    query::Query,
};
use utoipa::ToSchema;

/// Pages of the index that one request reads at most: events that the list leaves out may lie between.
const INDEX_PAGES_MAX: usize = 8;
/// Counts that are read at a time.
const COUNTS_AT_ONCE: usize = 16;

/// Which events.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listing {
    /// Those whose day is over, the latest first; else those to come, the earliest first.
    #[serde(default)]
    past: bool,
    /// Those that are archived, the latest first; they are in no other list.
    #[serde(default)]
    archived: bool,
    /// With the number of invitees by status.
    #[serde(default)]
    counts: bool,
    /// 1 to 200; 50 unless given.
    limit: Option<u16>,
    /// Where the last page ended.
    cursor: Option<String>,
}

/// One page of events.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventPage)]
pub(crate) struct EventsView {
    events: Vec<EventView>,
    /// Where the next page begins; absent on the last one. A page may be short and not the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

/// Lists events. An event is to come until its day is over where it is: midnight in its own zone, or
/// its end if that is later.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/events",
    operation_id = "ListEvents",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("past" = Option<bool>, Query, description = "those whose day is over, the latest first"),
        ("archived" = Option<bool>, Query, description = "those that are archived, the latest first"),
        ("counts" = Option<bool>, Query, description = "with the number of invitees by status"),
        ("limit" = Option<u16>, Query, description = "1 to 200; 50 unless given"),
        ("cursor" = Option<String>, Query, description = "where the last page ended"),
    ),
    responses(
        (status = 200, description = "a page of events", body = EventsView),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_events(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    QueryOf(listing): QueryOf<Listing>,
) -> Result<Json<EventsView>, Problem> {
    let limit = usize::from(page_limit(listing.limit)?);
    let now = ctx.clock.now();
    let mut position = match &listing.cursor {
        Some(cursor) => Some(ctx.store.cursors().open(&name(allowed.org(), &listing), cursor)?),
        None => None,
    };
    let mut found: Vec<KeptEvent> = Vec::new();
    for _ in 0..INDEX_PAGES_MAX {
        let room = u16::try_from(limit.saturating_sub(found.len())).unwrap_or(u16::MAX);
        let query = query(allowed.org(), &listing, now, room).after(position.take());
        let (ids, next) = ctx.store.events_of(&query).await?;
        found.extend(
            in_order(ctx.store.events(&ids).await?, &ids)
                .filter(|kept| belongs(&listing, &kept.event, now)),
        );
        position = next;
        if position.is_none() || found.len() >= limit {
            break;
        }
    }
    let seal = |next| ctx.store.cursors().seal(&name(allowed.org(), &listing), &next);
    let cursor = position.map(seal);
    Ok(Json(EventsView { events: views(&ctx, found, listing.counts).await?, cursor }))
}

/// What a cursor belongs to. Not the time: a list goes on where it began.
fn name(org: OrgId, listing: &Listing) -> String {
    format!("events of {org}, past {}, archived {}", listing.past, listing.archived)
}

fn query(org: OrgId, listing: &Listing, now: Timestamp, limit: u16) -> Query {
    let starting = if listing.archived {
        Starting::LatestFirst
    } else if listing.past {
        Starting::UpTo(now)
    } else {
        Starting::From(now.checked_sub(LOOK_BACK).unwrap_or(Timestamp::UNIX_EPOCH))
    };
    Store::events_query(org, starting, limit)
}

fn belongs(listing: &Listing, event: &Event, now: Timestamp) -> bool {
    event.archived == listing.archived && (listing.archived || is_past(event, now) == listing.past)
}

/// Whether the day of the event, on its own wall clock, and the event itself are over.
fn is_past(event: &Event, now: Timestamp) -> bool {
    let zone = event.when.zone.tz();
    let today = zone.to_datetime(now).date();
    event.when.starts_local.date() < today && event.when.ends_at() <= now
}

fn in_order(kept: Vec<KeptEvent>, ids: &[EventId]) -> impl Iterator<Item = KeptEvent> {
    let mut by_id: BTreeMap<EventId, KeptEvent> =
        kept.into_iter().map(|kept| (kept.event.id, kept)).collect();
    ids.iter().filter_map(move |id| by_id.remove(id))
}

async fn views(ctx: &Ctx, found: Vec<KeptEvent>, counted: bool) -> Result<Vec<EventView>, Problem> {
    let ids: Vec<EventId> = found.iter().map(|kept| kept.event.id).collect();
    let seats: BTreeMap<EventId, _> = ctx.store.seats_of(&ids).await?.into_iter().collect();
    let with_seats = |kept: &KeptEvent| {
        let seats = seats.get(&kept.event.id)?;
        Some((kept.event.id, EventView::of(&kept.event, kept.rev, &seats.seats)))
    };
    let views: Vec<(EventId, EventView)> = found.iter().filter_map(with_seats).collect();
    if !counted {
        return Ok(views.into_iter().map(|(_, view)| view).collect());
    }
    stream::iter(views)
        .map(|(event, view)| async move { Ok(view.with(Counts::of(ctx, event).await?)) })
        .buffered(COUNTS_AT_ONCE)
        .try_collect()
        .await
}

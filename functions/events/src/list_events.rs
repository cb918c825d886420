//! Listing an org's events.
use crate::{limits::LOOK_BACK, summary::EventSummary};
use axum::{Json, extract::State};
use domain::{
    event::When,
    ids::{EventId, OrgId},
};
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem,
    authorize::See,
    extract::{QueryOf, page_limit},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{
    events::{Shelf, Starting},
    read_models::ListedEvent,
};
use utoipa::ToSchema;

/// Pages of the index that one request reads at most: events that the list leaves out may lie between.
const INDEX_PAGES_MAX: usize = 8;

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
    /// 1 to 200; 50 unless given.
    limit: Option<u16>,
    /// Where the last page ended.
    cursor: Option<String>,
}

/// One page of events.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventPage)]
pub(crate) struct EventsView {
    events: Vec<EventSummary>,
    /// Where the next page begins; absent on the last one. A page may be short and not the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

/// Lists events. An event is to come until its day is over where it is: midnight in its own zone, or
/// its end if that is later.
///
/// An event is here as soon as it is made, moved or archived. The rest of what is shown, its numbers
/// above all, is some seconds old; the event itself says what is so now.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/events",
    operation_id = "ListEvents",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("past" = Option<bool>, Query, description = "those whose day is over, the latest first"),
        ("archived" = Option<bool>, Query, description = "those that are archived, the latest first"),
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
    let mut events: Vec<EventSummary> = Vec::new();
    let which = which(&listing, now);
    for _ in 0..INDEX_PAGES_MAX {
        let room = u16::try_from(limit.saturating_sub(events.len())).unwrap_or(u16::MAX);
        let page = ctx.store.event_list(allowed.org(), which, position.take(), room).await?;
        let found = page.items.into_iter().filter(|event| belongs(&listing, event, now));
        let found: Vec<ListedEvent> = found.collect();
        let deletions = deletions(&ctx, &listing, &found).await?;
        let summaries = found.into_iter().map(EventSummary::from);
        events.extend(summaries.map(|event| event.deleted(&deletions)));
        position = page.next;
        if position.is_none() || events.len() >= limit {
            break;
        }
    }
    let seal = |next| ctx.store.cursors().seal(&name(allowed.org(), &listing), &next);
    Ok(Json(EventsView { events, cursor: position.map(seal) }))
}

/// When those of some archived events go that were deleted, by id.
async fn deletions(
    ctx: &Ctx,
    listing: &Listing,
    events: &[ListedEvent],
) -> Result<HashMap<String, Timestamp>, Problem> {
    if !listing.archived || events.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<EventId> = events.iter().map(|event| event.id).collect();
    let deletions = ctx.store.event_deletions(&ids).await?.into_iter();
    Ok(deletions.map(|one| (one.key.event.to_string(), one.value.purge_at())).collect())
}

/// What a cursor belongs to. Not the time: a list goes on where it began.
fn name(org: OrgId, listing: &Listing) -> String {
    format!("events of {org}, past {}, archived {}", listing.past, listing.archived)
}

fn which(listing: &Listing, now: Timestamp) -> (Shelf, Starting) {
    let starting = if listing.archived {
        Starting::LatestFirst
    } else if listing.past {
        Starting::UpTo(now)
    } else {
        Starting::From(now.checked_sub(LOOK_BACK).unwrap_or(Timestamp::UNIX_EPOCH))
    };
    (Shelf::of(listing.archived), starting)
}

fn belongs(listing: &Listing, event: &ListedEvent, now: Timestamp) -> bool {
    listing.archived || is_past(&event.when, now) == listing.past
}

/// Whether the day of the event, on its own wall clock, and the event itself are over.
fn is_past(when: &When, now: Timestamp) -> bool {
    let today = when.zone.tz().to_datetime(now).date();
    when.starts_local.date() < today && when.ends_at() <= now
}

//! All messages to a contact.
use crate::parameters::Parameters;
use axum::{Json, extract::State};
use domain::{
    ids::{ContactId, EventId, OrgId},
    message::MessageKey,
};
use futures::future::try_join_all;
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::See,
    extract::{PathIds, QueryOf},
};
use serde::{Deserialize, Serialize};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};
use store::{
    Consistency, Position, Store,
    contacts::Person,
    events::{Shelf, Starting},
    read_models::LoggedMessage,
};
use utoipa::ToSchema;

/// Places on lists that one request looks at: half a unit each.
const PLACES_MAX: usize = 200;
/// Most events of one page.
const EVENTS_MAX: usize = 100;
/// Fewest events of one page, however many phones and ids a contact had.
const EVENTS_MIN: usize = 5;
/// Guests whose messages are read at the same time: each of them is several reads.
const GUESTS_AT_ONCE: usize = 8;

/// A message to a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ContactMessage {
    /// Which message.
    id: String,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The event that it is about; absent where it answers a text that was about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitee: Option<String>,
    /// Why it was sent: `invite`, `confirmation`, `reminder` and so on.
    purpose: &'static str,
    /// How its words begin: at most 80 characters.
    body: String,
    /// What is known of it: `queued`, `submitted`, `delivered`, `rejected` and so on.
    state: &'static str,
    /// Where it went.
    phone: String,
    /// The provider's error code.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<u32>,
    /// The provider's id of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_id: Option<String>,
    /// Segments that were billed, or that we count.
    segments: u16,
}

/// One page of a contact's messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ContactMessagePage {
    /// The messages, the newest first.
    items: Vec<ContactMessage>,
    /// Leads to the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// Lists all messages to a contact, and to those that were merged into it.
///
/// A page is about some of the org's events, the latest first and the archived ones last, and shows their
/// messages to the contact, the newest first. It may be empty without being the last: go on while there
/// is a `next_cursor`.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/contacts/{contact}/messages",
    operation_id = "ListContactMessages",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("contact" = String, Path, description = "the contact"),
        ("cursor" = Option<String>, Query, description = "the `next_cursor` of the page before"),
    ),
    responses(
        (status = 200, description = "one page", body = ContactMessagePage),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_contact_messages(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((contact,)): PathIds<(ContactId,)>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Json<ContactMessagePage>, Problem> {
    let mut parameters = Parameters::of(pairs);
    let cursor = parameters.text("cursor");
    parameters.finish()?;
    let org = allowed.org();
    let stored = ctx.store.contact(org, contact, Consistency::Eventual).await?;
    let stored = stored.ok_or(ProblemKind::NotFound)?;
    let person = Person::of(contact, &stored.value);
    let fingerprint = format!("messages to {contact} of {org}");
    let cursors = ctx.store.cursors();
    let place = cursor.map(|cursor| cursors.open::<Place>(&fingerprint, &cursor)).transpose()?;
    let mut messages = Vec::new();
    if place.is_none() {
        let logs = person.phones().map(|phone| ctx.store.phone_log(org, phone));
        messages.extend(try_join_all(logs).await?.into_iter().flatten());
    }
    let (events, next) = events(&ctx, org, place, events_max(&person)).await?;
    let places = ctx.store.places_of(&person, &events, Consistency::Eventual).await?;
    for some in places.chunks(GUESTS_AT_ONCE) {
        let logs = try_join_all(some.iter().map(|kept| ctx.store.guest_log(kept))).await?;
        messages.extend(logs.into_iter().flatten());
    }
    messages.sort_by_key(|message| Reverse(message.recorded_at));
    Ok(Json(ContactMessagePage {
        items: shown(&ctx, messages).await?,
        next_cursor: next.map(|place| cursors.seal(&fingerprint, &place)),
    }))
}

/// Where a page ended: on which of the two shelves of events, and behind which.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    archived: bool,
    after: Option<Position>,
}

fn events_max(person: &Person) -> u16 {
    let most = PLACES_MAX.checked_div(person.places()).unwrap_or(EVENTS_MAX);
    u16::try_from(most.clamp(EVENTS_MIN, EVENTS_MAX)).unwrap_or(u16::MAX)
}

async fn events(
    ctx: &Ctx,
    org: OrgId,
    place: Option<Place>,
    most: u16,
) -> Result<(Vec<EventId>, Option<Place>), Problem> {
    let Place { archived, after } = place.unwrap_or(Place { archived: false, after: None });
    let shelf = Shelf::of(archived);
    let query = Store::events_query(org, (shelf, Starting::LatestFirst), most).after(after);
    let (events, next) = ctx.store.events_of(&query).await?;
    let next = match next {
        Some(position) => Some(Place { archived, after: Some(position) }),
        None if !archived => Some(Place { archived: true, after: None }),
        None => None,
    };
    Ok((events, next))
}

async fn shown(ctx: &Ctx, messages: Vec<LoggedMessage>) -> Result<Vec<ContactMessage>, Problem> {
    let events: BTreeSet<EventId> =
        messages.iter().filter_map(|message| message.id.key().event()).collect();
    let events: Vec<EventId> = events.into_iter().collect();
    let kept = if events.is_empty() { Vec::new() } else { ctx.store.events(&events).await? };
    let names: BTreeMap<EventId, String> =
        kept.into_iter().map(|kept| (kept.event.id, kept.event.name)).collect();
    Ok(messages.into_iter().map(|message| view(message, &names)).collect())
}

fn view(message: LoggedMessage, names: &BTreeMap<EventId, String>) -> ContactMessage {
    let (event, invitee) = match message.id.key() {
        MessageKey::Invitation { event, invitee, .. } => (Some(*event), Some(*invitee)),
        MessageKey::Recipient { .. } => (None, None),
    };
    ContactMessage {
        at: message.recorded_at,
        event: event.map(|event| event.to_string()),
        event_name: event.and_then(|event| names.get(&event).cloned()),
        invitee: invitee.map(|invitee| invitee.to_string()),
        purpose: message.id.key().purpose().name(),
        id: message.id.to_string(),
        body: message.words,
        state: message.delivery.name(),
        phone: message.phone.to_string(),
        error: message.error,
        provider_id: message.provider_id,
        segments: message.segments,
    }
}

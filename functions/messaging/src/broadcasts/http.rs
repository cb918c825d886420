//! The broadcasts' routes: parse, call, view.
use super::send_broadcast::{Words, send_broadcast};
use axum::{Json, extract::State, response::Response};
use domain::{
    event::Audience,
    ids::{BroadcastId, EventId},
    segments,
};
use http::StatusCode;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind, Routes,
    authorize::{Message, See},
    extract::{Body, Fields, PathIds},
    idempotency::{IdempotencyKey, once},
    routes,
};
use serde::{Deserialize, Serialize};

use store::{Consistency, accounts::User, broadcasts::BroadcastItem, keys::UserKey};
use utoipa::ToSchema;

/// Most characters of a broadcast: four segments.
const TEXT_CHARACTERS_MAX: usize = 612;

/// The broadcasts' routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new().routes(routes!(create, list))
}

/// An organizer's message to a group of guests.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BroadcastBody {
    /// 1 to 612 characters.
    text: String,
    /// `all` (everybody who was asked) or `confirmed`.
    audience: String,
}

/// A broadcast and how far it came.
#[derive(Debug, Serialize, ToSchema)]
struct BroadcastView {
    id: String,
    text: String,
    /// Segments of one text.
    segments: u16,
    audience: &'static str,
    sender: String,
    created_at: String,
    /// Messages recorded so far.
    planned: u32,
    /// Whether every guest was looked at.
    complete: bool,
}

/// An event's broadcasts, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct BroadcastsView {
    broadcasts: Vec<BroadcastView>,
}

/// Send a message to the guests of an event. Needs an `Idempotency-Key`: repeating it sends nothing
/// twice.
#[utoipa::path(
    post, path = "/v1/orgs/{org}/events/{event}/broadcasts",
    operation_id = "SendBroadcast", tag = "messages",
    params(
        ("org" = String, Path, description = "The org"),
        ("event" = String, Path, description = "The event"),
        ("idempotency-key" = String, Header, description = "Unique to this message"),
    ),
    request_body = BroadcastBody,
    responses((status = 202, description = "It is being sent", body = BroadcastView)),
    extensions(("x-permission" = json!("message")))
)]
async fn create(
    State(ctx): State<Ctx>,
    by: Allowed<Message>,
    PathIds((event,)): PathIds<(EventId,)>,
    key: IdempotencyKey,
    Body(body): Body<BroadcastBody>,
) -> Result<Response, Problem> {
    let IdempotencyKey(Some(own_key)) = key.clone() else {
        return Err(Problem::new(ProblemKind::Malformed)
            .detail("send an Idempotency-Key header, so that a repetition texts nobody twice"));
    };
    let mut words = parse(&body)?;
    words.sender = sender(&ctx, &by).await?;
    let request = (event.to_string(), &body);
    once(&ctx, by.org(), "SendBroadcast", key, &request, async || {
        let (id, item) = send_broadcast(&ctx, &by, event, (&words, &own_key)).await?;
        Ok((StatusCode::ACCEPTED, view(id, &item)))
    })
    .await
}

/// The broadcasts of an event, newest first.
#[utoipa::path(
    get, path = "/v1/orgs/{org}/events/{event}/broadcasts",
    operation_id = "ListBroadcasts", tag = "messages",
    params(
        ("org" = String, Path, description = "The org"),
        ("event" = String, Path, description = "The event"),
    ),
    responses((status = 200, description = "The broadcasts", body = BroadcastsView)),
    extensions(("x-permission" = json!("see")))
)]
async fn list(
    State(ctx): State<Ctx>,
    by: Allowed<See>,
    PathIds((event,)): PathIds<(EventId,)>,
) -> Result<Json<BroadcastsView>, Problem> {
    runtime::event::of_org(&ctx, by.org(), event, Consistency::Eventual).await?;
    let mut stored = ctx.store.broadcasts(event).await?;
    stored.sort_by_key(|one| std::cmp::Reverse(one.value.number));
    let broadcasts = stored.iter().map(|one| view(one.key.broadcast, &one.value)).collect();
    Ok(Json(BroadcastsView { broadcasts }))
}

fn parse(body: &BroadcastBody) -> Result<Words, Problem> {
    let mut fields = Fields::new();
    let text = fields.text("/text", &body.text, TEXT_CHARACTERS_MAX);
    let plain = !body.text.contains("{{");
    fields.check("/text", plain, "is sent as it is: variables are not filled in here");
    let audience = Audience::parse(&body.audience).ok_or("must be `all` or `confirmed`");
    let audience = fields.take("/audience", audience);
    let (text, audience) = fields.all(text.zip(audience))?;
    Ok(Words { text, audience, sender: String::new() })
}

/// The caller's name, as guests' pages show it.
async fn sender(ctx: &Ctx, by: &Allowed<Message>) -> Result<String, Problem> {
    let user = ctx.store.get::<User>(&UserKey { user: by.user() }, Consistency::Eventual).await?;
    Ok(user.map(|user| user.value.display_name).unwrap_or_default())
}

fn view(id: BroadcastId, item: &BroadcastItem) -> BroadcastView {
    BroadcastView {
        id: id.to_string(),
        text: item.text.clone(),
        segments: segments::count(&item.text).segments,
        audience: item.audience().name(),
        sender: item.sender.clone(),
        created_at: item.created_at.0.to_string(),
        planned: item.planned,
        complete: item.complete,
    }
}

//! The log's routes: parse, call, view.
use super::filter::{self, Wanted};
use axum::{Json, extract::State};
use domain::{
    ids::EventId,
    message::{MessageKey, Tally},
};
use runtime::{
    Allowed, Ctx, Problem, Routes,
    authorize::See,
    extract::{PathIds, QueryOf},
    routes,
};
use serde::Serialize;
use store::{
    Consistency,
    read_models::{LogScope, LoggedMessage},
};
use utoipa::ToSchema;

/// The log's routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new().routes(routes!(list_messages)).routes(routes!(list_event_messages))
}

/// A message and the last that is known of it.
#[derive(Debug, Serialize, ToSchema)]
struct MessageView {
    id: String,
    /// The event; absent where the message is about no invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    /// The invitee; absent where the message is about no invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitee: Option<String>,
    purpose: &'static str,
    /// The recipient's name.
    name: String,
    /// The recipient's phone.
    phone: String,
    /// How the message begins.
    words: String,
    /// `queued`, `submitting`, `unknown`, `unconfirmed`, `submitted`, `delivered`, `read`,
    /// `undelivered`, `rejected`, `gave_up` or `dropped`.
    state: &'static str,
    /// `submitted`, `held_back`, `rejected`, `failed` or `unknown`: each message is counted in one.
    counted_as: &'static str,
    segments: u16,
    /// The provider's latest error code.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<u32>,
    /// The provider's id of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_id: Option<String>,
    /// When it was recorded.
    recorded_at: String,
    /// When it was first claimed for sending.
    #[serde(skip_serializing_if = "Option::is_none")]
    claimed_at: Option<String>,
}

/// One page of the log.
#[derive(Debug, Serialize, ToSchema)]
struct MessagePage {
    items: Vec<MessageView>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// The messages of an org, the newest first, as of some seconds ago.
///
/// `state` and `purpose` may stand several times: any of them will do. A page may be short and still
/// not be the last: go on while there is a `next_cursor`.
#[utoipa::path(
    get, path = "/v1/orgs/{org}/messages",
    operation_id = "ListMessages", tag = "messages",
    params(
        ("org" = String, Path, description = "The org"),
        ("state" = Option<Vec<String>>, Query, description = "In one of these states"),
        ("purpose" = Option<Vec<String>>, Query, description = "For one of these purposes"),
        ("since" = Option<String>, Query, description = "Recorded at this instant or later"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "One page", body = MessagePage)),
    extensions(("x-permission" = json!("see")))
)]
async fn list_messages(
    State(ctx): State<Ctx>,
    by: Allowed<See>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Json<MessagePage>, Problem> {
    page(&ctx, LogScope::Org(by.org()), filter::read(pairs)?).await.map(Json)
}

/// The messages of an event, the newest first, as of some seconds ago.
///
/// Filters are as in the org's log.
#[utoipa::path(
    get, path = "/v1/orgs/{org}/events/{event}/messages",
    operation_id = "ListEventMessages", tag = "messages",
    params(
        ("org" = String, Path, description = "The org"),
        ("event" = String, Path, description = "The event"),
        ("state" = Option<Vec<String>>, Query, description = "In one of these states"),
        ("purpose" = Option<Vec<String>>, Query, description = "For one of these purposes"),
        ("since" = Option<String>, Query, description = "Recorded at this instant or later"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "One page", body = MessagePage)),
    extensions(("x-permission" = json!("see")))
)]
async fn list_event_messages(
    State(ctx): State<Ctx>,
    by: Allowed<See>,
    PathIds((event,)): PathIds<(EventId,)>,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
) -> Result<Json<MessagePage>, Problem> {
    let wanted = filter::read(pairs)?;
    runtime::event::of_org(&ctx, by.org(), event, Consistency::Eventual).await?;
    page(&ctx, LogScope::Event(event), wanted).await.map(Json)
}

async fn page(ctx: &Ctx, scope: LogScope, wanted: Wanted) -> Result<MessagePage, Problem> {
    let Wanted { filter, limit, cursor } = wanted;
    let fingerprint = format!("messages of {scope:?} with {filter:?}");
    let cursors = ctx.store.cursors();
    let after = cursor.map(|cursor| cursors.open::<String>(&fingerprint, &cursor)).transpose()?;
    let slice = ctx.store.message_log(scope, &filter, after.as_deref(), limit).await?;
    Ok(MessagePage {
        items: slice.items.into_iter().map(MessageView::from).collect(),
        next_cursor: slice.next.map(|place| cursors.seal(&fingerprint, &place)),
    })
}

impl From<LoggedMessage> for MessageView {
    fn from(message: LoggedMessage) -> Self {
        let (event, invitee) = match message.id.key() {
            MessageKey::Invitation { event, invitee, .. } => (Some(*event), Some(*invitee)),
            MessageKey::Recipient { .. } => (None, None),
        };
        Self {
            id: message.id.to_string(),
            event: event.map(|event| event.to_string()),
            invitee: invitee.map(|invitee| invitee.to_string()),
            purpose: message.id.key().purpose().name(),
            name: message.name,
            phone: message.phone.to_string(),
            words: message.words,
            state: message.delivery.name(),
            counted_as: message.delivery.tally().map_or("", Tally::name),
            segments: message.segments,
            error: message.error,
            provider_id: message.provider_id,
            recorded_at: message.recorded_at.to_string(),
            claimed_at: message.claimed_at.map(|at| at.to_string()),
        }
    }
}

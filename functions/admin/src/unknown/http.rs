//! Texts: parse, call, view.
use super::decide::decide;
use crate::paging::{List, PageOf};
use axum::{Json, extract::State};
use domain::{message::MessageId, outbox::Verdict};
use runtime::{
    Ctx, PlatformAdmin, Problem,
    extract::{Body, PathIds, QueryOf},
};
use serde::{Deserialize, Serialize};
use store::read_models::{Slice, UnknownMessage};
use utoipa::ToSchema;

/// Which texts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// Also those whose outcome somebody found out.
    #[serde(default)]
    resolved: bool,
    limit: Option<u16>,
    cursor: Option<String>,
}

/// A text of which nobody knew whether it was sent.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnknownMessageView {
    id: String,
    org: String,
    /// The event; absent for a message that is about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    purpose: &'static str,
    /// Where it goes: to look it up at the provider.
    phone: String,
    /// `unknown` while the provider is asked, `unconfirmed` where it cannot be; another state once it
    /// is known.
    state: &'static str,
    recorded_at: String,
    /// When it was first handed to the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    claimed_at: Option<String>,
    /// Whether somebody has to find out.
    open: bool,
    /// Who decided, where a person did.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<String>,
}

/// What a person found out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionBody {
    /// `sent`, or `not_sent`: then it is a failure, and it is not sent again unless an organizer asks.
    outcome: String,
}

/// What is known of it now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DecidedView {
    id: String,
    state: &'static str,
}

impl DecisionBody {
    /// What it says.
    pub(super) fn verdict(&self) -> Result<Verdict, Problem> {
        let words = "must be sent or not_sent";
        Verdict::parse(&self.outcome).ok_or_else(|| Problem::field("/outcome", words))
    }
}

impl From<UnknownMessage> for UnknownMessageView {
    fn from(message: UnknownMessage) -> Self {
        let key = message.id.key();
        Self {
            id: message.id.to_string(),
            org: message.org.to_string(),
            event: key.event().map(|event| event.to_string()),
            purpose: key.purpose().name(),
            phone: message.phone.to_string(),
            state: message.delivery.name(),
            recorded_at: message.recorded_at.to_string(),
            claimed_at: message.claimed_at.map(|at| at.to_string()),
            open: message.open,
            decided_by: Some(message.by).filter(|by| !message.open && !by.is_empty()),
        }
    }
}

/// The texts of all orgs of which nobody knows whether they were sent, the newest first, as of some
/// seconds ago.
#[utoipa::path(
    get, path = "/v1/admin/unknown/messages", operation_id = "ListUnknownMessages", tag = "admin",
    params(
        ("resolved" = Option<bool>, Query, description = "Also those whose outcome is known now"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "One page", body = PageOf<UnknownMessageView>)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn list_messages(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<PageOf<UnknownMessageView>>, Problem> {
    let Asked { resolved, limit, cursor } = asked;
    let list = List(format!("admin unknown messages {resolved}"));
    let (limit, after) = list.part::<String>(&ctx, limit, cursor.as_deref())?;
    let Slice { items, next } =
        ctx.store.unknown_messages(resolved, after.as_deref(), limit).await?;
    let items = items.into_iter().map(UnknownMessageView::from).collect();
    Ok(Json(list.page(&ctx, items, next.as_ref())))
}

/// Say what became of a text that nobody knew the outcome of. It is never sent again by that: where it
/// was not sent, it is a failure that its organizer sees and may answer with a new invitation.
#[utoipa::path(
    post, path = "/v1/admin/unknown/messages/{message}", operation_id = "DecideUnknownMessage",
    tag = "admin",
    params(("message" = String, Path, description = "The message")),
    request_body = DecisionBody,
    responses(
        (status = 200, description = "What is known of it now", body = DecidedView),
        (status = 404, description = "`not-found`: also where another message took its place"),
        (status = 409, description = "`not-allowed-now`: its outcome is known"),
    ),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn decide_message(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((id,)): PathIds<(MessageId,)>,
    Body(body): Body<DecisionBody>,
) -> Result<Json<DecidedView>, Problem> {
    let life = decide(&ctx, &by, &id, body.verdict()?).await?;
    Ok(Json(DecidedView { id: id.to_string(), state: life.delivery.name() }))
}

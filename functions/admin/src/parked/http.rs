//! The routes: parse, call, view.
use super::{
    id::ParkedId,
    release::{discard as discard_message, load, release as release_message},
};
use crate::paging::{Asked, List, PageOf};
use axum::{Json, extract::State};
use http::StatusCode;
use runtime::{
    Ctx, PlatformAdmin, Problem,
    extract::{PathIds, QueryOf},
};
use serde::Serialize;
use store::{Stored, platform::Parked, query::Position};
use utoipa::ToSchema;

/// A queue's message that a human has to look at.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParkedView {
    id: String,
    /// The queue that it comes from.
    queue: String,
    /// Why it was parked.
    why: String,
    /// When it was sent to its queue.
    sent_at: String,
    /// When it is forgotten.
    until: String,
    /// How large its body is.
    bytes: usize,
}

/// A queue's message with its body, which may hold personal data.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParkedBodyView {
    #[serde(flatten)]
    parked: ParkedView,
    body: String,
}

impl From<&Stored<Parked>> for ParkedView {
    fn from(Stored { key, value, .. }: &Stored<Parked>) -> Self {
        Self {
            id: ParkedId(key.clone()).to_string(),
            queue: value.queue.clone(),
            why: value.why.clone(),
            sent_at: key.at.to_string(),
            until: value.until.to_string(),
            bytes: value.body.len(),
        }
    }
}

/// The messages of all queues that wait for a human, the newest first. They are kept for 14 days.
#[utoipa::path(
    get, path = "/v1/admin/parked", operation_id = "ListParked", tag = "admin",
    params(
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "One page", body = PageOf<ParkedView>)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn list_parked(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<PageOf<ParkedView>>, Problem> {
    let list = List("admin parked".to_owned());
    let (limit, after) = list.plain::<Position>(&ctx, &asked)?;
    let (parked, next) = ctx.store.parked(limit, after).await?;
    let items = parked.iter().map(ParkedView::from).collect();
    Ok(Json(list.page(&ctx, items, next.as_ref())))
}

/// One parked message, with its body.
#[utoipa::path(
    get, path = "/v1/admin/parked/{parked}", operation_id = "GetParked", tag = "admin",
    params(("parked" = String, Path, description = "The message")),
    responses((status = 200, description = "The message", body = ParkedBodyView)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn get_parked(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
    PathIds((id,)): PathIds<(ParkedId,)>,
) -> Result<Json<ParkedBodyView>, Problem> {
    let parked = load(&ctx, &id).await?;
    Ok(Json(ParkedBodyView { parked: ParkedView::from(&parked), body: parked.value.body }))
}

/// Put a parked message back on its queue. The second time there is nothing left.
#[utoipa::path(
    post, path = "/v1/admin/parked/{parked}/release", operation_id = "ReleaseParked", tag = "admin",
    params(("parked" = String, Path, description = "The message")),
    responses(
        (status = 204, description = "It is on its queue"),
        (status = 404, description = "`not-found`: also for one that was released or discarded"),
        (status = 409, description = "`not-allowed-now`: its queue would not take it"),
    ),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn release(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((id,)): PathIds<(ParkedId,)>,
) -> Result<StatusCode, Problem> {
    release_message(&ctx, &by, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Discard a parked message: nobody will handle it.
#[utoipa::path(
    delete, path = "/v1/admin/parked/{parked}", operation_id = "DiscardParked", tag = "admin",
    params(("parked" = String, Path, description = "The message")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, description = "`not-found`: also for one that was released or discarded"),
    ),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn discard(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((id,)): PathIds<(ParkedId,)>,
) -> Result<StatusCode, Problem> {
    discard_message(&ctx, &by, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

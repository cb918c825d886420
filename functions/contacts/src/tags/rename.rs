//! Renaming a tag, or merging it into another.
use crate::{
    bulk::{matching::with_tag, start::start_alone, wire::BulkView},
    tag_room,
    tags::tag,
};
use axum::{extract::State, response::Response};
use http::StatusCode;
use runtime::{
    Allowed, Ctx, Problem,
    authorize::Work,
    extract::{Body, Fields},
    idempotency::{IdempotencyKey, once},
};
use serde::{Deserialize, Serialize};
use store::bulk::{BulkAct, BulkJob};
use utoipa::ToSchema;

/// Which tag becomes which.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenameTag {
    /// The tag as it is, in any case.
    from: String,
    /// The tag as it is to be. Contacts that have both keep this one.
    to: String,
}

/// Renames a tag on all contacts that have it; where the new one exists, the two become one.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/tags/rename",
    operation_id = "RenameTag",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("idempotency-key" = Option<String>, Header, description = "repeats are answered alike"),
    ),
    request_body = RenameTag,
    responses(
        (status = 202, description = "the job that changes the contacts", body = BulkView),
        (status = 409, description = "`not-allowed-now`: three jobs are running"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn rename_tag(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    key: IdempotencyKey,
    Body(rename): Body<RenameTag>,
) -> Result<Response, Problem> {
    let request = rename.clone();
    once(&ctx, allowed.org(), "RenameTag", key, &request, async || {
        let mut fields = Fields::new();
        let from = fields.text("/from", &rename.from, crate::limits::TAG_CHARACTERS_MAX);
        let to = tag(&mut fields, "/to", &rename.to);
        let (from, to) = fields.all(from.zip(to))?;
        tag_room::check(&ctx, allowed.org(), "/to", [&to]).await?;
        let filter = with_tag(&from);
        let by = (allowed.actor(), ctx.clock.now());
        let act = BulkAct::RenameTag { from, to };
        let stored = start_alone(&ctx, BulkJob::matching(allowed.org(), act, filter, by)).await?;
        Ok((StatusCode::ACCEPTED, BulkView::from(&stored)))
    })
    .await
}

//! Taking a tag off all contacts.
use super::tag as tag_of;
use crate::bulk::{matching::with_tag, start::start_alone, wire::BulkView};
use axum::{Json, extract::State};
use http::StatusCode;
use runtime::{
    Allowed, Ctx, Problem,
    authorize::Work,
    extract::{Fields, PathIds},
};
use store::bulk::{BulkAct, BulkJob};

/// Takes a tag off all contacts that have it, in any case.
#[utoipa::path(
    delete,
    path = "/v1/orgs/{org}/tags/{tag}",
    operation_id = "DeleteTag",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("tag" = String, Path, description = "the tag"),
    ),
    responses(
        (status = 202, description = "the job that changes the contacts", body = BulkView),
        (status = 409, description = "`not-allowed-now`: three jobs are running"),
        (status = 422, description = "`invalid-fields`: no tag can have that name"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn delete_tag(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((tag,)): PathIds<(String,)>,
) -> Result<(StatusCode, Json<BulkView>), Problem> {
    let mut fields = Fields::new();
    let tag = tag_of(&mut fields, "/tag", &tag);
    let tag = fields.all(tag)?;
    let filter = with_tag(&tag);
    let by = (allowed.actor(), ctx.clock.now());
    let act = BulkAct::RemoveTags { tags: vec![tag] };
    let stored = start_alone(&ctx, BulkJob::matching(allowed.org(), act, filter, by)).await?;
    Ok((StatusCode::ACCEPTED, Json(BulkView::from(&stored))))
}

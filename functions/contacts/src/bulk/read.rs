//! The progress of a job.
use super::{hint, wire::BulkView};
use axum::{Json, extract::State};
use domain::ids::BulkId;
use jiff::{SignedDuration, Timestamp};
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::See, extract::PathIds};
use store::bulk::BulkJob;

/// After this long without a step, a job's hint is lost: a step takes seconds, and one that failed comes
/// back within two minutes.
const STILL_AFTER: SignedDuration = SignedDuration::from_mins(5);

/// Whether a job waits for a hint that does not come.
pub(crate) fn is_still(job: &BulkJob, now: Timestamp) -> bool {
    job.done_at.is_none() && now.duration_since(job.moved_at) >= STILL_AFTER
}

/// Tells how far a change of many contacts is. One that has stood still for five minutes goes on.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/bulk/{bulk}",
    operation_id = "ReadBulk",
    tag = "contacts",
    params(
        ("org" = String, Path, description = "the organization"),
        ("bulk" = String, Path, description = "the change"),
    ),
    responses(
        (status = 200, description = "the change", body = BulkView),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn read_bulk(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((bulk,)): PathIds<(BulkId,)>,
) -> Result<Json<BulkView>, Problem> {
    let stored = ctx.store.bulk(bulk).await?;
    // Another org's does not exist here.
    let stored = stored.filter(|stored| stored.value.org == allowed.org());
    let stored = stored.ok_or(ProblemKind::NotFound)?;
    if is_still(&stored.value, ctx.clock.now()) {
        hint::queue(&ctx, bulk).await;
    }
    Ok(Json(BulkView::from(&stored)))
}

//! Reading an org.
use crate::view::OrgView;
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::OrgId;
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::See, revision::etag};
use store::{Consistency, Stored, orgs::Org};

/// An org's settings.
#[utoipa::path(
    get, path = "/v1/orgs/{org}", operation_id = "GetOrg", tag = "orgs",
    params(("org" = String, Path, description = "The org")),
    responses((status = 200, description = "The org", body = OrgView)),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn read_org(
    State(ctx): State<Ctx>,
    by: Allowed<See>,
) -> Result<Response, Problem> {
    let org = load(&ctx, by.org()).await?;
    Ok(([etag(org.rev)], Json(OrgView::of(by.org(), &org.value, by.role()))).into_response())
}

/// An org as it is now; 404 where it is gone.
pub(crate) async fn load(ctx: &Ctx, org: OrgId) -> Result<Stored<Org>, Problem> {
    let org = ctx.store.org(org, Consistency::Strong).await?;
    org.ok_or_else(|| ProblemKind::NotFound.into())
}

/// An org that is in use; 409 where it is archived.
pub(crate) async fn load_in_use(ctx: &Ctx, org: OrgId) -> Result<Stored<Org>, Problem> {
    let org = load(ctx, org).await?;
    if org.value.is_archived() {
        return Err(archived());
    }
    Ok(org)
}

/// What may not be done in an archived org.
pub(crate) fn archived() -> Problem {
    Problem::new(ProblemKind::NotAllowedNow)
        .detail("the organization is archived; restore it first")
}

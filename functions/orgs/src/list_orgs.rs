//! Listing the caller's orgs.
use crate::view::OrgView;
use axum::{Json, extract::State};
use domain::ids::OrgId;
use runtime::{Ctx, Problem, SignedIn};
use serde::Serialize;
use utoipa::ToSchema;

/// The caller's orgs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Orgs)]
pub(crate) struct OrgsView {
    orgs: Vec<OrgView>,
}

/// The caller's orgs, by id, archived ones included.
#[utoipa::path(
    get, path = "/v1/orgs", operation_id = "ListOrgs", tag = "orgs",
    responses((status = 200, description = "The caller's orgs", body = OrgsView)),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(crate) async fn list_orgs(
    State(ctx): State<Ctx>,
    signed_in: SignedIn,
) -> Result<Json<OrgsView>, Problem> {
    let standing = signed_in.standing();
    let ids: Vec<OrgId> = standing.orgs.iter().map(|(org, _)| *org).collect();
    let orgs = ctx.store.orgs(&ids).await?;
    let views = orgs.iter().filter_map(|org| {
        let role = standing.role_in(org.key.org)?;
        Some(OrgView::of(org.key.org, &org.value, role))
    });
    Ok(Json(OrgsView { orgs: views.collect() }))
}

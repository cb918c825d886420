//! The progress of an import.
use super::wire::Import;
use axum::{Json, extract::State};
use domain::ids::{ImportId, OrgId};
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::See, extract::PathIds};
use store::{Stored, imports::ImportJob};

/// Tells how far an import is.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/imports/{import}",
    operation_id = "ReadImport",
    tag = "imports",
    params(
        ("org" = String, Path, description = "the organization"),
        ("import" = String, Path, description = "the import"),
    ),
    responses(
        (status = 200, description = "the import", body = Import),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn read_import(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((import,)): PathIds<(ImportId,)>,
) -> Result<Json<Import>, Problem> {
    let stored = of_org(&ctx, allowed.org(), import).await?;
    Ok(Json(Import::from(&stored)))
}

/// The import, if it is this org's: another's does not exist here.
pub(super) async fn of_org(
    ctx: &Ctx,
    org: OrgId,
    import: ImportId,
) -> Result<Stored<ImportJob>, Problem> {
    let stored = ctx.store.import(import).await?.filter(|stored| stored.value.org == org);
    stored.ok_or_else(|| ProblemKind::NotFound.into())
}

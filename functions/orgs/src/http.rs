//! The routes: parse, call, view.
use crate::change_org::{OrgChange, change_org};
use axum::{Json, extract::State};
use domain::{ids::OrgId, phone::Region, rights::Role, zone::Zone};
use runtime::{
    Allowed, Ctx, Problem, ProblemKind, SignedIn,
    authorize::{Administer, See},
    extract::{Body, Fields},
};
use serde::{Deserialize, Serialize};
use store::{Consistency, orgs::Org};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Most characters of an org's name.
const NAME_CHARACTERS_MAX: usize = 200;
/// Most characters of the name that texts begin with: a text has 160.
const HOST_CHARACTERS_MAX: usize = 40;

/// The context's routes.
pub fn router() -> OpenApiRouter<Ctx> {
    OpenApiRouter::new().routes(routes!(list_orgs)).routes(routes!(get_org, change))
}

/// An org.
#[derive(Debug, Serialize, ToSchema)]
struct OrgView {
    id: String,
    /// What members call it.
    name: String,
    /// Who invites, in texts and on guests' pages.
    host: String,
    /// The country (ISO 3166 alpha-2) of phone numbers without a country code.
    region: String,
    /// The time zone (IANA name) of new events.
    time_zone: String,
    /// Messages that it may submit in any hour.
    hour_limit: u32,
    /// Messages that it may submit in any 24 hours.
    day_limit: u32,
    /// The caller's role: `OWNER`, `ADMIN`, `MEMBER` or `VIEWER`.
    role: &'static str,
}

/// The caller's orgs.
#[derive(Debug, Serialize, ToSchema)]
struct OrgsView {
    orgs: Vec<OrgView>,
}

/// What to change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrgChangeBody {
    /// 1 to 200 characters.
    name: Option<String>,
    /// 1 to 40 characters.
    host: Option<String>,
    region: Option<String>,
    time_zone: Option<String>,
}

/// The caller's orgs, by id.
#[utoipa::path(
    get, path = "/v1/orgs", operation_id = "ListOrgs", tag = "orgs",
    responses((status = 200, description = "The caller's orgs", body = OrgsView)),
    extensions(("x-permission" = json!("signed-in")))
)]
async fn list_orgs(State(ctx): State<Ctx>, signed_in: SignedIn) -> Result<Json<OrgsView>, Problem> {
    let standing = signed_in.standing();
    let ids: Vec<OrgId> = standing.orgs.iter().map(|(org, _)| *org).collect();
    let orgs = ctx.store.orgs(&ids).await?;
    let views = orgs.iter().filter_map(|org| {
        let role = standing.role_in(org.key.org)?;
        Some(view(org.key.org, &org.value, role))
    });
    Ok(Json(OrgsView { orgs: views.collect() }))
}

/// An org's settings.
#[utoipa::path(
    get, path = "/v1/orgs/{org}", operation_id = "GetOrg", tag = "orgs",
    params(("org" = String, Path, description = "The org")),
    responses((status = 200, description = "The org", body = OrgView)),
    extensions(("x-permission" = json!("see")))
)]
async fn get_org(State(ctx): State<Ctx>, by: Allowed<See>) -> Result<Json<OrgView>, Problem> {
    let org = ctx.store.org(by.org(), Consistency::Strong).await?.ok_or(ProblemKind::NotFound)?;
    Ok(Json(view(by.org(), &org.value, by.role())))
}

/// Change an org's settings.
#[utoipa::path(
    patch, path = "/v1/orgs/{org}", operation_id = "ChangeOrg", tag = "orgs",
    params(("org" = String, Path, description = "The org")),
    request_body = OrgChangeBody,
    responses((status = 200, description = "The org as it is now", body = OrgView)),
    extensions(("x-permission" = json!("administer")))
)]
async fn change(
    State(ctx): State<Ctx>,
    by: Allowed<Administer>,
    Body(body): Body<OrgChangeBody>,
) -> Result<Json<OrgView>, Problem> {
    let change = parse(&body)?;
    let org = change_org(&ctx, &by, change).await?;
    Ok(Json(view(by.org(), &org, by.role())))
}

fn parse(body: &OrgChangeBody) -> Result<OrgChange, Problem> {
    let mut fields = Fields::new();
    let mut text = |pointer: &str, text: &Option<String>, max: usize| {
        text.as_deref().and_then(|text| fields.text(pointer, text, max))
    };
    let display_name = text("/name", &body.name, NAME_CHARACTERS_MAX);
    let host = text("/host", &body.host, HOST_CHARACTERS_MAX);
    let region = body.region.as_deref().map(Region::parse);
    let region = fields.take_optional("/region", region).flatten();
    let time_zone = body.time_zone.as_deref().map(Zone::parse);
    let time_zone = fields.take_optional("/time_zone", time_zone).flatten();
    fields.finish()?;
    Ok(OrgChange { display_name, host, region, time_zone })
}

fn view(id: OrgId, org: &Org, role: Role) -> OrgView {
    OrgView {
        id: id.to_string(),
        name: org.display_name.clone(),
        host: org.host.clone(),
        region: org.region.to_string(),
        time_zone: org.time_zone.to_string(),
        hour_limit: org.hour_limit,
        day_limit: org.day_limit,
        role: role.name(),
    }
}

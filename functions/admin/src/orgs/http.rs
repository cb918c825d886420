//! The routes: parse, call, view.
use super::{
    limits::{LimitsChange, change},
    rows::rows,
    view::TenantView,
};
use crate::paging::{List, PageOf};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{email::EMAIL_CHARACTERS_MAX, ids::OrgId, rights::Role};
use http::HeaderMap;
use runtime::{
    Ctx, PlatformAdmin, Problem, ProblemKind,
    extract::{Body, PathIds, QueryOf, nullable},
    revision::{Seen, etag},
};
use serde::Deserialize;
use store::{
    Consistency, Stored,
    directory::{Listed, Wanted},
    orgs::Org,
    query::Position,
};
use utoipa::ToSchema;

/// Most orgs on a page: each is gathered by several reads.
const ORGS_LISTED_MAX: u16 = 20;
/// Most characters of what is searched for.
const NAME_CHARACTERS_MAX: usize = 200;

/// Which orgs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// Part of the name, or an id.
    q: Option<String>,
    /// An owner's e-mail address.
    owner: Option<String>,
    limit: Option<u16>,
    cursor: Option<String>,
}

/// What to change; what is absent stays.
#[expect(clippy::option_option, reason = "absent and null are different in a change")]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsBody {
    /// At most the platform's.
    hour_limit: Option<u32>,
    /// At most the platform's, and not below the hour's.
    day_limit: Option<u32>,
    /// Most invitees on one event's list: 1 or more, at most the platform's; null: no limit of its own.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<u32>)]
    invitees_max: Option<Option<u32>>,
}

/// The orgs of the platform, the newest first; or those whose name has `q` in it or whose id it is, or that the user with
/// the address `owner` owns.
#[utoipa::path(
    get, path = "/v1/admin/orgs", operation_id = "ListPlatformOrgs", tag = "admin",
    params(
        ("q" = Option<String>, Query, description = "Part of the name, in any case, or an id"),
        ("owner" = Option<String>, Query, description = "An owner's e-mail address, whole"),
        ("limit" = Option<u16>, Query, description = "1 to 20, default 20"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "One page", body = PageOf<TenantView>)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn list_orgs(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<PageOf<TenantView>>, Problem> {
    let (now, limit) = (ctx.clock.now(), asked.limit.unwrap_or(ORGS_LISTED_MAX));
    if limit > ORGS_LISTED_MAX {
        return Err(Problem::field("/limit", format!("must be 1 to {ORGS_LISTED_MAX}")));
    }
    let search = Search::read(asked.q.as_deref(), asked.owner)?;
    let list = List(format!("admin orgs {search:?}"));
    let page = list.part::<Position>(&ctx, Some(limit), asked.cursor.as_deref())?;
    let named =
        |part: &str, org: &Stored<Org>| org.value.display_name.to_lowercase().contains(part);
    let Listed { items, next } = match &search {
        Search::All => ctx.store.orgs_listed(page, Wanted::Every).await?,
        Search::Named(part) => {
            let takes = |org: &Stored<Org>| named(part, org);
            ctx.store.orgs_listed(page, Wanted::Those(&takes)).await?
        }
        Search::Id(org) => Listed { items: ctx.store.orgs(&[*org]).await?, next: None },
        Search::OwnedBy(email) => Listed { items: owned(&ctx, email).await?, next: None },
    };
    Ok(Json(list.page(&ctx, rows(&ctx, &items, now).await?, next.as_ref())))
}

/// Which orgs are searched for.
#[derive(Debug, PartialEq, Eq)]
enum Search {
    All,
    /// Part of the name, in lower case.
    Named(String),
    Id(OrgId),
    /// By an owner's address.
    OwnedBy(String),
}

impl Search {
    fn read(q: Option<&str>, owner: Option<String>) -> Result<Self, Problem> {
        let q = q.map(str::trim).filter(|q| !q.is_empty());
        match (q, owner) {
            (None, None) => Ok(Self::All),
            (None, Some(email)) if email.chars().count() > EMAIL_CHARACTERS_MAX => {
                Err(Problem::field(
                    "/owner",
                    format!("must have {EMAIL_CHARACTERS_MAX} characters at most"),
                ))
            }
            (None, Some(email)) => Ok(Self::OwnedBy(email)),
            (Some(_), Some(_)) => Err(Problem::field("/owner", "cannot be given together with q")),
            (Some(q), None) if q.chars().count() > NAME_CHARACTERS_MAX => Err(Problem::field(
                "/q",
                format!("must have {NAME_CHARACTERS_MAX} characters at most"),
            )),
            (Some(q), None) => {
                Ok(q.parse().map_or_else(|_| Self::Named(q.to_lowercase()), Self::Id))
            }
        }
    }
}

/// The orgs that the user with that address owns: bounded by how many a user may own.
async fn owned(ctx: &Ctx, email: &str) -> Result<Vec<Stored<Org>>, Problem> {
    let Some(user) = ctx.store.user_by_email(email).await? else { return Ok(Vec::new()) };
    let standing = ctx.store.standing(user, Consistency::Eventual).await?;
    let orgs = standing.map(|standing| standing.orgs).unwrap_or_default().into_iter();
    let owned = orgs.filter(|(_, role)| *role == Role::Owner).map(|(org, _)| org);
    Ok(ctx.store.orgs(&owned.collect::<Vec<_>>()).await?)
}

/// One org.
#[utoipa::path(
    get, path = "/v1/admin/orgs/{tenant}", operation_id = "GetPlatformOrg", tag = "admin",
    params(("tenant" = String, Path, description = "The org")),
    responses((status = 200, description = "The org, with its `ETag`", body = TenantView)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn get_org(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
    PathIds((org,)): PathIds<(OrgId,)>,
) -> Result<Response, Problem> {
    let org = ctx.store.org(org, Consistency::Strong).await?.ok_or(ProblemKind::NotFound)?;
    answer(&ctx, org).await
}

/// Change the limits of one org, within the platform's. Whoever sends next obeys them.
#[utoipa::path(
    patch, path = "/v1/admin/orgs/{tenant}", operation_id = "ChangePlatformOrg", tag = "admin",
    params(
        ("tenant" = String, Path, description = "The org"),
        ("if-match" = Option<String>, Header, description = "the `ETag` that the caller has seen"),
    ),
    request_body = LimitsBody,
    responses(
        (status = 200, description = "The org as it is now", body = TenantView),
        (status = 412, description = "`stale`: it was changed since"),
        (status = 422, description = "`invalid-fields`: also for a limit above the platform's"),
    ),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn change_limits(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((org,)): PathIds<(OrgId,)>,
    headers: HeaderMap,
    Body(body): Body<LimitsBody>,
) -> Result<Response, Problem> {
    let seen = Seen::of(&headers)?;
    let LimitsBody { hour_limit, day_limit, invitees_max } = body;
    let wanted = LimitsChange { hour_limit, day_limit, invitees_max };
    let org = change(&ctx, &by, (org, seen), wanted).await?;
    answer(&ctx, org).await
}

async fn answer(ctx: &Ctx, org: Stored<Org>) -> Result<Response, Problem> {
    let rev = org.rev;
    let row = rows(ctx, &[org], ctx.clock.now()).await?.into_iter().next();
    let row = row.ok_or(ProblemKind::NotFound)?;
    Ok(([etag(rev)], Json(row)).into_response())
}

//! The routes: parse, call, view.
use super::{
    enter::{enter, leave},
    view::{EntryView, OrgEntryView},
};
use crate::paging::{Asked, List, PageOf};
use axum::{Json, extract::State, response::Response};
use domain::ids::{OrgId, UserId};
use http::StatusCode;
use runtime::{
    Allowed, Ctx, PlatformAdmin, Problem,
    authorize::Administer,
    extract::{Body, Fields, PathIds, QueryOf},
    idempotency::{IdempotencyKey, once},
    password,
};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, fmt};
use store::{entries::Entry, query::Position};
use utoipa::ToSchema;

/// Most characters of a reason.
const REASON_CHARACTERS_MAX: usize = 500;

/// How and why an org is entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EnterBody {
    /// `read_only`, or `acting` with the rights of an ADMIN, never of an OWNER.
    mode: String,
    /// Why: 1 to 500 characters, told to the owners and shown in the org.
    reason: String,
    /// The caller's own password.
    password: String,
}

impl fmt::Debug for EnterBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnterBody").field("mode", &self.mode).finish_non_exhaustive()
    }
}

/// What makes two requests the same. The password is not part of it: nothing of it is kept.
#[derive(Serialize)]
struct Wanted {
    org: String,
    acting: bool,
    reason: String,
}

/// The caller's own entries.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntriesView {
    entries: Vec<EntryView>,
}

/// Enter an org for 30 minutes, to look or to act. The owners are mailed, the org sees it, and whatever
/// is done there is recorded as the admin's.
#[utoipa::path(
    post, path = "/v1/admin/orgs/{tenant}/entry", operation_id = "EnterOrg", tag = "admin",
    params(
        ("tenant" = String, Path, description = "The org"),
        ("idempotency-key" = Option<String>, Header, description = "makes a repetition harmless"),
    ),
    request_body = EnterBody,
    responses(
        (status = 201, description = "The entry", body = EntryView),
        (status = 422, description = "`invalid-fields`: also for a wrong password"),
        (status = 429, description = "`too-many-requests`: 10 an hour"),
    ),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn enter_org(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((org,)): PathIds<(OrgId,)>,
    key: IdempotencyKey,
    Body(body): Body<EnterBody>,
) -> Result<Response, Problem> {
    let wanted = parse(org, &body)?;
    let now = ctx.clock.now();
    password::confirm(&ctx, &by.standing().user, &body.password, "/password", now).await?;
    once(&ctx, by.user(), "EnterOrg", key, &wanted, async || {
        let entry = enter(&ctx, &by, org, (wanted.acting, &wanted.reason)).await?;
        let entry = Entry { acting: entry.acting, since: entry.since, until: entry.until };
        Ok((StatusCode::CREATED, EntryView::of(org, None, &entry)))
    })
    .await
}

fn parse(org: OrgId, body: &EnterBody) -> Result<Wanted, Problem> {
    let mut fields = Fields::new();
    let acting = match body.mode.as_str() {
        "read_only" => Ok(false),
        "acting" => Ok(true),
        _ => Err("must be read_only or acting"),
    };
    let acting = fields.take("/mode", acting);
    let reason = fields.text("/reason", &body.reason, REASON_CHARACTERS_MAX);
    let (acting, reason) = fields.all(acting.zip(reason))?;
    Ok(Wanted { org: org.to_string(), acting, reason })
}

/// Leave an org that was entered. What was done stays recorded.
#[utoipa::path(
    delete, path = "/v1/admin/orgs/{tenant}/entry", operation_id = "LeaveOrgAsAdmin", tag = "admin",
    params(("tenant" = String, Path, description = "The org")),
    responses(
        (status = 204, description = "It has ended"),
        (status = 404, description = "`not-found`: the caller is not in that org"),
    ),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn end_entry(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((org,)): PathIds<(OrgId,)>,
) -> Result<StatusCode, Problem> {
    leave(&ctx, &by, org).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The orgs that the caller is in as an admin now.
#[utoipa::path(
    get, path = "/v1/admin/entries", operation_id = "ListOwnEntries", tag = "admin",
    responses((status = 200, description = "The entries that last", body = EntriesView)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn list_own_entries(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
) -> Result<Json<EntriesView>, Problem> {
    let now = ctx.clock.now();
    let entries = &by.standing().entries;
    let live: Vec<&(OrgId, Entry)> = entries.iter().filter(|(_, e)| now < e.until).collect();
    let ids: Vec<OrgId> = live.iter().map(|(org, _)| *org).collect();
    let orgs = ctx.store.orgs(&ids).await?.into_iter();
    let mut names: HashMap<OrgId, String> =
        orgs.map(|org| (org.key.org, org.value.display_name)).collect();
    let view = |(org, entry): &(OrgId, Entry)| EntryView::of(*org, names.remove(org), entry);
    Ok(Json(EntriesView { entries: live.into_iter().map(view).collect() }))
}

/// The admins of the platform who are in the org or were in the last 30 days, the newest first.
#[utoipa::path(
    get, path = "/v1/orgs/{org}/entries", operation_id = "ListOrgEntries", tag = "orgs",
    params(
        ("org" = String, Path, description = "The org"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "One page", body = PageOf<OrgEntryView>)),
    extensions(("x-permission" = json!("administer")))
)]
pub(super) async fn list_org_entries(
    State(ctx): State<Ctx>,
    by: Allowed<Administer>,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<PageOf<OrgEntryView>>, Problem> {
    let now = ctx.clock.now();
    let list = List(format!("entries of {}", by.org()));
    let (limit, after) = list.plain::<Position>(&ctx, &asked)?;
    let (entries, next) = ctx.store.org_entries(by.org(), limit, after).await?;
    let names = names(&ctx, entries.iter().map(|entry| entry.key.user)).await?;
    let view = |entry: &store::Stored<store::entries::OrgEntry>| {
        let admin = entry.key.user;
        OrgEntryView::of(admin, names.get(&admin).cloned(), &entry.value, now)
    };
    Ok(Json(list.page(&ctx, entries.iter().map(view).collect(), next.as_ref())))
}

async fn names(
    ctx: &Ctx,
    users: impl Iterator<Item = UserId>,
) -> Result<HashMap<UserId, String>, Problem> {
    let mut ids: Vec<UserId> = users.collect();
    ids.sort_unstable();
    ids.dedup();
    let users = ctx.store.users(&ids).await?.into_iter();
    Ok(users.map(|user| (user.key.user, user.value.display_name)).collect())
}

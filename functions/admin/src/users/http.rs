//! The routes: parse, call, view.
use super::{
    acts::{Act, act, load},
    view::{UserDetail, UserRow, detail},
};
use crate::paging::{List, PageOf};
use axum::{Json, extract::State};
use domain::{email::EMAIL_CHARACTERS_MAX, ids::UserId, username::Username};
use runtime::{
    Ctx, PlatformAdmin, Problem,
    extract::{PathIds, QueryOf},
};
use serde::Deserialize;
use store::{
    Consistency, Stored,
    accounts::User,
    directory::{Listed, Wanted},
    query::Position,
};

/// Which users.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// What the address begins with.
    email: Option<String>,
    /// A username, an id or an address, whole.
    q: Option<String>,
    state: Option<String>,
    limit: Option<u16>,
    cursor: Option<String>,
}

/// Users who are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UserState {
    Active,
    Deactivated,
    Admin,
}

impl UserState {
    fn parse(name: &str) -> Result<Self, Problem> {
        match name {
            "active" => Ok(Self::Active),
            "deactivated" => Ok(Self::Deactivated),
            "admin" => Ok(Self::Admin),
            _ => Err(Problem::field("/state", "must be active, deactivated or admin")),
        }
    }

    const fn takes(self, user: &User) -> bool {
        match self {
            Self::Active => user.deactivated_at.is_none(),
            Self::Deactivated => user.deactivated_at.is_some(),
            Self::Admin => user.platform_admin,
        }
    }
}

/// The users of the platform by e-mail address; or those whose address begins with `email`, or the one
/// whose username, id or address is `q`.
#[utoipa::path(
    get, path = "/v1/admin/users", operation_id = "ListUsers", tag = "admin",
    params(
        ("email" = Option<String>, Query, description = "What the address begins with, in any case"),
        ("q" = Option<String>, Query, description = "A username, an id or an address, whole"),
        ("state" = Option<String>, Query, description = "`active`, `deactivated` or `admin`"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "One page", body = PageOf<UserRow>)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn list_users(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
    QueryOf(asked): QueryOf<Asked>,
) -> Result<Json<PageOf<UserRow>>, Problem> {
    let Asked { email, q, state, limit, cursor } = asked;
    let state = state.as_deref().map(UserState::parse).transpose()?;
    for (pointer, text) in [("/email", &email), ("/q", &q)] {
        if text.as_ref().is_some_and(|text| text.chars().count() > EMAIL_CHARACTERS_MAX) {
            let words = format!("must have {EMAIL_CHARACTERS_MAX} characters at most");
            return Err(Problem::field(pointer, words));
        }
    }
    let takes = |user: &Stored<User>| state.is_none_or(|state| state.takes(&user.value));
    if let Some(q) = q {
        let user = find(&ctx, &q).await?.filter(takes);
        let items = user.iter().map(UserRow::from).collect();
        return Ok(Json(PageOf { items, next_cursor: None }));
    }
    let prefix = email.unwrap_or_default();
    let list = List(format!("admin users {:?} {state:?}", prefix.to_lowercase()));
    let page = list.part::<Position>(&ctx, limit, cursor.as_deref())?;
    let wanted = if state.is_some() { Wanted::Those(&takes) } else { Wanted::Every };
    let Listed { items, next } = ctx.store.users_listed(&prefix, page, wanted).await?;
    Ok(Json(list.page(&ctx, items.iter().map(UserRow::from).collect(), next.as_ref())))
}

/// Who has that id, address or username.
async fn find(ctx: &Ctx, text: &str) -> Result<Option<Stored<User>>, Problem> {
    let text = text.trim();
    let id = if let Ok(id) = text.parse::<UserId>() {
        Some(id)
    } else if text.contains('@') {
        ctx.store.user_by_email(text).await?
    } else if let Ok(username) = Username::parse(text) {
        ctx.store.user_by_username(username.as_str()).await?
    } else {
        None
    };
    match id {
        Some(id) => Ok(ctx.store.user(id, Consistency::Eventual).await?),
        None => Ok(None),
    }
}

/// One user, with orgs and sessions.
#[utoipa::path(
    get, path = "/v1/admin/users/{user}", operation_id = "GetUser", tag = "admin",
    params(("user" = String, Path, description = "The user")),
    responses((status = 200, description = "The user", body = UserDetail)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn get_user(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
    PathIds((user,)): PathIds<(UserId,)>,
) -> Result<Json<UserDetail>, Problem> {
    let standing = load(&ctx, user).await?;
    Ok(Json(detail(&ctx, &standing, ctx.clock.now()).await?))
}

/// Keep a user out: every session ends at once, and nobody logs in to the account.
#[utoipa::path(
    post, path = "/v1/admin/users/{user}/deactivate", operation_id = "DeactivateUser", tag = "admin",
    params(("user" = String, Path, description = "The user")),
    responses(
        (status = 200, description = "The user as it is now", body = UserDetail),
        (status = 409, description = "`last-admin`: nobody else runs the platform"),
    ),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn deactivate(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((user,)): PathIds<(UserId,)>,
) -> Result<Json<UserDetail>, Problem> {
    acted(&ctx, &by, user, Act::Deactivate).await
}

/// Let a user in again.
#[utoipa::path(
    post, path = "/v1/admin/users/{user}/reactivate", operation_id = "ReactivateUser", tag = "admin",
    params(("user" = String, Path, description = "The user")),
    responses((status = 200, description = "The user as it is now", body = UserDetail)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn reactivate(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((user,)): PathIds<(UserId,)>,
) -> Result<Json<UserDetail>, Problem> {
    acted(&ctx, &by, user, Act::Reactivate).await
}

/// Make a user one who runs the platform.
#[utoipa::path(
    post, path = "/v1/admin/users/{user}/promote", operation_id = "PromoteUser", tag = "admin",
    params(("user" = String, Path, description = "The user")),
    responses(
        (status = 200, description = "The user as it is now", body = UserDetail),
        (status = 409, description = "`not-allowed-now`: the account is deactivated"),
    ),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn promote(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((user,)): PathIds<(UserId,)>,
) -> Result<Json<UserDetail>, Problem> {
    acted(&ctx, &by, user, Act::Promote).await
}

/// Make a user one who does not run the platform any more. One may do so to oneself, unless nobody
/// else would be left.
#[utoipa::path(
    post, path = "/v1/admin/users/{user}/demote", operation_id = "DemoteUser", tag = "admin",
    params(("user" = String, Path, description = "The user")),
    responses(
        (status = 200, description = "The user as it is now", body = UserDetail),
        (status = 409, description = "`last-admin`: nobody else runs the platform"),
    ),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn demote(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    PathIds((user,)): PathIds<(UserId,)>,
) -> Result<Json<UserDetail>, Problem> {
    acted(&ctx, &by, user, Act::Demote).await
}

async fn acted(
    ctx: &Ctx,
    by: &PlatformAdmin,
    user: UserId,
    what: Act,
) -> Result<Json<UserDetail>, Problem> {
    let standing = act(ctx, by, user, what).await?;
    Ok(Json(detail(ctx, &standing, ctx.clock.now()).await?))
}

//! The routes: parse, call, view.
use crate::{
    email::Email,
    log_in::{SESSION_IDLE_LIFE, Tokens, log_in},
    password::Password,
    refresh::{log_out, refresh},
};
use axum::{Json, extract::State, response::IntoResponse};
use http::{Extensions, HeaderMap, StatusCode, header};
use jiff::SignedDuration;
use runtime::{
    Ctx, Problem, ProblemKind, SignedIn,
    access_token::ACCESS_TOKEN_LIFE,
    extract::{Body, Fields},
    http::{same_origin, source_address},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The refresh token's cookie.
const COOKIE: &str = "convoke_refresh";
/// Where browsers send it.
const COOKIE_PATH: &str = "/v1/session";

/// The context's routes.
pub fn router() -> OpenApiRouter<Ctx> {
    OpenApiRouter::new()
        .routes(routes!(create_session, delete_session))
        .routes(routes!(refresh_session))
        .routes(routes!(get_me))
}

/// Who wants to log in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// The login, in any case.
    email: String,
    password: String,
}

/// Proof of who the caller is.
#[derive(Debug, Serialize, ToSchema)]
struct SessionView {
    /// For the `Authorization` header, after `Bearer `. Keep it in memory only.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds until the access token must be refreshed.
    expires_in: i64,
    /// The caller.
    user: String,
}

/// The caller.
#[derive(Debug, Serialize, ToSchema)]
struct MeView {
    id: String,
    email: String,
    display_name: String,
    /// Whether the caller runs the platform.
    platform_admin: bool,
    /// The caller's orgs.
    orgs: Vec<MembershipView>,
}

/// A role in an org.
#[derive(Debug, Serialize, ToSchema)]
struct MembershipView {
    org: String,
    /// `OWNER`, `ADMIN`, `MEMBER` or `VIEWER`.
    role: &'static str,
}

/// Log in. Ten attempts that fail per account or address in 15 minutes, then 429.
#[utoipa::path(
    post, path = "/v1/session", operation_id = "CreateSession", tag = "accounts",
    request_body = Credentials,
    responses((status = 200, description = "Logged in; the refresh token is in a cookie", body = SessionView)),
    security(()), extensions(("x-permission" = json!("public")))
)]
async fn create_session(
    State(ctx): State<Ctx>,
    extensions: Extensions,
    headers: HeaderMap,
    Body(credentials): Body<Credentials>,
) -> Result<impl IntoResponse, Problem> {
    same_origin(&ctx, &headers)?;
    let mut fields = Fields::new();
    let email = fields.take("/email", Email::parse(&credentials.email));
    let email = fields.all(email)?;
    let password = Password::claim(&credentials.password);
    let tokens = log_in(&ctx, &email, password, source_address(&extensions)).await?;
    Ok(session_view(&ctx, tokens))
}

/// Exchange the refresh cookie for a new one and an access token. A cookie works once; using it again
/// ends the session.
#[utoipa::path(
    post, path = "/v1/session/refresh", operation_id = "RefreshSession", tag = "accounts",
    responses((status = 200, description = "Refreshed", body = SessionView)),
    security(()), extensions(("x-permission" = json!("public")))
)]
async fn refresh_session(
    State(ctx): State<Ctx>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    same_origin(&ctx, &headers)?;
    let token = refresh_cookie(&headers).ok_or(ProblemKind::Unauthenticated)?;
    let tokens = refresh(&ctx, token).await?;
    Ok(session_view(&ctx, tokens))
}

/// Log out: the session ends and the cookie goes. Doing it again changes nothing.
#[utoipa::path(
    delete, path = "/v1/session", operation_id = "DeleteSession", tag = "accounts",
    responses((status = 204, description = "Logged out")),
    security(()), extensions(("x-permission" = json!("public")))
)]
async fn delete_session(
    State(ctx): State<Ctx>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    same_origin(&ctx, &headers)?;
    if let Some(token) = refresh_cookie(&headers) {
        log_out(&ctx, token).await?;
    }
    let gone = set_cookie(&ctx, "", SignedDuration::ZERO);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, gone)]))
}

/// Who the caller is.
#[utoipa::path(
    get, path = "/v1/me", operation_id = "GetMe", tag = "accounts",
    responses((status = 200, description = "The caller", body = MeView)),
    extensions(("x-permission" = json!("signed-in")))
)]
async fn get_me(signed_in: SignedIn) -> Json<MeView> {
    let standing = signed_in.standing();
    let user = &standing.user.value;
    let orgs = standing.orgs.iter();
    Json(MeView {
        id: signed_in.user().to_string(),
        email: user.email.clone(),
        display_name: user.display_name.clone(),
        platform_admin: user.platform_admin,
        orgs: orgs
            .map(|(org, role)| MembershipView { org: org.to_string(), role: role.name() })
            .collect(),
    })
}

fn session_view(ctx: &Ctx, tokens: Tokens) -> impl IntoResponse + use<> {
    let cookie = set_cookie(ctx, &tokens.refresh, SESSION_IDLE_LIFE);
    let view = SessionView {
        access_token: tokens.access,
        token_type: "Bearer",
        expires_in: ACCESS_TOKEN_LIFE.as_secs(),
        user: tokens.user.to_string(),
    };
    ([(header::SET_COOKIE, cookie)], Json(view))
}

/// The cookie as it is set. It is sent back to the session's own routes only, never from another
/// site, and scripts do not see it.
fn set_cookie(ctx: &Ctx, value: &str, life: SignedDuration) -> String {
    // A browser keeps no `Secure` cookie of a plain-text site, and a laptop's is one.
    let secure = if ctx.config.base_url.starts_with("https:") { "; Secure" } else { "" };
    let seconds = life.as_secs();
    format!(
        "{COOKIE}={value}; Path={COOKIE_PATH}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
    )
}

fn refresh_cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value)
}

//! The refresh token's cookie.
use crate::tokens::{SESSION_IDLE_LIFE, Tokens};
use axum::{Json, response::IntoResponse};
use http::{HeaderMap, header};
use jiff::SignedDuration;
use runtime::{Ctx, access_token::ACCESS_TOKEN_LIFE};
use serde::Serialize;
use utoipa::ToSchema;

/// The cookie's name.
const COOKIE: &str = "convoke_refresh";
/// Where browsers send it.
const COOKIE_PATH: &str = "/v1/session";

/// Proof of who the caller is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionView {
    /// For the `Authorization` header, after `Bearer `. Keep it in memory only.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds until the access token must be refreshed.
    expires_in: i64,
    /// The caller.
    user: String,
}

/// A session as its holder is told: the access token in the body, the refresh token in the cookie.
pub(super) fn session_view(ctx: &Ctx, tokens: Tokens) -> impl IntoResponse + use<> {
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
pub(super) fn set_cookie(ctx: &Ctx, value: &str, life: SignedDuration) -> String {
    // A browser keeps no `Secure` cookie of a plain-text site, and a laptop's is one.
    let secure = if ctx.config.base_url.starts_with("https:") { "; Secure" } else { "" };
    let seconds = life.as_secs();
    format!(
        "{COOKIE}={value}; Path={COOKIE_PATH}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
    )
}

/// The refresh token that the request carries.
pub(super) fn refresh_cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value)
}

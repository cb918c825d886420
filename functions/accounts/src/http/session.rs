//! Log-in, refresh, log-out.
use super::cookie::{SessionView, refresh_cookie, session_view, set_cookie};
use crate::{
    device::device,
    log_in::{Login, log_in},
    refresh::{log_out, refresh},
};
use axum::{extract::State, response::IntoResponse};
use domain::email::Email;
use http::{Extensions, HeaderMap, StatusCode, header};
use jiff::SignedDuration;
use runtime::{
    Ctx, Problem, ProblemKind,
    extract::{Body, Fields},
    http::{same_origin, source_address},
    password::Password,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Who wants to log in. Exactly one of `login` and `email` is given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    /// The e-mail address or the username, in any case.
    login: Option<String>,
    /// The e-mail address, in any case.
    email: Option<String>,
    password: String,
    /// What the device is called in the list of sessions, 1 to 100 characters; the browser's name
    /// where it is absent.
    device: Option<String>,
}

/// Log in. Ten attempts that fail per account or address in 15 minutes, then 429.
#[utoipa::path(
    post, path = "/v1/session", operation_id = "CreateSession", tag = "accounts",
    request_body = Credentials,
    responses((status = 200, description = "Logged in; the refresh token is in a cookie", body = SessionView)),
    security(()), extensions(("x-permission" = json!("public")))
)]
pub(super) async fn create_session(
    State(ctx): State<Ctx>,
    extensions: Extensions,
    headers: HeaderMap,
    Body(credentials): Body<Credentials>,
) -> Result<impl IntoResponse, Problem> {
    same_origin(&ctx, &headers)?;
    let mut fields = Fields::new();
    let login = match (&credentials.login, &credentials.email) {
        (Some(login), None) => fields.take("/login", Login::parse(login)),
        (None, Some(email)) => fields.take("/email", Email::parse(email).map(Login::Email)),
        (None, None) | (Some(_), Some(_)) => {
            fields.refuse("/login", "is required, or `email` in its place");
            None
        }
    };
    let device = device(&mut fields, credentials.device.as_deref(), &headers);
    let login = fields.all(login)?;
    let password = Password::claim(&credentials.password);
    let tokens = log_in(&ctx, &login, password, device, source_address(&extensions)).await?;
    Ok(session_view(&ctx, tokens))
}

/// Exchange the refresh cookie for a new one and an access token. A cookie works once; using it again
/// ends the session.
#[utoipa::path(
    post, path = "/v1/session/refresh", operation_id = "RefreshSession", tag = "accounts",
    responses((status = 200, description = "Refreshed", body = SessionView)),
    security(()), extensions(("x-permission" = json!("public")))
)]
pub(super) async fn refresh_session(
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
pub(super) async fn delete_session(
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

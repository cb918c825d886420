//! Passwords.
use super::view::{CHECK_YOUR_MAIL, StatusView};
use crate::{
    change_password::change_password, forgot_password::forgot_password,
    reset_password::reset_password,
};
use axum::{Json, extract::State};
use domain::email::Email;
use http::{Extensions, StatusCode};
use runtime::{
    Ctx, Problem, SignedIn,
    extract::{Body, Fields},
    http::source_address,
    password::Password,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Who forgot a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Forgotten {
    email: String,
}

/// A new password, by mail.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reset {
    /// The token behind `#token=` of the link.
    token: String,
    /// 8 characters or more.
    password: String,
}

/// A new password, by the present one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordChange {
    /// The present password.
    current: String,
    /// 8 characters or more.
    new: String,
}

/// Ask for a link that sets a new password. The answer is the same whether or not the address has an
/// account. The link is good for an hour, once. Five mails in an hour, then 429.
#[utoipa::path(
    post, path = "/v1/password/forgot", operation_id = "ForgetPassword", tag = "accounts",
    request_body = Forgotten,
    responses((status = 202, description = "A link is on its way if the address has an account", body = StatusView)),
    security(()), extensions(("x-permission" = json!("public")))
)]
pub(super) async fn forget_password(
    State(ctx): State<Ctx>,
    extensions: Extensions,
    Body(body): Body<Forgotten>,
) -> Result<(StatusCode, Json<StatusView>), Problem> {
    let mut fields = Fields::new();
    let email = fields.take("/email", Email::parse(&body.email));
    let email = fields.all(email)?;
    forgot_password(&ctx, &email, source_address(&extensions)).await?;
    Ok((StatusCode::ACCEPTED, Json(CHECK_YOUR_MAIL)))
}

/// Set a new password with a mailed token. Every session of the user ends.
#[utoipa::path(
    post, path = "/v1/password/reset", operation_id = "ResetPassword", tag = "accounts",
    request_body = Reset,
    responses((status = 204, description = "The password is set")),
    security(()), extensions(("x-permission" = json!("public")))
)]
pub(super) async fn set_forgotten_password(
    State(ctx): State<Ctx>,
    extensions: Extensions,
    Body(body): Body<Reset>,
) -> Result<StatusCode, Problem> {
    let mut fields = Fields::new();
    let password = fields.take("/password", Password::choose(&body.password));
    let password = fields.all(password)?;
    reset_password(&ctx, &body.token, password, source_address(&extensions)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change the password. The caller's other sessions end.
#[utoipa::path(
    put, path = "/v1/me/password", operation_id = "ChangePassword", tag = "accounts",
    request_body = PasswordChange,
    responses((status = 204, description = "The password is changed")),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(super) async fn set_password(
    State(ctx): State<Ctx>,
    by: SignedIn,
    Body(body): Body<PasswordChange>,
) -> Result<StatusCode, Problem> {
    let mut fields = Fields::new();
    let new = fields.take("/new", Password::choose(&body.new));
    let new = fields.all(new)?;
    change_password(&ctx, &by, &body.current, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Addresses and their proofs.
use super::view::{CHECK_YOUR_MAIL, StatusView};
use crate::{
    change_email::{change_email, resend_verification},
    verify_email::verify_email,
};
use axum::{Json, extract::State};
use domain::email::Email;
use http::{Extensions, StatusCode};
use runtime::{
    Ctx, Problem, SignedIn,
    extract::{Body, Fields},
    http::source_address,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// What was mailed to an address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Verification {
    /// The token behind `#token=` of the link.
    token: String,
    /// The password that was chosen, where the mail asks to confirm an open registration; of no matter
    /// otherwise.
    password: Option<String>,
}

/// A new address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAddress {
    email: String,
    /// The caller's password, once more.
    password: String,
}

/// Prove an address by the token that was mailed to it: the address is the user's from now on, or the
/// account that was asked for is made, which takes its password, too. A token works once.
#[utoipa::path(
    post, path = "/v1/email/verify", operation_id = "VerifyEmail", tag = "accounts",
    request_body = Verification,
    responses((status = 204, description = "Proven")),
    security(()), extensions(("x-permission" = json!("public")))
)]
pub(super) async fn verify_address(
    State(ctx): State<Ctx>,
    extensions: Extensions,
    Body(body): Body<Verification>,
) -> Result<StatusCode, Problem> {
    let Verification { token, password } = &body;
    verify_email(&ctx, token, password.as_deref(), source_address(&extensions)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change the address that logs in. A link is mailed to the new one; until it is opened the former
/// stays, and is told. Asking again makes the former link void, and so does another password.
#[utoipa::path(
    put, path = "/v1/me/email", operation_id = "ChangeEmail", tag = "accounts",
    request_body = NewAddress,
    responses((status = 202, description = "A link is on its way to the new address", body = StatusView)),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(super) async fn change_address(
    State(ctx): State<Ctx>,
    by: SignedIn,
    Body(body): Body<NewAddress>,
) -> Result<(StatusCode, Json<StatusView>), Problem> {
    let mut fields = Fields::new();
    let email = fields.take("/email", Email::parse(&body.email));
    let email = fields.all(email)?;
    change_email(&ctx, &by, &email, &body.password).await?;
    Ok((StatusCode::ACCEPTED, Json(CHECK_YOUR_MAIL)))
}

/// Mail the link that proves the address once more. Five mails in an hour, then 429.
#[utoipa::path(
    post, path = "/v1/me/email/verification", operation_id = "ResendVerification", tag = "accounts",
    responses((status = 202, description = "A link is on its way", body = StatusView)),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(super) async fn resend_verification_mail(
    State(ctx): State<Ctx>,
    by: SignedIn,
) -> Result<(StatusCode, Json<StatusView>), Problem> {
    resend_verification(&ctx, &by).await?;
    Ok((StatusCode::ACCEPTED, Json(CHECK_YOUR_MAIL)))
}

//! The caller's own account.
use super::{
    NAME_CHARACTERS_MAX,
    view::{ExportView, MeView},
};
use crate::{
    change_profile::{ProfileChange, change_profile},
    delete_account::delete_account,
    export::export,
    locale::parse_locale,
};
use axum::{Json, extract::State, response::IntoResponse};
use domain::{username::Username, zone::Zone};
use http::{HeaderMap, StatusCode};
use runtime::{
    Ctx, Problem, ProblemKind, SignedIn,
    extract::{Body, Fields, nullable},
    revision::{Seen, etag},
};
use serde::Deserialize;
use store::Consistency;
use utoipa::ToSchema;

/// What to change; what is absent stays, `null` clears.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent and null are different in a change")]
pub(super) struct ProfileChangeBody {
    /// 1 to 100 characters.
    name: Option<String>,
    /// 3 to 40 of `a-z 0-9 . _ -`.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    username: Option<Option<String>>,
    /// As in `en` or `pt-BR`.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    locale: Option<Option<String>>,
    /// An IANA name.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    time_zone: Option<Option<String>>,
}

/// The caller's wish to go.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Farewell {
    /// The caller's password, once more.
    password: String,
}

/// Who the caller is.
#[utoipa::path(
    get, path = "/v1/me", operation_id = "GetMe", tag = "accounts",
    responses((status = 200, description = "The caller; the ETag is for a change", body = MeView)),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(super) async fn get_me(State(ctx): State<Ctx>, by: SignedIn) -> impl IntoResponse {
    let standing = by.standing();
    ([etag(standing.user.rev)], Json(MeView::of(standing, ctx.clock.now())))
}

/// Change the caller's profile. With `If-Match` only if nothing changed since; 409 where somebody has
/// the username.
#[utoipa::path(
    patch, path = "/v1/me", operation_id = "ChangeMe", tag = "accounts",
    params(("if-match" = Option<String>, Header, description = "The ETag that was seen")),
    request_body = ProfileChangeBody,
    responses((status = 200, description = "The caller as of now", body = MeView)),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(super) async fn change_me(
    State(ctx): State<Ctx>,
    by: SignedIn,
    headers: HeaderMap,
    Body(body): Body<ProfileChangeBody>,
) -> Result<impl IntoResponse, Problem> {
    let revision = Seen::of(&headers)?;
    change_profile(&ctx, &by, revision, &parse(&body)?).await?;
    let standing = ctx.store.standing(by.user(), Consistency::Strong).await?;
    let standing = standing.ok_or(ProblemKind::Unauthenticated)?;
    Ok(([etag(standing.user.rev)], Json(MeView::of(&standing, ctx.clock.now()))))
}

/// Delete the caller's account: memberships, roles, sessions and logins. Orgs that are the caller's
/// alone are archived. Mails that were sent to the caller are kept for 30 days, as all are. 409 `last-owner` with `orgs` where others would be left without an owner.
#[utoipa::path(
    delete, path = "/v1/me", operation_id = "DeleteMe", tag = "accounts",
    request_body = Farewell,
    responses((status = 204, description = "The account is gone")),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(super) async fn delete_me(
    State(ctx): State<Ctx>,
    by: SignedIn,
    Body(body): Body<Farewell>,
) -> Result<StatusCode, Problem> {
    delete_account(&ctx, &by, &body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Everything that is kept about the caller.
#[utoipa::path(
    get, path = "/v1/me/export", operation_id = "ExportMe", tag = "accounts",
    responses((status = 200, description = "What is kept", body = ExportView)),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(super) async fn export_me(
    State(ctx): State<Ctx>,
    by: SignedIn,
) -> Result<Json<ExportView>, Problem> {
    let export = export(&ctx, &by).await?;
    Ok(Json(ExportView::of(&export, by.session())))
}

fn parse(body: &ProfileChangeBody) -> Result<ProfileChange, Problem> {
    let mut fields = Fields::new();
    let name =
        body.name.as_deref().and_then(|name| fields.text("/name", name, NAME_CHARACTERS_MAX));
    let username = parsed(&mut fields, "/username", body.username.as_ref(), Username::parse);
    let locale = parsed(&mut fields, "/locale", body.locale.as_ref(), parse_locale);
    let time_zone = parsed(&mut fields, "/time_zone", body.time_zone.as_ref(), Zone::parse);
    fields.finish()?;
    Ok(ProfileChange { name, username, locale, time_zone })
}

/// A field that may be absent, or cleared.
#[expect(clippy::option_option, reason = "absent and null are different in a change")]
fn parsed<T, E: std::fmt::Display>(
    fields: &mut Fields,
    pointer: &str,
    given: Option<&Option<String>>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Option<Option<T>> {
    let given = given?;
    fields.take_optional(pointer, given.as_deref().map(parse))
}

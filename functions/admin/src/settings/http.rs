//! The routes: parse, call, view.
use super::change::{SettingsChange, change};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::HeaderMap;
use runtime::{
    Ctx, PlatformAdmin, Problem,
    extract::{Body, Fields},
    revision::{Seen, etag},
};
use serde::{Deserialize, Serialize};
use store::platform::{PlatformSettings, RegistrationMode};
use utoipa::ToSchema;

/// Most messages of any window: far above what one number can send.
const LIMIT_MAX: u32 = 1_000_000;
/// Most invitees that one list may have.
const INVITEES_MAX: u32 = 1_000_000;
/// Most that a segment may cost: ten dollars, above any country's price.
const SEGMENT_PRICE_MICROS_MAX: u32 = 10_000_000;

/// The platform's settings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlatformSettingsView)]
pub(super) struct SettingsView {
    /// The kill switch: off, nothing is sent and nothing is reserved.
    sending_enabled: bool,
    /// Messages that the platform may submit in any hour.
    hour_limit: u32,
    /// Messages that the platform may submit in any 24 hours.
    day_limit: u32,
    /// Most invitees on one event's list.
    invitees_max: u32,
    /// Who may register: `code`, `open` or `closed`. Who is invited to a team always may.
    registration: &'static str,
    /// What a segment costs, in millionths of a dollar. Absent where nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    segment_price_micros: Option<u32>,
}

/// What to change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlatformSettingsBody)]
pub(super) struct SettingsBody {
    sending_enabled: Option<bool>,
    /// 0 to 1,000,000.
    hour_limit: Option<u32>,
    /// 0 to 1,000,000, and not below the hour's.
    day_limit: Option<u32>,
    /// 1 to 1,000,000.
    invitees_max: Option<u32>,
    /// `code`, `open` or `closed`.
    registration: Option<String>,
    /// 0 to 10,000,000 millionths of a dollar; 0: not known.
    segment_price_micros: Option<u32>,
}

/// The platform's settings.
#[utoipa::path(
    get, path = "/v1/admin/settings", operation_id = "GetPlatformSettings", tag = "admin",
    responses((status = 200, description = "The settings, with their `ETag`", body = SettingsView)),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn get_settings(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
) -> Result<Response, Problem> {
    let (settings, stored) = ctx.store.platform().await?;
    Ok(answer(&settings, stored.map_or(0, |stored| stored.rev)))
}

/// Change the platform's settings. Whoever sends next obeys them.
#[utoipa::path(
    patch, path = "/v1/admin/settings", operation_id = "ChangePlatformSettings", tag = "admin",
    params(("if-match" = Option<String>, Header, description = "the `ETag` that the caller has seen")),
    request_body = SettingsBody,
    responses(
        (status = 200, description = "The settings as they are now", body = SettingsView),
        (status = 412, description = "`stale`: they were changed since"),
        (status = 422, description = "`invalid-fields`: also for a setting that there is not"),
    ),
    extensions(("x-permission" = json!("platform-admin")))
)]
pub(super) async fn change_settings(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    headers: HeaderMap,
    Body(body): Body<SettingsBody>,
) -> Result<Response, Problem> {
    let (seen, wanted) = (Seen::of(&headers)?, parse(&body)?);
    let (settings, rev) = change(&ctx, &by, seen, wanted).await?;
    Ok(answer(&settings, rev))
}

fn parse(body: &SettingsBody) -> Result<SettingsChange, Problem> {
    let mut fields = Fields::new();
    for (pointer, limit) in [("/hour_limit", body.hour_limit), ("/day_limit", body.day_limit)] {
        let right = limit.is_none_or(|limit| limit <= LIMIT_MAX);
        fields.check(pointer, right, format!("must be from 0 to {LIMIT_MAX}"));
    }
    let right = body.invitees_max.is_none_or(|most| (1..=INVITEES_MAX).contains(&most));
    fields.check("/invitees_max", right, format!("must be from 1 to {INVITEES_MAX}"));
    let right = body.segment_price_micros.is_none_or(|price| price <= SEGMENT_PRICE_MICROS_MAX);
    let words = format!("must be from 0 to {SEGMENT_PRICE_MICROS_MAX}");
    fields.check("/segment_price_micros", right, words);
    let registration = body
        .registration
        .as_deref()
        .map(|name| RegistrationMode::parse(name).ok_or("must be code, open or closed"));
    let registration = fields.take_optional("/registration", registration).flatten();
    fields.finish()?;
    Ok(SettingsChange {
        sending_enabled: body.sending_enabled,
        hour_limit: body.hour_limit,
        day_limit: body.day_limit,
        invitees_max: body.invitees_max,
        registration,
        segment_price_micros: body.segment_price_micros,
    })
}

fn answer(settings: &PlatformSettings, rev: u64) -> Response {
    let price = settings.segment_price_micros;
    let view = SettingsView {
        sending_enabled: settings.sending_enabled,
        hour_limit: settings.hour_limit,
        day_limit: settings.day_limit,
        invitees_max: settings.invitees_max,
        registration: settings.registration.name(),
        segment_price_micros: (price > 0).then_some(price),
    };
    ([etag(rev)], Json(view)).into_response()
}

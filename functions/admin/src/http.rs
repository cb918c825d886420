//! The routes: parse, call, view.
use crate::settings::{SettingsChange, change_settings};
use axum::{Json, extract::State};
use runtime::{
    Ctx, PlatformAdmin, Problem,
    extract::{Body, Fields},
};
use serde::{Deserialize, Serialize};
use store::platform::PlatformSettings;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Most messages of any window: far above what one number can send.
const LIMIT_MAX: u32 = 1_000_000;
/// Most invitees that one list may have.
const INVITEES_MAX: u32 = 1_000_000;

/// The context's routes.
pub fn router() -> OpenApiRouter<Ctx> {
    OpenApiRouter::new().routes(routes!(get_settings, change))
}

/// The platform's settings.
#[derive(Debug, Serialize, ToSchema)]
struct SettingsView {
    /// The kill switch: off, nothing is sent and nothing is reserved.
    sending_enabled: bool,
    /// Messages that the platform may submit in any hour.
    hour_limit: u32,
    /// Messages that the platform may submit in any 24 hours.
    day_limit: u32,
    /// Most invitees on one event's list.
    invitees_max: u32,
}

/// What to change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SettingsBody {
    sending_enabled: Option<bool>,
    /// 0 to 1,000,000.
    hour_limit: Option<u32>,
    /// 0 to 1,000,000, and not below the hour's.
    day_limit: Option<u32>,
    /// 1 to 1,000,000.
    invitees_max: Option<u32>,
}

/// The platform's settings.
#[utoipa::path(
    get, path = "/v1/admin/settings", operation_id = "GetPlatformSettings", tag = "admin",
    responses((status = 200, description = "The settings", body = SettingsView)),
    extensions(("x-permission" = json!("platform-admin")))
)]
async fn get_settings(
    State(ctx): State<Ctx>,
    _: PlatformAdmin,
) -> Result<Json<SettingsView>, Problem> {
    let (settings, _) = ctx.store.platform().await?;
    Ok(Json(view(&settings)))
}

/// Change the platform's settings. Whoever sends next obeys them.
#[utoipa::path(
    patch, path = "/v1/admin/settings", operation_id = "ChangePlatformSettings", tag = "admin",
    request_body = SettingsBody,
    responses((status = 200, description = "The settings as they are now", body = SettingsView)),
    extensions(("x-permission" = json!("platform-admin")))
)]
async fn change(
    State(ctx): State<Ctx>,
    by: PlatformAdmin,
    Body(body): Body<SettingsBody>,
) -> Result<Json<SettingsView>, Problem> {
    let change = parse(&body)?;
    let settings = change_settings(&ctx, &by, change, consistent).await?;
    Ok(Json(view(&settings)))
}

fn parse(body: &SettingsBody) -> Result<SettingsChange, Problem> {
    let mut fields = Fields::new();
    for (pointer, limit) in [("/hour_limit", body.hour_limit), ("/day_limit", body.day_limit)] {
        let right = limit.is_none_or(|limit| limit <= LIMIT_MAX);
        fields.check(pointer, right, "must be from 0 to 1000000");
    }
    let right = body.invitees_max.is_none_or(|most| (1..=INVITEES_MAX).contains(&most));
    fields.check("/invitees_max", right, "must be from 1 to 1000000");
    fields.finish()?;
    Ok(SettingsChange {
        sending_enabled: body.sending_enabled,
        hour_limit: body.hour_limit,
        day_limit: body.day_limit,
        invitees_max: body.invitees_max,
    })
}

fn consistent(settings: &PlatformSettings) -> Result<(), Problem> {
    if settings.hour_limit <= settings.day_limit {
        return Ok(());
    }
    Err(Problem::field("/day_limit", "must not be below the limit of an hour"))
}

const fn view(settings: &PlatformSettings) -> SettingsView {
    SettingsView {
        sending_enabled: settings.sending_enabled,
        hour_limit: settings.hour_limit,
        day_limit: settings.day_limit,
        invitees_max: settings.invitees_max,
    }
}

//! The platform's settings: its limits, the kill switch, the way to register.
mod change;
mod http;

use runtime::Ctx;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The settings' routes.
pub(crate) fn router() -> OpenApiRouter<Ctx> {
    OpenApiRouter::new().routes(routes!(http::get_settings, http::change_settings))
}

//! Codes that let somebody register.
mod http;

use runtime::Ctx;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The codes' routes.
pub(crate) fn router() -> OpenApiRouter<Ctx> {
    OpenApiRouter::new()
        .routes(routes!(http::create_code, http::list_codes))
        .routes(routes!(http::revoke_code))
}

//! Entering an org: with the password again, for a reason, for half an hour, told to the owners and
//! shown to the org.
mod enter;
mod http;
mod view;

use runtime::Ctx;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The entries' routes.
pub(crate) fn router() -> OpenApiRouter<Ctx> {
    OpenApiRouter::new()
        .routes(routes!(http::enter_org, http::end_entry))
        .routes(routes!(http::list_own_entries))
        .routes(routes!(http::list_org_entries))
}

//! Every user of the platform: who they are, where they belong, and whether they may sign in.
mod acts;
mod http;
mod view;

use runtime::Ctx;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The users' routes.
pub(crate) fn router() -> OpenApiRouter<Ctx> {
    OpenApiRouter::new()
        .routes(routes!(http::list_users))
        .routes(routes!(http::get_user))
        .routes(routes!(http::deactivate))
        .routes(routes!(http::reactivate))
        .routes(routes!(http::promote))
        .routes(routes!(http::demote))
}

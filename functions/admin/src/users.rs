//! Every user of the platform: who they are, where they belong, and whether they may sign in.
mod acts;
mod http;
mod view;

use runtime::{Routes, routes};

/// The users' routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(http::list_users))
        .routes(routes!(http::get_user))
        .routes(routes!(http::deactivate))
        .routes(routes!(http::reactivate))
        .routes(routes!(http::promote))
        .routes(routes!(http::demote))
}

//! Entering an org: with the password again, for a reason, for half an hour, told to the owners and
//! shown to the org.
mod enter;
mod http;
mod view;

use runtime::{Routes, routes};

/// The entries' routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(http::enter_org, http::end_entry))
        .routes(routes!(http::list_own_entries))
        .routes(routes!(http::list_org_entries))
}

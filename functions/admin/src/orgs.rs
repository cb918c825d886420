//! Every org of the platform: who owns it, how much it has and sends, and its limits.
mod http;
mod limits;
mod rows;
mod view;

pub(crate) use rows::spend_micros;

use runtime::{Routes, routes};

/// The orgs' routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new().routes(routes!(http::list_orgs)).routes(routes!(http::get_org, http::change_limits))
}

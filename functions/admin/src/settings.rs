//! The platform's settings: its limits, the kill switch, the way to register.
mod change;
mod http;

use runtime::{Routes, routes};

/// The settings' routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new().routes(routes!(http::get_settings, http::change_settings))
}

//! Codes that let somebody register.
mod http;

use runtime::{Routes, routes};

/// The codes' routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new().routes(routes!(http::create_code, http::list_codes)).routes(routes!(http::revoke_code))
}

//! Queue messages that wait for a human: looked at, put back on their queue, or discarded.
mod http;
mod id;
mod release;

use runtime::{Routes, routes};

/// The parked messages' routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(http::list_parked))
        .routes(routes!(http::get_parked, http::discard))
        .routes(routes!(http::release))
}

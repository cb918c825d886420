//! Texts and mails of which nobody knows whether they were sent: listed, and decided by a person who
//! looked at the provider. None is ever sent again by that.
mod decide;
mod http;
mod mails;

use runtime::{Routes, routes};

/// The routes of what is unknown.
pub(crate) fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(http::list_messages))
        .routes(routes!(http::decide_message))
        .routes(routes!(mails::list_mails))
        .routes(routes!(mails::decide_mail))
}

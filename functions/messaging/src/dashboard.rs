//! What an org's organizers see first: figures over some days with the rows behind each, and who did
//! what.
//!
//! The figures are numbers that change in the same transaction as the lists that they count, so they
//! are exact however often a record of the stream is seen. A figure costs half a read unit for about
//! two months; a day is one of UTC.
mod audit;
mod http;
mod rows;

use runtime::{Routes, routes};

/// The dashboard's routes.
pub(crate) fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(http::get_dashboard))
        .routes(routes!(rows::list_dashboard_rows))
        .routes(routes!(audit::list_audit))
}

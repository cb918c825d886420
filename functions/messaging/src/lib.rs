//! Messages: sending them, listing them, and an organizer's own words to a group.
pub mod broadcasts;
mod dashboard;
mod log;
pub mod mail;
pub mod send;

use runtime::{Job, Routes};

/// The context's routes.
pub fn router<R: Routes>() -> R {
    broadcasts::router::<R>().merge(log::router()).merge(dashboard::router())
}

/// The context's jobs.
pub const JOBS: &[Job] =
    &[Job::new("send", |ctx, payload| Box::pin(async move { send::handle(&ctx, payload).await }))];

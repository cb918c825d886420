//! Orgs: what a tenant is called, where it is, who belongs to it, and how it ends.
//!
//! One file per use case; [`members`] and [`invitations`] have theirs.
mod archive_org;
mod change_org;
mod create_org;
mod fields;
mod invitations;
mod limits;
mod list_orgs;
mod members;
mod purge;
mod read_org;
mod restore_org;
mod transfer_org;
mod view;

use runtime::{Job, Routes, routes};

/// The context's routes.
pub fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(list_orgs::list_orgs, create_org::create_org))
        .routes(routes!(read_org::read_org, change_org::change_org, archive_org::archive_org))
        .routes(routes!(restore_org::restore_org))
        .routes(routes!(transfer_org::transfer_org))
        .merge(members::router())
        .merge(invitations::router())
}

/// The context's jobs.
pub const JOBS: &[Job] =
    &[Job::new("purge", |ctx, _| Box::pin(async move { purge::handle(&ctx).await }))];

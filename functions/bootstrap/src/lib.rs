//! Every route and job of the system, and which of them a process runs.
mod api;
pub mod aws;
mod document;
mod meta;
mod operations;
mod viewer;

pub use api::{UnknownOperation, api_router, one_operation};
pub use document::openapi;
pub use viewer::{VIEWER_KEY, behind_network, viewer_address};

use runtime::Job;

/// Every job.
pub fn jobs() -> impl Iterator<Item = Job> {
    [accounts::JOBS, orgs::JOBS, contacts::JOBS, automation::JOBS, messaging::JOBS]
        .into_iter()
        .flatten()
        .copied()
}

/// The job of that name.
pub fn job(name: &str) -> Option<Job> {
    jobs().find(|job| job.name() == name)
}

//! Every route and job of the system, and which of them a process runs.
mod api;
pub mod aws;
mod meta;

pub use api::{UnknownOperation, api_router, one_operation, openapi};

use runtime::Job;

/// Every job.
pub fn jobs() -> impl Iterator<Item = Job> {
    [accounts::JOBS, contacts::JOBS, automation::JOBS, messaging::JOBS]
        .into_iter()
        .flatten()
        .copied()
}

/// The job of that name.
pub fn job(name: &str) -> Option<Job> {
    jobs().find(|job| job.name() == name)
}

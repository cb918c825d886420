//! The engine at work: its jobs, and the commands that start and pause it.
pub mod fill;
mod pause_event;
mod read_status;
pub mod relay;
mod start_event;
mod status;
pub mod sweep;

use domain::ids::EventId;
use jiff::Timestamp;
use runtime::{Ctx, Job, JobError, Routes, hints::Wake, routes};

/// The context's routes.
pub fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(start_event::start_event))
        .routes(routes!(pause_event::pause_event))
        .routes(routes!(read_status::read_status))
}

/// The context's jobs.
pub const JOBS: &[Job] = &[
    Job::new("relay", |ctx, payload| Box::pin(async move { relay::handle(&ctx, payload).await })),
    Job::new("fill", |ctx, payload| Box::pin(async move { fill::handle(&ctx, payload).await })),
    Job::new("sweep", |ctx, _| Box::pin(async move { sweep::handle(&ctx).await })),
];

/// Wakes an event at once, by a wake that nothing swallows.
async fn again(ctx: &Ctx, event: EventId, now: Timestamp) -> Result<(), JobError> {
    let unique = u64::from_le_bytes(ctx.ids.bytes());
    let unique = format!("{}-{unique:x}", now.as_nanosecond());
    ctx.queues.send(vec![Wake { event }.message("more", &unique)]).await?;
    Ok(())
}

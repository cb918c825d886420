//! Messages: sending them, listing them, and an organizer's own words to a group.
pub mod broadcasts;

use runtime::{Ctx, Job};
use utoipa_axum::router::OpenApiRouter;

/// The context's routes.
pub fn router() -> OpenApiRouter<Ctx> {
    broadcasts::router()
}

/// The context's jobs.
pub const JOBS: &[Job] = &[];

//! Finding the org's own event; anybody else's is not there.
use domain::ids::{EventId, OrgId};
use runtime::{Ctx, Problem, ProblemKind};
use store::events::EventAndSeats;

/// The event with its seats, as they are now.
pub(crate) async fn event_of(
    ctx: &Ctx,
    org: OrgId,
    event: EventId,
) -> Result<EventAndSeats, Problem> {
    let found = ctx.store.event_and_seats(event).await?;
    found.filter(|found| found.event.org == org).ok_or_else(|| ProblemKind::NotFound.into())
}

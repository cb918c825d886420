//! Finding the org's own event; anybody else's is not there. The one check of who owns an event.
use crate::{
    ctx::Ctx,
    problem::{Problem, ProblemKind},
};
use domain::{
    event::Event,
    ids::{EventId, OrgId},
};
use store::{
    Consistency,
    events::{EventAndSeats, KeptEvent},
};

/// The settings of the org's own event.
pub async fn of_org(
    ctx: &Ctx,
    org: OrgId,
    event: EventId,
    consistency: Consistency,
) -> Result<KeptEvent, Problem> {
    let found = ctx.store.event(event, consistency).await?.ok_or(ProblemKind::NotFound)?;
    owned_by(org, &found.event)?;
    Ok(found)
}

/// The org's own event with its seats, as they are now.
pub async fn with_seats(ctx: &Ctx, org: OrgId, event: EventId) -> Result<EventAndSeats, Problem> {
    let found = ctx.store.event_and_seats(event).await?.ok_or(ProblemKind::NotFound)?;
    owned_by(org, &found.event)?;
    Ok(found)
}

/// Refuses where the event is another org's, as if there were none.
pub fn owned_by(org: OrgId, event: &Event) -> Result<(), Problem> {
    if event.org == org { Ok(()) } else { Err(ProblemKind::NotFound.into()) }
}

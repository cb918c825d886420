//! Finding the org's own rows; anybody else's are not there.
use domain::ids::{EventId, InviteeId, OrgId};
use runtime::{Ctx, Problem, ProblemKind, invitation};
use store::{Consistency, events::EventAndSeats, invitees::Kept};

/// The event with its seats, as they are now.
pub(crate) async fn event_of(
    ctx: &Ctx,
    org: OrgId,
    event: EventId,
) -> Result<EventAndSeats, Problem> {
    let found = ctx.store.event_and_seats(event).await?;
    found.filter(|found| found.event.org == org).ok_or_else(|| ProblemKind::NotFound.into())
}

/// Whether the event is the org's own, for those who only look: as of a moment ago, half a unit.
pub(crate) async fn sees(ctx: &Ctx, org: OrgId, event: EventId) -> Result<(), Problem> {
    let kept = ctx.store.event(event, Consistency::Eventual).await?;
    if kept.is_some_and(|kept| kept.event.org == org) {
        return Ok(());
    }
    // Nobody is refused for what was made a moment ago.
    event_of(ctx, org, event).await.map(|_| ())
}

/// The invitee and its event, as they are now.
pub(crate) async fn invitee_of(
    ctx: &Ctx,
    org: OrgId,
    place: (EventId, InviteeId),
) -> Result<(Kept, EventAndSeats), Problem> {
    let (kept, found) = invitation::load(ctx, place).await?;
    if found.event.org == org { Ok((kept, found)) } else { Err(ProblemKind::NotFound.into()) }
}

/// Another invitee of the same event, as it is now.
pub(crate) async fn neighbour(
    ctx: &Ctx,
    event: EventId,
    invitee: InviteeId,
) -> Result<Option<Kept>, Problem> {
    Ok(ctx.store.invitee(event, invitee, Consistency::Strong).await?)
}

/// Refuses where the event is another org's: for the checks of [`invitation::change`].
pub(crate) fn own(org: OrgId, found: &EventAndSeats) -> Result<(), Problem> {
    if found.event.org == org { Ok(()) } else { Err(ProblemKind::NotFound.into()) }
}

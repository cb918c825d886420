//! Finding the org's own rows; anybody else's are not there.
use domain::ids::{EventId, InviteeId, OrgId};
use runtime::{Ctx, Problem, ProblemKind, event, invitation};
use store::{Consistency, events::EventAndSeats, invitees::Kept};

/// Whether the event is the org's own, for those who only look: as of a moment ago, half a unit.
pub(crate) async fn sees(ctx: &Ctx, org: OrgId, event: EventId) -> Result<(), Problem> {
    match event::of_org(ctx, org, event, Consistency::Eventual).await {
        // Nobody is refused for what was made a moment ago.
        Err(problem) if problem.kind() == ProblemKind::NotFound => {
            event::with_seats(ctx, org, event).await.map(drop)
        }
        seen => seen.map(drop),
    }
}

/// The invitee and its event, as they are now.
pub(crate) async fn invitee_of(
    ctx: &Ctx,
    org: OrgId,
    place: (EventId, InviteeId),
) -> Result<(Kept, EventAndSeats), Problem> {
    let (kept, found) = invitation::load(ctx, place).await?;
    own(org, &found)?;
    Ok((kept, found))
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
    event::owned_by(org, &found.event)
}

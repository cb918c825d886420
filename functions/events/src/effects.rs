//! What a change of an event means for those on its list.
use crate::{fields::Wanted, wire::ChangeEvent};
use domain::{
    event::Event,
    ids::InviteeId,
    seats::{BelowAccepted, Seats},
};
use jiff::SignedDuration;
use runtime::{Problem, ProblemKind};
use store::events::Walk;

/// How long a walk over a list takes, roughly.
const WALK_TIME: SignedDuration = SignedDuration::from_secs(10);

/// Whether somebody's next look moves: the start, the close, reminders, quiet hours.
fn replans(before: &Event, after: &Event) -> bool {
    let plan = |event: &Event| {
        let settings = &event.settings;
        (event.when.starts_at(), event.closes_at(), settings.reminders, settings.quiet_hours)
    };
    plan(before) != plan(after) || before.when.zone != after.when.zone
}

/// Whether the engine has to look at the event because of the change.
pub(crate) fn wakes(before: &Wanted, after: &Wanted) -> bool {
    before.capacity != after.capacity
        || before.organizer != after.organizer
        || before.event.settings != after.event.settings
        || before.event.when != after.event.when
        || before.event.rsvp_deadline != after.event.rsvp_deadline
}

/// The seats after the change; `accepted` is what acceptances take, or 0 where the room suffices for
/// all that is committed.
pub(crate) fn resized(
    seats: &Seats,
    wanted: &Wanted,
    accepted: u32,
    force: bool,
) -> Result<Seats, Problem> {
    if wanted.capacity == seats.capacity && wanted.organizer == seats.organizer {
        return Ok(*seats);
    }
    seats.resize(wanted.capacity, wanted.organizer, accepted, force).map_err(
        |BelowAccepted { taken }| {
            Problem::new(ProblemKind::BelowAccepted)
                .detail(format!("{taken} seats are taken; only an owner may cut below, by force"))
                .with("taken", taken)
        },
    )
}

/// Whether the room falls below what is committed, so that acceptances have to be counted.
pub(crate) fn cuts(seats: &Seats, wanted: &Wanted) -> bool {
    let committed = seats.committed() - i64::from(seats.organizer) + i64::from(wanted.organizer);
    wanted.capacity.is_some_and(|capacity| i64::from(capacity) < committed)
        && (wanted.capacity != seats.capacity || wanted.organizer != seats.organizer)
}

/// The walk that the change begins, with what is under way.
///
/// An event has one walk at a time. One that extends also plans anew, so it may take the place of one
/// that only plans; anything else waits for the one before.
pub(crate) fn walk(
    (before, after): (&Event, &Event),
    seats: &Seats,
    change: &ChangeEvent,
    under_way: Option<(Walk, Option<InviteeId>)>,
) -> Result<Option<Walk>, Problem> {
    let plans = replans(before, after) || change.extend_outstanding;
    let revokes = change.revoke_unanswered && seats.left < 0;
    if plans && revokes {
        return Err(Problem::field(
            "/revoke_unanswered",
            "change the time first, then call invitations back",
        ));
    }
    let wanted = if revokes {
        Walk::Revoke
    } else if change.extend_outstanding {
        Walk::Extend
    } else if plans {
        Walk::Replan
    } else {
        return Ok(None);
    };
    match (under_way.map(|(walk, _)| walk), wanted) {
        (None, walk)
        | (Some(Walk::Revoke), walk @ Walk::Revoke)
        | (Some(Walk::Replan), walk @ (Walk::Replan | Walk::Extend)) => Ok(Some(walk)),
        (Some(Walk::Extend), Walk::Replan | Walk::Extend) => Ok(Some(Walk::Extend)),
        (Some(Walk::Cancel | Walk::Close | Walk::Revoke | Walk::Replan | Walk::Extend), _) => {
            Err(Problem::new(ProblemKind::Conflict)
                .detail("an earlier change is still being carried out; try again in a moment")
                .retry_after(WALK_TIME))
        }
    }
}

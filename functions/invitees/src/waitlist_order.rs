//! Moving on the waitlist, whose order is the instant at which each joined, and then the id.
use crate::places::End;
use domain::{
    ids::{EventId, InviteeId},
    invitee::{Invitee, Status},
};
use jiff::{SignedDuration, Timestamp};
use runtime::{Ctx, Problem, ProblemKind};
use store::invitees::WaitingEntry;

/// The table keeps milliseconds.
const STEP: SignedDuration = SignedDuration::from_millis(1);
/// How far before the first, or behind the last, somebody is put: room for those who come between.
const APART: SignedDuration = SignedDuration::from_secs(1);

/// `moved` right before another on the waitlist.
pub(crate) async fn before(
    ctx: &Ctx,
    moved: &Invitee,
    other: WaitingEntry,
) -> Result<Invitee, Problem> {
    let (previous, _) = ctx.store.waitlist_neighbours(moved.event, other).await?;
    if previous.is_some_and(|one| one.invitee == moved.id) {
        return Ok(moved.clone());
    }
    placed(moved, between(previous, Some(other), moved.id))
}

/// `moved` right after another on the waitlist.
pub(crate) async fn after(
    ctx: &Ctx,
    moved: &Invitee,
    other: WaitingEntry,
) -> Result<Invitee, Problem> {
    let (_, next) = ctx.store.waitlist_neighbours(moved.event, other).await?;
    if next.is_some_and(|one| one.invitee == moved.id) {
        return Ok(moved.clone());
    }
    placed(moved, between(Some(other), next, moved.id))
}

/// `moved` to an end of the waitlist.
pub(crate) async fn to_end(
    ctx: &Ctx,
    event: EventId,
    moved: &Invitee,
    end: End,
) -> Result<Invitee, Problem> {
    let (first, last) = ctx.store.waitlist_ends(event).await?;
    let beside = match end {
        End::Top => first,
        End::End => last,
    };
    match (beside, end) {
        (Some(one), _) if one.invitee == moved.id => Ok(moved.clone()),
        (first, End::Top) => placed(moved, between(None, first, moved.id)),
        (last, End::End) => placed(moved, between(last, None, moved.id)),
    }
}

/// The entry of somebody who waits.
pub(crate) fn entry(invitee: &Invitee) -> Option<WaitingEntry> {
    match invitee.status {
        Status::Waitlisted { since, .. } => Some(WaitingEntry { since, invitee: invitee.id }),
        Status::Queued
        | Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => None,
    }
}

fn placed(moved: &Invitee, since: Option<Timestamp>) -> Result<Invitee, Problem> {
    match (since, moved.status) {
        (Some(since), Status::Waitlisted { party, .. }) => {
            Ok(Invitee { status: Status::Waitlisted { party, since }, ..moved.clone() })
        }
        (Some(_) | None, _) => Err(Problem::new(ProblemKind::NotAllowedNow)
            .detail("these two joined in the same moment; move one of them first")),
    }
}

/// An instant by which `moved` comes between two others; none where there is no room.
fn between(
    low: Option<WaitingEntry>,
    high: Option<WaitingEntry>,
    moved: InviteeId,
) -> Option<Timestamp> {
    let fits = |since: Timestamp| {
        let place = WaitingEntry { since, invitee: moved };
        (low.is_none_or(|low| low < place) && high.is_none_or(|high| place < high)).then_some(since)
    };
    match (low, high) {
        (Some(low), Some(high)) => {
            let half = high.since.duration_since(low.since).checked_div(2)?;
            let middle =
                Timestamp::from_millisecond(low.since.checked_add(half).ok()?.as_millisecond());
            middle.ok().and_then(fits).or_else(|| fits(high.since)).or_else(|| fits(low.since))
        }
        (Some(low), None) => low.since.checked_add(STEP).ok().and_then(fits),
        (None, Some(high)) => high.since.checked_sub(APART).ok().and_then(fits),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millisecond: i64, id: u8) -> WaitingEntry {
        let since = Timestamp::from_millisecond(millisecond).unwrap();
        WaitingEntry { since, invitee: InviteeId::from_bytes([id; 5]) }
    }

    fn place(low: WaitingEntry, high: WaitingEntry, id: u8) -> Option<i64> {
        let moved = InviteeId::from_bytes([id; 5]);
        between(Some(low), Some(high), moved).map(Timestamp::as_millisecond)
    }

    #[test]
    fn there_is_room_between_two_milliseconds() {
        assert_eq!(place(at(1_000, 1), at(2_000, 2), 9), Some(1_500));
        assert_eq!(place(at(1_000, 1), at(1_002, 2), 0), Some(1_001));
    }

    #[test]
    fn within_a_millisecond_the_ids_decide() {
        assert_eq!(place(at(1_000, 1), at(1_001, 5), 3), Some(1_000));
        assert_eq!(place(at(1_000, 4), at(1_001, 5), 3), Some(1_001));
        assert_eq!(place(at(1_000, 1), at(1_000, 5), 3), Some(1_000));
        assert_eq!(place(at(1_000, 1), at(1_000, 2), 3), None);
    }

    #[test]
    fn there_is_always_room_at_the_ends() {
        let moved = InviteeId::from_bytes([9; 5]);
        let first = between(None, Some(at(5_000, 1)), moved).unwrap();
        let last = between(Some(at(5_000, 1)), None, moved).unwrap();
        assert_eq!((first.as_millisecond(), last.as_millisecond()), (4_000, 5_001));
    }
}

use super::*;
use crate::{
    change::Actor,
    outbox::Life,
    samples::{at, decide, event, hours, invited, life, name, now},
    transition::{Trigger, transition},
};

fn yes(party: u8) -> Trigger {
    Trigger::Yes { party }
}

#[test]
fn repeating_an_answer_after_the_close_succeeds_and_changes_nothing() {
    let (event, late) = (event(), event().when.starts_at());
    let waitlisted = Status::Waitlisted { party: 2, since: now() };
    for (status, answer) in [
        (Status::Accepted { taken: 2 }, yes(2)),
        (waitlisted, yes(2)),
        (Status::Declined, Trigger::No),
        (Status::Withdrawn, Trigger::No),
    ] {
        let outcome = decide(&at(status), answer, (&event, 5, late)).unwrap();
        assert_eq!(outcome, unchanged(&at(status)), "{status:?}");
    }
    let changed = decide(&at(Status::Accepted { taken: 2 }), yes(1), (&event, 5, late));
    assert_eq!(changed, Err(Refusal::Closed));
    let cancelled = crate::event::Event { state: EventState::Cancelled, ..event };
    for answer in [yes(2), Trigger::No] {
        let repeated = decide(&at(Status::Accepted { taken: 2 }), answer, (&cancelled, 5, now()));
        assert_eq!(repeated, Err(Refusal::Cancelled));
    }
}

#[test]
fn a_party_beyond_the_maximum_may_become_smaller_and_no_larger() {
    let (event, guest) = (event(), at(Status::Accepted { taken: 8 }));
    let smaller = decide(&guest, yes(6), (&event, 0, now())).unwrap();
    assert_eq!((smaller.invitee.status, smaller.seats.left), (Status::Accepted { taken: 6 }, 2));
    let larger = decide(&guest, yes(9), (&event, 5, now()));
    assert_eq!(larger, Err(Refusal::PartyOutOfRange { max: 4 }));
}

#[test]
fn whoever_joins_the_waitlist_wakes_the_engine_whatever_was_read_of_the_seats() {
    let event = event();
    let joined = decide(&at(Status::Declined), yes(1), (&event, 0, now())).unwrap();
    assert!(joined.invitee.status.is_waitlisted() && joined.wake);
    let smaller = decide(&joined.invitee, yes(2), (&event, 0, now())).unwrap();
    assert!(smaller.invitee.status.is_waitlisted() && smaller.wake);
}

#[test]
fn a_late_guest_may_take_the_seats_that_the_own_invitation_held() {
    let mut event = event();
    event.settings.allow_late = true;
    event.settings.waitlist = Waitlist::Off;
    let (guest, late) = (invited(1, now()), now() + hours(1));
    let accepted = decide(&guest, yes(1), (&event, 0, late)).unwrap();
    assert_eq!(accepted.invitee.status, Status::Accepted { taken: 1 });
    assert_eq!((accepted.seats.left, accepted.guard), (0, Guard::Left(0)));
    assert_eq!(decide(&guest, yes(2), (&event, 0, late)), Err(Refusal::Full));
    // Seats beyond a cut go back to the capacity first.
    let guest = invited(2, now());
    assert_eq!(decide(&guest, yes(1), (&event, -1, late)), Err(Refusal::Full));
}

#[test]
fn a_waitlist_that_was_switched_off_keeps_nobody_from_a_free_seat() {
    let mut event = event();
    let seats = Seats { capacity: Some(10), organizer: false, left: 3, waiting: 2 };
    let answered = |event: &crate::event::Event| {
        let circumstances = Circumstances { event, seats: &seats, now: now(), by: Actor::Link };
        transition(&at(Status::Declined), yes(2), &circumstances)
    };
    assert_eq!(name(&answered(&event)), StatusName::Waitlisted);
    event.settings.waitlist = Waitlist::Off;
    let accepted = answered(&event).unwrap();
    assert_eq!(accepted.invitee.status, Status::Accepted { taken: 2 });
    assert_eq!(accepted.guard, Guard::Left(2));
}

#[test]
fn an_answer_takes_back_a_new_try_that_waits() {
    let event = event();
    let mut guest = invited(2, now() + hours(24));
    guest.message = Some(Life { sequence: 2, ..life(Delivery::Queued) });
    for answer in [yes(2), Trigger::No] {
        let answered = decide(&guest, answer, (&event, 0, now())).unwrap().invitee;
        assert_eq!(answered.delivery(), Delivery::Dropped);
    }
}

#[test]
fn who_is_late_and_first_in_line_is_not_told_that_it_is_full() {
    let late = |free| {
        let trigger = Trigger::Yes { party: 1 };
        decide(&at(Status::Expired), trigger, (&event(), free, now())).unwrap()
    };
    assert!(late(1).invitee.status.is_waitlisted());
    assert_eq!((late(1).message, late(1).wake), (None, true));
    assert_eq!(late(0).message, Some(Purpose::Waitlisted));
}

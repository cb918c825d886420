use super::*;
use crate::{
    change::{Actor, Change, Reason},
    invitee::Confirmations,
    samples::{at, decide, event, hours, invited, now},
    seats::Seats,
};

fn visited(invitee: &Invitee, event: &Event, now: Timestamp) -> Visit {
    let seats = Seats::new(Some(10), false);
    visit(invitee, &Circumstances { event, seats: &seats, now, by: Actor::Engine })
}

/// A yes that touches nothing but the guest's own item.
fn accepted_cheaply(invitee: &Invitee, at: Timestamp) -> Invitee {
    let mut accepted = Invitee { status: Status::Accepted { taken: 1 }, ..invitee.clone() };
    accepted.record(Change {
        at,
        by: Actor::Link,
        before: Some(StatusName::Invited),
        after: StatusName::Accepted,
        party: 1,
        reason: Reason::Plain,
    });
    accepted
}

#[test]
fn a_guest_who_says_yes_to_a_long_invitation_gets_both_reminders() {
    let event = event();
    let start = event.when.starts_at();
    let mut guest = invited(1, start);
    guest.reminded.silent = true;
    guest.due_at = next_due(&guest, &event, start - hours(72));
    let accepted = accepted_cheaply(&guest, start - hours(70));
    assert_eq!(accepted.due_at, Some(start - hours(24)));
    let first = visited(&accepted, &event, start - hours(24));
    assert_eq!(first.outcome.message, Some(Purpose::DayBefore));
    let reminded = first.outcome.invitee;
    assert_eq!(reminded.due_at, Some(start - hours(1)));
    let second = visited(&reminded, &event, start - hours(1));
    assert_eq!(second.outcome.message, Some(Purpose::HourBefore));
    assert_eq!(second.outcome.invitee.due_at, None);
}

#[test]
fn a_visit_that_finds_a_silent_guest_only_plans_the_next_one() {
    let event = event();
    let start = event.when.starts_at();
    let mut guest = invited(1, start);
    guest.reminded.silent = true;
    let visit = visited(&guest, &event, start - hours(24));
    assert_eq!((visit.outcome.message, visit.resend), (None, false));
    assert_eq!(visit.outcome.invitee.due_at, Some(start - hours(1)));
}

#[test]
fn reminders_that_are_switched_off_are_nothing_to_wait_for() {
    let mut event = event();
    event.settings.reminders.day_before = false;
    let start = event.when.starts_at();
    assert_eq!(first_reminder(&event, now()), Some(start - hours(1)));
    assert_eq!(first_reminder(&event, start - hours(1)), None);
    event.settings.reminders.hour_before = false;
    assert_eq!(first_reminder(&event, now()), None);
    let guest = Invitee { sent_at: None, ..invited(1, start) };
    assert_eq!(next_due(&guest, &event, now()), Some(start));
}

#[test]
fn a_confirmation_is_looked_after_where_no_reminder_comes() {
    let event = event();
    let soon = event.when.starts_at() - SignedDuration::from_mins(20);
    let guest = Invitee { due_at: Some(event.closes_at()), ..invited(1, event.closes_at()) };
    let yes = decide(&guest, Trigger::Yes { party: 1 }, (&event, 0, soon)).unwrap();
    let check_at = soon + SignedDuration::from_mins(5);
    assert_eq!((yes.invitee.due_at, yes.wake), (Some(check_at), true));
    let visit = visited(&yes.invitee, &event, check_at);
    assert_eq!((visit.confirm, visit.outcome.invitee.due_at), (Some(1), None));
}

#[test]
fn a_confirmation_before_a_reminder_is_no_reason_to_wake_the_event() {
    let event = event();
    let guest = invited(1, now() + hours(24));
    let yes = decide(&guest, Trigger::Yes { party: 1 }, (&event, 0, now())).unwrap();
    assert_eq!(yes.invitee.due_at, Some(event.when.starts_at() - hours(24)));
    assert!(!yes.wake);
    let unconfirmed =
        Invitee { confirmations: Confirmations::default(), ..at(Status::Accepted { taken: 1 }) };
    assert_eq!(next_due(&unconfirmed, &event, event.when.starts_at()), None);
}

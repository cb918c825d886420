use super::*;
use crate::{
    event::Event,
    samples::{at, decide, event, guest, now},
    transition::Trigger,
};

fn force(party: u8) -> Trigger {
    Trigger::MarkAccepted { party, force: true, silent: true }
}

#[test]
fn force_overrides_only_what_it_has_to() {
    let event = event();
    let within = decide(&guest(), force(2), (&event, 2, now())).unwrap();
    assert_eq!(within.guard, Guard::Left(2));
    let over = decide(&guest(), force(3), (&event, 2, now())).unwrap();
    let reason = over.invitee.history.last().unwrap().reason;
    assert_eq!((over.guard, reason), (Guard::Nothing, Reason::Forced));
}

#[test]
fn removing_one_who_waits_wakes_the_engine() {
    let waitlisted = at(Status::Waitlisted { party: 2, since: now() });
    let removed = decide(&waitlisted, Trigger::Remove { notify: false }, (&event(), 0, now()));
    assert!(removed.unwrap().wake);
}

#[test]
fn nobody_is_asked_again_to_what_cannot_be_answered() {
    let again = || Trigger::Reinvite { position: guest().position };
    let declined = at(Status::Declined);
    let cancelled = Event { state: EventState::Cancelled, ..event() };
    let closed = Event { state: EventState::Closed, ..event() };
    assert_eq!(decide(&declined, again(), (&cancelled, 5, now())), Err(Refusal::Cancelled));
    assert_eq!(decide(&declined, again(), (&closed, 5, now())), Err(Refusal::Closed));
    assert!(decide(&declined, again(), (&event(), 5, now())).is_ok());
}

//! One step, exactly.
use super::*;
use crate::samples::{event, now};

fn look<'a>(event: &'a Event, seats: &'a Seats, now: Timestamp) -> Look<'a> {
    Look {
        event,
        seats,
        due: &[],
        next_due_at: None,
        waiting: &[],
        queue: &[],
        queue_goes_on: false,
        now,
        permits: 100,
        permits_again_at: None,
        sending_enabled: true,
        not_before: None,
    }
}

#[test]
fn an_event_that_was_never_started_closes_by_itself_too() {
    let event = Event { state: EventState::Draft, ..event() };
    let seats = Seats::new(Some(10), false);
    let plan = step(&look(&event, &seats, now()));
    assert_eq!((plan.close, plan.next_wake_at), (false, Some(event.closes_at())));
    assert!(step(&look(&event, &seats, event.closes_at())).close);
}

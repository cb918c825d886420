//! One step, exactly.
use super::{queue::considered, *};
use crate::{
    event::STEP_INVITATIONS_MAX,
    invitee::Status,
    samples::{self, event, now},
};

fn look<'a>(event: &'a Event, seats: &'a Seats, now: Timestamp) -> Look<'a> {
    Look {
        event,
        seats,
        due: &[],
        next_due_at: None,
        waiting: &[],
        waiting_goes_on: false,
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

fn entry(number: u32, party_max: u8, zone: &str) -> QueueEntry {
    let phone = Phone::from_e164(&format!("+1646{:07}", 2_000_000 + number)).unwrap();
    QueueEntry {
        invitee: InviteeId::from_bytes([0, 0, 0, 0, u8::try_from(number).unwrap()]),
        position: Position::at_end(Timestamp::UNIX_EPOCH, number),
        generation: 1,
        name: "Grace".into(),
        phone: Some(phone),
        zone: Zone::parse(zone).ok(),
        party_max,
        blocked: None,
    }
}

#[test]
fn nothing_is_picked_while_paused_disabled_held_back_or_too_late() {
    let queue = [entry(1, 1, "America/New_York")];
    let (event, seats) = (event(), Seats::new(Some(5), false));
    let open = Look { queue: &queue, ..look(&event, &seats, now()) };
    assert_eq!(step(&open).picks.len(), 1, "negative control");
    let paused = Event { state: EventState::Paused, ..event.clone() };
    let disabled = Look { sending_enabled: false, ..open };
    assert_eq!(step(&Look { event: &paused, ..open }).picks, []);
    assert_eq!(step(&disabled).picks, []);
    assert_eq!(step(&disabled).next_wake_at, Some(now() + SENDING_CHECKED_EVERY));
    let held = Look { not_before: Some(now() + SENDING_CHECKED_EVERY), ..open };
    assert_eq!((step(&held).picks.len(), step(&held).next_wake_at), (0, held.not_before));
    let late = event.when.starts_at() - event.settings.min_notice + SignedDuration::from_nanos(1);
    assert_eq!(step(&Look { now: late, ..open }).picks, []);
}

#[test]
fn spent_permits_wait_for_more_and_are_told_so() {
    let queue = [entry(1, 1, "America/New_York"), entry(2, 1, "America/New_York")];
    let (event, seats) = (event(), Seats::new(Some(5), false));
    let again = now() + SignedDuration::from_mins(61);
    let plan = step(&Look {
        queue: &queue,
        permits: 1,
        permits_again_at: Some(again),
        ..look(&event, &seats, now())
    });
    assert_eq!(
        (plan.picks.len(), plan.short_of_permits, plan.next_wake_at),
        (1, true, Some(again))
    );
}

#[test]
fn an_empty_queue_needs_no_permits() {
    let (event, seats) = (event(), Seats::new(Some(5), false));
    let look = Look { permits: 0, permits_again_at: Some(now()), ..look(&event, &seats, now()) };
    let plan = step(&look);
    assert!(!plan.short_of_permits && plan.next_wake_at > Some(now()));
    assert_eq!(why(&look).0, Why::QueueEmpty);
}

#[test]
fn a_party_takes_what_is_left_unless_it_must_stay_together() {
    let queue = [entry(1, 4, "America/New_York"), entry(2, 1, "America/New_York")];
    let (event, seats) = (event(), Seats::new(Some(3), false));
    let held = |event: &Event| -> Vec<u8> {
        let plan = step(&Look { queue: &queue, ..look(event, &seats, now()) });
        plan.picks.iter().map(|pick| pick.held).collect()
    };
    assert_eq!(held(&event), [3]);
    let mut together = event.clone();
    together.settings.all_or_nothing = true;
    assert_eq!(held(&together), [1]);
}

fn waiting(number: u8, party: u8) -> Invitee {
    let status = Status::Waitlisted { party, since: now() };
    Invitee { id: InviteeId::from_bytes([1, 0, 0, 0, number]), ..samples::at(status) }
}

fn deferred(number: u8, until: Timestamp) -> Invitee {
    let id = InviteeId::from_bytes([2, 0, 0, 0, number]);
    Invitee { id, not_before: Some(until), due_at: Some(until), ..samples::at(Status::Queued) }
}

#[test]
fn nobody_is_picked_before_those_whose_wait_is_over_stand_in_the_queue_again() {
    let queue = [entry(9, 1, "America/New_York")];
    let (event, seats) = (event(), Seats::new(Some(5), false));
    let due = [deferred(1, now()), deferred(2, now())];
    let look = Look { queue: &queue, ..look(&event, &seats, now()) };
    let plan = step(&Look { due: &due, ..look });
    assert_eq!((plan.visits.len(), plan.picks.len()), (2, 0));
    assert_eq!(plan.next_wake_at, Some(now() + INDEX_LAG), "the index is behind");
    // More of them are due than one step visits.
    let plan = step(&Look { next_due_at: Some(now()), ..look });
    assert_eq!((plan.picks.len(), plan.next_wake_at), (0, Some(now())));
    assert_eq!(step(&look).picks.len(), 1, "negative control");
    // Where no seat is free there is nothing to come back for.
    let full = Seats { left: 0, ..seats };
    let plan = step(&Look { due: &due, seats: &full, ..look });
    assert!(plan.next_wake_at > Some(now() + INDEX_LAG));
}

#[test]
fn a_batch_paces_the_event_and_the_largest_step_does_not() {
    let queue = [1, 2, 3].map(|number| entry(number, 1, "America/New_York"));
    let (mut event, seats) = (event(), Seats::new(Some(5), false));
    event.settings.batch_limit = Some(1);
    let plan = step(&Look { queue: &queue, ..look(&event, &seats, now()) });
    assert_eq!(plan.picks.len(), 1);
    assert!(plan.next_wake_at > Some(now()), "{:?}", plan.next_wake_at);
    let permits = Look { queue: &queue, permits: 1, ..look(&event, &seats, now()) };
    assert!(step(&permits).short_of_permits, "the quota has its own wake");
    event.settings.batch_limit = None;
    let many: Vec<QueueEntry> = (0..=u32::from(STEP_INVITATIONS_MAX))
        .map(|number| QueueEntry { invitee: samples::guest().id, ..entry(number % 200, 1, "") })
        .collect();
    let seats = Seats::new(Some(1_000), false);
    let all = Look { queue: &many, permits: 1_000, ..look(&event, &seats, now()) };
    assert_eq!((step(&all).picks.len(), step(&all).next_wake_at), (500, Some(now())));
}

#[test]
fn nobody_of_the_queue_passes_those_who_wait_and_were_not_read() {
    let queue = [entry(9, 1, "America/New_York")];
    let event = event();
    let seats = Seats { waiting: 101, left: 1, ..Seats::new(Some(500), false) };
    let hundred: Vec<Invitee> = (0..100).map(|number| waiting(number, 4)).collect();
    let look = Look { queue: &queue, waiting: &hundred, ..look(&event, &seats, now()) };
    let plan = step(&Look { waiting_goes_on: true, ..look });
    assert!(plan.read_waitlist_on && plan.picks.is_empty());
    let mut all = hundred.clone();
    all.push(waiting(100, 1));
    let plan = step(&Look { waiting: &all, ..look });
    assert_eq!((plan.promotions, plan.picks), (vec![all[100].id], vec![]));
    // Everybody was looked at: the seat is for the queue.
    let plan = step(&Look { seats: &Seats { waiting: 100, ..seats }, ..look });
    assert_eq!((plan.read_waitlist_on, plan.picks.len()), (false, 1));
    let thousand: Vec<Invitee> = hundred.iter().cycle().take(1_000).cloned().collect();
    let plan = step(&Look { waiting: &thousand, waiting_goes_on: true, ..look });
    assert_eq!(
        (plan.read_waitlist_on, plan.picks.len()),
        (false, 1),
        "no further than a step looks"
    );
}

#[test]
fn a_hundred_are_promoted_at_a_time_and_the_queue_waits_for_the_rest() {
    let queue = [entry(9, 1, "America/New_York")];
    let event = event();
    let seats = Seats { waiting: 101, left: 200, ..Seats::new(Some(500), false) };
    let all: Vec<Invitee> = (0..=100).map(|number| waiting(number, 1)).collect();
    let plan = step(&Look { waiting: &all, queue: &queue, ..look(&event, &seats, now()) });
    assert_eq!((plan.promotions.len(), plan.picks.len()), (100, 0));
    assert_eq!(plan.next_wake_at, Some(now()));
}

#[test]
fn who_waits_and_is_not_in_the_index_yet_is_looked_for_again() {
    let event = event();
    let seats = Seats { waiting: 1, ..Seats::new(Some(5), false) };
    let plan = step(&look(&event, &seats, now()));
    assert_eq!(plan.next_wake_at, Some(now() + INDEX_LAG));
    let one = [waiting(1, 6)];
    let plan = step(&Look { waiting: &one, ..look(&event, &seats, now()) });
    assert!(plan.next_wake_at > Some(now() + INDEX_LAG), "it is only too large");
    let full = Seats { left: 0, ..seats };
    assert!(step(&look(&event, &full, now())).next_wake_at > Some(now() + INDEX_LAG));
}

proptest::proptest! {
    #[test]
    fn a_step_never_promises_more_than_there_is_and_passes_nobody_over_in_silence(
        parties in proptest::collection::vec((1..=6_u8, 0..3_usize), 0..60),
        left in -3..40_i64,
        permits in 0..30_u32,
        batch_limit in proptest::option::of(1..20_u16),
        all_or_nothing in proptest::prelude::any::<bool>(),
        goes_on in proptest::prelude::any::<bool>(),
    ) {
        const ZONES: [&str; 3] = ["America/New_York", "Asia/Tokyo", "Europe/Berlin"];
        let queue: Vec<QueueEntry> = parties
            .iter()
            .enumerate()
            .map(|(number, (party, zone))| entry(u32::try_from(number).unwrap(), *party, ZONES[*zone]))
            .collect();
        let mut event = event();
        event.settings.batch_limit = batch_limit;
        event.settings.all_or_nothing = all_or_nothing;
        let seats = Seats { capacity: Some(100), organizer: false, left, waiting: 0 };
        let plan = step(&Look {
            queue: &queue,
            queue_goes_on: goes_on,
            permits,
            permits_again_at: Some(now() + SignedDuration::from_mins(5)),
            ..look(&event, &seats, now())
        });
        let held: i64 = plan.picks.iter().map(|pick| i64::from(pick.held)).sum();
        proptest::prop_assert!(held <= left.max(0));
        let most = permits.min(u32::from(batch_limit.unwrap_or(500)));
        proptest::prop_assert!(plan.picks.len() <= usize::try_from(most).unwrap());
        let picked: Vec<InviteeId> = plan.picks.iter().map(|pick| pick.invitee).collect();
        let last = queue.iter().rposition(|entry| picked.contains(&entry.invitee));
        for entry in &queue[..last.unwrap_or(0)] {
            let reason = plan.passed_over.iter().find(|passed| passed.invitee == entry.invitee);
            proptest::prop_assert!(picked.contains(&entry.invitee) != reason.is_some());
        }
        // In the queue's order, nobody twice.
        let places: Vec<usize> = picked
            .iter()
            .map(|id| queue.iter().position(|entry| entry.invitee == *id).unwrap())
            .collect();
        proptest::prop_assert!(places.is_sorted_by(|a, b| a < b));
        // Liveness: whoever could be invited now is, or the step comes back.
        let awake = |entry: &QueueEntry| considered(&look(&event, &seats, now()), entry, left - held);
        let wanted = queue.iter().any(|entry| !picked.contains(&entry.invitee) && awake(entry).is_ok());
        let batch = usize::from(batch_limit.unwrap_or(STEP_INVITATIONS_MAX));
        if wanted && left - held > 0 && plan.picks.len() < batch {
            proptest::prop_assert!(plan.next_wake_at <= Some(now() + SignedDuration::from_mins(5)));
        }
    }
}

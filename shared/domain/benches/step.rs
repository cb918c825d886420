//! How long a step of the engine takes to decide.
use divan::{Bencher, black_box};
use domain::{
    event::{Event, EventState, STEP_INVITATIONS_MAX, Settings, When},
    ids::{EventId, InviteeId, OrgId},
    phone::{Phone, Region},
    position::Position,
    seats::Seats,
    step::{Look, QueueEntry, STEP_EXAMINED_MAX, step},
    zone::Zone,
};
use jiff::{Timestamp, civil::date};
use std::collections::BTreeMap;

/// Picks of one step.
const PICKS: u32 = 100;

fn main() {
    divan::main();
}

fn now() -> Timestamp {
    "2026-06-01T15:00:00Z".parse().expect("an instant")
}

fn zone(name: &str) -> Zone {
    Zone::parse(name).expect("a zone")
}

fn event() -> Event {
    Event {
        id: EventId::from_bytes([1; 6]),
        org: OrgId::from_bytes([2; 10]),
        name: "Garden party".into(),
        host: "Ada".into(),
        details: String::new(),
        location: String::new(),
        when: When {
            starts_local: date(2026, 6, 20).at(19, 0, 0, 0),
            zone: zone("America/New_York"),
            duration_minutes: 120,
        },
        rsvp_deadline: None,
        settings: Settings::default(),
        region: Region::US,
        state: EventState::Active,
        archived: false,
        code: None,
        texts: BTreeMap::new(),
        announcements: Vec::new(),
        broadcasts: 0,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn queue(recipients_zone: &Zone) -> Vec<QueueEntry> {
    let areas = ["201", "202", "203", "205", "206", "207", "208", "209", "210", "213"];
    let phones =
        areas.iter().flat_map(|area| (0..100).map(move |n| format!("+1{area}55501{n:02}")));
    let entry = |(number, phone): (u32, String)| QueueEntry {
        invitee: InviteeId::from_bytes([0, 0, 0, number.to_be_bytes()[2], number.to_be_bytes()[3]]),
        position: Position::at_end(Timestamp::UNIX_EPOCH, number),
        generation: 1,
        name: "Grace Hopper".into(),
        phone: Some(Phone::from_e164(&phone).expect("a stored form")),
        zone: Some(recipients_zone.clone()),
        party_max: 1,
        blocked: None,
    };
    (0..).zip(phones).map(entry).collect()
}

fn look<'a>(event: &'a Event, seats: &'a Seats, queue: &'a [QueueEntry]) -> Look<'a> {
    Look {
        event,
        seats,
        due: &[],
        next_due_at: None,
        waiting: &[],
        waiting_goes_on: false,
        queue,
        queue_goes_on: true,
        now: now(),
        permits: STEP_INVITATIONS_MAX.into(),
        permits_again_at: None,
        sending_enabled: true,
        not_before: None,
    }
}

/// The first hundred of a thousand fill the room.
#[divan::bench]
fn a_thousand_in_the_queue_and_a_hundred_seats(bencher: Bencher<'_, '_>) {
    let (event, queue) = (event(), queue(&zone("America/New_York")));
    let seats = Seats::new(Some(PICKS), false);
    let look = look(&event, &seats, &queue);
    assert_eq!((queue.len(), step(&look).picks.len()), (STEP_EXAMINED_MAX, 100));
    bencher.bench(|| step(black_box(&look)));
}

/// It is night where nine hundred of them live: all are looked at to find the hundred.
#[divan::bench]
fn a_thousand_in_the_queue_and_the_last_hundred_awake(bencher: Bencher<'_, '_>) {
    let event = event();
    let mut queue = queue(&zone("Asia/Tokyo"));
    for entry in queue.iter_mut().skip(900) {
        entry.zone = Some(zone("America/New_York"));
    }
    let seats = Seats::new(Some(PICKS), false);
    let look = look(&event, &seats, &queue);
    assert_eq!((queue.len(), step(&look).picks.len()), (STEP_EXAMINED_MAX, 100));
    bencher.bench(|| step(black_box(&look)));
}

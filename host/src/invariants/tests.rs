//! Each promise beside what breaks it.
use super::*;
use domain::{
    event::{EventState, Settings, When},
    ids::{InviteeId, OrgId},
    invitee::{Confirmations, Reminded, Status},
    message::{MessageId, Purpose},
    outbox::Life,
    phone::{Phone, Region},
    position::Position,
    seats::Seats,
    zone::Zone,
};
use jiff::Timestamp;
use store::events::Engine;

const EVENT: EventId = EventId::from_bytes([1; 6]);
const NOON: &str = "2026-06-01T16:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn event() -> Event {
    Event {
        id: EVENT,
        org: OrgId::from_bytes([1; 10]),
        name: "Dinner".to_owned(),
        host: "Ada".to_owned(),
        details: String::new(),
        location: String::new(),
        when: When {
            starts_local: "2026-07-10T19:00".parse().unwrap(),
            zone: Zone::parse("America/New_York").unwrap(),
            duration_minutes: 180,
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
        created_at: at(NOON),
    }
}

fn invitee(number: u8, status: Status) -> Invitee {
    let mut message = Life::queued(1, String::new(), 1, at("2026-07-10T23:00:00Z"));
    message.delivery = Delivery::Submitted;
    Invitee {
        event: EVENT,
        id: InviteeId::from_bytes([number; 5]),
        org: OrgId::from_bytes([1; 10]),
        contact: None,
        newcomer: false,
        name: "Grace".to_owned(),
        phone: Some(Phone::from_e164(&format!("+121255501{number:02}")).unwrap()),
        zone: None,
        party_max: 4,
        position: Position::at_end(at(NOON), 0),
        generation: 1,
        status,
        message: Some(message),
        sent_at: Some(at(NOON)),
        offer: false,
        not_before: None,
        skip: None,
        confirmations: Confirmations::default(),
        reminded: Reminded::default(),
        resent_at: None,
        answered_at: Vec::new(),
        due_at: None,
        history: Vec::new(),
    }
}

fn invited(number: u8, held: u8) -> Invitee {
    invitee(number, Status::Invited { held, expires_at: at("2026-06-02T16:00:00Z") })
}

fn accepted(number: u8, taken: u8) -> Invitee {
    invitee(number, Status::Accepted { taken })
}

/// A table where `capacity` seats are less those of `invitees`, by the counter too.
fn evidence(capacity: u32, invitees: Vec<Invitee>) -> Evidence {
    let mut seats = Seats::new(Some(capacity), false);
    for invitee in &invitees {
        seats.left -= i64::from(invitee.status.seats());
        seats.waiting += u32::from(invitee.status.is_waitlisted());
    }
    Evidence {
        events: BTreeMap::from([(EVENT, event())]),
        seats: BTreeMap::from([(EVENT, SeatsItem::of(&seats, &Engine::default()))]),
        invitees,
        messages: Vec::new(),
    }
}

fn record(number: u8, purpose: Purpose, sequence: u16, when: &str) -> AcceptedRecord {
    let invitee = InviteeId::from_bytes([number; 5]);
    let key = MessageKey::Invitation { event: EVENT, invitee, generation: 1, purpose, sequence };
    AcceptedRecord {
        message_id: Some(MessageId::of(key).to_string()),
        sid: format!("SM{number}{sequence}"),
        to: format!("+121255501{number:02}").parse().unwrap(),
        body: "Will you come? https://example.com/r/abc".to_owned(),
        at: at(when),
    }
}

fn invites(numbers: &[u8]) -> Vec<AcceptedRecord> {
    numbers.iter().map(|number| record(*number, Purpose::Invite, 1, NOON)).collect()
}

fn law(evidence: &Evidence, accepted: &[AcceptedRecord]) -> Option<Law> {
    evidence.check(accepted).err().map(|broken| broken.law)
}

#[test]
fn a_full_event_keeps_every_promise() {
    let evidence = evidence(6, vec![invited(1, 2), accepted(2, 4)]);
    assert_eq!(law(&evidence, &invites(&[1, 2])), None);
    let tally = evidence.seats_of(EVENT);
    assert_eq!((tally.held, tally.accepted, tally.waiting), (2, 4, 0));
}

#[test]
fn one_seat_too_many_is_found() {
    let evidence = evidence(5, vec![invited(1, 2), accepted(2, 4)]);
    assert_eq!(law(&evidence, &invites(&[1, 2])), Some(Law::Capacity));
}

#[test]
fn a_counter_that_drifted_is_found() {
    let mut drifted = evidence(6, vec![invited(1, 2)]);
    let mut seats = drifted.seats[&EVENT].seats();
    seats.left += 1;
    drifted.seats.insert(EVENT, SeatsItem::of(&seats, &Engine::default()));
    assert_eq!(law(&drifted, &invites(&[1])), Some(Law::Counters));
    let waiting = Status::Waitlisted { party: 1, since: at(NOON) };
    let mut forgotten = evidence(6, vec![invitee(1, waiting)]);
    let seats = Seats::new(Some(6), false);
    forgotten.seats.insert(EVENT, SeatsItem::of(&seats, &Engine::default()));
    assert_eq!(law(&forgotten, &invites(&[1])), Some(Law::Counters));
}

#[test]
fn two_seats_of_one_phone_are_found() {
    let mut twin = accepted(2, 1);
    twin.phone = invited(1, 1).phone;
    assert_eq!(
        law(&evidence(6, vec![invited(1, 1), twin]), &invites(&[1, 2])),
        Some(Law::OnePerPhone)
    );
}

#[test]
fn a_second_acceptance_of_one_message_is_found() {
    let evidence = evidence(6, vec![invited(1, 1)]);
    assert_eq!(law(&evidence, &invites(&[1, 1])), Some(Law::AcceptedOnce));
}

#[test]
fn a_text_that_the_table_denies_is_found() {
    let mut unsent = invited(1, 1);
    unsent.message.as_mut().unwrap().delivery = Delivery::Dropped;
    assert_eq!(law(&evidence(6, vec![unsent]), &invites(&[1])), Some(Law::Accounted));
    let confirmation =
        [record(1, Purpose::Invite, 1, NOON), record(1, Purpose::Confirmation, 1, NOON)];
    assert_eq!(law(&evidence(6, vec![accepted(1, 1)]), &confirmation), Some(Law::Accounted));
}

#[test]
fn a_text_that_the_provider_never_had_is_found() {
    assert_eq!(law(&evidence(6, vec![invited(1, 1)]), &[]), Some(Law::Accounted));
}

#[test]
fn an_invitation_that_was_sent_again_is_known_twice() {
    let mut resent = invited(1, 1);
    resent.message.as_mut().unwrap().sequence = 2;
    let both = [record(1, Purpose::Invite, 1, NOON), record(1, Purpose::Invite, 2, NOON)];
    assert_eq!(law(&evidence(6, vec![resent]), &both), None);
}

#[test]
fn a_message_in_no_part_of_the_sum_is_found() {
    let mut evidence = evidence(6, vec![invited(1, 1)]);
    let invitee = InviteeId::from_bytes([1; 5]);
    let purpose = Purpose::Reminder;
    let key = MessageKey::Invitation { event: EVENT, invitee, generation: 1, purpose, sequence: 1 };
    evidence.messages.push((key, None));
    assert_eq!(law(&evidence, &invites(&[1])), Some(Law::Sum));
}

#[test]
fn an_invitation_without_a_date_is_found() {
    let mut undated = invited(1, 1);
    undated.sent_at = None;
    assert_eq!(law(&evidence(6, vec![undated]), &invites(&[1])), Some(Law::Deadline));
}

#[test]
fn a_text_at_night_is_found_unless_it_is_exempt() {
    // 21:00 in New York, to the second.
    let night = "2026-06-02T01:00:00Z";
    let evening = "2026-06-02T00:59:59Z";
    let one = || evidence(6, vec![accepted(1, 1)]);
    assert_eq!(law(&one(), &[record(1, Purpose::Invite, 1, night)]), Some(Law::QuietHours));
    assert_eq!(law(&one(), &[record(1, Purpose::Invite, 1, evening)]), None);
    let mut confirmed = one();
    let confirmation = record(1, Purpose::Confirmation, 1, night);
    let id: MessageId = confirmation.message_id.as_deref().unwrap().parse().unwrap();
    confirmed.messages.push((id.key().clone(), Some(Delivery::Submitted)));
    assert_eq!(law(&confirmed, &[record(1, Purpose::Invite, 1, NOON), confirmation]), None);
}

#[test]
fn each_link_is_opened_once() {
    assert_eq!(links(&invites(&[1, 2])), ["https://example.com/r/abc"]);
}

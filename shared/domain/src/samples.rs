//! An event and a guest for the tests of this crate.
use crate::{
    change::Actor,
    event::{Event, EventState, Settings, When},
    ids::{EventId, InviteeId, OrgId},
    invitee::{Invitee, Status, StatusName},
    message::Delivery,
    outbox::Life,
    phone::{Phone, Region},
    position::Position,
    seats::Seats,
    transition::{Circumstances, Entry, Outcome, Refusal, Trigger, add, transition},
    zone::Zone,
};
use jiff::{SignedDuration, Timestamp, civil::date};
use std::collections::BTreeMap;

/// Noon on 1 June 2026, UTC.
pub(crate) fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

pub(crate) fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// An active event on 20 June 2026, 19:00 in New York.
pub(crate) fn event() -> Event {
    Event {
        id: EventId::from_bytes([1; 6]),
        org: OrgId::from_bytes([2; 10]),
        name: "Garden party".into(),
        host: "Ada".into(),
        details: String::new(),
        location: String::new(),
        when: When {
            starts_local: date(2026, 6, 20).at(19, 0, 0, 0),
            zone: Zone::parse("America/New_York").unwrap(),
            duration_minutes: 120,
        },
        rsvp_deadline: None,
        settings: Settings::default(),
        region: Region::parse("US").unwrap(),
        state: EventState::Active,
        archived: false,
        code: None,
        texts: BTreeMap::new(),
        announcements: Vec::new(),
        broadcasts: 0,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

/// A guest in the queue, who may come with three more.
pub(crate) fn guest() -> Invitee {
    let entry = Entry {
        contact: None,
        newcomer: false,
        name: "Grace Hopper".into(),
        phone: Some(Phone::from_e164("+12125550123").unwrap()),
        zone: None,
        party_max: 4,
    };
    let position = Position::at_end(Timestamp::UNIX_EPOCH, 0);
    let invitee = add(&event(), entry, position, (Actor::Engine, Timestamp::UNIX_EPOCH)).unwrap();
    Invitee { id: InviteeId::from_bytes([3; 5]), ..invitee }
}

pub(crate) fn at(status: Status) -> Invitee {
    Invitee { status, ..guest() }
}

/// A guest whose invitation holds `held` seats until `expires_at`, and was sent now.
pub(crate) fn invited(held: u8, expires_at: Timestamp) -> Invitee {
    let life = Life { fence: 1, ..life(Delivery::Submitted) };
    let status = Status::Invited { held, expires_at };
    Invitee { message: Some(life), sent_at: Some(now()), due_at: Some(expires_at), ..at(status) }
}

/// A guest whose invitation is on its way.
pub(crate) fn inviting(held: u8, delivery: Delivery) -> Invitee {
    Invitee { message: Some(life(delivery)), ..at(Status::Inviting { held }) }
}

pub(crate) fn life(delivery: Delivery) -> Life {
    Life { delivery, ..Life::queued(1, "words".into(), 1, event().closes_at()) }
}

/// What becomes of a guest of `event` at `now`, with that many seats left and nobody waiting.
pub(crate) fn decide(
    invitee: &Invitee,
    trigger: Trigger,
    (event, left, now): (&Event, i64, Timestamp),
) -> Result<Outcome, Refusal> {
    let seats = Seats { capacity: Some(10), organizer: false, left, waiting: 0 };
    transition(invitee, trigger, &Circumstances { event, seats: &seats, now, by: Actor::Engine })
}

pub(crate) fn name(outcome: &Result<Outcome, Refusal>) -> StatusName {
    outcome.as_ref().unwrap().invitee.status.name()
}

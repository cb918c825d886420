//! An event and its guests, ready to be stored.
use domain::{
    change::{Actor, Change, Reason},
    code::EventCode,
    event::{Event, EventState, Settings, When},
    ids::{ContactId, EventId, Identity, InviteeId, OrgId},
    invitee::{Confirmations, Invitee, Reminded, Status},
    message::Delivery,
    outbox::Life,
    phone::{Phone, Region},
    position::Position,
    zone::Zone,
};
use jiff::{Timestamp, civil::date};
use std::collections::BTreeMap;

/// The org of all events here.
pub const ORG: OrgId = OrgId::from_bytes([7; 10]);

/// An event that is inviting: `Garden party` of Ada, Saturday 20 June 2026, 19:00 to 21:00 in New York.
/// The number makes its id and its code.
pub fn event(number: u8) -> Event {
    Event {
        id: EventId::from_bytes([number; 6]),
        org: ORG,
        name: "Garden party".into(),
        host: "Ada".into(),
        details: "Bring a chair.".into(),
        location: "12 Elm Street, Albany".into(),
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
        code: EventCode::parse(&format!("PA{}", 400 + u16::from(number))).ok(),
        texts: BTreeMap::new(),
        announcements: Vec::new(),
        broadcasts: 0,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

/// A guest in the queue of `event`, who may come with one more. The number makes name and phone.
pub fn invitee(event: &Event, number: u16) -> Invitee {
    let phone = phone(number);
    Invitee {
        event: event.id,
        id: InviteeId::derive(event.id, Identity::Phone(&phone), 0),
        org: event.org,
        contact: None,
        newcomer: false,
        name: format!("Grace Hopper {number}"),
        phone: Some(phone),
        zone: None,
        party_max: 2,
        position: Position::at_end(Timestamp::UNIX_EPOCH, u32::from(number)),
        generation: 1,
        status: Status::Queued,
        message: None,
        sent_at: None,
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

/// The same guest at another status since `at`.
pub fn with_status(mut invitee: Invitee, status: Status, at: Timestamp) -> Invitee {
    let before = Some(invitee.status.name());
    invitee.status = status;
    invitee.record(Change {
        at,
        by: Actor::Engine,
        before,
        after: status.name(),
        party: status.seats(),
        reason: Reason::Plain,
    });
    invitee
}

/// The same guest with an invitation that the provider took at `sent_at` and that stands until
/// `expires_at`, holding `held` seats.
pub fn invited(invitee: Invitee, held: u8, sent_at: Timestamp, expires_at: Timestamp) -> Invitee {
    let mut invitee = with_status(invitee, Status::Invited { held, expires_at }, sent_at);
    let life = Life::queued(1, String::new(), 1, expires_at);
    invitee.message = Some(Life {
        delivery: Delivery::Submitted,
        provider_id: Some(provider_id(&invitee)),
        claimed_at: Some(sent_at),
        fence: 1,
        ..life
    });
    invitee.sent_at = Some(sent_at);
    invitee.due_at = Some(expires_at);
    invitee
}

/// The provider's id of a guest's invitation.
pub fn provider_id(invitee: &Invitee) -> String {
    let id = invitee.id.to_string().replace('_', "");
    format!("SM{id}{}", invitee.generation)
}

/// The contact of that number.
pub fn contact_id(number: u16) -> ContactId {
    let [high, low] = number.to_be_bytes();
    ContactId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, high, low])
}

/// The phone of that number.
pub fn phone(number: u16) -> Phone {
    let text = format!("+1646555{:04}", number % 10_000);
    Phone::from_e164(&text).unwrap_or_else(|error| unreachable!("{text}: {error}"))
}

/// The zone of that name.
pub fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap_or_else(|error| unreachable!("{name}: {error}"))
}

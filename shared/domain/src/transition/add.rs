//! T1: a contact joins an event's list.
use super::Refusal;
use crate::{
    change::{Actor, Change, Reason},
    event::{Event, EventState},
    ids::{ContactId, Identity, InviteeId},
    invitee::{Confirmations, Invitee, Reminded, Skip, SkipReason, Status, StatusName},
    phone::Phone,
    position::Position,
    zone::Zone,
};
use jiff::Timestamp;

/// Who joins a list: a snapshot of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The contact.
    pub contact: Option<ContactId>,
    /// Whether no invitation has ever gone out to it.
    pub newcomer: bool,
    /// The name that the texts use.
    pub name: String,
    /// Where it is texted; none means that it never is, and stays on the list with that reason.
    pub phone: Option<Phone>,
    /// The recipient's own zone.
    pub zone: Option<Zone>,
    /// p: the guest and the plus-ones.
    pub party_max: u8,
}

/// The invitee that `entry` becomes, with the first of the ids that may be its own.
///
/// Whether the place is taken, by the same phone or by chance, only the table can say.
pub fn add(
    event: &Event,
    entry: Entry,
    position: Position,
    (by, now): (Actor, Timestamp),
) -> Result<Invitee, Refusal> {
    if event.state == EventState::Cancelled {
        return Err(Refusal::Cancelled);
    }
    if !event.takes_answers(now) {
        return Err(Refusal::Closed);
    }
    let skip = Skip { reason: SkipReason::NoAddress, at: now, times: 1 };
    let invitee = Invitee {
        event: event.id,
        id: InviteeId::from_bytes([0; InviteeId::SIZE]),
        org: event.org,
        contact: entry.contact,
        newcomer: entry.newcomer,
        name: entry.name,
        skip: entry.phone.is_none().then_some(skip),
        phone: entry.phone,
        zone: entry.zone,
        party_max: entry.party_max,
        position,
        generation: 1,
        status: Status::Queued,
        message: None,
        sent_at: None,
        offer: false,
        not_before: None,
        confirmations: Confirmations::default(),
        reminded: Reminded::default(),
        resent_at: None,
        answered_at: Vec::new(),
        due_at: None,
        history: vec![Change {
            at: now,
            by,
            before: None,
            after: StatusName::Queued,
            party: 0,
            reason: Reason::Plain,
        }],
    };
    let id = invitee.id_at(0);
    Ok(Invitee { id, ..invitee })
}

impl Invitee {
    /// Who it is: its phone, or its contact where there is no phone.
    pub fn identity(&self) -> Identity<'_> {
        const NOBODY: ContactId = ContactId::from_bytes([0; ContactId::SIZE]);
        match &self.phone {
            Some(phone) => Identity::Phone(phone),
            None => Identity::Contact(self.contact.unwrap_or(NOBODY)),
        }
    }

    /// The id that it has where `probe` others were in its way.
    pub fn id_at(&self, probe: u8) -> InviteeId {
        InviteeId::derive(self.event, self.identity(), probe)
    }
}

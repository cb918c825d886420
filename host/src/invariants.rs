//! The promises, checked from outside: from the table's raw items and the provider's own record, without
//! the code that keeps them.
mod messages;
mod seats;
#[cfg(test)]
mod tests;

pub use seats::Tally;

use crate::phones::AcceptedRecord;
use domain::{
    event::Event, ids::EventId, invitee::Invitee, message::Delivery, message::MessageKey,
};
use std::{collections::BTreeMap, fmt};
use store::{
    Row, StoreError,
    events::{EventItem, KeptEvent, SeatsItem},
    invitees::{InviteeItem, Kept},
    item::Item,
    keys,
    outbox::{MessageItem, RecipientMessageItem},
};

/// A promise that can be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// The organizer's seat, held and taken seats together never exceed the capacity.
    Capacity,
    /// The stored counters are what the rows say.
    Counters,
    /// At most one invitation or acceptance per phone and event.
    OnePerPhone,
    /// The provider accepted each message at most once.
    AcceptedOnce,
    /// What the provider accepted is known to be out, and what is known to be out was accepted.
    Accounted,
    /// Each message is in one part of the sum planned = submitted + held back + rejected + failed +
    /// unknown.
    Sum,
    /// Who is invited was sent an invitation and has a deadline.
    Deadline,
    /// No invitation, reminder or broadcast in the recipient's quiet hours.
    QuietHours,
    /// Every link that was sent opens.
    Links,
}

impl Law {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::Counters => "counters",
            Self::OnePerPhone => "one_per_phone",
            Self::AcceptedOnce => "accepted_once",
            Self::Accounted => "accounted",
            Self::Sum => "sum",
            Self::Deadline => "deadline",
            Self::QuietHours => "quiet_hours",
            Self::Links => "links",
        }
    }
}

/// A promise that does not hold, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Broken {
    /// Which.
    pub law: Law,
    /// Where, without a name or a number.
    pub place: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.law.name(), self.place)
    }
}

/// The table as the checks see it.
#[derive(Debug, Default)]
pub struct Evidence {
    events: BTreeMap<EventId, Event>,
    seats: BTreeMap<EventId, SeatsItem>,
    invitees: Vec<Invitee>,
    messages: Vec<(MessageKey, Option<Delivery>)>,
}

impl Evidence {
    /// Reads what matters of all items.
    pub fn of(rows: &[Row]) -> Result<Self, StoreError> {
        let mut evidence = Self::default();
        for row in rows {
            evidence.add(row)?;
        }
        Ok(evidence)
    }

    fn add(&mut self, row: &Row) -> Result<(), StoreError> {
        let kind = row.kind().unwrap_or_default();
        if kind == EventItem::KIND {
            let kept = KeptEvent::try_from(row.clone().read::<EventItem>()?)?;
            self.events.insert(kept.event.id, kept.event);
        } else if kind == SeatsItem::KIND {
            let stored = row.clone().read::<SeatsItem>()?;
            self.seats.insert(stored.key.event, stored.value);
        } else if kind == InviteeItem::KIND {
            let kept = Kept::try_from(row.clone().read::<InviteeItem>()?)?;
            self.invitees.push(kept.invitee);
        } else if kind == MessageItem::KIND {
            let keys::MessageKey { event, invitee, generation, purpose, sequence } = key(row)?;
            let key = MessageKey::Invitation { event, invitee, generation, purpose, sequence };
            self.messages.push((key, delivery(row)));
        } else if kind == RecipientMessageItem::KIND {
            let keys::RecipientMessageKey { phone, purpose, nonce } = key(row)?;
            self.messages.push((MessageKey::Recipient { phone, purpose, nonce }, delivery(row)));
        }
        Ok(())
    }

    /// The seats of an event, as its rows say: held by live invitations, and taken.
    pub fn seats_of(&self, event: EventId) -> Tally {
        Tally::of(self.invitees.iter().filter(|invitee| invitee.event == event))
    }

    /// The first promise that the table and the provider's record break together. Cheap enough to ask
    /// while an event runs.
    pub fn check(&self, accepted: &[AcceptedRecord]) -> Result<(), Broken> {
        seats::check(self)?;
        messages::check(self, accepted)
    }
}

/// The links that were sent, each once.
pub fn links(accepted: &[AcceptedRecord]) -> Vec<String> {
    let words = accepted.iter().flat_map(|record| record.body.split_whitespace());
    let mut links: Vec<String> =
        words.filter(|word| word.contains("/r/")).map(str::to_owned).collect();
    links.sort();
    links.dedup();
    links
}

fn key<K: keys::Key>(row: &Row) -> Result<K, StoreError> {
    row.key().map_err(|error| StoreError::Unreadable { kind: "message", reason: error.to_string() })
}

fn delivery(row: &Row) -> Option<Delivery> {
    row.text("dl").and_then(Delivery::parse)
}

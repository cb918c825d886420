//! The model: what was asked and answered, what the provider took, and the rows as they are. It knows
//! nothing of how the code under test decides.
mod latest;
mod moves;
mod promise;
mod queue;
mod seats;
mod sum;
mod tenants;
mod texts;

pub(crate) use promise::Promise;

use crate::{
    coverage::Coverage,
    law::{Broken, Checked},
    site::Run,
};
use domain::{
    event::Event,
    ids::{EventId, InviteeId, OrgId},
    invitee::Invitee,
    message::{Delivery, MessageId},
    seats::Seats,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Row,
    events::{Engine, EventItem, KeptEvent, SeatsItem},
    invitees::{InviteeItem, Kept},
    item::Item,
    keys::{self, Key},
    outbox::{KeptMessage, MessageItem, RecipientMessageItem},
};
use testkit::RowChange;
use texts::TextBook;

/// An invitee's place: event and invitee.
pub(crate) type Place = (EventId, InviteeId);

/// What is known of an event.
#[derive(Debug)]
pub(crate) struct EventFacts {
    pub(crate) event: Event,
    /// The record of the write that it is from.
    pub(crate) record: u64,
    /// The record since which it is in its state.
    pub(crate) state_record: u64,
    pub(crate) seats: Seats,
    pub(crate) engine: Engine,
}

/// What is known of an invitee.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) invitee: Invitee,
    pub(crate) record: u64,
    /// The run that wrote it last.
    pub(crate) writer: u64,
    /// Since when it is being invited.
    pub(crate) inviting_since: Option<Timestamp>,
}

/// One invitee in one write.
#[derive(Debug)]
pub(crate) struct Move {
    pub(crate) before: Option<Invitee>,
    pub(crate) after: Invitee,
}

/// What one write did.
#[derive(Debug, Default)]
struct Write {
    moves: Vec<Move>,
    touched: BTreeSet<EventId>,
    orgs: BTreeSet<OrgId>,
}

/// The limits of the scopes, per hour and day.
#[derive(Debug, Default, Clone)]
pub(crate) struct Limits {
    pub(crate) orgs: BTreeMap<OrgId, (usize, usize)>,
    pub(crate) platform: (usize, usize),
}

/// The model.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(crate) events: BTreeMap<EventId, EventFacts>,
    pub(crate) invitees: BTreeMap<Place, Known>,
    pub(crate) messages: BTreeMap<String, (Delivery, OrgId)>,
    pub(crate) last_record: u64,
    pub(crate) limits: Limits,
    /// Records by which an eventually consistent read may be behind.
    pub(crate) staleness: u64,
    /// Changes of status that were seen, as the audit has to tell them.
    pub(crate) changes: BTreeMap<OrgId, usize>,
    pub(crate) texts: TextBook,
    asks: promise::Asks,
    writers: BTreeSet<u64>,
    broken: Option<Broken>,
}

impl Book {
    /// The first invariant that did not hold.
    pub(crate) const fn broken(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }

    pub(crate) fn check(&mut self, checked: Checked) {
        if let Err(broken) = checked {
            self.broken.get_or_insert(broken);
        }
    }

    /// Notes that a run wrote something.
    pub(crate) fn wrote(&mut self, run: Option<&Run>) {
        self.writers.extend(run.map(|run| run.number));
    }

    /// Whether it did.
    pub(crate) fn has_written(&self, run: &Run) -> bool {
        self.writers.contains(&run.number)
    }

    /// One write, whole.
    pub(crate) fn observe(
        &mut self,
        now: Timestamp,
        run: Option<&Run>,
        changes: Vec<RowChange>,
        coverage: &mut Coverage,
    ) {
        let Some(last) = changes.last().map(|change| change.number) else { return };
        let mut write = Write::default();
        let before = self.committed_of(&changes);
        for change in changes {
            let at = (now, run, change.number);
            let entered = self.enter(at, change, &mut write, coverage);
            self.check(entered);
        }
        self.last_record = last;
        let Write { moves, touched, orgs } = write;
        for event in touched {
            let checked = self.check_seats(event, before.get(&event).copied(), &moves);
            self.check(checked);
        }
        for one in &moves {
            self.count_changes(one);
        }
        if let Some(run) = run {
            for one in &moves {
                let checked = self.check_move(now, run, one, coverage);
                self.check(checked);
            }
            let checked = self.check_queue(now, run, &moves, coverage);
            self.check(checked);
            let checked = tenants::check(&orgs);
            self.check(checked);
        }
    }

    fn enter(
        &mut self,
        (now, run, number): (Timestamp, Option<&Run>, u64),
        change: RowChange,
        write: &mut Write,
        coverage: &mut Coverage,
    ) -> Checked {
        let Some(row) = change.after else { return Self::gone(change.before.as_ref()) };
        match row.kind().unwrap_or_default() {
            EventItem::KIND => {
                let kept = KeptEvent::try_from(row.read::<EventItem>().unwrap()).unwrap();
                write.orgs.insert(kept.event.org);
                coverage.count(format!("event {}", kept.event.state.name()));
                self.enter_event(number, kept.event);
            }
            SeatsItem::KIND => {
                let stored = row.read::<SeatsItem>().unwrap();
                let event = stored.key.event;
                write.touched.insert(event);
                let (seats, engine) = (stored.value.seats(), stored.value.engine());
                if let Some(facts) = self.events.get_mut(&event) {
                    (facts.seats, facts.engine) = (seats, engine);
                    write.orgs.insert(facts.event.org);
                }
            }
            InviteeItem::KIND => {
                let kept = Kept::try_from(row.read::<InviteeItem>().unwrap()).unwrap();
                write.touched.insert(kept.invitee.event);
                write.orgs.insert(kept.invitee.org);
                let one = self.enter_invitee((now, run, number), kept.invitee, coverage);
                write.moves.push(one);
            }
            MessageItem::KIND | RecipientMessageItem::KIND => {
                let kept = KeptMessage::try_from(row).unwrap();
                let id = MessageId::of(kept.message.key.clone()).to_string();
                let delivery = kept.message.life.delivery;
                if kept.message.key.event().is_some() {
                    write.orgs.insert(kept.message.org);
                }
                coverage.count(format!("delivery {}", delivery.name()));
                self.messages.insert(id.clone(), (delivery, kept.message.org));
                return self.check_message(&id, delivery);
            }
            _ => (),
        }
        Ok(())
    }

    fn enter_event(&mut self, number: u64, event: Event) {
        let former = self.events.remove(&event.id);
        let same_state = former.as_ref().is_some_and(|former| former.event.state == event.state);
        let state_record = former.as_ref().filter(|_| same_state).map(|former| former.state_record);
        let (seats, engine) = former.map_or_else(
            || (Seats::new(None, false), Engine::default()),
            |former| (former.seats, former.engine),
        );
        let state_record = state_record.unwrap_or(number);
        let facts = EventFacts { record: number, state_record, seats, engine, event };
        self.events.insert(facts.event.id, facts);
    }

    fn enter_invitee(
        &mut self,
        (now, run, record): (Timestamp, Option<&Run>, u64),
        invitee: Invitee,
        coverage: &mut Coverage,
    ) -> Move {
        let place = (invitee.event, invitee.id);
        let former = self.invitees.remove(&place);
        let status = invitee.status.name();
        coverage.count(format!("status {}", status.name()));
        coverage.count(format!("delivery {}", invitee.delivery().name()));
        let inviting = status == domain::invitee::StatusName::Inviting;
        let since = former.as_ref().and_then(|former| former.inviting_since).unwrap_or(now);
        let before = former.map(|former| former.invitee);
        if let (Some(id), Some(life)) = (latest::id_of(&invitee), &invitee.message) {
            self.messages.insert(id, (life.delivery, invitee.org));
        }
        let known = Known {
            invitee: invitee.clone(),
            record,
            writer: run.map_or(0, |run| run.number),
            inviting_since: inviting.then_some(since),
        };
        self.invitees.insert(place, known);
        Move { before, after: invitee }
    }

    /// The invitees of an event, in the order of their ids.
    pub(crate) fn invitees_of(&self, event: EventId) -> impl Iterator<Item = &Known> {
        let first = InviteeId::from_bytes([0; InviteeId::SIZE]);
        let last = InviteeId::from_bytes([u8::MAX; InviteeId::SIZE]);
        self.invitees.range((event, first)..=(event, last)).map(|(_, known)| known)
    }
}

/// The event of an invitee's row.
fn event_of(row: &Row) -> Option<EventId> {
    let address = row.address(keys::Place::Table)?;
    keys::InviteeKey::parse(&address.pk, &address.sk).ok().map(|key| key.event)
}

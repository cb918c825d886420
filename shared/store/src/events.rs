//! Events: settings and seats, two items that are read together.
mod command;
mod item;
mod list;
mod seats;

pub use item::{EventItem, KeptEvent};
pub use list::{Shelf, Starting};
pub use seats::{Engine, KeptSeats, SeatsItem, Walk};

use crate::{
    client::{Consistency, Store},
    commit::CommitError,
    failure::StoreError,
    instant::Instant,
    item::{Item, Row, readable},
    keys::{EventCodeKey, EventKey, Key, MalformedKey, Place, SeatsKey, Text, WakesKey},
    query::{Page, Position, Query},
    transaction::{Condition, Transaction, Update},
    value::Value,
};
use domain::{
    code::EventCode,
    event::Event,
    ids::{EventId, InviteeId},
    seats::{Seats, SeatsChange},
    transition::Guard,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An event with its seats, from one read.
#[derive(Debug, Clone, PartialEq)]
pub struct EventAndSeats {
    /// The settings.
    pub event: Event,
    /// The settings' revision.
    pub event_rev: u64,
    /// The seats.
    pub seats: Seats,
    /// The engine's notes.
    pub engine: Engine,
    /// The seats' revision.
    pub seats_rev: u64,
}

/// Which event answers to a code, until it is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventCodeItem {
    /// The event.
    pub event: String,
    /// From when on another event may take the code.
    pub free_at: Instant,
}

impl Item for EventCodeItem {
    type Key = EventCodeKey;
    const KIND: &'static str = "event_code";
    const VERSION: u8 = 1;
}

/// The key of an event's settings.
pub const fn event_key(event: EventId) -> EventKey {
    EventKey { event }
}

/// The key of an event's seats.
pub const fn seats_key(event: EventId) -> SeatsKey {
    SeatsKey { event }
}

impl Store {
    /// An event's settings.
    pub async fn event(
        &self,
        event: EventId,
        consistency: Consistency,
    ) -> Result<Option<KeptEvent>, StoreError> {
        let stored = self.get::<EventItem>(&event_key(event), consistency).await?;
        stored.map(KeptEvent::try_from).transpose()
    }

    /// An event's seats and the engine's notes.
    pub async fn seats(
        &self,
        event: EventId,
        consistency: Consistency,
    ) -> Result<Option<KeptSeats>, StoreError> {
        let stored = self.get::<SeatsItem>(&seats_key(event), consistency).await?;
        Ok(stored.map(|stored| KeptSeats {
            seats: stored.value.seats(),
            engine: stored.value.engine(),
            rev: stored.rev,
        }))
    }

    /// Settings and seats as they are now, in one read: a unit where both are under 4 kB.
    pub async fn event_and_seats(
        &self,
        event: EventId,
    ) -> Result<Option<EventAndSeats>, StoreError> {
        let query = Query::of(EventKey::settings_and_seats(&event), 2).consistent();
        let mut rows = self.query(&query).await?.rows.into_iter();
        let (Some(settings), Some(seats)) = (rows.next(), rows.next()) else { return Ok(None) };
        let kept = KeptEvent::try_from(settings.read::<EventItem>()?)?;
        let seats = seats.read::<SeatsItem>()?;
        Ok(Some(EventAndSeats {
            event: kept.event,
            event_rev: kept.rev,
            seats: seats.value.seats(),
            engine: seats.value.engine(),
            seats_rev: seats.rev,
        }))
    }

    /// The settings of many events, in no order.
    pub async fn events(&self, events: &[EventId]) -> Result<Vec<KeptEvent>, StoreError> {
        self.events_at(events, Consistency::Eventual).await
    }

    /// The settings of many events, in no order, as fresh as is asked for.
    pub async fn events_at(
        &self,
        events: &[EventId],
        consistency: Consistency,
    ) -> Result<Vec<KeptEvent>, StoreError> {
        let keys: Vec<EventKey> = events.iter().copied().map(event_key).collect();
        let stored = self.batch_get::<EventItem>(&keys, consistency).await?;
        stored.into_iter().map(KeptEvent::try_from).collect()
    }

    /// The seats of many events, in no order; of those that can be read.
    pub async fn seats_of(
        &self,
        events: &[EventId],
    ) -> Result<Vec<(EventId, KeptSeats)>, StoreError> {
        let addresses = events.iter().map(|event| seats_key(*event).address()).collect();
        let rows = self.batch_get_rows(addresses, Consistency::Eventual).await?;
        Ok(readable(rows, |row| {
            let stored = row.read::<SeatsItem>()?;
            let (seats, engine) = (stored.value.seats(), stored.value.engine());
            Ok((stored.key.event, KeptSeats { seats, engine, rev: stored.rev }))
        }))
    }

    /// The events that wait for a moment, by that moment: one page of all that the engine looks after.
    pub async fn events_awaiting(
        &self,
        limit: u16,
        after: Option<Position>,
    ) -> Result<(Vec<(EventId, Timestamp)>, Option<Position>), StoreError> {
        let page: Page = self.query(&Query::of(WakesKey::span(), limit).after(after)).await?;
        let awaiting = |row: &Row| {
            let event = row.key::<SeatsKey>()?.event;
            Ok((event, row.key::<WakesKey>()?.at))
        };
        let events = readable(page.rows, |row| {
            awaiting(&row).map_err(|error: MalformedKey| StoreError::Unreadable {
                kind: SeatsItem::KIND,
                reason: error.to_string(),
            })
        });
        Ok((events, page.next))
    }

    /// Takes `code` for `event` in texts to `sender` until `free_at`; `false` where another event
    /// that can still be answered has it.
    pub async fn take_code(
        &self,
        sender: &str,
        code: &EventCode,
        event: EventId,
        free_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool, CommitError> {
        let mut transaction = Transaction::new();
        let item = EventCodeItem { event: event.to_string(), free_at: free_at.into() };
        let free = Condition::new("attribute_not_exists(pk) OR free_at <= :now OR event = :event")
            .value(":now", Value::milliseconds(now))
            .value(":event", event.to_string());
        transaction.put_if(&code_key(sender, code), &item, 1, free);
        match self.commit(transaction).await {
            Ok(_) => Ok(true),
            Err(CommitError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn code_key(sender: &str, code: &EventCode) -> EventCodeKey {
    EventCodeKey { sender: Text::from(sender), code: Text::from(code.as_str()) }
}

impl Transaction {
    /// Adds a new event with its seats.
    pub fn create_event(&mut self, event: &Event, seats: &Seats) {
        self.create(&event_key(event.id), &EventItem::from(event));
        self.create(&seats_key(event.id), &SeatsItem::of(seats, &Engine::default()));
    }

    /// Replaces an event's settings.
    pub fn replace_event(&mut self, event: &Event, rev: u64) -> usize {
        self.replace(&event_key(event.id), &EventItem::from(event), rev)
    }

    /// Changes an event's seat counters under a guard; `None` where there is nothing to change or
    /// to guard.
    pub fn change_seats(
        &mut self,
        event: EventId,
        change: SeatsChange,
        guard: Guard,
        wake: bool,
    ) -> Option<usize> {
        if change.is_none() && guard == Guard::Nothing && !wake {
            return None;
        }
        let mut update = Update::of(&seats_key(event))
            .name("#left", "left")
            .add_to("#left :left, waiting :waiting")
            .value(":left", change.left)
            .value(":waiting", change.waiting);
        if wake {
            update = update.add_to("wakes :wakes").value(":wakes", 1_u8);
        }
        if change.needs() > 0 || change.waiting > 0 {
            update = update.when(not_called_off());
        }
        update = match guard {
            Guard::Nothing => update,
            Guard::Left(seats) => {
                update.when(Condition::new("#left >= :seats").value(":seats", seats))
            }
            Guard::LeftAndNobodyWaits(seats) => update.when(
                Condition::new("#left >= :seats AND waiting = :nobody")
                    .value(":seats", seats)
                    .value(":nobody", 0_u8),
            ),
        };
        Some(self.update(update))
    }

    /// Lets the engine look at an event at once, and the sweep find it where the hint is lost.
    pub fn start_engine(&mut self, event: EventId, now: Timestamp) -> usize {
        let update = Update::of(&seats_key(event))
            .add_to("wakes :wakes")
            .value(":wakes", 1_u8)
            .set("next_wake_at = :next_wake_at")
            .value(":next_wake_at", Value::milliseconds(now))
            .place(&WakesKey { at: now });
        self.update(update)
    }

    /// No invitations before `until`: a refusal that concerned the org or the platform (T4). The
    /// engine looks at the event to set its timer. Refused, which nobody need mind, where the event is
    /// held for longer already.
    pub fn hold_event(&mut self, event: EventId, until: Timestamp) -> usize {
        let update = Update::of(&seats_key(event))
            .add_to("wakes :wakes")
            .value(":wakes", 1_u8)
            .set("not_before = :not_before")
            .value(":not_before", Value::milliseconds(until))
            .when(Condition::new("attribute_not_exists(not_before) OR not_before < :not_before"));
        self.update(update)
    }

    /// Moves a walk on to `next`, or ends it. Refused where another walk was begun meanwhile.
    pub fn advance_walk(
        &mut self,
        event: EventId,
        (walk, after): (Walk, Option<InviteeId>),
        next: Option<InviteeId>,
    ) -> usize {
        let mut seen = Condition::new(match after {
            Some(_) => "sweep = :walk AND sweep_after = :after",
            None => "sweep = :walk AND attribute_not_exists(sweep_after)",
        });
        if let Some(after) = after {
            seen = seen.value(":after", after.to_string());
        }
        let update = Update::of(&seats_key(event)).when(seen.value(":walk", walk.name()));
        self.update(match next {
            Some(next) => update.set("sweep_after = :next").value(":next", next.to_string()),
            None => update.remove("sweep, sweep_after"),
        })
    }

    /// Writes down what a step leaves for the next one. Refused where another step or a command was
    /// faster.
    pub fn note_step(&mut self, event: EventId, notes: Notes<'_>) -> usize {
        self.update(noted(Update::of(&seats_key(event)), notes))
    }

    /// Counts a wake: something happened that may let somebody have a seat.
    pub fn wake(&mut self, event: EventId) -> usize {
        let update = Update::of(&seats_key(event)).add_to("wakes :wakes").value(":wakes", 1_u8);
        self.update(update)
    }
}

/// Nobody gets a seat of a cancelled event, or waits for one, although it was not cancelled yet when
/// that was decided.
pub(crate) fn not_called_off() -> Condition {
    Condition::new("attribute_not_exists(called_off)")
}

/// The engine's notes before a step and after it.
#[derive(Debug, Clone, Copy)]
pub struct Notes<'a> {
    /// As the step found them.
    pub found: &'a Engine,
    /// As it leaves them.
    pub left: &'a Engine,
}

/// The engine's notes as assignments, where they still are as they were found. Not among them is what
/// others write while a step is under way: `wakes`, the walk, and until when invitations are held
/// back.
pub(crate) fn noted(update: Update, notes: Notes<'_>) -> Update {
    let Notes { found, left: engine } = notes;
    let mut update = as_found(update, found).set("seen = :seen").value(":seen", engine.seen);
    update = match engine.next_wake_at {
        Some(at) => update
            .set("next_wake_at = :next_wake_at")
            .value(":next_wake_at", Value::milliseconds(at))
            .place(&WakesKey { at }),
        None => update.remove("next_wake_at").unplace(Place::Gsi2),
    };
    let behind = engine.behind.as_ref().map(|position| Value::from(position.as_str()));
    let optional = [("check_at", engine.check_at.map(Value::milliseconds)), ("behind", behind)];
    for (attribute, value) in optional {
        update = match value {
            Some(value) => update
                .set(&format!("{attribute} = :{attribute}"))
                .value(&format!(":{attribute}"), value),
            None => update.remove(attribute),
        };
    }
    update
}

/// No other step wrote its notes, nobody began a walk, and no sender held the event back.
fn as_found(update: Update, found: &Engine) -> Update {
    let times = [
        ("next_wake_at", found.next_wake_at),
        ("not_before", found.not_before),
        ("check_at", found.check_at),
    ];
    let seen = Condition::new("attribute_not_exists(sweep) AND seen = :found_seen")
        .value(":found_seen", found.seen);
    let conditions = times.map(|(attribute, at)| match at {
        Some(at) => Condition::new(format!("{attribute} = :found_{attribute}"))
            .value(&format!(":found_{attribute}"), Value::milliseconds(at)),
        None => Condition::new(format!("attribute_not_exists({attribute})")),
    });
    conditions.into_iter().fold(update.when(seen), Update::when)
}

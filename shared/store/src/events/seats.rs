//! An event's seat counters and the engine's own notes, in one item.
use crate::{
    instant::Instant,
    item::{Item, Places},
    keys::{SeatsKey, WakesKey},
};
use domain::{ids::InviteeId, position::Position, seats::Seats};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Seat counters, and what the engine must remember of the event between two steps.
///
/// `left` is the capacity less everything committed, so that a condition can guard it. `wakes` counts
/// the changes that may let somebody have a seat, `seen` how many of them a step has seen: where the
/// two differ, a hint was lost. `called_off` is there from the moment on at which the event is cancelled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeatsItem {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capacity: Option<u32>,
    organizer: bool,
    left: i64,
    waiting: u32,
    #[serde(default)]
    wakes: u64,
    #[serde(default)]
    seen: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next_wake_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not_before: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    behind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    check_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sweep: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sweep_after: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    called_off: Option<bool>,
}

impl Item for SeatsItem {
    type Key = SeatsKey;
    const KIND: &'static str = "seats";
    const VERSION: u8 = 1;

    fn places(&self, _: &SeatsKey) -> Places {
        match self.next_wake_at {
            Some(Instant(at)) => Places::at(&WakesKey { at }),
            None => Places::default(),
        }
    }
}

/// A walk over all invitees of an event that a command began and the engine ends, chunk by chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// T21 for everybody.
    Cancel,
    /// T22 for everybody.
    Close,
    /// The times changed: everybody's next look is planned again.
    Replan,
    /// The expiry grew and outstanding invitations follow it.
    Extend,
    /// The capacity was cut and unanswered invitations are called back, lowest priority first.
    Revoke,
}

impl Walk {
    const ALL: [Self; 5] = [Self::Cancel, Self::Close, Self::Replan, Self::Extend, Self::Revoke];

    /// Its stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Close => "close",
            Self::Replan => "replan",
            Self::Extend => "extend",
            Self::Revoke => "revoke",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|walk| walk.name() == name)
    }
}

/// What the engine remembers of an event between two steps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Engine {
    /// Changes that may let somebody have a seat.
    pub wakes: u64,
    /// How many of them a step has seen.
    pub seen: u64,
    /// When to look again.
    pub next_wake_at: Option<Timestamp>,
    /// No invitations before this instant: a quota of the org or the platform, or the kill switch.
    pub not_before: Option<Timestamp>,
    /// The queue was examined up to here; a step goes on behind it.
    pub behind: Option<Position>,
    /// When to check that the waves' invitations have left.
    pub check_at: Option<Timestamp>,
    /// The walk under way, and the invitee that it ended at.
    pub walk: Option<(Walk, Option<InviteeId>)>,
    /// The event was cancelled: no seat is given away any more.
    pub called_off: bool,
}

/// The seats, the engine's notes, and the revision of their item.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptSeats {
    /// The counters.
    pub seats: Seats,
    /// The engine's notes.
    pub engine: Engine,
    /// The revision that they were read at.
    pub rev: u64,
}

impl SeatsItem {
    /// The item of these counters and notes.
    pub fn of(seats: &Seats, engine: &Engine) -> Self {
        Self {
            capacity: seats.capacity,
            organizer: seats.organizer,
            left: seats.left,
            waiting: seats.waiting,
            wakes: engine.wakes,
            seen: engine.seen,
            next_wake_at: engine.next_wake_at.map(Instant),
            not_before: engine.not_before.map(Instant),
            behind: engine.behind.as_ref().map(|position| position.as_str().to_owned()),
            check_at: engine.check_at.map(Instant),
            sweep: engine.walk.map(|(walk, _)| walk.name().to_owned()),
            sweep_after: engine.walk.and_then(|(_, after)| after.map(|id| id.to_string())),
            called_off: engine.called_off.then_some(true),
        }
    }

    /// The counters.
    pub fn seats(&self) -> Seats {
        Seats {
            capacity: self.capacity,
            organizer: self.organizer,
            left: self.left,
            waiting: self.waiting,
        }
    }

    /// The engine's notes.
    pub fn engine(&self) -> Engine {
        let walk = self.sweep.as_deref().and_then(Walk::parse);
        Engine {
            wakes: self.wakes,
            seen: self.seen,
            next_wake_at: self.next_wake_at.map(|at| at.0),
            not_before: self.not_before.map(|at| at.0),
            behind: self.behind.as_deref().and_then(|text| Position::parse(text).ok()),
            check_at: self.check_at.map(|at| at.0),
            walk: walk
                .map(|walk| (walk, self.sweep_after.as_deref().and_then(|id| id.parse().ok()))),
            called_off: self.called_off.unwrap_or_default(),
        }
    }
}

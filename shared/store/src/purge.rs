//! What is deleted for good: the rows of an org or an event whose time is over, and what follows from
//! them.
//!
//! It goes in two parts. First the rows; their end passes through the stream and takes entries out of
//! lists, which may write pages and counts. So the lists go last, when the stream has forgotten the
//! rows, and with them the row that the whole is found by. Each part works from what is still there: it
//! may end anywhere, and is done again.
mod event;
mod org;
mod rows;

pub use event::EventDeletion;
pub use rows::Budget;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long after the last row the lists go: longer than the stream keeps a record, 24 hours.
pub const SETTLED_AFTER: SignedDuration = SignedDuration::from_hours(25);
const _: () = assert!(SETTLED_AFTER.as_hours() > 24);

/// How far a purge came. Once it began, nothing brings back what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Purge {
    /// Rows are being deleted.
    Began,
    /// The rows are gone. The lists follow.
    Emptied {
        /// Since when.
        at: Timestamp,
    },
}

impl Purge {
    /// When there is something to do, for what was to be purged from `due_at` on.
    pub(crate) fn next_at(purge: Option<Self>, due_at: Timestamp) -> Timestamp {
        match purge {
            None | Some(Self::Began) => due_at,
            Some(Self::Emptied { at }) => at.checked_add(SETTLED_AFTER).unwrap_or(Timestamp::MAX),
        }
    }
}

/// What a step of a purge came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purged {
    /// There is more to do now.
    Partly,
    /// The rows are gone; the lists go later.
    Emptied,
    /// Nothing is left of it.
    Wholly,
    /// There was nothing to do: it is not due, or was brought back.
    NotDue,
}

//! What came of a demo.
use host::invariants::Broken;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt};
use testkit::Units;

/// Where everybody on the list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Standing {
    pub(super) queued: u32,
    /// Queued for good: no text may or can reach them.
    pub(super) unreachable: u32,
    pub(super) live: u32,
    pub(super) held_seats: u32,
    pub(super) accepted: u32,
    pub(super) accepted_seats: u32,
    pub(super) declined: u32,
    pub(super) expired: u32,
    pub(super) waitlisted: u32,
    pub(super) failed: u32,
    /// Messages that are not settled yet.
    pub(super) open_messages: u32,
    pub(super) waves: u32,
}

/// What became of the file's rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Imported {
    pub(super) rows: u64,
    pub(super) created: u64,
    /// Rows that became no contact, by reason.
    pub(super) refused: BTreeMap<String, u64>,
}

/// The whole of it.
#[derive(Debug)]
pub(super) struct Summary {
    pub(super) capacity: u32,
    pub(super) imported: Imported,
    pub(super) standing: Standing,
    pub(super) invited: u64,
    pub(super) messages_submitted: u64,
    pub(super) duplicate_submissions: u64,
    pub(super) over_capacity: u32,
    pub(super) simulated: SignedDuration,
    pub(super) wall: SignedDuration,
    pub(super) read_units: Units,
    pub(super) write_units: Units,
    pub(super) broken: Option<Broken>,
}

impl Summary {
    /// Whether every promise was kept.
    pub(super) const fn holds(&self) -> bool {
        self.broken.is_none() && self.over_capacity == 0 && self.duplicate_submissions == 0
    }

    fn verdict(&self) -> String {
        self.broken.as_ref().map_or_else(|| "ok".to_owned(), ToString::to_string)
    }

    /// For programs: one object.
    pub(super) fn to_json(&self) -> Value {
        let standing = &self.standing;
        json!({
            "capacity": self.capacity,
            "accepted_seats": standing.accepted_seats,
            "held_seats": standing.held_seats,
            "invited": self.invited,
            "messages_submitted": self.messages_submitted,
            "duplicate_submissions": self.duplicate_submissions,
            "over_capacity": self.over_capacity,
            "invariants": self.verdict(),
            "write_units": number(self.write_units),
            "read_units": number(self.read_units),
            "contacts_imported": self.imported.created,
            "rows_refused": self.imported.refused,
            "accepted": standing.accepted,
            "declined": standing.declined,
            "expired": standing.expired,
            "waitlisted": standing.waitlisted,
            "failed": standing.failed,
            "still_queued": standing.queued,
            "waves": standing.waves,
            "simulated_seconds": self.simulated.as_secs(),
            "wall_milliseconds": u64::try_from(self.wall.as_millis()).unwrap_or_default(),
        })
    }
}

/// The figure as JSON writes it; it has at most one decimal.
fn number(units: Units) -> Value {
    serde_json::from_str(&units.to_string()).unwrap_or_default()
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (standing, imported) = (&self.standing, &self.imported);
        writeln!(f)?;
        writeln!(f, "contacts    {} of {} rows imported", imported.created, imported.rows)?;
        for (reason, rows) in &imported.refused {
            writeln!(f, "            {rows} refused: {reason}")?;
        }
        writeln!(f, "invitations {} in {} waves", self.invited, standing.waves)?;
        writeln!(
            f,
            "texts       {} submitted, {} of them twice",
            self.messages_submitted, self.duplicate_submissions
        )?;
        writeln!(
            f,
            "seats       {} of {} accepted by {} guests, {} held",
            standing.accepted_seats, self.capacity, standing.accepted, standing.held_seats
        )?;
        writeln!(
            f,
            "others      {} declined, {} expired, {} waitlisted, {} not reached, {} still queued",
            standing.declined,
            standing.expired,
            standing.waitlisted,
            standing.failed,
            standing.queued
        )?;
        writeln!(
            f,
            "time        {:#} simulated in {:#}",
            whole_minutes(self.simulated),
            milliseconds(self.wall)
        )?;
        writeln!(
            f,
            "table       {} write units, {} read units",
            self.write_units, self.read_units
        )?;
        write!(f, "invariants  {}", self.verdict())
    }
}

fn whole_minutes(span: SignedDuration) -> SignedDuration {
    SignedDuration::from_mins(span.as_mins())
}

fn milliseconds(span: SignedDuration) -> SignedDuration {
    SignedDuration::from_millis(i64::try_from(span.as_millis()).unwrap_or(i64::MAX))
}

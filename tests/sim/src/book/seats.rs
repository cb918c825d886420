//! I1, I2, I3: seats by the rows.
use super::{Book, Move, event_of};
use crate::law::{Broken, Checked, Law};
use domain::{change::Reason, ids::EventId};
use std::collections::{BTreeMap, BTreeSet};
use testkit::RowChange;

/// What is committed by the rows, and the room that the settings leave to guests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Committed {
    seats: i64,
    room: i64,
}

impl Book {
    /// What was committed before a write, for each event that it touches.
    pub(super) fn committed_of(&self, changes: &[RowChange]) -> BTreeMap<EventId, Committed> {
        let rows = changes.iter().filter_map(|change| change.after.as_ref());
        let seats = |row: &store::Row| row.key::<store::keys::SeatsKey>().ok().map(|key| key.event);
        let events: BTreeSet<EventId> =
            rows.filter_map(|row| event_of(row).or_else(|| seats(row))).collect();
        events.into_iter().filter_map(|event| Some((event, self.committed(event)?))).collect()
    }

    fn committed(&self, event: EventId) -> Option<Committed> {
        let seats = self.events.get(&event)?.seats;
        let organizer = i64::from(seats.organizer);
        let guests = self.invitees_of(event).map(|known| i64::from(known.invitee.status.seats()));
        let room = seats.capacity.map_or(i64::MAX, i64::from);
        Some(Committed { seats: organizer + guests.sum::<i64>(), room: room - organizer })
    }

    pub(super) fn check_seats(
        &self,
        event: EventId,
        before: Option<Committed>,
        moves: &[Move],
    ) -> Checked {
        let Some(facts) = self.events.get(&event) else { return Ok(()) };
        let Some(now) = self.committed(event) else { return Ok(()) };
        let seats = &facts.seats;
        let broken = |law, words: String| Err(Broken::new(law, words, &[&event]));
        if seats.committed() != now.seats {
            let words =
                format!("{} seats are counted, the rows have {}", seats.committed(), now.seats);
            return broken(Law::I2, words);
        }
        let waiting =
            self.invitees_of(event).filter(|known| known.invitee.status.is_waitlisted()).count();
        if usize::try_from(seats.waiting) != Ok(waiting) {
            return broken(Law::I2, format!("{} wait, the rows have {waiting}", seats.waiting));
        }
        let room = seats.capacity.map_or(i64::MAX, i64::from);
        if let Some(before) = before {
            let cut = now.room < before.room;
            let forced = moves.iter().any(|one| {
                one.after.history.last().is_some_and(|last| last.reason == Reason::Forced)
            });
            if now.seats > room && now.seats > before.seats && !cut && !forced {
                let words = format!("{} seats are committed of {room}", now.seats);
                return broken(Law::I1, words);
            }
        }
        self.check_phones(event)
    }

    fn check_phones(&self, event: EventId) -> Checked {
        let mut phones = BTreeSet::new();
        for known in self.invitees_of(event) {
            let invitee = &known.invitee;
            let Some(phone) = &invitee.phone else { continue };
            if invitee.status.seats() > 0 && !phones.insert(phone.to_string()) {
                let words = "two occupying invitees have the same phone";
                return Err(Broken::new(Law::I3, words, &[&event, phone]));
            }
        }
        Ok(())
    }
}

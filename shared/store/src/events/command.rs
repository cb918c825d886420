//! What an organizer's command does to an event's seats and to what the engine has to walk through.
use super::{Walk, seats_key};
use crate::{
    keys::WakesKey,
    transaction::{Condition, Transaction, Update},
    value::Value,
};
use domain::{ids::EventId, seats::Seats};
use jiff::Timestamp;

impl Transaction {
    /// Changes capacity and the organizer's own seat from `before` to `after`, whatever is committed
    /// meanwhile: only the difference is written. Counts a wake, and begins a walk at an instant.
    ///
    /// Refused where capacity or organizer's seat are not as in `before` any more.
    pub fn resize_seats(
        &mut self,
        event: EventId,
        (before, after): (&Seats, &Seats),
        walk: Option<(Walk, Timestamp)>,
    ) -> usize {
        let mut update = woken(event, walk)
            .name("#capacity", "capacity")
            .value(":was_organizer", before.organizer);
        if before.left != after.left || before.capacity != after.capacity {
            update = update
                .name("#left", "left")
                .add_to("#left :more")
                .value(":more", after.left.saturating_sub(before.left));
        }
        update = match after.capacity {
            Some(capacity) => update.set("#capacity = :capacity").value(":capacity", capacity),
            None => update.remove("#capacity"),
        };
        update = update.set("organizer = :organizer").value(":organizer", after.organizer);
        let as_seen = match before.capacity {
            Some(capacity) => {
                Condition::new("#capacity = :was_capacity AND organizer = :was_organizer")
                    .value(":was_capacity", capacity)
            }
            None => {
                Condition::new("attribute_not_exists(#capacity) AND organizer = :was_organizer")
            }
        };
        self.update(update.when(as_seen))
    }

    /// Begins `walk` from its start, in place of any other, and counts a wake. The event is due at
    /// once, so that the sweep finds it where the hint is lost.
    pub fn begin_walk(&mut self, event: EventId, walk: Walk, now: Timestamp) -> usize {
        self.update(woken(event, Some((walk, now))))
    }
}

fn woken(event: EventId, walk: Option<(Walk, Timestamp)>) -> Update {
    let update = Update::of(&seats_key(event)).add_to("wakes :one").value(":one", 1_u8);
    let Some((walk, now)) = walk else { return update };
    let update = match walk {
        Walk::Cancel => update.set("called_off = :called_off").value(":called_off", true),
        Walk::Close | Walk::Replan | Walk::Extend | Walk::Revoke => update,
    };
    update
        .set("sweep = :walk, next_wake_at = :next_wake_at")
        .remove("sweep_after")
        .value(":walk", walk.name())
        .value(":next_wake_at", Value::milliseconds(now))
        .place(&WakesKey { at: now })
}

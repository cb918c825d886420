//! What an organizer's command does to an event's seats and to what the engine has to walk through.
use super::{Walk, seats_key};
use crate::transaction::{Condition, Transaction, Update};
use domain::{ids::EventId, seats::Seats};

impl Transaction {
    /// Changes capacity and the organizer's own seat from `before` to `after`, whatever is committed
    /// meanwhile: only the difference is written. Counts a wake, and begins `walk` from its start.
    ///
    /// Refused where capacity or organizer's seat are not as in `before` any more.
    pub fn resize_seats(
        &mut self,
        event: EventId,
        (before, after): (&Seats, &Seats),
        walk: Option<Walk>,
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

    /// Begins `walk` from its start, in place of any other, and counts a wake.
    pub fn begin_walk(&mut self, event: EventId, walk: Walk) -> usize {
        self.update(woken(event, Some(walk)))
    }
}

fn woken(event: EventId, walk: Option<Walk>) -> Update {
    let update = Update::of(&seats_key(event)).add_to("wakes :one").value(":one", 1_u8);
    match walk {
        Some(walk) => update.set("sweep = :walk").remove("sweep_after").value(":walk", walk.name()),
        None => update,
    }
}

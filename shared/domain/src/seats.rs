//! Seats: what is promised never exceeds what there is (ENGINE.md, sections 1 and 8).
/// The room of an event without a limit: far above what a list of 100,000 parties of 20 can fill.
const UNLIMITED: i64 = 1_000_000_000;

/// The seat counters of one event, as they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seats {
    /// Seats, 1..=100,000; none means unlimited.
    pub capacity: Option<u32>,
    /// Whether the organizer takes one.
    pub organizer: bool,
    /// Capacity less everything committed. Negative after the capacity was cut below what was
    /// promised, or after a force.
    pub left: i64,
    /// How many are waitlisted.
    pub waiting: u32,
}

/// The new capacity lies below what guests and the organizer already took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{taken} seats are taken already")]
pub struct BelowAccepted {
    /// Seats taken by acceptances and the organizer.
    pub taken: u32,
}

impl Seats {
    /// The counters of an event that nobody was invited to.
    pub fn new(capacity: Option<u32>, organizer: bool) -> Self {
        let left = room(capacity) - i64::from(organizer);
        Self { capacity, organizer, left, waiting: 0 }
    }

    /// F: seats that may be promised.
    pub fn free(&self) -> u32 {
        u32::try_from(self.left.max(0)).unwrap_or(u32::MAX)
    }

    /// K: the organizer's seat, held seats and taken seats.
    pub fn committed(&self) -> i64 {
        room(self.capacity) - self.left
    }

    /// The largest that K may be: the capacity, or what was promised when it was cut or forced,
    /// falling with K down to the capacity.
    pub fn ceiling(&self) -> i64 {
        room(self.capacity).max(self.committed())
    }

    /// The counters after a change of capacity or of the organizer's own seat.
    ///
    /// `accepted` is the sum of taken seats, counted from the rows by the command. A cut below what
    /// is taken needs `force`; one below what is held is honoured and only stops new promises.
    pub fn resize(
        &self,
        capacity: Option<u32>,
        organizer: bool,
        accepted: u32,
        force: bool,
    ) -> Result<Self, BelowAccepted> {
        let taken = accepted.saturating_add(u32::from(organizer));
        let shrinks =
            room(capacity) - i64::from(organizer) < room(self.capacity) - i64::from(self.organizer);
        if shrinks && !force && capacity.is_some_and(|capacity| capacity < taken) {
            return Err(BelowAccepted { taken });
        }
        let committed = self.committed() - i64::from(self.organizer) + i64::from(organizer);
        Ok(Self { capacity, organizer, left: room(capacity) - committed, waiting: self.waiting })
    }
}

fn room(capacity: Option<u32>) -> i64 {
    capacity.map_or(UNLIMITED, i64::from)
}

/// What a transition does to the counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeatsChange {
    /// Added to `left`: positive frees seats, negative commits them.
    pub left: i64,
    /// Added to `waiting`.
    pub waiting: i64,
}

impl SeatsChange {
    /// Whether it touches the counters at all.
    pub const fn is_none(&self) -> bool {
        self.left == 0 && self.waiting == 0
    }

    /// How many seats it commits; 0 where it frees some.
    pub fn needs(&self) -> u32 {
        u32::try_from(-self.left).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_organizer_takes_a_seat() {
        let seats = Seats::new(Some(10), true);
        assert_eq!((seats.free(), seats.committed()), (9, 1));
        assert_eq!(seats.resize(Some(10), false, 0, false).map(|seats| seats.free()), Ok(10));
    }

    #[test]
    fn a_cut_below_the_accepted_is_refused_unless_forced() {
        let mut seats = Seats::new(Some(10), false);
        seats.left -= 8;
        assert_eq!(seats.resize(Some(5), false, 6, false), Err(BelowAccepted { taken: 6 }));
        let forced = seats.resize(Some(5), false, 6, true).unwrap();
        assert_eq!((forced.free(), forced.committed(), forced.ceiling()), (0, 8, 8));
    }

    #[test]
    fn a_cut_below_the_held_is_honoured_and_promises_nothing_new() {
        let mut seats = Seats::new(Some(10), false);
        seats.left -= 8;
        let cut = seats.resize(Some(7), false, 6, false).unwrap();
        assert_eq!((cut.left, cut.free(), cut.ceiling()), (-1, 0, 8));
    }

    proptest! {
        #[test]
        fn a_change_of_capacity_never_changes_what_is_committed(
            before in 1..100_000_u32, after in 1..100_000_u32, used in 0..100_000_i64,
        ) {
            let mut seats = Seats::new(Some(before), false);
            seats.left -= used;
            let resized = seats.resize(Some(after), false, 0, true).unwrap();
            prop_assert_eq!(resized.committed(), used);
        }
    }
}

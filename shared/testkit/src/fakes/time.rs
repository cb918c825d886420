//! Time that stands until it is moved, and ids that follow from a seed.
use super::locked;
use crate::embedded::Dice;
use jiff::{SignedDuration, Timestamp};
use ports::{Clock, Ids};
use std::sync::{Arc, Mutex};

/// A clock that shows what it was set to. Clones show the same.
#[derive(Debug, Clone)]
pub struct FakeClock(Arc<Mutex<Timestamp>>);

impl FakeClock {
    /// A clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// Shows `now` from here on, earlier or later.
    pub fn set(&self, now: Timestamp) {
        *locked(&self.0) = now;
    }

    /// Moves on, and answers the new present. At the end of time it stands.
    pub fn advance(&self, by: SignedDuration) -> Timestamp {
        let mut now = locked(&self.0);
        *now = now.saturating_add(by).unwrap_or(*now);
        *now
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *locked(&self.0)
    }
}

/// Bytes that follow from a seed. Clones draw from the same sequence.
#[derive(Debug, Clone)]
pub struct SeededIds(Arc<Mutex<Dice>>);

impl SeededIds {
    /// The sequence of that seed.
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(Dice::new(seed))))
    }
}

impl Ids for SeededIds {
    fn fill(&self, out: &mut [u8]) {
        let mut dice = locked(&self.0);
        for chunk in out.chunks_mut(size_of::<u64>()) {
            for (to, from) in chunk.iter_mut().zip(dice.next().to_le_bytes()) {
                *to = from;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_ids() {
        let draw = |seed| {
            let mut bytes = [0; 21];
            SeededIds::new(seed).fill(&mut bytes);
            bytes
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn the_clock_moves_only_when_it_is_told() {
        let clock = FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap());
        let shown = clock.clone();
        clock.advance(SignedDuration::from_mins(5));
        assert_eq!(shown.now().to_string(), "2026-06-01T12:05:00Z");
    }
}

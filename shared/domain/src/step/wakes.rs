//! The earliest of the moments to look again.
use jiff::Timestamp;

/// The earliest of the moments to look again.
#[derive(Debug)]
pub(super) struct Wakes {
    now: Timestamp,
    /// The earliest so far.
    pub(super) earliest: Option<Timestamp>,
}

impl Wakes {
    pub(super) const fn new(now: Timestamp) -> Self {
        Self { now, earliest: None }
    }

    pub(super) fn add(&mut self, at: Option<Timestamp>) {
        self.earliest = match (self.earliest, at) {
            (Some(known), Some(at)) => Some(known.min(at)),
            (known, at) => known.or(at),
        };
    }

    pub(super) fn at_once(&mut self) {
        self.add(Some(self.now));
    }
}

//! Time and randomness.
use jiff::Timestamp;
use std::fmt;

/// The one source of the present.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present, in UTC.
    fn now(&self) -> Timestamp;
}

/// The one source of what cannot be guessed.
pub trait Ids: Send + Sync + fmt::Debug {
    /// Fills `out` with random bytes.
    fn fill(&self, out: &mut [u8]);
}

impl dyn Ids {
    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        self.fill(&mut out);
        out
    }
}

//! Dice with the questions that a world asks.
use jiff::SignedDuration;
use testkit::Dice;

/// Dice for one purpose: what others throw does not move them.
#[derive(Debug, Clone)]
pub(crate) struct Chance(Dice);

impl Chance {
    /// The dice of `seed` for that purpose.
    pub(crate) fn new(seed: u64, purpose: u64) -> Self {
        let mut dice = Dice::new(seed ^ purpose.wrapping_mul(0xD134_2543_DE82_EF95));
        dice.next();
        Self(dice)
    }

    pub(crate) const fn below(&mut self, limit: u64) -> u64 {
        self.0.below(limit)
    }

    /// From `least` to `most`, both included.
    pub(crate) const fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.0.below(most - least + 1)
    }

    pub(crate) fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.0.below(u64::try_from(length).unwrap())).unwrap()
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.place(all.len())]
    }

    pub(crate) const fn percent(&mut self, share: u64) -> bool {
        self.0.below(100) < share
    }

    pub(crate) fn per_mille(&mut self, share: u32) -> bool {
        self.0.per_mille(share)
    }

    pub(crate) fn small(&mut self, least: u8, most: u8) -> u8 {
        u8::try_from(self.between(u64::from(least), u64::from(most))).unwrap()
    }

    pub(crate) fn seconds(&mut self, least: u64, most: u64) -> SignedDuration {
        SignedDuration::from_secs(i64::try_from(self.between(least, most)).unwrap())
    }

    pub(crate) fn minutes(&mut self, least: u64, most: u64) -> SignedDuration {
        self.seconds(least * 60, most * 60)
    }
}

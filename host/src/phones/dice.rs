//! Deterministic randomness.

/// Dice for one question: thrown from the seed and what the question is about, so that the answer
/// does not depend on which questions were asked before.
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice for the question that `about` names.
    pub(super) fn new(seed: u64, about: &[&str]) -> Self {
        let mut hash = seed ^ 0xCBF2_9CE4_8422_2325;
        for part in about {
            // FNV-1a; the separator keeps ("ab", "c") apart from ("a", "bc").
            for byte in part.bytes().chain([0xFF]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
            }
        }
        Self(hash)
    }

    /// The next 64 bits (splitmix64).
    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number below `n`; 0 where `n` is 0.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.next().checked_rem(n).unwrap_or(0)
    }

    /// A number in `from..=to`; `from` where `to` is smaller.
    pub(super) fn between(&mut self, from: u64, to: u64) -> u64 {
        from.saturating_add(self.below(to.saturating_sub(from).saturating_add(1)))
    }

    /// True in `percent` of 100 cases.
    pub(super) fn chance(&mut self, percent: u8) -> bool {
        self.below(100) < u64::from(percent)
    }

    /// The index of one of `weights`, each as likely as its weight; `None` where all are 0.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> Option<usize> {
        let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        let mut left = self.below(total);
        weights.iter().position(|weight| {
            let weight = u64::from(*weight);
            let hit = left < weight;
            left = left.saturating_sub(weight);
            hit
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_has_the_same_answer() {
        let throw = |seed, about: &[&str]| Dice::new(seed, about).next();
        assert_eq!(throw(1, &["a", "b"]), throw(1, &["a", "b"]));
        assert_ne!(throw(1, &["a", "b"]), throw(2, &["a", "b"]));
        assert_ne!(throw(1, &["ab", "c"]), throw(1, &["a", "bc"]));
    }

    #[test]
    fn weights_are_shares() {
        let mut counts = [0_u32; 3];
        for number in 0..3_000_u32 {
            let mut dice = Dice::new(7, &[&number.to_string()]);
            counts[dice.weighted(&[60, 0, 40]).unwrap()] += 1;
        }
        assert!((1_650..1_950).contains(&counts[0]), "{counts:?}");
        assert_eq!(counts[1], 0);
        assert_eq!(Dice::new(1, &[]).weighted(&[0, 0]), None);
        assert_eq!(Dice::new(1, &[]).weighted(&[]), None);
    }
}

//! How often a use case loads, decides and commits again.
use crate::commit::CommitError;

/// Most attempts of one use case: under a conflict every round has at least one winner.
pub const ATTEMPTS_MAX: u8 = 10;

/// Counts the attempts of a load-decide-commit loop.
///
/// ```text
/// let mut attempts = Attempts::default();
/// loop {
///     let seen = store.get::<Thing>(&key, Consistency::Strong).await?;
///     match store.commit(decide(seen)?).await {
///         Ok(done) => return Ok(done),
///         Err(error) => attempts.again(error)?,
///     }
/// }
/// ```
#[derive(Debug, Default)]
pub struct Attempts {
    made: u8,
}

impl Attempts {
    /// `Ok` where it is worth to load and decide again: something else was written meanwhile, and
    /// there are attempts left. Otherwise the error itself.
    pub fn again(&mut self, error: CommitError) -> Result<(), CommitError> {
        self.made = self.made.saturating_add(1);
        match error {
            CommitError::Refused(_) | CommitError::Conflict if self.made < ATTEMPTS_MAX => Ok(()),
            CommitError::Refused(_) | CommitError::Conflict | CommitError::Store(_) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_is_tried_again_a_bounded_number_of_times() {
        let mut attempts = Attempts::default();
        for _ in 1..ATTEMPTS_MAX {
            assert!(attempts.again(CommitError::Conflict).is_ok());
        }
        assert!(attempts.again(CommitError::Conflict).is_err());
    }
}

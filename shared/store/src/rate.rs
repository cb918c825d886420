//! Limits on how often something may be tried: conditional counters with a rolling window.
use crate::{
    attempts::Attempts,
    client::{Consistency, Store},
    commit::CommitError,
    failure::StoreError,
    item::{Item, Places},
    keys::{RateKey, Text},
    transaction::Transaction,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How often something may be tried in a rolling window, for each scope of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Tells this limit's counters from those of others; one word.
    pub name: &'static str,
    /// Most attempts in [`Self::window`]. Each is kept, so that this is a small number.
    pub attempts_max: usize,
    /// The rolling window.
    pub window: SignedDuration,
}

/// An attempt was refused, or could not be counted.
#[derive(Debug, thiserror::Error)]
pub enum RateError {
    /// Too many attempts; the next one counts after `wait`.
    #[error("too many attempts")]
    Wait {
        /// How long to wait.
        wait: SignedDuration,
    },
    /// The table could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The last attempts, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Rate {
    at: Vec<Timestamp>,
    /// When the last of them is a window old.
    until: Timestamp,
}

impl Item for Rate {
    type Key = RateKey;
    const KIND: &'static str = "rate";
    const VERSION: u8 = 1;

    fn places(&self, _: &RateKey) -> Places {
        Places::default().until(self.until)
    }
}

impl Rate {
    fn key(limit: RateLimit, scope: &str) -> RateKey {
        RateKey { limit: Text::from(limit.name), scope: Text::from(scope) }
    }

    /// Records an attempt at `now`, or says how long to wait.
    fn take(&mut self, limit: RateLimit, now: Timestamp) -> Result<(), SignedDuration> {
        self.at.retain(|at| now.duration_since(*at) < limit.window);
        match self.at.first() {
            Some(oldest) if self.at.len() >= limit.attempts_max => {
                Err(limit.window.saturating_sub(now.duration_since(*oldest)))
            }
            Some(_) | None => {
                self.at.push(now);
                self.until = now.checked_add(limit.window).unwrap_or(Timestamp::MAX);
                Ok(())
            }
        }
    }

    /// Forgets one attempt made at `taken`.
    fn give_back(&mut self, taken: Timestamp) {
        if let Some(position) = self.at.iter().position(|at| *at == taken) {
            self.at.remove(position);
        }
    }
}

impl Store {
    /// Counts an attempt at `now` under `scope`, before it is looked at. Attempts of one scope that
    /// come at once count each; where too many do, some are told to wait a second.
    pub async fn take_attempt(
        &self,
        limit: RateLimit,
        scope: &str,
        now: Timestamp,
    ) -> Result<(), RateError> {
        self.change_rate(limit, scope, |rate| rate.take(limit, now)).await
    }

    /// Refuses where an attempt at `now` would be, and counts none: for what is counted by how it ends.
    pub async fn check_attempt(
        &self,
        limit: RateLimit,
        scope: &str,
        now: Timestamp,
    ) -> Result<(), RateError> {
        let seen = self.get::<Rate>(&Rate::key(limit, scope), Consistency::Strong).await?;
        let mut rate = seen.map(|seen| seen.value).unwrap_or_default();
        rate.take(limit, now).map_err(|wait| RateError::Wait { wait })
    }

    /// Forgets the attempt that was counted at `taken`: it was a good one.
    pub async fn give_back_attempt(
        &self,
        limit: RateLimit,
        scope: &str,
        taken: Timestamp,
    ) -> Result<(), RateError> {
        let give_back = |rate: &mut Rate| {
            rate.give_back(taken);
            Ok(())
        };
        self.change_rate(limit, scope, give_back).await
    }

    async fn change_rate(
        &self,
        limit: RateLimit,
        scope: &str,
        change: impl Fn(&mut Rate) -> Result<(), SignedDuration>,
    ) -> Result<(), RateError> {
        let key = Rate::key(limit, scope);
        let mut rounds = Attempts::default();
        loop {
            let seen = self.get::<Rate>(&key, Consistency::Strong).await?;
            let mut rate = seen.as_ref().map(|seen| seen.value.clone()).unwrap_or_default();
            change(&mut rate).map_err(|wait| RateError::Wait { wait })?;
            let mut transaction = Transaction::new();
            match seen {
                Some(seen) => transaction.replace(&key, &rate, seen.rev),
                None => transaction.create(&key, &rate),
            };
            let Err(error) = self.commit(transaction).await else { return Ok(()) };
            match rounds.again(error) {
                Ok(()) => (),
                Err(CommitError::Store(error)) => return Err(error.into()),
                Err(CommitError::Refused(_) | CommitError::Conflict) => {
                    return Err(RateError::Wait { wait: SignedDuration::from_secs(1) });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: RateLimit =
        RateLimit { name: "ten", attempts_max: 10, window: SignedDuration::from_mins(15) };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn the_eleventh_attempt_waits_until_the_first_is_a_window_old() {
        let mut rate = Rate::default();
        for second in 0..10 {
            assert_eq!(rate.take(TEN, at(second)), Ok(()));
        }
        assert_eq!(rate.take(TEN, at(60)), Err(SignedDuration::from_secs(840)));
        let just_before = at(900).checked_sub(SignedDuration::from_nanos(1)).unwrap();
        assert!(rate.take(TEN, just_before).is_err());
        assert_eq!(rate.take(TEN, at(900)), Ok(()));
        assert!(rate.take(TEN, at(900)).is_err());
    }

    #[test]
    fn a_good_attempt_is_given_back() {
        let mut rate = Rate::default();
        for _ in 0..100 {
            assert_eq!(rate.take(TEN, at(0)), Ok(()));
            rate.give_back(at(0));
        }
    }
}

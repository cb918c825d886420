//! How much may be sent: rolling windows of one-minute buckets (ENGINE.md, section 12).
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

mod packed;
mod turns;

pub use packed::DecodeWindowError;
pub use turns::Turns;

/// Seconds of a bucket.
const BUCKET_SECONDS: i64 = 60;
/// Minutes of the short window and of the long one.
const HOUR_MINUTES: i64 = 60;
const DAY_MINUTES: i64 = 24 * 60;
/// A message is submitted this long after its permit was taken, at most: a call takes seconds.
const CALL_MINUTES: i64 = 1;
/// Buckets are kept this much longer than the long window, for workers whose clocks are behind.
const SKEW_MINUTES: i64 = 5;
/// The part of a limit that is kept for confirmations, cancellations and promotions: a tenth.
const RESERVE_DIVISOR: u32 = 10;
/// The part of a limit that one may hold while another waits: a quarter.
const SHARE_DIVISOR: u32 = 4;

/// Most texts that a phone gets from the whole platform in [`RECIPIENT_SPAN`].
pub const RECIPIENT_LIMIT: u8 = 5;
/// The window of [`RECIPIENT_LIMIT`]: exact, by the instants of the last five.
pub const RECIPIENT_SPAN: SignedDuration = SignedDuration::from_mins(10);
/// An org's limits unless a platform admin says otherwise.
pub const ORG_LIMITS: Limits = Limits { per_hour: 100, per_day: 500 };
/// The platform's limits unless a platform admin says otherwise.
pub const PLATFORM_LIMITS: Limits = Limits { per_hour: 1_000, per_day: 5_000 };
const _: () = assert!(ORG_LIMITS.per_hour <= ORG_LIMITS.per_day, "a day has an hour");
const _: () = assert!(PLATFORM_LIMITS.per_hour <= PLATFORM_LIMITS.per_day, "a day has an hour");
const _: () = assert!(ORG_LIMITS.per_hour <= PLATFORM_LIMITS.per_hour, "an org is on the platform");

/// Most submitted messages in any hour and in any 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// In any 60 minutes.
    pub per_hour: u32,
    /// In any 24 hours.
    pub per_day: u32,
}

impl Limits {
    /// These limits for one of several that wait for them: a quarter, and at least one.
    #[must_use]
    pub fn share(&self) -> Self {
        let share = |limit: u32| (limit / SHARE_DIVISOR).max(limit.min(1));
        Self { per_hour: share(self.per_hour), per_day: share(self.per_day) }
    }
}

/// Whether a message may use the tenth that is kept back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reserve {
    /// It leaves the tenth alone (rounded down: limits below ten keep nothing).
    Kept,
    /// It may use the tenth.
    Used,
}

impl Reserve {
    fn available(self, limit: u32) -> u32 {
        match self {
            Self::Kept => limit - limit / RESERVE_DIVISOR,
            Self::Used => limit,
        }
    }
}

/// A minute since 1970, in which permits were taken and to which they can be given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minute(u32);

impl Minute {
    /// The minute of an instant.
    pub fn of(now: Timestamp) -> Self {
        Self(u32::try_from(minute(now)).unwrap_or_default())
    }

    /// Its number.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// What one scope has taken lately, by the minute.
///
/// A window counts the bucket that it covers partly at its old end as a whole, and the one before that,
/// whose last permits may have become submissions only in the minute after. So it never counts less
/// than the true rolling window of submissions; a permit comes back up to two minutes late instead.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Window {
    buckets: BTreeMap<u32, u32>,
}

impl Window {
    /// How many more may be taken at `now`.
    pub fn permits(&self, now: Timestamp, limits: &Limits, reserve: Reserve) -> u32 {
        spans(*limits)
            .map(|(span, limit)| reserve.available(limit).saturating_sub(self.used(now, span)))
            .into_iter()
            .min()
            .unwrap_or(0)
    }

    /// Takes `count` permits. The caller has asked [`Window::permits`] in the same state.
    pub fn take(&mut self, now: Timestamp, count: u32) -> Minute {
        let minute = Minute::of(now);
        let oldest = oldest(now, DAY_MINUTES + SKEW_MINUTES);
        self.buckets.retain(|minute, _| i64::from(*minute) >= oldest);
        if count > 0 {
            let bucket = self.buckets.entry(minute.0).or_default();
            *bucket = bucket.saturating_add(count);
        }
        minute
    }

    /// Gives back `count` permits that were taken in `minute` and not used.
    pub fn give_back(&mut self, minute: Minute, count: u32) {
        if let Some(bucket) = self.buckets.get_mut(&minute.0) {
            *bucket = bucket.saturating_sub(count);
            if *bucket == 0 {
                self.buckets.remove(&minute.0);
            }
        }
    }

    /// The first instant from `now` on at which `count` permits are there if nobody takes any
    /// meanwhile. More than the limit allows counts as all that it allows; where it allows none, an
    /// hour from now, when the limit may be another.
    pub fn retry_at(
        &self,
        now: Timestamp,
        limits: &Limits,
        reserve: Reserve,
        count: u32,
    ) -> Timestamp {
        let ready = spans(*limits).map(|(span, limit)| match reserve.available(limit) {
            0 => now.checked_add(SignedDuration::from_mins(HOUR_MINUTES)).unwrap_or(Timestamp::MAX),
            available => self.used_falls_to(now, span, available.saturating_sub(count)),
        });
        ready.into_iter().max().unwrap_or(now)
    }

    /// What was taken in the `span` minutes before `now`.
    pub fn taken(&self, now: Timestamp, span: Span) -> u32 {
        self.used(now, span.minutes())
    }

    fn used(&self, now: Timestamp, span: i64) -> u32 {
        let oldest = oldest(now, span);
        let counted = self.buckets.iter().filter(|(minute, _)| i64::from(**minute) >= oldest);
        counted.fold(0, |sum: u32, (_, count)| sum.saturating_add(*count))
    }

    /// The first instant from `now` on at which at most `target` are counted.
    fn used_falls_to(&self, now: Timestamp, span: i64, target: u32) -> Timestamp {
        let oldest = oldest(now, span);
        let mut used = self.used(now, span);
        let mut at = now;
        for (minute, count) in
            self.buckets.iter().filter(|(minute, _)| i64::from(**minute) >= oldest)
        {
            if used <= target {
                break;
            }
            used = used.saturating_sub(*count);
            let leaves = i64::from(*minute) + span + CALL_MINUTES + 1;
            let leaves = leaves.saturating_mul(BUCKET_SECONDS);
            at = Timestamp::from_second(leaves).unwrap_or(Timestamp::MAX).max(now);
        }
        at
    }
}

/// One of the two windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
}

impl Span {
    const fn minutes(self) -> i64 {
        match self {
            Self::Hour => HOUR_MINUTES,
            Self::Day => DAY_MINUTES,
        }
    }
}

const fn spans(limits: Limits) -> [(i64, u32); 2] {
    [(HOUR_MINUTES, limits.per_hour), (DAY_MINUTES, limits.per_day)]
}

fn minute(at: Timestamp) -> i64 {
    at.as_second().div_euclid(BUCKET_SECONDS)
}

/// The number of the oldest bucket whose permits may have been submitted within `span` minutes before
/// `now`.
fn oldest(now: Timestamp, span: i64) -> i64 {
    minute(now).saturating_sub(span).saturating_sub(CALL_MINUTES)
}

#[cfg(test)]
mod tests;

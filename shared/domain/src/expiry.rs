//! How long an invitation stands, and when the silent are reminded (ENGINE.md, section 7).
use crate::{
    quiet::{QuietHours, Schedule},
    zone::Zone,
};
use jiff::{SignedDuration, Timestamp};

/// Shortest time to answer: 0.25 h.
pub const EXPIRY_MIN: SignedDuration = SignedDuration::from_mins(15);
/// Longest time to answer: 2160 h, 90 days.
pub const EXPIRY_MAX: SignedDuration = SignedDuration::from_hours(2_160);
/// Time to answer unless the organizer says otherwise.
pub const EXPIRY_DEFAULT: SignedDuration = SignedDuration::from_hours(24);
/// From here on an expiry is counted through the night; a shorter one stands still meanwhile.
pub const COUNTED_THROUGH_QUIET_HOURS_MIN: SignedDuration = SignedDuration::from_hours(12);
/// A deadline in quiet hours moves to this long after their end.
pub const AFTER_QUIET_HOURS: SignedDuration = SignedDuration::from_hours(1);
/// A reminder leaves at least this long to answer.
pub const REMINDER_LEFT_MIN: SignedDuration = SignedDuration::from_mins(30);
const _: () = assert!(EXPIRY_MIN.as_secs() < EXPIRY_DEFAULT.as_secs(), "the default is allowed");
const _: () = assert!(EXPIRY_DEFAULT.as_secs() < EXPIRY_MAX.as_secs(), "the default is allowed");

/// Most spells between quiet hours that a short expiry is counted over: one a day and region, so
/// years. Past it, the event's close is the deadline.
const SPELLS_MAX: usize = 4_096;

/// How long an invitation stands once it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expiry {
    /// For this long, [`EXPIRY_MIN`] to [`EXPIRY_MAX`]. Made by [`Expiry::after`].
    After(SignedDuration),
    /// Until the event closes.
    UntilClose,
}

/// The time to answer is no number of hours that we allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a number of hours from 0.25 to 2160")]
pub struct ExpiryError;

impl Default for Expiry {
    fn default() -> Self {
        Self::After(EXPIRY_DEFAULT)
    }
}

impl Expiry {
    /// An expiry of that length.
    pub fn after(length: SignedDuration) -> Result<Self, ExpiryError> {
        let allowed = (EXPIRY_MIN..=EXPIRY_MAX).contains(&length);
        allowed.then_some(Self::After(length)).ok_or(ExpiryError)
    }

    /// An expiry of so many hours, to the second. Infinite and undefined numbers are refused.
    #[expect(clippy::float_arithmetic, reason = "hours come as a JSON number")]
    pub fn from_hours(hours: f64) -> Result<Self, ExpiryError> {
        let length = SignedDuration::try_from_secs_f64((hours * 3_600.0).round())
            .map_err(|_| ExpiryError)?;
        Self::after(length)
    }

    /// Its length in hours; none where it lasts until the close.
    #[expect(clippy::float_arithmetic, reason = "hours go out as a JSON number")]
    pub fn hours(&self) -> Option<f64> {
        match self {
            Self::After(length) => Some(length.as_secs_f64() / 3_600.0),
            Self::UntilClose => None,
        }
    }
}

/// The deadline of an invitation that the provider accepted at `sent_at`, to a recipient in `zones`:
/// an answer is in time while now < deadline.
pub fn expires_at(
    sent_at: Timestamp,
    expiry: &Expiry,
    closes_at: Timestamp,
    quiet_hours: &QuietHours,
    zones: &[Zone],
) -> Timestamp {
    let schedule = Schedule::new(sent_at, quiet_hours, zones);
    let deadline = match *expiry {
        Expiry::UntilClose => closes_at,
        Expiry::After(length) if length >= COUNTED_THROUGH_QUIET_HOURS_MIN => {
            let plain = later(sent_at, length);
            schedule.quiet_until(plain).map_or(plain, |end| later(end, AFTER_QUIET_HOURS))
        }
        Expiry::After(length) => counted_awake(sent_at, length, closes_at, &schedule),
    };
    deadline.min(closes_at)
}

/// The instant at which `length` has passed since `from` outside quiet hours; at most `closes_at`.
fn counted_awake(
    from: Timestamp,
    length: SignedDuration,
    closes_at: Timestamp,
    schedule: &Schedule<'_>,
) -> Timestamp {
    let (mut at, mut left) = (from, length);
    for _ in 0..SPELLS_MAX {
        at = schedule.quiet_until(at).unwrap_or(at);
        let end = later(at, left);
        match schedule.quiet_from(at) {
            Some(night) if night < end && at < closes_at => {
                left = end.duration_since(night);
                at = night;
            }
            Some(_) | None => return end,
        }
    }
    closes_at
}

/// When a guest who was silent so far is reminded: half of the time is gone and at least
/// [`REMINDER_LEFT_MIN`] is left. `None` where the whole time is too short for that. Quiet hours
/// hold the reminder back like any other message.
pub fn reminder_at(sent_at: Timestamp, expires_at: Timestamp) -> Option<Timestamp> {
    let half = expires_at.duration_since(sent_at).checked_div(2)?;
    // Whole milliseconds, as instants are stored: what is read back is what was computed.
    let half = SignedDuration::from_millis(i64::try_from(half.as_millis()).ok()?);
    let at = sent_at.checked_add(half).ok()?;
    may_remind(at, expires_at).then_some(at)
}

/// Whether enough time is left at `now` for a reminder to make sense.
pub fn may_remind(now: Timestamp, expires_at: Timestamp) -> bool {
    expires_at.duration_since(now) >= REMINDER_LEFT_MIN
}

/// Whether an invitation with that deadline can be answered at `now`.
pub fn is_open(now: Timestamp, expires_at: Timestamp) -> bool {
    now < expires_at
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn far() -> Timestamp {
        at("2027-01-01T00:00:00Z")
    }

    fn deadline(sent_at: &str, hours: f64, closes_at: Timestamp) -> Timestamp {
        let zones = [Zone::parse("America/New_York").unwrap()];
        let expiry = Expiry::from_hours(hours).unwrap();
        expires_at(at(sent_at), &expiry, closes_at, &QuietHours::default(), &zones)
    }

    #[test]
    fn j9_an_expiry_that_is_no_number_of_hours_is_refused() {
        for hours in
            [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e9, 1e300, -1.0, 0.0, 0.24, 2_160.1]
        {
            assert_eq!(Expiry::from_hours(hours), Err(ExpiryError), "{hours}");
        }
        assert_eq!(Expiry::from_hours(0.25), Ok(Expiry::After(EXPIRY_MIN)));
        assert_eq!(Expiry::from_hours(2_160.0), Ok(Expiry::After(EXPIRY_MAX)));
        assert_eq!(Expiry::from_hours(1.5).unwrap().hours(), Some(1.5));
    }

    #[test]
    fn a_long_expiry_runs_through_the_night() {
        // 12:00 in New York, to 12:00 on the next day.
        assert_eq!(deadline("2026-06-01T16:00:00Z", 24.0, far()), at("2026-06-02T16:00:00Z"));
    }

    #[test]
    fn a_deadline_in_the_night_moves_to_an_hour_after_it() {
        // 12:00 in New York; 12 h later is midnight, so 09:00.
        assert_eq!(deadline("2026-06-01T16:00:00Z", 12.0, far()), at("2026-06-02T13:00:00Z"));
    }

    #[test]
    fn a_short_expiry_stands_still_at_night() {
        // 20:00 in New York: one hour before the night, one after it.
        assert_eq!(deadline("2026-06-02T00:00:00Z", 2.0, far()), at("2026-06-02T13:00:00Z"));
        // Sent in the night, as a resend by hand may be.
        assert_eq!(deadline("2026-06-02T04:00:00Z", 2.0, far()), at("2026-06-02T14:00:00Z"));
        // Ends exactly when the night begins.
        assert_eq!(deadline("2026-06-02T00:00:00Z", 1.0, far()), at("2026-06-02T01:00:00Z"));
    }

    #[test]
    fn a_short_expiry_counts_awake_time_through_a_clock_change() {
        // 7 March 2026, 20:30 EST; the night of the change ends at 08:00 EDT, 12:00Z.
        assert_eq!(deadline("2026-03-08T01:30:00Z", 1.0, far()), at("2026-03-08T12:30:00Z"));
    }

    #[test]
    fn no_invitation_outlives_the_close() {
        let closes = at("2026-06-01T20:00:00Z");
        assert_eq!(deadline("2026-06-01T16:00:00Z", 24.0, closes), closes);
        assert_eq!(deadline("2026-06-01T16:00:00Z", 11.0, closes), closes);
        let zones = [Zone::parse("UTC").unwrap()];
        let until_close = expires_at(
            at("2026-06-01T16:00:00Z"),
            &Expiry::UntilClose,
            closes,
            &QuietHours::default(),
            &zones,
        );
        assert_eq!(until_close, closes);
    }

    #[test]
    fn j12_an_answer_at_the_deadline_is_late() {
        let deadline = at("2026-06-01T16:00:00Z");
        assert!(is_open(deadline - SignedDuration::from_nanos(1), deadline));
        assert!(!is_open(deadline, deadline));
    }

    #[test]
    fn the_silent_are_reminded_at_half_time() {
        let sent = at("2026-06-01T12:00:00Z");
        assert_eq!(reminder_at(sent, at("2026-06-02T12:00:00Z")), Some(at("2026-06-02T00:00:00Z")));
    }

    #[test]
    fn half_of_an_odd_number_of_milliseconds_is_whole() {
        let sent = at("2026-06-01T12:00:00Z");
        let half = reminder_at(sent, at("2026-06-02T12:00:00.001Z"));
        assert_eq!(half, Some(at("2026-06-02T00:00:00Z")));
    }

    #[test]
    fn a_reminder_leaves_half_an_hour() {
        let sent = at("2026-06-01T12:00:00Z");
        assert_eq!(reminder_at(sent, at("2026-06-01T13:00:00Z")), Some(at("2026-06-01T12:30:00Z")));
        assert_eq!(reminder_at(sent, at("2026-06-01T12:59:59Z")), None);
        assert_eq!(reminder_at(sent, sent), None);
    }

    proptest! {
        #[test]
        fn a_deadline_is_after_the_sending_and_not_after_the_close(
            sent in 1_700_000_000_i64..1_900_000_000,
            open_for in 1_i64..10_000_000,
            minutes in 15_i64..129_600,
            zone in prop::sample::select(vec!["America/New_York", "Asia/Kolkata", "Pacific/Apia"]),
        ) {
            let sent_at = Timestamp::from_second(sent).unwrap();
            let closes_at = Timestamp::from_second(sent + open_for).unwrap();
            let length = SignedDuration::from_mins(minutes);
            let expiry = Expiry::after(length).unwrap();
            let hours = QuietHours::default();
            let zones = [Zone::parse(zone).unwrap()];
            let deadline = expires_at(sent_at, &expiry, closes_at, &hours, &zones);
            prop_assert!(sent_at < deadline && deadline <= closes_at);
            prop_assert!(deadline == closes_at || deadline.duration_since(sent_at) >= length);
        }
    }
}

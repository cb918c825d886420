//! Times as clients write them: on a wall clock, or as instants.
use crate::limits::YEARS;
use domain::zone::Zone;
use jiff::{
    Timestamp,
    civil::{DateTime, Time},
};

/// The text is no time on a wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a date and a time of the years 2000 to 2199, as in 2026-06-12T19:00")]
pub(crate) struct LocalTimeError;

/// The text is neither a time on a wall clock nor an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be a date and a time as in 2026-06-12T19:00, or an instant as in 2026-06-12T16:00:00Z"
)]
pub(crate) struct DeadlineError;

/// The text is no time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a time of day, as in 21:00")]
pub(crate) struct TimeOfDayError;

/// A time on a wall clock, to the second.
pub(crate) fn local_time(text: &str) -> Result<DateTime, LocalTimeError> {
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .into_iter()
        .find_map(|format| DateTime::strptime(format, text).ok())
        .filter(|time| YEARS.contains(&time.year()))
        .ok_or(LocalTimeError)
}

/// The instant of a time on the zone's wall clock, or an instant itself.
pub(crate) fn deadline(text: &str, zone: &Zone) -> Result<Timestamp, DeadlineError> {
    if let Ok(local) = local_time(text) {
        let ambiguous = zone.tz().to_ambiguous_timestamp(local);
        return ambiguous.compatible().map_err(|_| DeadlineError);
    }
    let instant: Timestamp = text.parse().map_err(|_| DeadlineError)?;
    let year = zone.tz().to_datetime(instant).year();
    if YEARS.contains(&year) { Ok(instant) } else { Err(DeadlineError) }
}

/// A time of day, to the minute.
pub(crate) fn time_of_day(text: &str) -> Result<Time, TimeOfDayError> {
    Time::strptime("%H:%M", text).map_err(|_| TimeOfDayError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_clock_has_no_offset_and_no_odd_years() {
        assert!(local_time("2026-06-12T19:00").is_ok());
        assert!(local_time("2026-06-12T19:00:30").is_ok());
        for text in
            ["", "2026-06-12", "2026-06-12T19:00Z", "2026-02-30T19:00", "1999-12-31T23:59", "soon"]
        {
            assert_eq!(local_time(text), Err(LocalTimeError), "{text:?}");
        }
    }

    #[test]
    fn a_deadline_is_on_the_events_wall_clock_or_an_instant() {
        let zone = Zone::parse("America/Los_Angeles").unwrap();
        let at = |text| deadline(text, &zone).map(|at| at.to_string());
        assert_eq!(at("2026-06-12T19:00"), Ok("2026-06-13T02:00:00Z".into()));
        assert_eq!(at("2026-06-12T19:00:00-04:00"), Ok("2026-06-12T23:00:00Z".into()));
        assert_eq!(at("2026-06-12"), Err(DeadlineError));
    }

    #[test]
    fn a_time_of_day_has_hours_and_minutes() {
        assert_eq!(time_of_day("08:30").unwrap().to_string(), "08:30:00");
        for text in ["24:00", "8", "21:00:00", "evening"] {
            assert_eq!(time_of_day(text), Err(TimeOfDayError), "{text:?}");
        }
    }
}

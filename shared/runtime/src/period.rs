//! The days that figures are about.
use crate::problem::Problem;
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// How far back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Today and the six days before.
    Week,
    /// Today and the 29 days before.
    Month,
    /// Everything.
    All,
}

impl Period {
    /// The period of a query's parameter; a week where nothing is said. 422 `/period` for anything else.
    pub fn read(text: Option<&str>) -> Result<Self, Problem> {
        match text {
            None | Some("7d") => Ok(Self::Week),
            Some("30d") => Ok(Self::Month),
            Some("all") => Ok(Self::All),
            Some(_) => Err(Problem::field("/period", "must be 7d, 30d or all")),
        }
    }

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Week => "7d",
            Self::Month => "30d",
            Self::All => "all",
        }
    }

    /// Its first day; none where it has no beginning.
    pub fn first_day(self, now: Timestamp) -> Option<Date> {
        let before = match self {
            Self::Week => 6.days(),
            Self::Month => 29.days(),
            Self::All => return None,
        };
        Some(now.to_zoned(TimeZone::UTC).date().saturating_sub(before))
    }

    /// Its first instant; none where it has no beginning.
    pub fn since(self, now: Timestamp) -> Option<Timestamp> {
        let midnight = self.first_day(now)?.to_zoned(TimeZone::UTC).ok()?;
        Some(midnight.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_today_and_six_days_before() {
        let now: Timestamp = "2026-03-03T23:59:59Z".parse().unwrap();
        let since: Timestamp = "2026-02-25T00:00:00Z".parse().unwrap();
        assert_eq!(Period::Week.since(now), Some(since));
        assert_eq!(Period::All.since(now), None);
        assert!(Period::read(Some("1y")).is_err());
    }
}

//! Birthdays as programs write them.

use domain::phone::Region;
use jiff::civil::Date;

/// What a cell says of a birthday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Birthday {
    /// Nothing: programs write an unknown day as zeros.
    Unknown,
    /// A day of the calendar.
    On(Date),
    /// Something that a person may understand.
    Unreadable,
}

/// Reads `2001-02-28`, `2001/2/28`, `28.2.2001`, `28/2/2001`, and `2/28/2001` where a day cannot be a
/// month, or where the region writes months first.
pub(super) fn read(text: &str, region: Region) -> Birthday {
    let numbers: Option<Vec<u16>> =
        text.split(['-', '/', '.']).map(|part| part.trim().parse().ok()).collect();
    let Some([first, second, third]) = numbers.as_deref() else { return Birthday::Unreadable };
    if [first, second, third].into_iter().all(|number| *number == 0) {
        return Birthday::Unknown;
    }
    let (year, month, day) = if *first > 31 {
        (first, second, third)
    } else if text.contains('/') && (*second > 12 || (*first <= 12 && is_month_first(region))) {
        (third, first, second)
    } else {
        (third, second, first)
    };
    match date(*year, *month, *day) {
        Some(date) => Birthday::On(date),
        None => Birthday::Unreadable,
    }
}

/// A year of four digits: with two, nobody knows the century.
fn date(year: u16, month: u16, day: u16) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| *year >= 1_000)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The regions that write the month before the day with strokes (Unicode CLDR, `yMd`).
fn is_month_first(region: Region) -> bool {
    ["US", "PH", "PR", "GU", "VI", "AS", "MP"].contains(&region.to_string().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_read_in_the_writings_of_its_region() {
        let read = |text: &str, region: &str| read(text, Region::parse(region).unwrap());
        for (text, region) in [
            ("2001-02-08", "US"),
            ("2001/2/8", "FR"),
            ("8.2.2001", "US"),
            ("2/8/2001", "US"),
            ("8/2/2001", "FR"),
        ] {
            assert_eq!(read(text, region), Birthday::On(date(2001, 2, 8)), "{text}");
        }
        assert_eq!(read("2/28/2001", "FR"), Birthday::On(date(2001, 2, 28)));
        assert_eq!(read("28/2/2001", "US"), Birthday::On(date(2001, 2, 28)));
        assert_eq!(read("0/0/00", "US"), Birthday::Unknown);
        for text in ["--02-08", "2/8/01", "2001-02-30", "spring", "1-2-3-4"] {
            assert_eq!(read(text, "US"), Birthday::Unreadable, "{text}");
        }
    }
}

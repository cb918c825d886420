//! Days and times as short texts, in one form that reads the same everywhere.
use crate::zone::Zone;
use jiff::{Timestamp, civil::DateTime};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The day of `at` in `zone`, with its weekday: `Sat 12 Jun`. At most 10 characters.
pub fn date(at: Timestamp, zone: &Zone) -> String {
    day(local(at, zone))
}

/// The time of day of `at` in `zone`: `19:00`.
pub fn time(at: Timestamp, zone: &Zone) -> String {
    clock(local(at, zone))
}

/// Both: `Sat 12 Jun 19:00`. At most 16 characters.
pub fn date_and_time(at: Timestamp, zone: &Zone) -> String {
    let local = local(at, zone);
    format!("{} {}", day(local), clock(local))
}

fn local(at: Timestamp, zone: &Zone) -> DateTime {
    zone.rules().to_datetime(at)
}

fn day(local: DateTime) -> String {
    let weekday = name(&WEEKDAYS, local.weekday().to_monday_zero_offset());
    let month = name(&MONTHS, local.month() - 1);
    format!("{weekday} {} {month}", local.day())
}

fn clock(local: DateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

fn name<'a>(names: &[&'a str], at: i8) -> &'a str {
    usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
}

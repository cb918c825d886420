//! Days and times in the guest's language. Twenty-four hours, the zone always said.
use domain::zone::Zone;
use jiff::{Timestamp, civil::DateTime};
use runtime::page::Language;

/// What is between the two runs from left to right (Unicode's bidirectional algorithm).
const ISOLATE: char = '\u{2066}';
const END_OF_ISOLATE: char = '\u{2069}';

/// The names of the days, from Monday, and of the months, from January.
struct Names {
    days: [&'static str; 7],
    months: [&'static str; 12],
}

const ENGLISH: Names = Names {
    days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};
const GERMAN: Names = Names {
    days: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
};
const ARABIC: Names = Names {
    days: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    months: [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
};

/// An instant on the wall clock of a zone, in the words of a language.
#[derive(Debug, Clone)]
pub(crate) struct Local<'a> {
    at: Timestamp,
    zone: &'a Zone,
    clock: DateTime,
    language: Language,
}

impl<'a> Local<'a> {
    /// `at` as clocks in `zone` show it.
    pub(crate) fn new(at: Timestamp, zone: &'a Zone, language: Language) -> Self {
        Self { at, zone, clock: zone.tz().to_datetime(at), language }
    }

    /// `Sunday`.
    pub(crate) fn weekday(&self) -> &'static str {
        name(&self.names().days, self.clock.weekday().to_monday_zero_offset())
    }

    /// `March`.
    pub(crate) fn month(&self) -> &'static str {
        name(&self.names().months, self.clock.month() - 1)
    }

    /// `8`.
    pub(crate) fn day(&self) -> i8 {
        self.clock.day()
    }

    /// `Sunday, 8 March 2026`.
    pub(crate) fn date(&self) -> String {
        let (weekday, day, month, year) =
            (self.weekday(), self.day(), self.month(), self.clock.year());
        match self.language {
            Language::English => format!("{weekday}, {day} {month} {year}"),
            Language::German => format!("{weekday}, {day}. {month} {year}"),
            Language::Arabic => format!("{weekday} {day} {month} {year}"),
        }
    }

    /// `19:00`.
    pub(crate) fn time(&self) -> String {
        format!("{:02}:{:02}", self.clock.hour(), self.clock.minute())
    }

    /// What clocks in the zone are called at that instant: `PDT`.
    pub(crate) fn zone_abbreviation(&self) -> String {
        self.zone.tz().to_offset_info(self.at).abbreviation().to_owned()
    }

    /// `Sunday, 8 March 2026, 19:00 PDT`. Between words from right to left the time stays in one piece.
    pub(crate) fn date_and_time(&self) -> String {
        let (date, time, zone) = (self.date(), self.time(), self.zone_abbreviation());
        match self.language {
            Language::English | Language::German => format!("{date}, {time} {zone}"),
            Language::Arabic => format!("{date}، {ISOLATE}{time} {zone}{END_OF_ISOLATE}"),
        }
    }

    /// The same on the day of `other`: the time alone.
    pub(crate) fn after(&self, other: &Self) -> String {
        if self.clock.date() == other.clock.date() { self.time() } else { self.date_and_time() }
    }

    /// Whether clocks here and in `zone` differ at that instant.
    pub(crate) fn differs_from(&self, zone: &Zone) -> bool {
        self.zone.tz().to_offset(self.at) != zone.tz().to_offset(self.at)
    }

    /// Minutes by which clocks in the zone are ahead of UTC at that instant.
    pub(crate) fn minutes_ahead(&self) -> i32 {
        self.zone.tz().to_offset(self.at).seconds() / 60
    }

    /// The place that the zone is named for: `Los Angeles`.
    pub(crate) fn zone_place(&self) -> String {
        let name = self.zone.name();
        name.rsplit('/').next().unwrap_or(name).replace('_', " ")
    }

    const fn names(&self) -> &'static Names {
        match self.language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::Arabic => &ARABIC,
        }
    }
}

fn name(names: &[&'static str], at: i8) -> &'static str {
    usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_said_as_the_guest_says_it() {
        let zone = Zone::parse("America/Los_Angeles").unwrap();
        let at = "2026-03-09T02:00:00Z".parse().unwrap();
        let said = |language| Local::new(at, &zone, language).date_and_time();
        assert_eq!(said(Language::English), "Sunday, 8 March 2026, 19:00 PDT");
        assert_eq!(said(Language::German), "Sonntag, 8. März 2026, 19:00 PDT");
        assert_eq!(said(Language::Arabic), "الأحد 8 مارس 2026، \u{2066}19:00 PDT\u{2069}");
    }

    #[test]
    fn zones_with_the_same_clock_do_not_differ() {
        let zone = |name| Zone::parse(name).unwrap();
        let (paris, berlin) = (zone("Europe/Paris"), zone("Europe/Berlin"));
        let at = "2026-03-09T02:00:00Z".parse().unwrap();
        let local = Local::new(at, &paris, Language::English);
        assert!(!local.differs_from(&berlin));
        assert!(local.differs_from(&zone("Europe/London")));
    }
}

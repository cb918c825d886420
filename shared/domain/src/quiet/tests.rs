use super::*;
use proptest::prelude::*;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn hours(from: (i8, i8), until: (i8, i8)) -> QuietHours {
    QuietHours {
        from: Time::constant(from.0, from.1, 0, 0),
        until: Time::constant(until.0, until.1, 0, 0),
    }
}

fn until(now: &str, hours: &QuietHours, zones: &[&str]) -> Option<Timestamp> {
    let zones: Vec<Zone> = zones.iter().map(|name| zone(name)).collect();
    quiet_until(at(now), hours, &zones)
}

#[test]
fn the_night_is_quiet_from_its_first_instant_to_just_before_its_end() {
    let night = QuietHours::default();
    let new_york = &["America/New_York"];
    let morning = Some(at("2026-06-02T12:00:00Z"));
    assert_eq!(until("2026-06-02T00:59:59.999999999Z", &night, new_york), None);
    assert_eq!(until("2026-06-02T01:00:00Z", &night, new_york), morning);
    assert_eq!(until("2026-06-02T11:59:59.999999999Z", &night, new_york), morning);
    assert_eq!(until("2026-06-02T12:00:00Z", &night, new_york), None);
}

#[test]
fn quiet_hours_may_lie_within_a_day_or_not_exist() {
    let siesta = hours((13, 0), (16, 0));
    assert_eq!(
        until("2026-06-02T12:00:00Z", &siesta, &["Europe/Madrid"]),
        Some(at("2026-06-02T14:00:00Z"))
    );
    assert_eq!(until("2026-06-02T14:00:00Z", &siesta, &["Europe/Madrid"]), None);
    assert_eq!(until("2026-06-02T03:00:00Z", &QuietHours::NONE, &["Europe/Madrid"]), None);
    let none = hours((9, 0), (9, 0));
    assert_eq!(until("2026-06-02T07:00:00Z", &none, &["Europe/Madrid"]), None);
    assert_eq!(
        Schedule::new(at("2026-06-02T07:00:00Z"), &none, &[zone("UTC")])
            .quiet_from(at("2026-06-02T07:00:00Z")),
        None
    );
}

#[test]
fn a_night_with_a_clock_change_ends_by_the_wall_clock() {
    let night = QuietHours::default();
    let new_york = &["America/New_York"];
    // 8 March 2026: 02:00 EST becomes 03:00 EDT. 1 November 2026: 02:00 EDT becomes 01:00 EST.
    assert_eq!(until("2026-03-08T03:00:00Z", &night, new_york), Some(at("2026-03-08T12:00:00Z")));
    assert_eq!(until("2026-11-01T03:00:00Z", &night, new_york), Some(at("2026-11-01T13:00:00Z")));
}

#[test]
fn an_end_that_the_clock_skips_is_the_change_itself() {
    let late = hours((23, 0), (2, 30));
    assert_eq!(
        until("2026-03-08T05:00:00Z", &late, &["America/New_York"]),
        Some(at("2026-03-08T07:00:00Z"))
    );
}

#[test]
fn an_end_that_comes_twice_ends_the_night_twice() {
    let late = hours((23, 0), (1, 30));
    let new_york = &["America/New_York"];
    let (first, second) = (at("2026-11-01T05:30:00Z"), at("2026-11-01T06:30:00Z"));
    assert_eq!(until("2026-11-01T04:00:00Z", &late, new_york), Some(first));
    assert_eq!(until("2026-11-01T05:45:00Z", &late, new_york), None);
    assert_eq!(until("2026-11-01T06:00:00Z", &late, new_york), Some(second));
}

#[test]
fn it_is_quiet_whenever_it_is_quiet_in_any_zone() {
    let night = QuietHours::default();
    let coasts = &["America/New_York", "America/Los_Angeles"];
    // 21:00 in New York, 18:00 in Los Angeles; awake again at 08:00 in Los Angeles.
    assert_eq!(until("2026-06-02T01:00:00Z", &night, coasts), Some(at("2026-06-02T15:00:00Z")));
    assert_eq!(until("2026-06-02T14:30:00Z", &night, coasts), Some(at("2026-06-02T15:00:00Z")));
    assert_eq!(until("2026-06-02T15:00:00Z", &night, coasts), None);
}

#[test]
fn zones_that_are_never_awake_together_count_as_the_first() {
    let long = hours((19, 0), (10, 0));
    let russia = region_zones(crate::phone::Region::parse("RU").unwrap());
    // 12:00 in Moscow.
    assert_eq!(quiet_until(at("2026-06-02T09:00:00Z"), &long, russia), None);
    // 20:00 in Moscow.
    assert_eq!(
        quiet_until(at("2026-06-02T17:00:00Z"), &long, russia),
        Some(at("2026-06-03T07:00:00Z"))
    );
}

#[test]
fn every_region_has_an_hour_to_be_asked_in() {
    let night = QuietHours::default();
    for plan in phonenumber::metadata::DATABASE.iter().filter(|plan| plan.id() != "001") {
        let zones = region_zones(crate::phone::Region::parse(plan.id()).unwrap());
        let all = Schedule { hours: &night, zones };
        assert!(all.first_awake(at("2026-06-02T03:00:00Z")).is_some(), "{}", plan.id());
    }
}

#[test]
fn a_recipient_is_where_the_contact_says_or_the_event_or_anywhere_in_the_region() {
    let new_york = zone("America/New_York");
    let american = Phone::from_e164("+12125550123").unwrap();
    let british = Phone::from_e164("+447400123456").unwrap();
    let satellite = Phone::from_e164("+870773111632").unwrap();
    let tokyo = zone("Asia/Tokyo");
    let names = |contact, event: &Zone, phone: &Phone| -> Vec<String> {
        recipient_zones(contact, event, phone).iter().map(Zone::to_string).collect()
    };
    assert_eq!(names(Some(&tokyo), &new_york, &american), ["Asia/Tokyo"]);
    assert_eq!(names(None, &new_york, &american), ["America/New_York"]);
    assert_eq!(names(None, &new_york, &british), ["Europe/London"]);
    assert_eq!(names(None, &tokyo, &american).len(), 7);
    assert_eq!(names(None, &tokyo, &satellite), ["Asia/Tokyo"]);
}

const SOME_ZONES: [&str; 6] = [
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "America/St_Johns",
];

proptest! {
    #[test]
    fn the_end_is_the_first_instant_that_is_not_quiet(
        second in 1_500_000_000_i64..2_000_000_000,
        from in 0_i8..24,
        until in 0_i8..24,
        names in prop::sample::subsequence(SOME_ZONES.to_vec(), 1..3),
    ) {
        let hours = hours((from, 0), (until, 30));
        let zones: Vec<Zone> = names.iter().map(|name| zone(name)).collect();
        let now = Timestamp::from_second(second).unwrap();
        let schedule = Schedule::new(now, &hours, &zones);
        let quiet = |at| {
            schedule.zones.iter().any(|zone| hours.contains(zone.tz().to_datetime(at).time()))
        };
        match quiet_until(now, &hours, &zones) {
            None => prop_assert!(!quiet(now)),
            Some(end) => {
                prop_assert!(end > now && !quiet(end));
                let minute = SignedDuration::from_mins(1);
                let mut at = now;
                while at < end {
                    prop_assert!(quiet(at), "awake at {at}, before {end}");
                    at += minute;
                }
                prop_assert!(quiet(end - SignedDuration::from_nanos(1)));
            }
        }
    }
}

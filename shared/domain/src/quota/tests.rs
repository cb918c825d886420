use super::*;
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const SMALL: Limits = Limits { per_hour: 1, per_day: 5 };

#[test]
fn j1_a_permit_comes_back_an_hour_later_and_the_refusal_says_when() {
    let mut window = Window::default();
    let noon = at("2026-06-01T12:00:00Z");
    assert_eq!(window.permits(noon, &SMALL, Reserve::Kept), 1);
    window.take(noon, 1);
    assert_eq!(window.permits(noon, &SMALL, Reserve::Kept), 0);
    let retry = window.retry_at(noon, &SMALL, Reserve::Kept, 1);
    assert_eq!(retry, at("2026-06-01T13:02:00Z"));
    let just_before = retry - SignedDuration::from_nanos(1);
    assert_eq!(window.permits(just_before, &SMALL, Reserve::Kept), 0);
    assert_eq!(window.permits(retry, &SMALL, Reserve::Kept), 1);
}

#[test]
fn the_partly_covered_oldest_bucket_counts() {
    let mut window = Window::default();
    window.take(at("2026-06-01T12:00:00Z"), 1);
    assert_eq!(window.permits(at("2026-06-01T13:00:59Z"), &SMALL, Reserve::Used), 0);
    assert_eq!(window.permits(at("2026-06-01T13:02:00Z"), &SMALL, Reserve::Used), 1);
}

#[test]
fn a_permit_counts_for_an_hour_from_the_submission_that_it_became() {
    let mut window = Window::default();
    window.take(at("2026-06-01T12:00:59Z"), 1);
    let submitted_at = at("2026-06-01T12:01:09Z");
    let within = submitted_at + SignedDuration::from_hours(1) - SignedDuration::from_nanos(1);
    assert_eq!(window.permits(within, &SMALL, Reserve::Used), 0);
    assert_eq!(window.permits(at("2026-06-01T13:02:00Z"), &SMALL, Reserve::Used), 1);
}

#[test]
fn the_day_is_a_limit_of_its_own() {
    let limits = Limits { per_hour: 10, per_day: 12 };
    let mut window = Window::default();
    window.take(at("2026-06-01T12:00:00Z"), 10);
    let later = at("2026-06-01T15:00:00Z");
    assert_eq!(window.permits(later, &limits, Reserve::Used), 2);
    window.take(later, 2);
    assert_eq!(window.retry_at(later, &limits, Reserve::Used, 1), at("2026-06-02T12:02:00Z"));
    assert_eq!(window.retry_at(later, &limits, Reserve::Used, 11), at("2026-06-02T15:02:00Z"));
    assert_eq!(window.taken(later, Span::Hour), 2);
    assert_eq!(window.taken(later, Span::Day), 12);
}

#[test]
fn a_tenth_is_kept_for_what_was_promised() {
    let mut window = Window::default();
    let noon = at("2026-06-01T12:00:00Z");
    assert_eq!(window.permits(noon, &ORG_LIMITS, Reserve::Kept), 90);
    window.take(noon, 90);
    assert_eq!(window.permits(noon, &ORG_LIMITS, Reserve::Kept), 0);
    assert_eq!(window.permits(noon, &ORG_LIMITS, Reserve::Used), 10);
}

#[test]
fn what_was_not_used_is_given_back() {
    let mut window = Window::default();
    let noon = at("2026-06-01T12:00:00Z");
    let minute = window.take(noon, 3);
    window.give_back(minute, 2);
    assert_eq!(window.taken(noon, Span::Hour), 1);
    window.give_back(minute, 9);
    assert_eq!(window, Window::default());
    window.give_back(Minute::of(Timestamp::MIN), 1);
    assert_eq!(window, Window::default());
}

#[test]
fn j26_a_changed_limit_counts_at_once() {
    let mut window = Window::default();
    let noon = at("2026-06-01T12:00:00Z");
    window.take(noon, 5);
    let raised = Limits { per_hour: 8, per_day: 8 };
    assert_eq!(window.permits(noon, &SMALL, Reserve::Used), 0);
    assert_eq!(window.permits(noon, &raised, Reserve::Used), 3);
}

#[test]
fn a_limit_of_nothing_is_looked_at_again_in_an_hour() {
    let none = Limits { per_hour: 0, per_day: 0 };
    let noon = at("2026-06-01T12:00:00Z");
    assert_eq!(Window::default().permits(noon, &none, Reserve::Used), 0);
    assert_eq!(
        Window::default().retry_at(noon, &none, Reserve::Used, 1),
        at("2026-06-01T13:00:00Z")
    );
}

#[test]
fn nobody_holds_more_than_a_quarter_while_another_waits() {
    assert_eq!(ORG_LIMITS.share(), Limits { per_hour: 25, per_day: 125 });
    assert_eq!(SMALL.share(), Limits { per_hour: 1, per_day: 1 });
    assert_eq!(Limits { per_hour: 0, per_day: 3 }.share(), Limits { per_hour: 0, per_day: 1 });
}

#[test]
fn old_buckets_are_dropped() {
    let mut window = Window::default();
    window.take(at("2026-06-01T12:00:00Z"), 4);
    window.take(at("2026-06-03T12:00:00Z"), 0);
    assert_eq!(window, Window::default());
}

#[test]
fn a_full_day_of_buckets_is_small() {
    let mut window = Window::default();
    let start = at("2026-06-01T12:00:00Z");
    for minute in 0..1_440 {
        window.take(start + SignedDuration::from_mins(minute), 3);
    }
    assert!(window.encode().len() < 3_000);
}

#[test]
fn foreign_bytes_are_refused() {
    for bytes in [&[][..], &[2], &[1, 0x80], &[1, 5], &[1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1]] {
        assert_eq!(Window::decode(bytes), Err(DecodeWindowError), "{bytes:?}");
    }
}

proptest! {
    #[test]
    fn no_true_rolling_window_ever_holds_more_than_its_limit(
        per_hour in 1_u32..20,
        per_day in 1_u32..60,
        attempts in prop::collection::vec((0_i64..3_000, 1_u32..8, any::<bool>()), 1..300),
    ) {
        let limits = Limits { per_hour, per_day };
        let mut window = Window::default();
        let mut second = 1_780_000_000;
        let mut sent: Vec<(i64, u32)> = Vec::new();
        for (wait, wanted, kept) in attempts {
            second += wait;
            let now = Timestamp::from_second(second).unwrap();
            let reserve = if kept { Reserve::Kept } else { Reserve::Used };
            let granted = wanted.min(window.permits(now, &limits, reserve));
            if granted > 0 {
                window.take(now, granted);
                sent.push((second, granted));
            }
            window = Window::decode(&window.encode()).unwrap();
            for (span, limit) in [(3_600, per_hour), (86_400, per_day)] {
                let lately = sent.iter().filter(|(at, _)| *at > second - span);
                let within: u32 = lately.map(|(_, count)| count).sum();
                prop_assert!(within <= limit);
            }
        }
    }

    #[test]
    fn the_promised_instant_is_the_first_with_enough_permits(
        per_hour in 1_u32..10,
        per_day in 1_u32..30,
        taken in prop::collection::vec((0_i64..90_000, 1_u32..6), 0..20),
        count in 1_u32..10,
    ) {
        let limits = Limits { per_hour, per_day };
        let mut window = Window::default();
        let now = Timestamp::from_second(1_780_000_017).unwrap();
        for (ago, count) in taken {
            window.take(now - SignedDuration::from_secs(ago), count);
        }
        let wanted = count.min(per_hour).min(per_day);
        let at = window.retry_at(now, &limits, Reserve::Used, wanted);
        prop_assert!(window.permits(at, &limits, Reserve::Used) >= wanted);
        if at > now {
            let before = at - SignedDuration::from_nanos(1);
            prop_assert!(window.permits(before, &limits, Reserve::Used) < wanted);
        }
    }

    #[test]
    fn a_window_survives_its_bytes(taken in prop::collection::vec((0_i64..86_400, 1_u32..1_000_000), 0..50)) {
        let mut window = Window::default();
        for (second, count) in taken {
            window.take(Timestamp::from_second(1_780_000_000 + second).unwrap(), count);
        }
        prop_assert_eq!(Window::decode(&window.encode()), Ok(window));
    }
}

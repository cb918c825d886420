//! One org's noise delays no other.
use jiff::SignedDuration;
use sim::noise;

/// Invocations in which a wave of ten is out, whatever others do: theirs are bounded by their quota.
const RUNS_MAX: u64 = 400;

#[test]
fn a_long_list_and_a_flood_of_answers_delay_no_other_org() {
    let quiet = noise(1, 0);
    let (short, long) = (noise(1, 100), noise(1, 1_000));
    for delay in [quiet, short, long] {
        assert!(delay.span <= SignedDuration::from_mins(1), "{delay:?}");
        assert!(delay.runs <= RUNS_MAX, "{delay:?}");
    }
    // Ten times as many who wait are the same to others.
    assert!(long.steps <= 2 * short.steps + 1_000, "{short:?} {long:?}");
}

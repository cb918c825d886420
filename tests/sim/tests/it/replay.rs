//! A seed replays.
use sim::{Settings, Switches, run};

#[test]
fn a_seed_replays_exactly() {
    for seed in [1, 7] {
        let (first, second) = (run(Settings::of(seed)).unwrap(), run(Settings::of(seed)).unwrap());
        assert_eq!((first.steps, first.digest), (second.steps, second.digest), "seed {seed}");
        assert_ne!(run(Settings::of(seed + 1)).unwrap().digest, first.digest);
    }
}

#[test]
fn without_faults_nothing_goes_wrong() {
    for seed in 0..3 {
        let shown = run(Settings { switches: Switches::none(), ..Settings::of(seed) });
        shown.unwrap_or_else(|failure| panic!("{failure}"));
    }
}

//! The worlds of an ordinary run: few here, the many by `cargo xtask sim`.
use sim::{expected, many};

#[test]
fn worlds_hold_every_invariant() {
    let shown = many(0, 6, &|_| ());
    if let Some(failure) = shown.failure {
        panic!("{failure}");
    }
    assert_eq!(shown.held, 6);
    // The cheapest of what the many have to exercise.
    assert!(shown.coverage.of("move queued>inviting engine") > 0);
    assert!(expected().len() > 100);
}

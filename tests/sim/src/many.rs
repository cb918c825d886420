//! Many worlds, on all processors.
use crate::{Coverage, Failure, Settings, run};
use std::{
    num::NonZero,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

/// What many worlds showed.
#[derive(Debug, Default)]
pub struct Many {
    /// How many held.
    pub held: u64,
    /// The first that did not, by seed.
    pub failure: Option<Box<Failure>>,
    /// What all of them exercised.
    pub coverage: Coverage,
    /// Their steps.
    pub steps: u64,
}

/// Lives through the worlds of the seeds `from..from + count`. After a failure no new ones begin.
/// `told` hears of each world that held, by the number of those so far.
pub fn many(from: u64, count: u64, told: &(dyn Fn(u64) + Sync)) -> Many {
    let (next, all) = (AtomicU64::new(0), Mutex::new(Many::default()));
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let live = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let failed = all.lock().unwrap_or_else(PoisonError::into_inner).failure.is_some();
            if number >= count || failed {
                return;
            }
            let shown = run(Settings::of(from + number));
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            match shown {
                Ok(shown) => {
                    all.held += 1;
                    all.coverage.merge(&shown.coverage);
                    all.steps += shown.steps;
                    told(all.held);
                }
                Err(failure) => {
                    let first = all.failure.as_ref().is_none_or(|one| failure.seed < one.seed);
                    if first {
                        all.failure = Some(failure);
                    }
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(live);
        }
    });
    all.into_inner().unwrap_or_else(PoisonError::into_inner)
}

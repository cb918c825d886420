//! The smallest trouble in which a world still fails.
use crate::{Failure, Fault, Settings, run};
use std::fmt;

/// A failure with the faults that it needs.
#[derive(Debug, Clone)]
pub struct Shrunk {
    /// It, in the smallest trouble that was found.
    pub failure: Failure,
    /// What has to go wrong.
    pub faults: Vec<Fault>,
    /// How many orders the organizers of each event give.
    pub orders: u64,
}

/// Takes kinds of faults, and then orders, away as long as the world still breaks an invariant.
pub fn shrink(settings: &Settings, failure: Failure) -> Shrunk {
    let (mut least, mut failure) = (settings.clone(), failure);
    for fault in Fault::ALL {
        let fewer = Settings { switches: least.switches.without(*fault), ..least.clone() };
        if let Err(found) = run(fewer.clone()) {
            (least, failure) = (fewer, *found);
        }
    }
    while least.orders > 0 {
        let fewer = Settings { orders: least.orders / 2, ..least.clone() };
        match run(fewer.clone()) {
            Err(found) => (least, failure) = (fewer, *found),
            Ok(_) => break,
        }
    }
    Shrunk { faults: least.switches.iter().collect(), orders: least.orders, failure }
}

impl fmt::Display for Shrunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.faults.iter().map(|fault| fault.name()).collect();
        writeln!(f, "{}", self.failure)?;
        write!(f, "with {} orders an event and these faults: {}", self.orders, names.join(", "))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}, step {}: {}", self.seed, self.step, self.broken)?;
        for line in &self.trace {
            let line: String = line.chars().take(400).collect();
            writeln!(f, "  {line}")?;
        }
        Ok(())
    }
}

//! `cargo xtask sim`: many worlds of the simulation, on all processors.
use crate::{release, terminal};
use ::sim::{Settings, expected, many, shrink};
use std::process::ExitCode;

/// Fewest worlds over which nothing that they have to exercise may be missing.
const COVERING_MIN: u64 = 500;
/// After so many worlds a line says how far it is.
const TOLD_EVERY: u64 = 100;

/// Which worlds.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Arguments {
    /// How many worlds
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// The first one's seed
    #[arg(long, value_name = "S", default_value_t = 0)]
    from: u64,
    /// Show how often everything was exercised
    #[arg(long)]
    coverage: bool,
    /// Run an optimised build
    #[arg(long)]
    release: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.release && cfg!(debug_assertions) {
        return release::run_again();
    }
    let told = |held: u64| {
        if held.is_multiple_of(TOLD_EVERY) {
            terminal::say(&format!("{held} of {}", arguments.seeds));
        }
    };
    let shown = many(arguments.from, arguments.seeds, &told);
    if arguments.coverage {
        terminal::say(&shown.coverage.to_string());
    }
    let mut holds = true;
    if let Some(failure) = shown.failure {
        holds = false;
        let settings = Settings::of(failure.seed);
        terminal::complain(&format!("{failure}\nthe least that it takes:"));
        terminal::complain(&shrink(&settings, *failure).to_string());
    } else if arguments.seeds >= COVERING_MIN {
        let missing = shown.coverage.missing(expected());
        if !missing.is_empty() {
            holds = false;
            terminal::complain(&format!("never exercised: {}", missing.join(", ")));
        }
    }
    terminal::say(&format!("{} worlds held", shown.held));
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

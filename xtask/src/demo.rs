//! `cargo xtask demo`: an event from a contact file to full, in virtual time, through the real HTTP paths.
mod run;
mod standing;
mod summary;
#[cfg(test)]
mod tests;

use crate::{release, terminal};
use std::{path::PathBuf, process::ExitCode};

/// What the demo is told.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The contacts: a CSV file as Google, Outlook or a spreadsheet writes it
    #[arg(long, value_name = "FILE")]
    contacts: PathBuf,
    /// Seats of the event
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    capacity: u32,
    /// Decides everything that is left to chance
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Seats that one invitation is for at most
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20))]
    max_party: u8,
    /// Let the provider have a bad day: lost answers, errors, late and repeated callbacks
    #[arg(long)]
    faults: bool,
    /// End with one line of JSON
    #[arg(long)]
    json: bool,
    /// Run an optimised build
    #[arg(long)]
    release: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.release && cfg!(debug_assertions) {
        return release::run_again();
    }
    let filter = runtime::config::environment("CONVOKE_LOG").unwrap_or_else(|| "off".to_owned());
    runtime::edge::start_log(&filter);
    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // With `--json` the last line is for a program; people read the others all the same.
    let summary = threads.block_on(run::run(arguments, &terminal::say))?;
    terminal::say(&summary.to_string());
    if arguments.json {
        terminal::say(&summary.to_json().to_string());
    }
    Ok(if summary.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! How long a function takes to start, in proportion to the least that a function can be.
mod build;
mod measure;

use crate::terminal;
use build::{Programs, build};
use measure::{Figures, Subject, measure};
use std::process::ExitCode;

/// Most times that a start may take of a start of nothing at all.
const RATIO_PER_CENT_MAX: u128 = 250;

/// What to build, and how often to start it.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The profile of `Cargo.toml` that both programs are built in
    #[arg(long, default_value = "lambda")]
    profile: String,
    /// Starts of each program
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    starts: u16,
    /// Fail where a start takes more than two and a half times that of a function that does nothing
    #[arg(long)]
    check: bool,
}

/// Builds, measures, and says what came of it.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let programs: Programs = build(&arguments.profile)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let figures = runtime.block_on(measure(&programs, arguments.starts))?;
    let bare = figures.of(Subject::Hello).first_poll.as_micros().max(1);
    terminal::say(&format!(
        "profile {}, median of {} starts\n\n\
         | function | exec to first poll | of hello | exec to first answer | memory, kB |\n\
         |---|---:|---:|---:|---:|",
        arguments.profile, arguments.starts
    ));
    let mut is_slow = false;
    for subject in Subject::ALL {
        let Figures { first_poll, first_answer, memory_peak_kb } = figures.of(subject);
        let per_cent = first_poll.as_micros().saturating_mul(100) / bare;
        is_slow |= per_cent > RATIO_PER_CENT_MAX;
        terminal::say(&format!(
            "| {} | {} µs | {}.{:02} | {} µs | {memory_peak_kb} |",
            subject.name(),
            first_poll.as_micros(),
            per_cent / 100,
            per_cent % 100,
            first_answer.as_micros(),
        ));
    }
    if is_slow && arguments.check {
        terminal::complain(
            "a start takes more than 2.5 times that of a function that does nothing",
        );
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

//! How long a function takes to start, in proportion to the least that a function can be, and what else
//! of a start has a budget (`deploy/data/budgets.csv`).
mod build;
mod instructions;
mod measure;

use crate::{
    package::{build::Architecture, packed},
    terminal,
};
use build::build;
use deploy::budget;
use measure::{Figures, Measured, Subject, measure};
use std::process::ExitCode;

/// What to build, and how often to start it.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Starts of each program
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    starts: u16,
    /// Measure what an earlier run built
    #[arg(long)]
    no_build: bool,
    /// Fail where a figure is over its budget
    #[arg(long)]
    check: bool,
}

/// Builds, measures, and says what came of it.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let programs = build(arguments.no_build)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measured = runtime.block_on(measure(&programs, arguments.starts))?;
    let (_, zip) = packed(Architecture::own())?;
    let zip_bytes = u64::try_from(zip.len())?;
    terminal::say(&format!(
        "median of {} starts; the zip for this machine: {zip_bytes} bytes\n\n\
         | function | exec to first poll | of hello | instructions | exec to first answer | memory, kB |\n\
         |---|---:|---:|---:|---:|---:|",
        arguments.starts
    ));
    let mut faults = Vec::new();
    compare(&mut faults, "zip", "bytes", zip_bytes)?;
    for subject in Subject::ALL {
        let per_cent = per_cent_of_hello(&measured, subject);
        terminal::say(&line(subject, measured.of(subject), per_cent));
        if subject != Subject::Hello {
            let Figures { memory_peak_kb, instructions, .. } = measured.of(subject);
            compare(&mut faults, subject.name(), "per cent of hello", per_cent)?;
            compare(&mut faults, subject.name(), "kB", memory_peak_kb)?;
            if let Some(count) = instructions {
                compare(&mut faults, subject.name(), "instructions", count)?;
            }
        }
    }
    for fault in &faults {
        terminal::complain(fault);
    }
    let fails = arguments.check && !faults.is_empty();
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn per_cent_of_hello(measured: &Measured, subject: Subject) -> u64 {
    let bare = measured.of(Subject::Hello).first_poll.as_micros().max(1);
    let own = measured.of(subject).first_poll.as_micros();
    u64::try_from(own.saturating_mul(100) / bare).unwrap_or(u64::MAX)
}

fn line(subject: Subject, figures: Figures, per_cent: u64) -> String {
    let counted = figures.instructions;
    format!(
        "| {} | {} µs | {}.{:02} | {} | {} µs | {} |",
        subject.name(),
        figures.first_poll.as_micros(),
        per_cent / 100,
        per_cent % 100,
        counted.map_or_else(|| "no valgrind".to_owned(), |count| count.to_string()),
        figures.first_answer.as_micros(),
        figures.memory_peak_kb,
    )
}

/// Notes what is over its budget.
fn compare(
    faults: &mut Vec<String>,
    subject: &str,
    measure: &str,
    found: u64,
) -> anyhow::Result<()> {
    let budget = budget(subject, measure)?;
    if !budget.holds(found) {
        faults.push(format!("over budget: {budget}, and it is {found}"));
    }
    Ok(())
}

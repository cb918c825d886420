//! The tools of this repository: `cargo xtask --help`.
mod check;
mod demo;
mod generate;
mod host_command;
mod load;
mod organizer;
mod release;
mod terminal;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The tools of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run everything in one process, with simulated phones
    Host(host_command::Arguments),
    /// Fill an event from a contact file, with simulated guests and accelerated time
    Demo(demo::Arguments),
    /// Measure guests' pages and answers on an event with thousands of invitees
    Load(load::Arguments),
    /// The host that `load` measures
    #[command(hide = true)]
    LoadHost,
    /// Write the documents that follow from the code
    Generate,
    /// Check what no compiler does: which crate may use which, and that generated documents are current
    Check,
}

fn main() -> ExitCode {
    let answer = match Arguments::parse().command {
        Command::Host(arguments) => host_command::run(arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Load(arguments) => load::run(&arguments),
        Command::LoadHost => load::serve(),
        Command::Generate => generate::run(),
        Command::Check => check::run(),
    };
    match answer {
        Ok(code) => code,
        Err(error) => {
            terminal::complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

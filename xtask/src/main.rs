//! The tools of this repository: `cargo xtask --help`.
mod backup;
mod check;
mod demo;
mod event;
mod generate;
mod host_command;
mod invariants;
mod load;
mod organizer;
mod package;
mod phones;
mod release;
mod sim;
mod start_up;
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
    /// Copy a host's data folder into one file, while the host runs
    Backup(backup::BackupArguments),
    /// Make a data folder of such a file, with sending turned off
    Restore(backup::RestoreArguments),
    /// Fill an event from a contact file, with simulated guests and accelerated time
    Demo(demo::Arguments),
    /// Measure guests' pages and answers on an event with thousands of invitees
    Load(load::Arguments),
    /// The host that `load` measures
    #[command(hide = true)]
    LoadHost,
    /// Write the documents and templates that follow from the code
    Generate(generate::Arguments),
    /// Build the program for Lambda and pack it, the same bytes for the same code
    Package(package::Arguments),
    /// Print the payload of a sample in `events/`, to invoke a function with
    Event(event::Arguments),
    /// Run the simulated phones alone, for an installation elsewhere to text to
    Phones(phones::Arguments),
    /// Check the promises on a table's items and what the phones accepted
    Invariants(invariants::Arguments),
    /// Live through many simulated worlds, each from its seed, and check every invariant
    Sim(sim::Arguments),
    /// Measure how long functions take to start
    StartUp(start_up::Arguments),
    /// Check what no compiler does: which crate may use which, and that generated documents are current
    Check,
}

fn main() -> ExitCode {
    let answer = match Arguments::parse().command {
        Command::Host(arguments) => host_command::run(arguments),
        Command::Backup(arguments) => backup::back_up(&arguments),
        Command::Restore(arguments) => backup::restore(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Load(arguments) => load::run(&arguments),
        Command::LoadHost => load::serve(),
        Command::Generate(arguments) => generate::run(arguments),
        Command::Package(arguments) => package::run(&arguments),
        Command::Event(arguments) => event::run(&arguments),
        Command::Phones(arguments) => phones::run(arguments),
        Command::Invariants(arguments) => invariants::run(&arguments),
        Command::Sim(arguments) => sim::run(&arguments),
        Command::StartUp(arguments) => start_up::run(&arguments),
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

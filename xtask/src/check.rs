//! Which crate may use which, whether generated documents are current, and how large the stacks are.
mod edges;
mod stacks;

use crate::{generate, terminal};
use std::{fs, process::ExitCode};

/// Says what is wrong, if anything.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let mut faults: Vec<String> = edges::forbidden(&edges::metadata()?)?;
    let documents = generate::documents()?;
    for document in &documents {
        if fs::read_to_string(&document.path).unwrap_or_default() != document.text {
            faults.push(format!("{} is old: run `cargo xtask generate`", document.path.display()));
        }
    }
    for path in generate::superfluous(&documents)? {
        faults.push(format!("{} is of no use: run `cargo xtask generate`", path.display()));
    }
    let stacks = stacks::report()?;
    for line in &stacks.lines {
        terminal::say(line);
    }
    faults.extend(stacks.faults);
    for fault in &faults {
        terminal::complain(fault);
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

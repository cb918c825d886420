//! Which crate may use which, and whether generated documents are current.
mod edges;

use crate::{generate, terminal};
use std::{fs, process::ExitCode};

/// Says what is wrong, if anything.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let mut faults: Vec<String> = edges::forbidden(&edges::metadata()?)?;
    for document in generate::documents()? {
        if fs::read_to_string(&document.path).unwrap_or_default() != document.text {
            faults.push(format!("{} is old: run `cargo xtask generate`", document.path.display()));
        }
    }
    for fault in &faults {
        terminal::complain(fault);
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! What people and scripts read: the only place that writes to the terminal.
use std::io::{self, Write};

/// Writes a line to the standard output, at once.
pub(crate) fn say(line: &str) {
    let mut out = io::stdout().lock();
    // Whoever closed the other end wants to read no more.
    drop(writeln!(out, "{line}").and_then(|()| out.flush()));
}

/// Writes a line to the standard error.
pub(crate) fn complain(line: &str) {
    drop(writeln!(io::stderr().lock(), "{line}"));
}

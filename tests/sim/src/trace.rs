//! What happened lately, for whoever has to find out why.
use jiff::Timestamp;
use std::collections::VecDeque;

/// Lines that are kept.
const LINES_MAX: usize = 60_000;
/// Lines of a minimal trace.
const SHOWN_MAX: usize = 60;

/// The lines of a run.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    lines: VecDeque<String>,
    /// A number that follows from all lines: two runs are the same if theirs is.
    digest: u64,
}

impl Trace {
    pub(crate) fn note(&mut self, step: u64, now: Timestamp, what: &str) {
        let line = format!("{step:>6} {now} {what}");
        for byte in line.bytes() {
            self.digest = (self.digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
        if self.lines.len() == LINES_MAX {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.lines.iter().cloned().collect()
    }

    pub(crate) const fn digest(&self) -> u64 {
        self.digest
    }

    /// The last lines about any of `subjects`, and the very last whatever they are about.
    pub(crate) fn about(&self, subjects: &[String]) -> Vec<String> {
        let concerns =
            |line: &&String| subjects.iter().any(|subject| line.contains(subject.as_str()));
        let mut shown: Vec<String> =
            self.lines.iter().rev().filter(concerns).take(SHOWN_MAX).cloned().collect();
        shown.reverse();
        if shown.is_empty() {
            shown = self.lines.iter().rev().take(SHOWN_MAX).rev().cloned().collect();
        } else if let Some(last) = self.lines.back().filter(|last| shown.last() != Some(*last)) {
            shown.push(last.clone());
        }
        shown
    }
}

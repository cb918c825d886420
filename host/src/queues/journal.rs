//! The queues' memory on disk: one JSON line per change, appended before the change is made.
use super::message::{DeadLetter, Waiting};
use anyhow::Context;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

const FILE: &str = "queues.jsonl";
/// Fewest lines before a journal is worth rewriting.
const LINES_MIN: usize = 10_000;

/// One line of the journal. The queues are the fold of all lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Change {
    /// A message is new.
    Sent(Waiting),
    /// A message was handled, or a dead letter taken away.
    Done { number: u64 },
    /// A message was given up.
    Dead { number: u64, at: Timestamp },
    /// A dead letter, whole.
    Buried(DeadLetter),
}

/// Where changes are written; nowhere, for queues in memory.
#[derive(Debug)]
pub(super) struct Journal {
    file: Option<(File, PathBuf)>,
    lines: usize,
}

impl Journal {
    pub(super) const fn memory() -> Self {
        Self { file: None, lines: 0 }
    }

    /// Opens or makes the journal of `folder` and gives what it tells.
    pub(super) fn open(folder: &Path) -> anyhow::Result<(Self, Vec<Change>)> {
        let path = folder.join(FILE);
        let changes = if path.exists() { read(&path)? } else { Vec::new() };
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&path)
            .with_context(|| format!("the queues {} cannot be opened", path.display()))?;
        let mut journal = Self { file: Some((file, path)), lines: changes.len() };
        // Takes away what is over, and a last line that a crash cut off.
        let kept = kept(&changes);
        journal.rewrite(&kept)?;
        Ok((journal, kept))
    }

    pub(super) fn append(&mut self, change: &Change) -> io::Result<()> {
        let Some((file, _)) = &mut self.file else { return Ok(()) };
        file.write_all(&line(change)?)?;
        self.lines += 1;
        Ok(())
    }

    /// Whether most of its lines are about what is over.
    pub(super) const fn is_bloated(&self, live: usize) -> bool {
        self.lines > LINES_MIN && self.lines / 4 > live
    }

    /// Replaces all lines by `changes`.
    pub(super) fn rewrite(&mut self, changes: &[Change]) -> io::Result<()> {
        let Some((file, path)) = &mut self.file else { return Ok(()) };
        let draft = path.with_extension("jsonl.new");
        let mut lines = Vec::new();
        for change in changes {
            lines.extend(line(change)?);
        }
        fs::write(&draft, &lines)?;
        fs::rename(&draft, &*path)?;
        *file = OpenOptions::new().append(true).open(&*path)?;
        self.lines = changes.len();
        Ok(())
    }
}

/// The changes that still matter: a message that was handled leaves nothing.
fn kept(changes: &[Change]) -> Vec<Change> {
    let over: std::collections::HashSet<u64> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Done { number } => Some(*number),
            Change::Sent(_) | Change::Dead { .. } | Change::Buried(_) => None,
        })
        .collect();
    let matters = |change: &&Change| match change {
        Change::Sent(message) => !over.contains(&message.number),
        Change::Buried(letter) => !over.contains(&letter.number),
        Change::Dead { number, .. } => !over.contains(number),
        Change::Done { .. } => false,
    };
    changes.iter().filter(matters).cloned().collect()
}

fn line(change: &Change) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(change)?;
    line.push(b'\n');
    Ok(line)
}

fn read(path: &Path) -> anyhow::Result<Vec<Change>> {
    let text =
        fs::read(path).with_context(|| format!("the queues {} cannot be read", path.display()))?;
    let mut changes = Vec::new();
    let mut lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        match serde_json::from_slice(line) {
            Ok(change) => changes.push(change),
            // The write that a crash cut off: nobody was told that it happened.
            Err(_) if lines.peek().is_none() => (),
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        }
    }
    Ok(changes)
}

//! The network's memory on disk: one JSON line per change, appended before the change is made.
use super::{record::Entry, state::State};
use anyhow::Context;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::Path,
};

const FILE: &str = "phones.jsonl";

/// Where changes are written; nowhere, for a network in memory.
#[derive(Debug)]
pub(super) struct Journal(Option<File>);

impl Journal {
    /// A journal that remembers nothing.
    pub(super) const fn memory() -> Self {
        Self(None)
    }

    /// Opens or makes the journal in `folder` and gives the state that it tells.
    ///
    /// It is rewritten without what no longer matters, which also takes away a last line that a
    /// crash cut off.
    pub(super) fn open(folder: &Path) -> anyhow::Result<(Self, State)> {
        fs::create_dir_all(folder)
            .with_context(|| format!("the data folder {} cannot be made", folder.display()))?;
        let path = folder.join(FILE);
        let state = if path.exists() { read(&path)? } else { State::default() };
        let fresh = folder.join(format!("{FILE}.new"));
        let mut writer = BufWriter::new(File::create(&fresh)?);
        for entry in state.entries() {
            writer.write_all(&line(&entry)?)?;
        }
        writer.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&fresh, &path)?;
        let file = OpenOptions::new().append(true).open(&path)?;
        Ok((Self(Some(file)), state))
    }

    /// Appends `entries` in one write.
    pub(super) fn append(&mut self, entries: &[Entry]) -> io::Result<()> {
        let Some(file) = &mut self.0 else { return Ok(()) };
        let mut lines = Vec::new();
        for entry in entries {
            lines.extend(line(entry)?);
        }
        file.write_all(&lines)
    }
}

fn line(entry: &Entry) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(entry)?;
    line.push(b'\n');
    Ok(line)
}

fn read(path: &Path) -> anyhow::Result<State> {
    let mut state = State::default();
    let mut lines = BufReader::new(File::open(path)?).split(b'\n').enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        match serde_json::from_slice(&line?) {
            Ok(entry) => state.apply(entry),
            // The write that a crash cut off: nobody was told that it happened.
            Err(_) if lines.peek().is_none() => (),
            Err(error) => {
                let place = format!("{} line {}", path.display(), number + 1);
                return Err(error).context(place);
            }
        }
    }
    Ok(state)
}

//! The mailbox on disk: one JSON line for each mail.
use super::record::ReceivedMail;
use anyhow::Context;
use std::{
    collections::VecDeque,
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::Path,
};

const FILE: &str = "mails.jsonl";

/// Where mails are written; nowhere, for a mailbox in memory.
#[derive(Debug)]
pub(super) struct MailFile(Option<File>);

impl MailFile {
    /// A file that remembers nothing.
    pub(super) const fn none() -> Self {
        Self(None)
    }

    /// Opens or makes the file in `folder`, and gives the newest `most` of its mails, oldest first.
    ///
    /// It is rewritten with those only, which also takes away a last line that a crash cut off.
    pub(super) fn open(
        folder: &Path,
        most: usize,
    ) -> anyhow::Result<(Self, VecDeque<ReceivedMail>)> {
        let path = folder.join(FILE);
        let mails = if path.exists() { read(&path, most)? } else { VecDeque::new() };
        let fresh = folder.join(format!("{FILE}.new"));
        let mut writer = BufWriter::new(File::create(&fresh)?);
        for mail in &mails {
            writer.write_all(&line(mail)?)?;
        }
        writer.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&fresh, &path)?;
        let file = OpenOptions::new().append(true).open(&path)?;
        Ok((Self(Some(file)), mails))
    }

    /// Appends `mail` in one write.
    pub(super) fn append(&mut self, mail: &ReceivedMail) -> io::Result<()> {
        let Some(file) = &mut self.0 else { return Ok(()) };
        file.write_all(&line(mail)?)
    }
}

fn line(mail: &ReceivedMail) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(mail)?;
    line.push(b'\n');
    Ok(line)
}

fn read(path: &Path, most: usize) -> anyhow::Result<VecDeque<ReceivedMail>> {
    let mut mails = VecDeque::new();
    let mut lines = BufReader::new(File::open(path)?).split(b'\n').enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        match serde_json::from_slice(&line?) {
            Ok(mail) => mails.push_back(mail),
            // The write that a crash cut off: nobody was told that it happened.
            Err(_) if lines.peek().is_none() => (),
            Err(error) => {
                let place = format!("{} line {}", path.display(), number + 1);
                return Err(error).context(place);
            }
        }
        if mails.len() > most {
            mails.pop_front();
        }
    }
    Ok(mails)
}

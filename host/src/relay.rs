//! The table's stream, handed to its job in order, from a checkpoint that lasts.
use crate::{
    jobs::{self, Failed, Jobs},
    options::Data,
    queues::LocalQueues,
};
use anyhow::Context;
use runtime::Ctx;
use serde_json::{Value, json};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use testkit::{Embedded, Records};

const FILE: &str = "stream.json";
/// Most records of one invocation, as the event source mapping has it.
const BATCH_RECORDS_MAX: u32 = 100;
/// How often a record holds up all later ones before it is given up; the sweep repairs what it meant.
const ATTEMPTS_MAX: u32 = 10;
/// Records are forgotten so many at a time.
const TRIM_RECORDS: u64 = 1_000;

/// Reads the stream from where it was left.
#[derive(Debug)]
pub(crate) struct Relay {
    table: Embedded,
    queues: Arc<LocalQueues>,
    checkpoint: Option<PathBuf>,
    progress: Mutex<Progress>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    /// The number of the last record that was handled.
    after: u64,
    /// How often the next one has failed.
    failures: u32,
    trimmed: u64,
}

impl Relay {
    /// Goes on after the checkpoint of the data folder.
    pub(crate) fn open(
        data: &Data,
        table: Embedded,
        queues: Arc<LocalQueues>,
    ) -> anyhow::Result<Self> {
        let checkpoint = data.folder().map(|folder| folder.join(FILE));
        let after = match &checkpoint {
            Some(path) if path.exists() => read(path)
                .with_context(|| format!("the checkpoint {} cannot be read", path.display()))?,
            Some(_) | None => 0,
        };
        let progress = Mutex::new(Progress { after, ..Progress::default() });
        Ok(Self { table, queues, checkpoint, progress })
    }

    /// Hands on the next records, if there are any. Whether anything was handled.
    pub(crate) async fn turn(&self, ctx: &Ctx, jobs: &Jobs) -> anyhow::Result<bool> {
        let mut progress = *self.progress();
        let batch = self.table.next_records(progress.after, BATCH_RECORDS_MAX)?;
        if batch.records.is_empty() {
            return Ok(false);
        }
        let answered = jobs::run(ctx, jobs.relay, batch.clone().into_event()).await;
        let handled = handled(&batch, progress.after, answered);
        if handled > progress.after {
            progress = Progress { after: handled, failures: 0, ..progress };
        } else {
            progress.failures += 1;
        }
        if progress.failures >= ATTEMPTS_MAX {
            progress = self.give_up(&batch, progress)?;
        }
        self.keep(progress)
    }

    /// Passes over the record that failed too often.
    fn give_up(&self, batch: &Records, progress: Progress) -> anyhow::Result<Progress> {
        let Some(record) = batch.records.first() else { return Ok(progress) };
        self.queues.bury("stream", epitaph(record).to_string(), "the relay failed on it")?;
        let after = number(record).unwrap_or(batch.last);
        Ok(Progress { after, failures: 0, ..progress })
    }

    /// Makes the progress last. Whether there was any.
    fn keep(&self, mut progress: Progress) -> anyhow::Result<bool> {
        let moved = progress.after > self.progress().after;
        if let (true, Some(path)) = (moved, &self.checkpoint) {
            write(path, progress.after)?;
        }
        if progress.after >= progress.trimmed + TRIM_RECORDS {
            self.table.trim_stream(progress.after)?;
            progress.trimmed = progress.after;
        }
        *self.progress() = progress;
        Ok(moved)
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number of the last record of `batch` that is handled: what follows the first that is given back
/// comes again.
fn handled(batch: &Records, after: u64, answered: jobs::Given) -> u64 {
    let given_back = match answered {
        Err(Failed) => return after,
        Ok(given_back) => given_back,
    };
    if given_back.is_empty() {
        return batch.last;
    }
    let is_given_back = |record: &&Value| {
        let sequence = record.pointer("/dynamodb/SequenceNumber").and_then(Value::as_str);
        sequence.is_some_and(|sequence| given_back.contains(sequence))
    };
    let before_the_first = batch.records.iter().take_while(|record| !is_given_back(record)).last();
    before_the_first.and_then(number).unwrap_or(after)
}

/// What is kept of a record that is given up: which row it was about and when, not what the row says.
/// Nothing puts a record back, so nobody needs its images.
fn epitaph(record: &Value) -> Value {
    json!({
        "eventName": record.get("eventName"),
        "Keys": record.pointer("/dynamodb/Keys"),
        "SequenceNumber": record.pointer("/dynamodb/SequenceNumber"),
    })
}

/// A record's place in the stream: its event id is the number in hexadecimal.
fn number(record: &Value) -> Option<u64> {
    u64::from_str_radix(record.get("eventID")?.as_str()?, 16).ok()
}

fn read(path: &Path) -> io::Result<u64> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

/// Written whole under another name first: a crash leaves the old checkpoint or the new one.
fn write(path: &Path, after: u64) -> io::Result<()> {
    let draft = path.with_extension("json.new");
    fs::write(&draft, after.to_string())?;
    fs::rename(&draft, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn batch() -> Records {
        let record = |number: u64| {
            json!({
                "eventID": format!("{number:032x}"),
                "dynamodb": { "SequenceNumber": format!("s{number}") },
            })
        };
        Records { records: vec![record(11), record(12), record(15)], last: 15 }
    }

    fn given(identifiers: &[&str]) -> BTreeSet<String> {
        identifiers.iter().map(|&identifier| identifier.to_owned()).collect()
    }

    #[test]
    fn the_stream_goes_on_before_the_first_record_that_is_given_back() {
        assert_eq!(handled(&batch(), 10, Ok(given(&[]))), 15);
        assert_eq!(handled(&batch(), 10, Ok(given(&["s15", "s12"]))), 11);
        assert_eq!(handled(&batch(), 10, Ok(given(&["s11"]))), 10);
        assert_eq!(handled(&batch(), 10, Err(Failed)), 10);
    }

    #[test]
    fn a_record_is_given_up_without_what_its_row_says() {
        let record = json!({
            "eventID": "b",
            "eventName": "MODIFY",
            "dynamodb": {
                "Keys": { "pk": { "S": "EVT#evt_1" } },
                "SequenceNumber": "s11",
                "NewImage": { "name": { "S": "Ada" } },
                "OldImage": { "name": { "S": "Ada" } },
            },
        });
        let kept = json!({
            "eventName": "MODIFY",
            "Keys": { "pk": { "S": "EVT#evt_1" } },
            "SequenceNumber": "s11",
        });
        assert_eq!(epitaph(&record), kept);
    }
}

//! The table's stream in shards: in order for each item, out of order across them, repeated.
use crate::{chance::Chance, fault::Fault, site::Site};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::{collections::VecDeque, sync::Arc};
use testkit::Embedded;

/// Shards: whose records pass each other.
const SHARDS: usize = 2;
/// Records of one run.
const BATCH_MAX: usize = 40;
/// Kinds of rows of which nobody wants to hear: what the relay itself writes.
const UNHEARD: [&str; 3] = ["view", "counts", "tally"];

/// The stream.
#[derive(Debug)]
pub(crate) struct Stream {
    site: Arc<Site>,
    table: Embedded,
    read: u64,
    shards: [Shard; SHARDS],
}

#[derive(Debug, Default)]
struct Shard {
    waiting: VecDeque<Value>,
    busy: bool,
    not_before: Option<Timestamp>,
}

impl Stream {
    pub(crate) fn new(site: &Arc<Site>, table: &Embedded) -> Self {
        Self { site: Arc::clone(site), table: table.clone(), read: 0, shards: Default::default() }
    }

    /// Reads what is new.
    pub(crate) fn absorb(&mut self) {
        let records = self.table.next_records(self.read, 200).unwrap();
        self.read = records.last;
        let now = self.site.now();
        for mut record in records.records {
            // The emulator's own clock is no part of this world.
            record["dynamodb"]["ApproximateCreationDateTime"] = now.as_second().into();
            let image = |name: &str| record.pointer(&format!("/dynamodb/{name}/kind/S")).cloned();
            let kind = image("NewImage").or_else(|| image("OldImage")).unwrap_or_default();
            if UNHEARD.contains(&kind.as_str().unwrap_or_default()) {
                continue;
            }
            let keys = record.pointer("/dynamodb/Keys").unwrap();
            let key: u64 = keys.to_string().bytes().map(u64::from).sum();
            let shard = &mut self.shards[usize::try_from(key).unwrap() % SHARDS];
            if shard.waiting.is_empty() && !shard.busy {
                // Whoever reads the stream collects for a moment.
                shard.not_before = Some(now + SignedDuration::from_secs(1));
            }
            shard.waiting.push_back(record);
        }
    }

    /// A shard that has records and nobody at work.
    pub(crate) fn ready(&self) -> Vec<usize> {
        let now = self.site.now();
        let is_ready = |shard: &Shard| {
            let held = shard.not_before.is_some_and(|at| at > now);
            !shard.busy && !shard.waiting.is_empty() && !held
        };
        (0..SHARDS).filter(|shard| is_ready(&self.shards[*shard])).collect()
    }

    pub(crate) fn next_at(&self) -> Option<Timestamp> {
        let waits = self.shards.iter().filter(|shard| !shard.busy && !shard.waiting.is_empty());
        waits.map(|shard| shard.not_before.unwrap_or(Timestamp::MIN)).min()
    }

    /// Takes a batch of one shard in hand.
    pub(crate) fn take(&mut self, chance: &mut Chance) -> Option<(usize, usize, Value)> {
        let ready = self.ready();
        let first = *ready.first()?;
        let shuffled = ready.len() > 1 && self.site.strikes(Fault::StreamShuffle);
        let place = if shuffled { ready[chance.place(ready.len())] } else { first };
        let shard = &mut self.shards[place];
        let count = shard.waiting.len().min(usize::try_from(chance.between(1, 40)).unwrap());
        let count = count.min(BATCH_MAX);
        let records: Vec<&Value> = shard.waiting.iter().take(count).collect();
        let payload = json!({ "Records": records });
        shard.busy = true;
        Some((place, count, payload))
    }

    /// Ends the handling of a batch: `handled` of its records are done.
    pub(crate) fn settle(&mut self, shard: usize, count: usize, handled: usize) {
        let failed = handled < count;
        // The whole batch comes once more, in order.
        let again = !failed && self.site.strikes(Fault::StreamRepeat);
        let later = self.site.now() + self.site.span(Fault::StreamRepeat, 1, 5);
        let shard = &mut self.shards[shard];
        shard.busy = false;
        shard.not_before = (failed || again).then_some(later);
        if !again {
            shard.waiting.drain(..handled);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.shards.iter().all(|shard| shard.waiting.is_empty())
    }
}

/// How many of a batch's records are done: what follows the first that is given back comes again.
pub(crate) fn handled(payload: &Value, answer: &Value) -> usize {
    let records = payload["Records"].as_array().map(Vec::as_slice).unwrap_or_default();
    let given_back: Vec<&str> = answer["batchItemFailures"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|failure| failure["itemIdentifier"].as_str())
        .collect();
    let is_back = |record: &Value| {
        let sequence = record.pointer("/dynamodb/SequenceNumber").and_then(Value::as_str);
        sequence.is_some_and(|sequence| given_back.contains(&sequence))
    };
    records.iter().position(is_back).unwrap_or(records.len())
}

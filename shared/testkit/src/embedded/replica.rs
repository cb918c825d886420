//! A copy of the table that lags behind: what an index or an eventually consistent read may see.
use super::{
    EmbeddedError, TABLE,
    engine::Engine,
    faults::Call,
    operations::{self, Reply},
    stream::signed,
};
use dynoxide::{Database, Item};
use serde_json::json;
use std::{collections::HashMap, fmt};
use store::Row;

/// A second database that applies the stream of the first, later.
#[derive(Clone)]
pub(super) struct Replica {
    database: Database,
    applied: i64,
}

impl fmt::Debug for Replica {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Replica({})", self.applied)
    }
}

impl Replica {
    pub(super) fn new() -> Result<Self, EmbeddedError> {
        Ok(Self { database: Database::memory()?, applied: 0 })
    }

    pub(super) fn run(&self, operation: &str, body: &[u8]) -> Reply {
        operations::run(&self.database, operation, body)
    }

    fn put(&self, item: &serde_json::Value) -> Result<(), EmbeddedError> {
        let request = json!({ "TableName": TABLE, "Item": item });
        self.database.put_item(serde_json::from_value(request)?)?;
        Ok(())
    }

    fn delete(&self, keys: &serde_json::Value) -> Result<(), EmbeddedError> {
        let request = json!({ "TableName": TABLE, "Key": keys });
        self.database.delete_item(serde_json::from_value(request)?)?;
        Ok(())
    }
}

impl Engine {
    pub(super) const fn has_replica(&self) -> bool {
        self.replica.is_some()
    }

    /// Begins to keep `replica`, an empty table, as a copy.
    pub(super) fn follow_with(&mut self, mut replica: Replica) -> Result<(), EmbeddedError> {
        for item in self.items("")? {
            replica.put(&serde_json::to_value(item)?)?;
        }
        replica.applied = self.last_record()?;
        self.replica = Some(replica);
        Ok(())
    }

    /// Answers from the table as it was `writes` writes ago, or a little later: a replica never goes
    /// back. `None` without a replica.
    pub(super) fn run_stale(&mut self, call: &Call<'_>, writes: u64) -> Option<Reply> {
        let last = self.last_record().ok()?;
        self.apply_through(last.saturating_sub(signed(writes))).ok()?;
        Some(self.replica.as_ref()?.run(call.operation, call.body))
    }

    /// Applies what is about to be forgotten.
    pub(super) fn catch_up(&mut self, through: u64) -> Result<(), EmbeddedError> {
        self.apply_through(signed(through))
    }

    fn apply_through(&mut self, through: i64) -> Result<(), EmbeddedError> {
        let Some(replica) = &mut self.replica else { return Ok(()) };
        let mut statement = self.second.prepare_cached(
            "SELECT id, keys_json, new_image FROM _stream_records
             WHERE id > ?1 AND id <= ?2 ORDER BY id",
        )?;
        let mut rows = statement.query([replica.applied, through])?;
        while let Some(row) = rows.next()? {
            match row.get::<_, Option<String>>(2)? {
                Some(image) => replica.put(&serde_json::from_str(&image)?)?,
                None => replica.delete(&serde_json::from_str(&row.get::<_, String>(1)?)?)?,
            }
            replica.applied = row.get(0)?;
        }
        Ok(())
    }
}

/// An item of the emulator as the store's row.
pub(super) fn to_row(item: Item) -> Row {
    Row::from(
        item.into_iter().map(|(name, value)| (name, to_sdk(value))).collect::<HashMap<_, _>>(),
    )
}

fn to_sdk(value: dynoxide::AttributeValue) -> aws_sdk_dynamodb::types::AttributeValue {
    use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue as Sdk};
    use dynoxide::AttributeValue as Own;
    match value {
        Own::S(text) => Sdk::S(text),
        Own::N(number) => Sdk::N(number),
        Own::B(bytes) => Sdk::B(Blob::new(bytes)),
        Own::BOOL(flag) => Sdk::Bool(flag),
        Own::NULL(null) => Sdk::Null(null),
        Own::SS(texts) => Sdk::Ss(texts),
        Own::NS(numbers) => Sdk::Ns(numbers),
        Own::BS(all) => Sdk::Bs(all.into_iter().map(Blob::new).collect()),
        Own::L(values) => Sdk::L(values.into_iter().map(to_sdk).collect()),
        Own::M(fields) => Sdk::M(fields.into_iter().map(|(k, v)| (k, to_sdk(v))).collect()),
    }
}

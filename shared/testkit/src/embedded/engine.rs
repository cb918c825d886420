//! The emulator and a second connection to its file.
//!
//! The second connection relies on the emulator's private schema; its version is pinned, and tests
//! hold what is assumed here.
use super::{EmbeddedError, TABLE, faults::Call, operations, operations::Reply, replica::Replica};
use dynoxide::Database;
use rusqlite::{Connection, params};
use std::time::Duration;
use store::Row;

/// Without these each write looks through the whole stream for the last sequence number.
const STREAM_INDEXES: &str = "
    CREATE INDEX IF NOT EXISTS convoke_stream_sequence
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
    CREATE INDEX IF NOT EXISTS convoke_stream_shard
        ON _stream_records (table_name, shard_id, CAST(sequence_number AS INTEGER));";

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

pub(super) struct Engine {
    database: Database,
    pub(super) second: Connection,
    pub(super) replica: Option<Replica>,
}

impl Engine {
    /// Opens a file, or a named database in memory.
    pub(super) fn open(name: &str) -> Result<Self, EmbeddedError> {
        let database = Database::new(name)?;
        // Its public way to `synchronous = NORMAL`: a killed process loses nothing.
        database.disable_bulk_loading()?;
        let second = Connection::open(name)?;
        second.busy_timeout(BUSY_TIMEOUT)?;
        second.execute_batch(STREAM_INDEXES)?;
        Ok(Self { database, second, replica: None })
    }

    pub(super) fn has_table(&self) -> Result<bool, EmbeddedError> {
        Ok(self.database.get_table_metadata(TABLE)?.is_some())
    }

    pub(super) fn run(&mut self, call: &Call<'_>, stale: Option<u64>) -> Reply {
        if let Some(writes) = stale
            && call.may_be_stale()
            && let Some(reply) = self.run_stale(call, writes)
        {
            return reply;
        }
        operations::run(&self.database, call.operation, call.body)
    }

    pub(super) fn rows(&self) -> Result<Vec<Row>, EmbeddedError> {
        let items = self.items("")?;
        Ok(items.into_iter().map(super::replica::to_row).collect())
    }

    /// The items that `filter` selects, as the emulator stores them.
    pub(super) fn items(&self, filter: &str) -> Result<Vec<dynoxide::Item>, EmbeddedError> {
        let sql = format!("SELECT item_json FROM \"{TABLE}\" {filter} ORDER BY pk, sk");
        let mut statement = self.second.prepare_cached(&sql)?;
        let texts = statement
            .query_map([], |row| row.get::<_, String>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        texts.iter().map(|text| Ok(serde_json::from_str(text)?)).collect()
    }

    /// Deletes what expired before `now`, and marks the stream's records as the table's own doing.
    pub(super) fn sweep_ttl(&mut self, now: jiff::Timestamp) -> Result<usize, EmbeddedError> {
        let filter = format!(
            "WHERE CAST(json_extract(item_json, '$.{}.N') AS INTEGER) < {}",
            store::schema::TTL_ATTRIBUTE,
            now.as_second()
        );
        let expired = self.items(&filter)?;
        let before = self.last_record()?;
        for item in &expired {
            let keys = item.iter().filter(|(name, _)| *name == "pk" || *name == "sk");
            let request = serde_json::json!({
                "TableName": TABLE,
                "Key": keys.collect::<std::collections::BTreeMap<_, _>>(),
            });
            self.database.delete_item(serde_json::from_value(request)?)?;
        }
        self.second.execute(
            "UPDATE _stream_records SET user_identity = ?1 WHERE id > ?2",
            params![r#"{"type":"Service","principalId":"dynamodb.amazonaws.com"}"#, before],
        )?;
        Ok(expired.len())
    }
}

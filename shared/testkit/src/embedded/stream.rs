//! The table's stream, as a function would get it.
use super::{EmbeddedError, TABLE, engine::Engine, replica::to_row};
use rusqlite::{Row, params};
use serde_json::{Value, json};
use store::Row as StoredRow;

/// Some records of the stream, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Records {
    /// Each as in the `Records` of Lambda's DynamoDB stream event.
    pub records: Vec<Value>,
    /// The number of the last one; where to go on.
    pub last: u64,
}

impl Records {
    /// The event that a function would be called with.
    pub fn into_event(self) -> Value {
        json!({ "Records": self.records })
    }
}

/// What one write did to one row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChange {
    /// The number of its record in the stream.
    pub number: u64,
    /// The row before; none where it is new.
    pub before: Option<StoredRow>,
    /// The row after; none where it is gone.
    pub after: Option<StoredRow>,
}

/// Added to a record's number, so that sequence numbers have one width and sort as text.
const SEQUENCE_BASE: u64 = 1_000_000_000_000_000_000;

impl Engine {
    /// Records are known by the row ids of the emulator's table: they count up over restarts and do
    /// not depend on a clock.
    pub(super) fn next_records(&self, after: u64, limit: u32) -> Result<Records, EmbeddedError> {
        let mut statement = self.second.prepare_cached(
            "SELECT id, event_name, keys_json, new_image, old_image, created_at, user_identity
             FROM _stream_records WHERE id > ?1 ORDER BY id LIMIT ?2",
        )?;
        let rows = statement
            .query_map(params![signed(after), limit], Stored::of)?
            .collect::<Result<Vec<_>, _>>()?;
        let last = rows.last().map_or(after, |row| unsigned(row.id));
        let records = rows.into_iter().map(Stored::into_record).collect::<Result<_, _>>()?;
        Ok(Records { records, last })
    }

    pub(super) fn changes(&self, after: u64, limit: u32) -> Result<Vec<RowChange>, EmbeddedError> {
        let mut statement = self.second.prepare_cached(
            "SELECT id, old_image, new_image FROM _stream_records
             WHERE id > ?1 ORDER BY id LIMIT ?2",
        )?;
        let rows = statement.query_map(params![signed(after), limit], |row| {
            let (before, after): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, before, after))
        })?;
        let mut changes = Vec::new();
        for row in rows {
            let (number, before, after): (i64, _, _) = row?;
            let (before, after) = (image(before)?, image(after)?);
            changes.push(RowChange { number: unsigned(number), before, after });
        }
        Ok(changes)
    }

    pub(super) fn trim_stream(&mut self, through: u64) -> Result<(), EmbeddedError> {
        self.catch_up(through)?;
        self.second.execute("DELETE FROM _stream_records WHERE id <= ?1", [signed(through)])?;
        Ok(())
    }

    /// The number of the newest record.
    pub(super) fn last_record(&self) -> Result<i64, EmbeddedError> {
        let sql = "SELECT COALESCE(MAX(id), 0) FROM _stream_records";
        Ok(self.second.query_row(sql, [], |row| row.get(0))?)
    }
}

/// A record as the emulator stores it.
struct Stored {
    id: i64,
    event_name: String,
    keys: String,
    new_image: Option<String>,
    old_image: Option<String>,
    created_at: i64,
    user_identity: Option<String>,
}

impl Stored {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            event_name: row.get(1)?,
            keys: row.get(2)?,
            new_image: row.get(3)?,
            old_image: row.get(4)?,
            created_at: row.get(5)?,
            user_identity: row.get(6)?,
        })
    }

    fn into_record(self) -> Result<Value, EmbeddedError> {
        let number = SEQUENCE_BASE.saturating_add(unsigned(self.id));
        let images = [&self.new_image, &self.old_image].into_iter().flatten();
        let size = images.map(String::len).sum::<usize>().saturating_add(self.keys.len());
        let mut change = json!({
            "ApproximateCreationDateTime": self.created_at,
            "Keys": serde_json::from_str::<Value>(&self.keys)?,
            "SequenceNumber": format!("100{number}"),
            "SizeBytes": size,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        });
        for (name, image) in [("NewImage", self.new_image), ("OldImage", self.old_image)] {
            if let (Some(image), Some(change)) = (image, change.as_object_mut()) {
                change.insert(name.to_owned(), serde_json::from_str(&image)?);
            }
        }
        let mut record = json!({
            "eventID": format!("{:032x}", self.id),
            "eventName": self.event_name,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "local",
            "eventSourceARN": format!("arn:aws:dynamodb:local:000000000000:table/{TABLE}/stream/1"),
            "dynamodb": change,
        });
        if let (Some(identity), Some(record)) = (self.user_identity, record.as_object_mut()) {
            record.insert("userIdentity".to_owned(), serde_json::from_str(&identity)?);
        }
        Ok(record)
    }
}

fn image(text: Option<String>) -> Result<Option<StoredRow>, EmbeddedError> {
    text.map(|text| Ok(to_row(serde_json::from_str(&text)?))).transpose()
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

//! Records from the table's stream.
use super::failures;
use crate::job::JobError;
use aws_lambda_events::dynamodb::{Event, EventRecord};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::HashMap;
use store::Row;

/// What happened to an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It was made.
    Made {
        /// The item.
        new: Row,
    },
    /// It was changed.
    Changed {
        /// The item before.
        old: Row,
        /// The item after.
        new: Row,
    },
    /// It is gone.
    Gone {
        /// The item before.
        old: Row,
        /// Whether its time was over, and nobody deleted it.
        expired: bool,
    },
}

impl Change {
    /// The item before.
    pub const fn before(&self) -> Option<&Row> {
        match self {
            Self::Made { .. } => None,
            Self::Changed { old, .. } | Self::Gone { old, .. } => Some(old),
        }
    }

    /// The item after.
    pub const fn after(&self) -> Option<&Row> {
        match self {
            Self::Made { new } | Self::Changed { new, .. } => Some(new),
            Self::Gone { .. } => None,
        }
    }
}

/// One record of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamRecord {
    /// Its place in the stream.
    pub sequence: String,
    /// About when it was written, to the second.
    pub at: Timestamp,
    /// What happened.
    pub change: Change,
}

/// The records of one invocation, in the order of each item's changes. Records repeat.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamBatch {
    /// The records.
    pub records: Vec<StreamRecord>,
}

impl StreamBatch {
    /// Reads an invocation's payload. Records without images are of no use and left out.
    pub fn read(payload: Value) -> Result<Self, JobError> {
        let event: Event = super::read(payload)?;
        Ok(Self { records: event.records.into_iter().filter_map(record).collect() })
    }

    /// Answers the invocation: everything before the record `first_failed` is handled, it and all
    /// after come again.
    pub fn conclude(&self, first_failed: Option<usize>) -> Value {
        let failed = first_failed.and_then(|number| self.records.get(number));
        failures(failed.map(|record| record.sequence.clone()))
    }
}

fn record(record: EventRecord) -> Option<StreamRecord> {
    // A deletion by the table itself is signed by the service; the embedded table signs with nothing.
    let expired = record.user_identity.is_some();
    let (old, new) = (row(record.change.old_image.into()), row(record.change.new_image.into()));
    let change = match (old, new) {
        (None, Some(new)) => Change::Made { new },
        (Some(old), Some(new)) => Change::Changed { old, new },
        (Some(old), None) => Change::Gone { old, expired },
        (None, None) => return None,
    };
    let at = record.change.approximate_creation_date_time.timestamp();
    Some(StreamRecord {
        sequence: record.change.sequence_number.unwrap_or_default(),
        at: Timestamp::from_second(at).unwrap_or_default(),
        change,
    })
}

/// An image as an item. An image that the record does not carry is read as an empty one.
fn row<A>(image: HashMap<String, A>) -> Option<Row>
where
    Row: From<HashMap<String, A>>,
{
    (!image.is_empty()).then(|| Row::from(image))
}

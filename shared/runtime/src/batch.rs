//! Batches of queue messages and stream records, answered in part.
mod queue;
mod stream;

pub use queue::{QueueBatch, QueueRecord};
pub use stream::{Change, StreamBatch, StreamRecord};

use crate::job::JobError;
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is handled.
    Done,
    /// Give it back. It returns `after` that, or, where the queue cannot be told, when its visibility
    /// timeout ends: who must not be early keeps that in the table. After the queue's number of receipts
    /// it moves to the dead-letter queue by itself.
    Retry {
        /// How long to wait, 12 hours at most.
        after: SignedDuration,
    },
    /// A human has to look. The message leaves the queue for a `PARKED` item of the table, with its
    /// reason, and an error in the log raises the alarm. It is not given back: a handler that is safe
    /// to run twice would find its work done the second time, and nobody would ever look.
    Park {
        /// Why, in words for an operator.
        why: &'static str,
    },
}

/// What Lambda expects of a batch: the ids of what it must give back.
fn failures(ids: impl IntoIterator<Item = String>) -> Value {
    let failures: Vec<Value> = ids.into_iter().map(|id| json!({ "itemIdentifier": id })).collect();
    json!({ "batchItemFailures": failures })
}

/// A payload as what its source sends.
///
/// Errors: the first field that is missing or of another kind, by name.
fn read<T: DeserializeOwned>(payload: Value) -> Result<T, JobError> {
    serde_path_to_error::deserialize(payload).map_err(JobError::from)
}

//! Queues carry hints: what a message says is checked against the table by whoever receives it.
use async_trait::async_trait;
use std::fmt;

/// A queue of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Queue {
    /// FIFO, one group per event: the engine should look at an event.
    Wakes,
    /// Standard: a message wants to be sent or reconciled.
    Outbox,
    /// Standard: a chunk of an import wants to be written.
    Imports,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 3] = [Self::Wakes, Self::Outbox, Self::Imports];

    /// The queue's name, without the deployment's prefix.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wakes => "wakes",
            Self::Outbox => "outbox",
            Self::Imports => "imports",
        }
    }
}

/// One message on its way into a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueMessage {
    /// Where it goes.
    pub queue: Queue,
    /// FIFO only: messages of a group are handled one at a time, in order.
    pub group: Option<String>,
    /// FIFO only: a message with an id seen in the last 5 minutes is swallowed, so it must be unique
    /// to what it announces.
    pub deduplication_id: Option<String>,
    /// Seconds before it becomes visible, 0..=900. A FIFO queue takes 0 only.
    pub delay_seconds: u16,
    /// JSON text.
    pub body: String,
}

/// The queue service could not be reached or refused.
#[derive(Debug, thiserror::Error)]
#[error("a queue refused {failed} messages: {reason}")]
pub struct QueueError {
    /// How many were not taken.
    pub failed: usize,
    /// The service's words, for the log.
    pub reason: String,
}

/// Sends to the queues.
#[async_trait]
pub trait Queues: Send + Sync + fmt::Debug {
    /// Sends all of `messages`, in service-sized batches. On an error some may have been taken.
    async fn send(&self, messages: Vec<QueueMessage>) -> Result<(), QueueError>;

    /// Has a message that was received come back `seconds` from now, 0..=43,200, and not when the queue's
    /// own time is over. A queue that does not know receipts leaves it at that.
    async fn hold(&self, queue: Queue, receipt: &str, seconds: u16) -> Result<(), QueueError> {
        let _ = (queue, receipt, seconds);
        Ok(())
    }
}

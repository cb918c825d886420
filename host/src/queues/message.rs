//! What stands in a queue.
use jiff::{SignedDuration, Timestamp};
use ports::{Queue, QueueMessage};
use serde::{Deserialize, Serialize};

/// A message in its queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Waiting {
    #[serde(with = "queue_name")]
    pub(super) queue: Queue,
    /// Orders all messages of a host.
    pub(super) number: u64,
    pub(super) group: Option<String>,
    pub(super) deduplication_id: Option<String>,
    pub(super) body: String,
    pub(super) sent_at: Timestamp,
    pub(super) visible_at: Timestamp,
    /// How often it was received since the host started.
    #[serde(skip)]
    pub(super) receives: u32,
}

impl Waiting {
    pub(super) fn new(message: QueueMessage, number: u64, now: Timestamp) -> Self {
        let delay = SignedDuration::from_secs(i64::from(message.delay_seconds));
        Self {
            queue: message.queue,
            number,
            group: message.group,
            deduplication_id: message.deduplication_id,
            body: message.body,
            sent_at: now,
            visible_at: now + delay,
            receives: 0,
        }
    }
}

/// A message in the hands of its job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    /// Names it when it is settled.
    pub number: u64,
    /// JSON text.
    pub body: String,
    /// FIFO only: its group.
    pub group: Option<String>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The how-manieth time it is received, from 1.
    pub receives: u32,
}

impl From<&Waiting> for Received {
    fn from(message: &Waiting) -> Self {
        Self {
            number: message.number,
            body: message.body.clone(),
            group: message.group.clone(),
            sent_at: message.sent_at,
            receives: message.receives,
        }
    }
}

/// A message that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// Its number on this host.
    pub number: u64,
    /// The queue that it came from, or `stream`.
    pub queue: String,
    /// FIFO only: its group.
    pub group: Option<String>,
    /// JSON text.
    pub body: String,
    /// When it was given up.
    pub at: Timestamp,
    /// Why.
    pub why: String,
}

impl DeadLetter {
    pub(super) fn of(message: Waiting, at: Timestamp) -> Self {
        Self {
            number: message.number,
            queue: message.queue.name().to_owned(),
            group: message.group,
            body: message.body,
            at,
            why: format!("it failed {} times", super::line::RECEIVES_MAX),
        }
    }
}

/// A queue is known by its name.
mod queue_name {
    use ports::Queue;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(super) fn serialize<S: Serializer>(
        queue: &Queue,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(queue.name())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Queue, D::Error> {
        let name = String::deserialize(deserializer)?;
        let known = Queue::ALL.into_iter().find(|queue| queue.name() == name);
        known.ok_or_else(|| D::Error::custom(format!("no queue is called `{name}`")))
    }
}

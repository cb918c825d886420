//! Messages from SQS.
use super::{Outcome, failures};
use crate::{ctx::Ctx, job::JobError};
use aws_lambda_events::sqs::{SqsEvent, SqsMessage};
use jiff::{SignedDuration, Timestamp};
use ports::Queue;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use store::platform::{PARKED_KEPT, Parked};

/// The longest that a queue holds a message (SQS's limit).
const HOLD_SECONDS_MAX: u16 = 43_200;

/// One message of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRecord {
    /// The queue's id of it.
    pub id: String,
    /// FIFO only: its group.
    pub group: Option<String>,
    /// How often it was received, this time included.
    pub receipts: u32,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// JSON text.
    pub body: String,
    /// The queue's name for this receipt of it, where it has one.
    pub receipt: Option<String>,
}

impl QueueRecord {
    /// The body as a `T`.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.body)
    }
}

/// The messages of one invocation, in the queue's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueBatch {
    /// The queue that they come from.
    pub queue: Queue,
    /// The messages.
    pub records: Vec<QueueRecord>,
}

impl QueueBatch {
    /// Reads an invocation's payload.
    pub fn read(queue: Queue, payload: Value) -> Result<Self, JobError> {
        let event: SqsEvent = super::read(payload)?;
        Ok(Self { queue, records: event.records.into_iter().map(record).collect() })
    }

    /// Handles the messages one after the other and answers the invocation. In a FIFO queue nothing
    /// of a group is handled after a message of it that has to come back.
    pub async fn each(self, ctx: &Ctx, handle: impl AsyncFn(&QueueRecord) -> Outcome) -> Value {
        let mut outcomes = Vec::with_capacity(self.records.len());
        let mut blocked: HashSet<&str> = HashSet::new();
        for record in &self.records {
            let waits = record.group.as_deref().is_some_and(|group| blocked.contains(group));
            let outcome = if waits { None } else { Some(handle(record).await) };
            if let (Some(Outcome::Retry { .. }), Some(group)) = (&outcome, &record.group) {
                blocked.insert(group);
            }
            outcomes.push(outcome);
        }
        drop(blocked);
        self.conclude(ctx, outcomes).await
    }

    /// Answers the invocation for a handler that looks at the whole batch. `outcomes` are the
    /// records' in their order; what has none, or `None`, comes back. In a FIFO queue so does
    /// everything of a group that follows what comes back.
    pub async fn conclude(self, ctx: &Ctx, outcomes: Vec<Option<Outcome>>) -> Value {
        let mut outcomes = outcomes.into_iter();
        let mut returned: Vec<String> = Vec::new();
        // How long each group waits whose messages come back.
        let mut blocked: HashMap<String, Option<SignedDuration>> = HashMap::new();
        for record in self.records {
            let outcome = outcomes.next().flatten();
            let waits = record.group.as_ref().and_then(|group| blocked.get(group)).copied();
            let after =
                if waits.is_some() { waits.flatten() } else { retried_after(outcome.as_ref()) };
            if waits.is_none() && settled(ctx, self.queue, &record, outcome).await {
                continue;
            }
            if let Some(after) = after {
                // A group goes on when all of it is back.
                hold(ctx, self.queue, &record, after).await;
            }
            if let Some(group) = record.group {
                blocked.entry(group).or_insert(after);
            }
            returned.push(record.id);
        }
        failures(returned)
    }
}

fn retried_after(outcome: Option<&Outcome>) -> Option<SignedDuration> {
    match outcome {
        Some(Outcome::Retry { after }) => Some(*after),
        Some(Outcome::Done | Outcome::Park { .. }) | None => None,
    }
}

/// Has a message back sooner than its queue would give it. Where that cannot be, it comes later.
async fn hold(ctx: &Ctx, queue: Queue, record: &QueueRecord, after: SignedDuration) {
    let Some(receipt) = &record.receipt else { return };
    let seconds =
        u16::try_from(after.as_secs()).map_or(HOLD_SECONDS_MAX, |s| s.min(HOLD_SECONDS_MAX));
    if let Err(error) = ctx.queues.hold(queue, receipt, seconds).await {
        tracing::warn!(queue = queue.name(), message.id = record.id, cause = %error, "not held");
    }
}

/// Whether the message can leave the queue.
async fn settled(ctx: &Ctx, queue: Queue, record: &QueueRecord, outcome: Option<Outcome>) -> bool {
    match outcome {
        Some(Outcome::Done) => true,
        Some(Outcome::Retry { after }) => {
            tracing::warn!(
                queue = queue.name(),
                message.id = record.id,
                message.receipts = record.receipts,
                retry.after_seconds = after.as_secs(),
                "message given back"
            );
            false
        }
        Some(Outcome::Park { why }) => park(ctx, queue, record, why).await,
        None => false,
    }
}

async fn park(ctx: &Ctx, queue: Queue, record: &QueueRecord, why: &'static str) -> bool {
    let until = ctx.clock.now().checked_add(PARKED_KEPT).unwrap_or(Timestamp::MAX);
    let parked = Parked {
        queue: queue.name().to_owned(),
        body: record.body.clone(),
        why: why.to_owned(),
        until,
    };
    match ctx.store.park(record.sent_at, &record.id, &parked).await {
        Ok(()) => {
            tracing::error!(
                queue = queue.name(),
                message.id = record.id,
                park.why = why,
                alarm = true,
                "message parked"
            );
            true
        }
        Err(error) => {
            tracing::error!(queue = queue.name(), message.id = record.id, cause = %error, "message could not be parked");
            false
        }
    }
}

fn record(message: SqsMessage) -> QueueRecord {
    let attribute = |name: &str| message.attributes.get(name).map(String::as_str);
    let sent = attribute("SentTimestamp").and_then(|text| text.parse().ok());
    QueueRecord {
        group: attribute("MessageGroupId").map(str::to_owned),
        receipts: attribute("ApproximateReceiveCount").and_then(|n| n.parse().ok()).unwrap_or(1),
        sent_at: sent.and_then(|at| Timestamp::from_millisecond(at).ok()).unwrap_or_default(),
        id: message.message_id.unwrap_or_default(),
        body: message.body.unwrap_or_default(),
        receipt: message.receipt_handle.filter(|receipt| !receipt.is_empty()),
    }
}

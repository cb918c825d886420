//! The queues on SQS.
use async_trait::async_trait;
use aws_sdk_sqs::{
    Client,
    error::DisplayErrorContext,
    types::{SendMessageBatchRequestEntry, builders::SendMessageBatchRequestEntryBuilder},
};
use ports::{Queue, QueueError, QueueMessage, Queues};

/// Most messages that one call takes.
const BATCH_MESSAGES_MAX: usize = 10;
/// Most bytes of all bodies of one call together.
const BATCH_BYTES_MAX: usize = 262_144;

/// Where the queues are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueUrls {
    /// The FIFO queue of wakes.
    pub wakes: String,
    /// The queue of messages to send.
    pub outbox: String,
    /// The queue of import chunks.
    pub imports: String,
}

impl QueueUrls {
    /// The URL of `queue`.
    pub fn of(&self, queue: Queue) -> &str {
        match queue {
            Queue::Wakes => &self.wakes,
            Queue::Outbox => &self.outbox,
            Queue::Imports => &self.imports,
        }
    }
}

/// Sends to SQS.
#[derive(Debug, Clone)]
pub struct Sqs {
    client: Client,
    urls: QueueUrls,
}

impl Sqs {
    /// Sends with `client` to the queues at `urls`.
    pub const fn new(client: Client, urls: QueueUrls) -> Self {
        Self { client, urls }
    }

    /// Sends one service-sized batch. Returns how many were refused, and the service's words.
    async fn send_batch(&self, queue: Queue, batch: Vec<QueueMessage>) -> Result<(), QueueError> {
        let size = batch.len();
        let entries: Result<Vec<_>, _> =
            batch.into_iter().enumerate().map(|(number, message)| entry(number, message)).collect();
        let entries =
            entries.map_err(|error| QueueError { failed: size, reason: error.to_string() })?;
        let request = self.client.send_message_batch().queue_url(self.urls.of(queue));
        let answer = request.set_entries(Some(entries)).send().await.map_err(|error| {
            QueueError { failed: size, reason: DisplayErrorContext(&error).to_string() }
        })?;
        match answer.failed().first() {
            None => Ok(()),
            Some(first) => Err(QueueError {
                failed: answer.failed().len(),
                reason: format!("{}: {}", first.code(), first.message().unwrap_or_default()),
            }),
        }
    }
}

#[async_trait]
impl Queues for Sqs {
    async fn send(&self, messages: Vec<QueueMessage>) -> Result<(), QueueError> {
        let mut refused: Option<QueueError> = None;
        for (queue, batch) in batches(messages) {
            // One batch that fails takes nothing from the next: each message is a hint of its own.
            if let Err(error) = self.send_batch(queue, batch).await {
                let failed = refused.as_ref().map_or(0, |earlier| earlier.failed);
                refused = Some(QueueError { failed: failed + error.failed, ..error });
            }
        }
        refused.map_or(Ok(()), Err)
    }

    async fn hold(&self, queue: Queue, receipt: &str, seconds: u16) -> Result<(), QueueError> {
        let request = self.client.change_message_visibility().queue_url(self.urls.of(queue));
        let request = request.receipt_handle(receipt).visibility_timeout(i32::from(seconds));
        let held = request.send().await.map(drop);
        held.map_err(|error| QueueError {
            failed: 1,
            reason: DisplayErrorContext(&error).to_string(),
        })
    }
}

/// Divides messages into batches that one call takes each, in order within a queue.
fn batches(messages: Vec<QueueMessage>) -> Vec<(Queue, Vec<QueueMessage>)> {
    let mut open: Vec<(Queue, Vec<QueueMessage>)> = Vec::new();
    for message in messages {
        let last = open.iter_mut().rev().find(|(queue, _)| *queue == message.queue);
        match last {
            Some((_, batch)) if has_room(batch, &message) => batch.push(message),
            Some(_) | None => open.push((message.queue, vec![message])),
        }
    }
    open
}

fn has_room(batch: &[QueueMessage], message: &QueueMessage) -> bool {
    let bytes: usize = batch.iter().map(|queued| queued.body.len()).sum();
    batch.len() < BATCH_MESSAGES_MAX && bytes + message.body.len() <= BATCH_BYTES_MAX
}

fn entry(
    number: usize,
    message: QueueMessage,
) -> Result<SendMessageBatchRequestEntry, aws_sdk_sqs::error::BuildError> {
    let entry: SendMessageBatchRequestEntryBuilder = SendMessageBatchRequestEntry::builder()
        .id(number.to_string())
        .set_message_group_id(message.group)
        .set_message_deduplication_id(message.deduplication_id)
        .message_body(message.body);
    // A FIFO queue refuses a message with a delay of its own, even of zero.
    let delay = (message.delay_seconds > 0).then(|| i32::from(message.delay_seconds));
    entry.set_delay_seconds(delay).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(queue: Queue, body: &str) -> QueueMessage {
        QueueMessage {
            queue,
            group: None,
            deduplication_id: None,
            delay_seconds: 0,
            body: body.to_owned(),
        }
    }

    #[test]
    fn a_batch_holds_ten_messages_of_one_queue_in_their_order() {
        let mut messages: Vec<_> =
            (0..23).map(|number| message(Queue::Outbox, &number.to_string())).collect();
        messages.insert(5, message(Queue::Wakes, "wake"));
        let batches = batches(messages);
        let sizes: Vec<_> = batches.iter().map(|(queue, batch)| (*queue, batch.len())).collect();
        assert!(sizes.contains(&(Queue::Wakes, 1)));
        let outbox = batches.iter().filter(|(queue, _)| *queue == Queue::Outbox);
        let order: Vec<_> = outbox.flat_map(|(_, batch)| batch).map(|m| m.body.clone()).collect();
        assert_eq!(order, (0..23).map(|number| number.to_string()).collect::<Vec<_>>());
        assert!(batches.iter().all(|(_, batch)| batch.len() <= BATCH_MESSAGES_MAX));
    }

    #[test]
    fn a_batch_stays_within_the_services_bytes() {
        let large = "x".repeat(100_000);
        let batches = batches((0..5).map(|_| message(Queue::Imports, &large)).collect());
        assert_eq!(batches.iter().map(|(_, batch)| batch.len()).collect::<Vec<_>>(), [2, 2, 1]);
    }

    #[test]
    fn a_delay_of_zero_is_not_written() {
        let entry = entry(0, message(Queue::Wakes, "{}")).unwrap();
        assert_eq!(entry.delay_seconds(), None);
    }
}

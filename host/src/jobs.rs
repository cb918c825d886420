//! Calling jobs as Lambda's event source mappings do.
use crate::queues::Received;
use futures::FutureExt;
use ports::Queue;
use runtime::{Ctx, Job};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeSet, panic::AssertUnwindSafe};

/// The jobs of the system, found once at the start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Jobs {
    /// Folds the stream and passes its hints on.
    pub(crate) relay: Job,
    /// Takes an event's next step.
    pub(crate) fill: Job,
    /// Sends messages.
    pub(crate) send: Job,
    /// Writes chunks of imports.
    pub(crate) import: Job,
    /// Finds what was forgotten.
    pub(crate) sweep: Job,
    /// Deletes for good what was archived long ago.
    pub(crate) purge: Job,
}

impl Jobs {
    /// Those of the bootstrap. An error names the first that it lacks.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let job = |name: &str| {
            bootstrap::job(name).ok_or_else(|| anyhow::anyhow!("there is no job `{name}`"))
        };
        Ok(Self {
            relay: job("relay")?,
            fill: job("fill")?,
            send: job("send")?,
            import: job("import")?,
            sweep: job("sweep")?,
            purge: job("purge")?,
        })
    }

    /// The job that handles the messages of `queue`.
    pub(crate) const fn of(&self, queue: Queue) -> Job {
        match queue {
            Queue::Wakes => self.fill,
            Queue::Outbox => self.send,
            Queue::Imports => self.import,
        }
    }
}

/// What an invocation gives back, by its identifiers; an error where the whole of it failed.
pub(crate) type Given = Result<BTreeSet<String>, Failed>;

/// A whole invocation failed. Its cause is logged where it is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failed;

/// Runs `job` once. A panic fails the invocation, as it ends a sandbox, and the host goes on.
pub(crate) async fn run(ctx: &Ctx, job: Job, payload: Value) -> Given {
    let run = AssertUnwindSafe(runtime::edge::run_once(ctx.clone(), job, payload));
    match run.catch_unwind().await {
        Ok(Ok(answer)) => given_back(answer),
        Ok(Err(_)) => Err(Failed),
        Err(_) => {
            tracing::error!(job.name = job.name(), "a job panicked");
            Err(Failed)
        }
    }
}

/// Lambda's partial batch answer: nothing and `null` are a success, a malformed one is a failure of all.
fn given_back(answer: Value) -> Given {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "camelCase", default)]
    struct Answer {
        batch_item_failures: Option<Vec<Failure>>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Failure {
        item_identifier: String,
    }
    if !answer.is_object() {
        return Ok(BTreeSet::new());
    }
    let answer: Answer = serde_json::from_value(answer).map_err(|_| Failed)?;
    let failures = answer.batch_item_failures.unwrap_or_default();
    Ok(failures.into_iter().map(|failure| failure.item_identifier).collect())
}

/// The identifier under which a message is given back.
pub(crate) fn identifier(message: &Received) -> String {
    format!("{:020}", message.number)
}

/// The event that a queue's messages arrive in.
pub(crate) fn queue_event(queue: Queue, messages: &[Received]) -> Value {
    let records: Vec<Value> = messages.iter().map(|message| record(queue, message)).collect();
    json!({ "Records": records })
}

fn record(queue: Queue, message: &Received) -> Value {
    let mut attributes = json!({
        "ApproximateReceiveCount": message.receives.to_string(),
        "SentTimestamp": message.sent_at.as_millisecond().to_string(),
        "SenderId": "host",
        "ApproximateFirstReceiveTimestamp": message.sent_at.as_millisecond().to_string(),
    });
    if let (Some(group), Some(attributes)) = (&message.group, attributes.as_object_mut()) {
        attributes.insert("MessageGroupId".to_owned(), group.as_str().into());
        attributes.insert("SequenceNumber".to_owned(), identifier(message).into());
    }
    json!({
        "messageId": identifier(message),
        "receiptHandle": format!("{}/{}", message.number, message.receives),
        "body": message.body,
        "attributes": attributes,
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": format!("arn:aws:sqs:local:000000000000:{}", queue.name()),
        "awsRegion": "local",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_failures_gives_nothing_back() {
        for answer in [Value::Null, json!({}), json!({ "batchItemFailures": null })] {
            assert_eq!(given_back(answer), Ok(BTreeSet::new()));
        }
        let one = json!({ "batchItemFailures": [{ "itemIdentifier": "7" }] });
        assert_eq!(given_back(one), Ok(BTreeSet::from(["7".to_owned()])));
    }

    #[test]
    fn a_malformed_answer_gives_everything_back() {
        let malformed = json!({ "batchItemFailures": [{ "id": "7" }] });
        assert_eq!(given_back(malformed), Err(Failed));
    }

    #[test]
    fn a_queue_event_is_read_by_the_production_parser() {
        let message = Received {
            number: 7,
            body: "{}".to_owned(),
            group: Some("evt_1".to_owned()),
            sent_at: "2026-06-01T12:00:00Z".parse().unwrap(),
            receives: 3,
        };
        let event = queue_event(Queue::Wakes, std::slice::from_ref(&message));
        let batch = runtime::QueueBatch::read(Queue::Wakes, event).unwrap();
        let record = &batch.records[0];
        assert_eq!((record.receipts, record.sent_at), (3, message.sent_at));
        assert_eq!(record.group.as_deref(), Some("evt_1"));
        assert_eq!(record.id, identifier(&message));
    }
}

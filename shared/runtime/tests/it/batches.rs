//! Batches answered in part.
use async_trait::async_trait;
use jiff::SignedDuration;
use ports::{Queue, QueueError, QueueMessage, Queues};
use runtime::{Ctx, Outcome, QueueBatch, StreamBatch, batch::Change};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use store::platform::Parked;
use testkit::Stage;

fn message(id: &str, group: Option<&str>) -> Value {
    let mut attributes = json!({
        "ApproximateReceiveCount": "1",
        "SentTimestamp": "1780315200000",
    });
    if let Some(group) = group {
        attributes["MessageGroupId"] = json!(group);
    }
    json!({ "messageId": id, "body": format!("{{\"id\":\"{id}\"}}"), "attributes": attributes })
}

fn batch(queue: Queue, messages: &[Value]) -> QueueBatch {
    QueueBatch::read(queue, json!({ "Records": messages })).unwrap()
}

fn given_back(answer: &Value) -> Vec<&str> {
    let failures = answer["batchItemFailures"].as_array().unwrap();
    failures.iter().map(|failure| failure["itemIdentifier"].as_str().unwrap()).collect()
}

const RETRY: Outcome = Outcome::Retry { after: SignedDuration::from_secs(30) };

#[tokio::test]
async fn only_what_failed_comes_back() {
    let stage = Stage::new().await;
    let batch = batch(Queue::Outbox, &["a", "b", "c"].map(|id| message(id, None)));
    let answer = batch
        .each(&stage.ctx, async |record| if record.id == "b" { RETRY } else { Outcome::Done })
        .await;
    assert_eq!(given_back(&answer), ["b"]);
}

/// Queues that note what they are to hold.
#[derive(Debug, Default)]
struct Holding(Mutex<Vec<(String, u16)>>);

#[async_trait]
impl Queues for Holding {
    async fn send(&self, _: Vec<QueueMessage>) -> Result<(), QueueError> {
        Ok(())
    }

    async fn hold(&self, _: Queue, receipt: &str, seconds: u16) -> Result<(), QueueError> {
        self.0.lock().unwrap().push((receipt.to_owned(), seconds));
        Err(QueueError { failed: 1, reason: "whatever comes of it".to_owned() })
    }
}

#[tokio::test]
async fn what_is_given_back_is_held_as_long_as_its_handler_says_and_its_group_with_it() {
    let stage = Stage::new().await;
    let queues = Arc::new(Holding::default());
    let ctx = Ctx { queues: Arc::<Holding>::clone(&queues), ..stage.ctx.clone() };
    let mut messages = [
        message("a1", Some("a")),
        message("a2", Some("a")),
        message("b1", Some("b")),
        message("no receipt", Some("c")),
    ];
    for message in messages.iter_mut().take(3) {
        message["receiptHandle"] = format!("receipt of {}", message["messageId"]).into();
    }
    let answer = batch(Queue::Wakes, &messages)
        .each(&ctx, async |record| if record.id == "b1" { Outcome::Done } else { RETRY })
        .await;
    assert_eq!(given_back(&answer), ["a1", "a2", "no receipt"]);
    let held = [("receipt of \"a1\"".to_owned(), 30), ("receipt of \"a2\"".to_owned(), 30)];
    assert_eq!(*queues.0.lock().unwrap(), held);
}

#[tokio::test]
async fn a_group_stops_at_its_first_failure_and_other_groups_go_on() {
    let stage = Stage::new().await;
    let messages = [
        message("a1", Some("a")),
        message("b1", Some("b")),
        message("a2", Some("a")),
        message("b2", Some("b")),
        message("a3", Some("a")),
    ];
    let handled = Mutex::new(Vec::new());
    let answer = batch(Queue::Wakes, &messages)
        .each(&stage.ctx, async |record| {
            handled.lock().unwrap().push(record.id.clone());
            if record.id == "a1" { RETRY } else { Outcome::Done }
        })
        .await;
    assert_eq!(given_back(&answer), ["a1", "a2", "a3"]);
    assert_eq!(*handled.lock().unwrap(), ["a1", "b1", "b2"]);
}

#[tokio::test]
async fn what_a_human_must_see_is_kept_and_does_not_come_back() {
    let stage = Stage::new().await;
    for _ in 0..2 {
        let batch = batch(Queue::Wakes, &[message("a1", Some("a")), message("a2", Some("a"))]);
        let answer = batch
            .each(&stage.ctx, async |record| match record.id.as_str() {
                "a1" => Outcome::Park { why: "an unknown provider code" },
                _ => Outcome::Done,
            })
            .await;
        assert!(given_back(&answer).is_empty());
    }
    let (page, _) = stage.ctx.store.parked(10, None).await.unwrap();
    assert_eq!(page.len(), 1, "parking twice keeps one");
    let parked: Parked = page.into_iter().next().unwrap().value;
    assert_eq!((parked.queue.as_str(), parked.why.as_str()), ("wakes", "an unknown provider code"));
    assert_eq!(parked.body, r#"{"id":"a1"}"#);
}

#[tokio::test]
async fn what_was_not_reached_comes_back() {
    let stage = Stage::new().await;
    let batch = batch(Queue::Outbox, &["a", "b", "c"].map(|id| message(id, None)));
    let answer = batch.conclude(&stage.ctx, vec![Some(Outcome::Done), None]).await;
    assert_eq!(given_back(&answer), ["b", "c"]);
}

fn stream_record(sequence: &str, old: Option<&str>, new: Option<&str>) -> Value {
    let image =
        |kind: &str| json!({ "pk": { "S": "P" }, "sk": { "S": "S" }, "kind": { "S": kind } });
    let mut change = json!({
        "ApproximateCreationDateTime": 1_780_315_200,
        "Keys": { "pk": { "S": "P" }, "sk": { "S": "S" } },
        "SequenceNumber": sequence,
        "SizeBytes": 10,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    });
    if let Some(old) = old {
        change["OldImage"] = image(old);
    }
    if let Some(new) = new {
        change["NewImage"] = image(new);
    }
    json!({
        "eventID": sequence, "eventName": "MODIFY", "awsRegion": "local", "dynamodb": change,
    })
}

#[test]
fn a_stream_is_read_as_changes_of_items() {
    let records = [
        stream_record("1", None, Some("new")),
        stream_record("2", Some("old"), Some("new")),
        stream_record("3", Some("old"), None),
    ];
    let batch = StreamBatch::read(json!({ "Records": records })).unwrap();
    let kinds: Vec<_> = batch
        .records
        .iter()
        .map(|record| {
            let kind = |row: Option<&store::Row>| row.and_then(|row| row.kind().map(str::to_owned));
            (kind(record.change.before()), kind(record.change.after()))
        })
        .collect();
    let (old, new) = (Some("old".to_owned()), Some("new".to_owned()));
    assert_eq!(kinds, [(None, new.clone()), (old.clone(), new), (old, None)]);
    assert!(matches!(batch.records[2].change, Change::Gone { expired: false, .. }));
}

#[test]
fn a_stream_goes_on_at_its_first_failure() {
    let records = ["1", "2", "3"].map(|sequence| stream_record(sequence, None, Some("new")));
    let batch = StreamBatch::read(json!({ "Records": records })).unwrap();
    assert_eq!(given_back(&batch.conclude(Some(1))), ["2"]);
    assert!(given_back(&batch.conclude(None)).is_empty());
}

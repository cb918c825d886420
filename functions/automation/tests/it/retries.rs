//! A step that something else stops, and when it is tried again.
use crate::world::World;
use async_trait::async_trait;
use domain::{ids::EventId, invitee::Status};
use jiff::Timestamp;
use ports::{Queue, QueueError, QueueMessage, Queues, ScheduleError, Schedules};
use runtime::Ctx;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// A scheduler that is too busy.
#[derive(Debug)]
struct Busy;

#[async_trait]
impl Schedules for Busy {
    async fn wake_at(&self, _: EventId, _: Timestamp) -> Result<(), ScheduleError> {
        Err(ScheduleError { reason: "ThrottlingException".to_owned() })
    }

    async fn clear(&self, _: EventId) -> Result<(), ScheduleError> {
        Err(ScheduleError { reason: "ThrottlingException".to_owned() })
    }
}

/// Queues that note what they are to hold.
#[derive(Debug, Default)]
struct Holding(Mutex<Vec<(Queue, String, u16)>>);

#[async_trait]
impl Queues for Holding {
    async fn send(&self, _: Vec<QueueMessage>) -> Result<(), QueueError> {
        Ok(())
    }

    async fn hold(&self, queue: Queue, receipt: &str, seconds: u16) -> Result<(), QueueError> {
        self.0.lock().unwrap().push((queue, receipt.to_owned(), seconds));
        Ok(())
    }
}

#[tokio::test]
async fn a_wake_whose_timer_is_refused_comes_back_within_seconds_and_then_less_often() {
    let world = World::new(2).await;
    // Somebody is asked, and it is looked soon after whether that has left.
    world.guest(world.event.id, 1, Status::Queued).await;
    let (status, answer) = world.ask("POST", "start").await;
    assert!(status.is_success(), "{answer}");
    let mut ctx = world.ctx.clone();
    let queues = Arc::new(Holding::default());
    (ctx.schedules, ctx.queues) = (Arc::new(Busy), Arc::<Holding>::clone(&queues));
    for receipts in [1, 2, 4, 8] {
        let answer = world.wake(&ctx, receipts).await;
        assert_eq!(answer["batchItemFailures"].as_array().unwrap().len(), 1, "{answer}");
    }
    let held = std::mem::take(&mut *queues.0.lock().unwrap());
    let held: Vec<_> =
        held.iter().map(|(_, receipt, seconds)| (receipt.as_str(), *seconds)).collect();
    let expected = [("receipt 1", 5), ("receipt 2", 10), ("receipt 4", 40), ("receipt 8", 60)];
    assert_eq!(held, expected);
}

#[tokio::test]
async fn a_timer_that_was_refused_is_set_by_the_step_that_comes_after() {
    let world = World::new(2).await;
    world.guest(world.event.id, 1, Status::Queued).await;
    let (status, answer) = world.ask("POST", "start").await;
    assert!(status.is_success(), "{answer}");
    let mut ctx = world.ctx.clone();
    ctx.schedules = Arc::new(Busy);
    world.wake(&ctx, 1).await;
    assert_eq!(world.schedules.of(world.event.id), None);
    let answer = world.wake(&world.ctx, 2).await;
    assert_eq!(answer, json!({ "batchItemFailures": [] }));
    assert!(world.schedules.of(world.event.id).is_some());
}

impl World {
    /// A wake that was received so often.
    async fn wake(&self, ctx: &Ctx, receipts: u32) -> Value {
        let record = json!({
            "messageId": "one",
            "receiptHandle": format!("receipt {receipts}"),
            "body": json!({ "event": self.event.id.to_string() }).to_string(),
            "attributes": {
                "ApproximateReceiveCount": receipts.to_string(),
                "SentTimestamp": "1780315200000",
                "MessageGroupId": self.event.id.to_string(),
            },
        });
        let payload = json!({ "Records": [record] });
        automation::fill::handle(ctx, payload).await.unwrap()
    }
}

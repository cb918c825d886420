//! Parked messages.
use crate::world::{World, column};
use jiff::SignedDuration;
use ports::Queue;
use runtime::hints::Wake;
use serde_json::json;
use store::platform::{PARKED_KEPT, Parked};
use testkit::fixtures;

const PATH: &str = "/v1/admin/parked";

async fn park(world: &World, queue: Queue, body: &str) -> String {
    let at = world.now();
    let id = format!("9b2c-{}", queue.name());
    let parked = Parked {
        queue: queue.name().to_owned(),
        body: body.to_owned(),
        why: "it cannot be read".to_owned(),
        until: at + PARKED_KEPT,
    };
    world.ctx.store.park(at, &id, &parked).await.unwrap();
    world.clock.advance(SignedDuration::from_secs(1));
    format!("{}.{id}", at.as_millisecond())
}

#[tokio::test]
async fn the_list_shows_which_and_why_and_only_one_of_them_shows_its_body() {
    let world = World::new().await;
    let first = park(&world, Queue::Imports, "{\"name\":\"Grace\"}").await;
    let second = park(&world, Queue::Outbox, "{}").await;
    let list = world.reads(PATH).await;
    assert!(!list.body.contains("Grace"), "{}", list.body);
    let list = list.with(200);
    assert_eq!(column(&list, "id"), [second, first.clone()]);
    assert_eq!(column(&list, "queue"), ["outbox", "imports"]);
    assert_eq!(
        (&list["items"][1]["bytes"], &list["items"][1]["why"]),
        (&json!(16), &json!("it cannot be read"))
    );
    let one = world.reads(&format!("{PATH}/{first}")).await.with(200);
    assert_eq!((&one["body"], &one["queue"]), (&json!("{\"name\":\"Grace\"}"), &json!("imports")));
}

#[tokio::test]
async fn a_released_message_is_on_its_queue_once() {
    let world = World::new().await;
    let id = park(&world, Queue::Imports, "{\"chunk\":1}").await;
    let release = format!("{PATH}/{id}/release");
    assert_eq!(world.asks("POST", &release).await.status, 204);
    let sent = world.queues.take_from(Queue::Imports);
    assert_eq!((sent.len(), sent[0].body.as_str()), (1, "{\"chunk\":1}"));
    assert_eq!(world.asks("POST", &release).await.refused(404), "not-found");
    assert!(world.queues.is_empty() && world.rows("parked").is_empty());
}

#[tokio::test]
async fn a_wake_goes_back_to_the_group_of_its_event() {
    let world = World::new().await;
    let event = fixtures::event(1).id;
    let wake = Wake { event }.message("answer", "7");
    let id = park(&world, Queue::Wakes, &wake.body).await;
    assert_eq!(world.asks("POST", &format!("{PATH}/{id}/release")).await.status, 204);
    let sent = world.queues.take_from(Queue::Wakes);
    assert_eq!(sent[0].group, Some(event.to_string()));
    assert_eq!(Wake::read(&sent[0].body), Some(Wake { event }));
}

#[tokio::test]
async fn what_its_queue_would_not_take_can_only_be_discarded() {
    let world = World::new().await;
    let id = park(&world, Queue::Wakes, "no event").await;
    let release = format!("{PATH}/{id}/release");
    assert_eq!(world.asks("POST", &release).await.refused(409), "not-allowed-now");
    assert_eq!(world.asks("DELETE", &format!("{PATH}/{id}")).await.status, 204);
    assert_eq!(world.asks("DELETE", &format!("{PATH}/{id}")).await.refused(404), "not-found");
    let tombstones = world.rows("tombstone");
    let by = format!("admin {}", world.admin.user);
    assert_eq!(tombstones[0].text("by"), Some(by.as_str()));
}

#[tokio::test]
async fn a_message_that_its_queue_refused_stays_parked() {
    let world = World::new().await;
    let id = park(&world, Queue::Outbox, "{}").await;
    world.queues.refuse_next(1);
    let release = format!("{PATH}/{id}/release");
    assert_eq!(world.asks("POST", &release).await.refused(503), "unavailable");
    assert_eq!(world.rows("parked").len(), 1);
    assert_eq!(world.asks("POST", &release).await.status, 204);
}

#[tokio::test]
async fn a_name_that_is_too_long_leads_nowhere() {
    let world = World::new().await;
    let long = format!("/v1/admin/parked/1780000000123.{}", "x".repeat(3_000));
    assert_eq!(world.reads(&long).await.refused(404), "not-found");
}

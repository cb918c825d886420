//! Cancelling: the state at once, the list by the engine's walk.
use crate::world::{World, at};
use domain::invitee::Status;
use serde_json::json;
use store::events::Walk;

#[tokio::test]
async fn cancelling_sets_the_state_and_begins_the_walk_in_one_transaction() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    world.guest(event, 1, Status::Accepted { taken: 1 }).await;
    let before = world.event_and_seats(event).await;
    let (cancelled, used) = world.metered(world.post(&at(event, "/cancel"), json!({}))).await;
    assert_eq!(cancelled.with(200)["state"], "cancelled");
    assert_eq!(used.operations["TransactWriteItems"].calls, 1);
    assert_eq!(world.walk(event).await, Some(Walk::Cancel));
    assert!(world.event_and_seats(event).await.engine.wakes > before.engine.wakes);
}

#[tokio::test]
async fn cancelling_twice_changes_nothing() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let once = world.post(&at(event, "/cancel"), json!({})).await.with(200);
    world.walked(event).await;
    let (twice, used) = world.metered(world.post(&at(event, "/cancel"), json!({}))).await;
    assert_eq!(twice.with(200)["rev"], once["rev"]);
    assert_eq!(used.write_units().tenths(), 0);
    assert_eq!(world.walk(event).await, None);
}

#[tokio::test]
async fn cancelling_takes_the_place_of_any_walk() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    world.patch(&at(event, ""), json!({ "starts_local": "2026-06-13T18:00" })).await.with(200);
    assert_eq!(world.walk(event).await, Some(Walk::Replan));
    world.post(&at(event, "/cancel"), json!({})).await.with(200);
    assert_eq!(world.walk(event).await, Some(Walk::Cancel));
}

//! Archiving: only what is over, and only to hide it.
use crate::world::{World, at};
use domain::event::EventState;
use serde_json::json;
use store::events::Walk;

#[tokio::test]
async fn only_what_is_over_is_archived() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    for state in [EventState::Draft, EventState::Active, EventState::Paused] {
        world.set_state(event, state).await;
        let answer = world.owner("POST", &at(event, "/archive"), json!({})).await;
        assert_eq!(answer.refused(409), "not-allowed-now", "{state:?}");
    }
    for state in [EventState::Closed, EventState::Cancelled] {
        world.set_state(event, state).await;
        let archived = world.owner("POST", &at(event, "/archive"), json!({})).await.with(200);
        assert_eq!(archived["archived"], true);
        assert_eq!(archived["state"], state.name());
        let again = world.owner("POST", &at(event, "/archive"), json!({})).await.with(200);
        assert_eq!(again["rev"], archived["rev"]);
        let shown = world.owner("POST", &at(event, "/unarchive"), json!({})).await.with(200);
        assert_eq!(shown["archived"], false);
    }
}

#[tokio::test]
async fn a_draft_whose_day_has_passed_is_closed_by_the_way() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    world.clock.set("2026-06-12T23:00:00Z".parse().unwrap());
    let archived = world.owner("POST", &at(event, "/archive"), json!({})).await.with(200);
    assert_eq!((&archived["archived"], &archived["state"]), (&json!(true), &json!("closed")));
}

#[tokio::test]
async fn j22_an_archived_event_keeps_its_guests() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let guest = world.guest(event, 1, world.live(2)).await;
    world.set_state(event, EventState::Active).await;
    world.clock.set("2026-06-12T23:00:00Z".parse().unwrap());
    let archived = world.owner("POST", &at(event, "/archive"), json!({})).await.with(200);
    assert_eq!(archived["state"], "closed");
    // The engine ends what is out, as at every close; the rows stay, and so do their links.
    assert_eq!(world.walk(event).await, Some(Walk::Close));
    assert_eq!(world.load(event, guest).await.generation, 1);
    world.get(&at(event, "")).await.with(200);
}

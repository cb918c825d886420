//! Asking somebody again.
use crate::world::{World, one};
use domain::{event::EventState, invitee::Status};
use serde_json::json;
use store::Transaction;
use testkit::fixtures;

#[tokio::test]
async fn who_said_no_or_nothing_is_queued_with_a_new_link() {
    let world = World::new().await;
    let event = world.event().await;
    let statuses =
        [Status::Declined, Status::Expired, Status::Withdrawn, Status::Failed, Status::Removed];
    for (number, status) in (1..).zip(statuses) {
        let guest = world.guest(event, number, status).await;
        let old = world.get(&one(event, guest, "")).await.with(200)["link"].clone();
        let queued = world.post(&one(event, guest, "/reinvite"), json!({})).await.with(200);
        assert_eq!((&queued["status"], &queued["generation"]), (&json!("queued"), &json!(2)));
        assert_ne!(world.get(&one(event, guest, "")).await.with(200)["link"], old);
    }
}

#[tokio::test]
async fn one_is_put_at_the_top_or_the_end() {
    let world = World::new().await;
    let event = world.event().await;
    world.guest(event, 1, Status::Queued).await;
    let (second, third) = (
        world.guest(event, 2, Status::Expired).await,
        world.guest(event, 3, Status::Expired).await,
    );
    world.post(&one(event, second, "/reinvite"), json!({ "position": "top" })).await.with(200);
    world.clock.advance(jiff::SignedDuration::from_millis(1));
    world.post(&one(event, third, "/reinvite"), json!({ "position": "end" })).await.with(200);
    assert_eq!(world.queue(event).await, ["Guest 2", "Guest 1", "Guest 3"]);
    assert_eq!(world.event_and_seats(event).await.engine.wakes, 2);
}

#[tokio::test]
async fn a_live_or_accepted_guest_is_not_asked_again() {
    let world = World::new().await;
    let event = world.event().await;
    let asked = world.guest(event, 1, world.live(1)).await;
    let comes = world.guest(event, 2, Status::Accepted { taken: 1 }).await;
    for guest in [asked, comes] {
        let answer = world.post(&one(event, guest, "/reinvite"), json!({})).await;
        assert_eq!(answer.refused(409), "not-allowed-now");
    }
}

#[tokio::test]
async fn who_said_stop_is_not_asked_again() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Expired).await;
    let sender = world.ctx.texts.account().sender;
    let mut transaction = Transaction::new();
    transaction.suppress(&fixtures::phone(1), &sender);
    world.ctx.store.commit(transaction).await.unwrap();
    let path = one(event, guest, "/reinvite");
    assert_eq!(world.post(&path, json!({})).await.refused(409), "suppressed");
    let mut transaction = Transaction::new();
    transaction.unsuppress(&fixtures::phone(1), &sender);
    world.ctx.store.commit(transaction).await.unwrap();
    world.post(&path, json!({})).await.with(200);
}

#[tokio::test]
async fn nobody_is_asked_again_to_what_is_over() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Expired).await;
    let path = one(event, guest, "/reinvite");
    world.set_state(event, EventState::Closed).await;
    assert_eq!(world.post(&path, json!({})).await.refused(409), "event-closed");
    world.set_state(event, EventState::Cancelled).await;
    assert_eq!(world.post(&path, json!({})).await.refused(409), "event-cancelled");
}

#[tokio::test]
async fn the_position_is_an_end_of_the_queue() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Expired).await;
    let path = one(event, guest, "/reinvite");
    for body in [json!({ "position": "middle" }), json!({ "position": 3 })] {
        assert_eq!(world.post(&path, body).await.pointers(), ["/position"]);
    }
}

//! Sending an invitation again by hand.
use crate::world::{World, one};
use domain::{
    event::EventState,
    invitee::{Invitee, Status},
    message::Delivery,
};
use jiff::SignedDuration;
use serde_json::json;

fn delivery(invitee: &mut Invitee, delivery: Delivery) {
    if let Some(message) = &mut invitee.message {
        message.delivery = delivery;
        message.fence = 3;
    }
}

#[tokio::test]
async fn j19_the_invitation_goes_out_again_with_the_same_link_and_deadline() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, world.live(2)).await;
    world.change_invitee((event, guest), |one| delivery(one, Delivery::Undelivered)).await;
    let link = world.get(&one(event, guest, "")).await.with(200)["link"].clone();
    let before = world.load(event, guest).await;
    world.post(&one(event, guest, "/resend"), json!({})).await.with(200);
    let after = world.load(event, guest).await;
    let message = after.message.unwrap();
    assert_eq!((message.delivery, message.sequence), (Delivery::Queued, 2));
    assert!(message.fence >= 3, "an older claim can write nothing");
    assert!(message.body.contains(link.as_str().unwrap()), "{}", message.body);
    assert_eq!((after.status, after.generation, after.sent_at), (before.status, 1, before.sent_at));
    assert_eq!(world.event_and_seats(event).await.seats.left, 8);
    assert_eq!(world.get(&one(event, guest, "")).await.with(200)["link"], link);
}

#[tokio::test]
async fn it_goes_out_at_most_every_fifteen_minutes() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, world.live(1)).await;
    let path = one(event, guest, "/resend");
    world.post(&path, json!({})).await.with(200);
    world.change_invitee((event, guest), |one| delivery(one, Delivery::Delivered)).await;
    world.clock.advance(SignedDuration::from_mins(5));
    let refused = world.post(&path, json!({})).await;
    assert_eq!(refused.headers["retry-after"], "600");
    assert_eq!(refused.refused(429), "too-many-requests");
    world.clock.advance(SignedDuration::from_mins(10) - SignedDuration::from_nanos(1));
    assert_eq!(world.post(&path, json!({})).await.refused(429), "too-many-requests");
    world.clock.advance(SignedDuration::from_nanos(1));
    world.post(&path, json!({})).await.with(200);
    assert_eq!(world.load(event, guest).await.message.unwrap().sequence, 3);
}

#[tokio::test]
async fn what_is_on_its_way_is_not_sent_again() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, world.live(1)).await;
    for state in [Delivery::Queued, Delivery::Submitting, Delivery::Unknown] {
        world.change_invitee((event, guest), |one| delivery(one, state)).await;
        let answer = world.post(&one(event, guest, "/resend"), json!({})).await;
        assert_eq!(answer.refused(409), "not-allowed-now", "{state:?}");
    }
}

#[tokio::test]
async fn only_a_live_invitation_is_sent_again() {
    let world = World::new().await;
    let event = world.event().await;
    for (number, status) in (1..).zip([
        Status::Queued,
        Status::Accepted { taken: 1 },
        Status::Declined,
        Status::Removed,
    ]) {
        let guest = world.guest(event, number, status).await;
        let answer = world.post(&one(event, guest, "/resend"), json!({})).await;
        assert_eq!(answer.refused(409), "not-allowed-now", "{status:?}");
    }
    let late = world.guest(event, 9, world.live(1)).await;
    world.clock.advance(SignedDuration::from_hours(24));
    let answer = world.post(&one(event, late, "/resend"), json!({})).await;
    assert_eq!(answer.refused(409), "not-allowed-now");
}

#[tokio::test]
async fn one_that_nobody_knows_of_counts_as_sent_from_here_on() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Inviting { held: 2 }).await;
    world
        .change_invitee((event, guest), |one| {
            delivery(one, Delivery::Unconfirmed);
            one.sent_at = None;
        })
        .await;
    let sent = world.post(&one(event, guest, "/resend"), json!({})).await.with(200);
    assert_eq!((&sent["status"], &sent["party"]), (&json!("invited"), &json!(2)));
    // 24 h from 08:00 in New York.
    assert_eq!(sent["expires_at"], "2026-06-02T12:00:00Z");
    assert_eq!(world.event_and_seats(event).await.seats.left, 8);
}

#[tokio::test]
async fn nothing_is_sent_again_for_what_is_over() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, world.live(1)).await;
    world.set_state(event, EventState::Closed).await;
    let answer = world.post(&one(event, guest, "/resend"), json!({})).await;
    assert_eq!(answer.refused(409), "event-closed");
}

#[tokio::test]
async fn a_repeated_request_sends_nothing_more_even_when_its_time_has_come_again() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, world.live(1)).await;
    let resend = async || {
        let request = world.api.post(one(event, guest, "/resend")).by(world.team.member);
        request.header("idempotency-key", "once").json(&json!({})).send().await.with(200)
    };
    let first = resend().await;
    world.change_invitee((event, guest), |one| delivery(one, Delivery::Delivered)).await;
    world.clock.advance(SignedDuration::from_mins(20));
    assert_eq!(resend().await, first);
    assert_eq!(world.load(event, guest).await.message.unwrap().sequence, 2);
}

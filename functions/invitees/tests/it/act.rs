//! Answers that the organizer gives for a guest.
use crate::world::{World, one};
use domain::{change::Reason, event::EventState, invitee::Status};
use serde_json::json;
use testkit::fixtures;

#[tokio::test]
async fn a_guest_is_marked_as_accepted_with_a_party() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, world.live(2)).await;
    let path = one(event, guest, "/accept");
    let accepted = world.post(&path, json!({ "party": 3 })).await.with(200);
    assert_eq!((&accepted["status"], &accepted["party"]), (&json!("accepted"), &json!(3)));
    let stored = world.load(event, guest).await;
    assert_eq!(stored.confirmations.due, 1);
    assert_eq!(world.event_and_seats(event).await.seats.left, 7);
    let again = world.post(&path, json!({ "party": 3 })).await.with(200);
    assert_eq!(again["party"], 3);
    assert_eq!(world.load(event, guest).await, stored);
}

#[tokio::test]
async fn a_silent_acceptance_sends_no_confirmation() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Queued).await;
    let path = one(event, guest, "/accept");
    world.post(&path, json!({ "silent": true })).await.with(200);
    assert_eq!(world.load(event, guest).await.confirmations.due, 0);
}

#[tokio::test]
async fn a_party_beyond_the_free_seats_is_refused_unless_the_owner_forces_it() {
    let world = World::new().await;
    let event = world.event().await;
    world.guest(event, 1, Status::Accepted { taken: 9 }).await;
    let guest = world.guest(event, 2, Status::Declined).await;
    let path = one(event, guest, "/accept");
    let refused = world.post(&path, json!({ "party": 3 })).await.with(409);
    assert_eq!(
        (&refused["type"], &refused["max"]),
        (&json!("/problems/party-too-large"), &json!(1))
    );
    let force = json!({ "party": 3, "force": true });
    assert_eq!(world.post(&path, force.clone()).await.refused(403), "forbidden");
    world.owner("POST", &path, force).await.with(200);
    assert_eq!(world.event_and_seats(event).await.seats.left, -2);
    let last = *world.load(event, guest).await.history.last().unwrap();
    assert_eq!((last.reason, last.party), (Reason::Forced, 3));
}

#[tokio::test]
async fn a_party_has_one_to_twenty_people() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Queued).await;
    let path = one(event, guest, "/accept");
    for party in [json!(0), json!(21), json!(-1), json!(300), json!("two"), json!(1.5)] {
        let answer = world.post(&path, json!({ "party": party })).await;
        assert_eq!(answer.pointers(), ["/party"], "{party}");
    }
}

#[tokio::test]
async fn j20_no_status_can_be_made_up() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Queued).await;
    let hack = json!({ "status": "HACK" });
    for command in ["/accept", "/decline", "/remove", "/reinvite", "/resend", "/move"] {
        let answer = world.post(&one(event, guest, command), hack.clone()).await;
        assert_eq!(answer.pointers(), ["/status"], "{command}");
    }
    let answer = world.patch(&one(event, guest, ""), hack).await;
    assert_eq!(answer.pointers(), ["/status"]);
    let listed = world.get(&format!("{}?status=HACK", crate::world::list(event))).await;
    assert_eq!(listed.pointers(), ["/status"]);
    assert_eq!(world.load(event, guest).await.status, Status::Queued);
}

#[tokio::test]
async fn a_guest_is_marked_as_declined_and_the_seats_go_on() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Accepted { taken: 4 }).await;
    let wakes = world.event_and_seats(event).await.engine.wakes;
    let declined = world.post(&one(event, guest, "/decline"), json!({})).await.with(200);
    assert_eq!(declined["status"], "declined");
    let after = world.event_and_seats(event).await;
    assert_eq!((after.seats.left, after.engine.wakes), (10, wakes + 1));
    // No body is as good as an empty one, and once more changes nothing.
    let path = one(event, guest, "/decline");
    world.api.post(&path).by(world.team.member).send().await.with(200);
    assert_eq!(world.event_and_seats(event).await.engine.wakes, wakes + 1);
    let expired = world.guest(event, 2, Status::Expired).await;
    let answer = world.post(&one(event, expired, "/decline"), json!({})).await;
    assert_eq!(answer.refused(409), "not-allowed-now");
}

#[tokio::test]
async fn nobody_is_marked_for_a_cancelled_event() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Queued).await;
    world.set_state(event, EventState::Cancelled).await;
    let answer = world.post(&one(event, guest, "/accept"), json!({})).await;
    assert_eq!(answer.refused(409), "event-cancelled");
}

#[tokio::test]
async fn parallel_marks_never_take_more_seats_than_there_are() {
    let world = World::new().await;
    let event = world.event().await;
    let mut guests = Vec::new();
    for number in 1..=20 {
        guests.push(world.guest(event, number, Status::Declined).await);
    }
    let marks = guests.iter().map(|guest| {
        let path = one(event, *guest, "/accept");
        let world = &world;
        async move { world.post(&path, json!({})).await.status.as_u16() }
    });
    let answers = futures::future::join_all(marks).await;
    let accepted = answers.iter().filter(|status| **status == 200).count();
    assert!(answers.iter().all(|status| [200, 409].contains(status)), "{answers:?}");
    let seats = world.event_and_seats(event).await.seats;
    assert!(accepted <= 10 && seats.left >= 0);
    assert_eq!(i64::try_from(accepted).unwrap(), 10 - seats.left, "{:?}", fixtures::phone(1));
}

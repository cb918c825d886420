//! Changing what is noted of a guest.
use crate::world::{World, one};
use domain::invitee::Status;
use serde_json::json;

#[tokio::test]
async fn name_party_and_note_are_changed_one_by_one() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Accepted { taken: 2 }).await;
    let path = one(event, guest, "");
    assert_eq!(
        world.patch(&path, json!({ "name": " Ann Lee " })).await.with(200)["name"],
        "Ann Lee"
    );
    let fewer = world.patch(&path, json!({ "max_party": 1 })).await.with(200);
    assert_eq!((&fewer["max_party"], &fewer["party"]), (&json!(1), &json!(2)));
    world.patch(&path, json!({ "note": "Vegan.\nBrings a dog." })).await.with(200);
    assert_eq!(world.get(&path).await.with(200)["note"], "Vegan.\nBrings a dog.");
    world.patch(&path, json!({ "note": "" })).await.with(200);
    assert_eq!(world.get(&path).await.with(200)["note"], "");
}

#[tokio::test]
async fn a_smaller_party_in_the_queue_may_fit_now() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Queued).await;
    world.patch(&one(event, guest, ""), json!({ "max_party": 2 })).await.with(200);
    assert_eq!(world.event_and_seats(event).await.engine.wakes, 1);
    world.patch(&one(event, guest, ""), json!({ "max_party": 6 })).await.with(200);
    assert_eq!(world.event_and_seats(event).await.engine.wakes, 1);
    let page = world.ctx.store.queue(event, 10, None).await.unwrap();
    assert_eq!(page.entries[0].party_max, 6);
}

#[tokio::test]
async fn every_field_that_does_not_fit_is_named() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Queued).await;
    let body = json!({ "name": "x".repeat(201), "max_party": 21, "note": "n".repeat(1_001) });
    let answer = world.patch(&one(event, guest, ""), body).await;
    assert_eq!(answer.pointers(), ["/max_party", "/name", "/note"]);
    let answer = world.patch(&one(event, guest, ""), json!({ "phone": "+12125550123" })).await;
    assert_eq!(answer.pointers(), ["/phone"]);
}

#[tokio::test]
async fn of_two_who_change_a_guest_the_second_is_told() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Queued).await;
    let path = one(event, guest, "");
    let seen = world.get(&path).await.header("etag").to_owned();
    let change = async |seen: &str, body: serde_json::Value| {
        let request = world.api.patch(&path).by(world.team.member).header("if-match", seen);
        request.json(&body).send().await
    };
    let first = change(&seen, json!({ "note": "Vegan." })).await;
    let now = first.header("etag").to_owned();
    assert_eq!((first.status.as_u16(), now == seen), (200, false));
    assert_eq!(change(&seen, json!({ "name": "Ann" })).await.refused(412), "stale");
    assert_eq!(change(&now, json!({ "name": "Ann" })).await.with(200)["name"], "Ann");
    assert_eq!(world.get(&path).await.with(200)["note"], "Vegan.");
}

//! Taking guests off the list.
use crate::world::{World, list, one};
use domain::{
    change::Actor,
    invitee::{Status, StatusName},
    message::Purpose,
};
use serde_json::json;

#[tokio::test]
async fn j22_a_removed_guest_is_told_if_wanted_and_stays_on_record() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, Status::Accepted { taken: 2 }).await;
    let body = json!({ "notify": true });
    let removed = world.post(&one(event, guest, "/remove"), body).await.with(200);
    assert_eq!(removed["status"], "removed");
    let after = world.event_and_seats(event).await;
    assert_eq!((after.seats.left, after.engine.wakes), (10, 1));
    assert_eq!(world.messages(event, guest).await, [Purpose::Removal]);
    let row = world.load(event, guest).await;
    let last = *row.history.last().unwrap();
    assert_eq!((last.before, last.after), (Some(StatusName::Accepted), StatusName::Removed));
    assert_eq!(last.by, Actor::User(world.team.member.user));
    world.fold().await;
    let listed = world.get(&format!("{}?status=removed", list(event))).await.with(200);
    assert_eq!(listed["invitees"][0]["id"], guest.to_string());
}

#[tokio::test]
async fn nobody_is_told_unless_it_is_said() {
    let world = World::new().await;
    let event = world.event().await;
    let asked = world.guest(event, 1, world.live(1)).await;
    world.post(&one(event, asked, "/remove"), json!({})).await.with(200);
    assert_eq!(world.messages(event, asked).await, []);
    // Who was never asked does not hear that the party is off.
    let queued = world.guest(event, 2, Status::Queued).await;
    world.post(&one(event, queued, "/remove"), json!({ "notify": true })).await.with(200);
    assert_eq!(world.messages(event, queued).await, []);
}

#[tokio::test]
async fn deleting_is_removing() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, world.live(2)).await;
    let path = format!("{}?notify=true", one(event, guest, ""));
    let delete = async || world.api.delete(&path).by(world.team.member).send().await;
    delete().await.with(200);
    assert_eq!(world.load(event, guest).await.status, Status::Removed);
    assert_eq!(world.messages(event, guest).await, [Purpose::Removal]);
    assert_eq!(delete().await.refused(409), "not-allowed-now");
}

//! Duplicating events, with and without their lists.
use crate::world::{World, at};
use domain::{
    event::EventState,
    ids::EventId,
    invitee::{Invitee, Status},
};
use serde_json::json;

async fn list(world: &World, event: EventId) -> Vec<Invitee> {
    let kept = world.ctx.store.invitees_after(event, None, 1_000).await.unwrap();
    let mut invitees: Vec<Invitee> = kept.into_iter().map(|kept| kept.invitee).collect();
    invitees.sort_by(|a, b| a.position.cmp(&b.position));
    invitees
}

#[tokio::test]
async fn a_copy_has_all_settings_and_is_a_draft() {
    let world = World::new().await;
    let body = json!({
        "organizer_attends": true,
        "settings": { "max_party": 3, "waitlist": "off" },
        "texts": { "invite": "Hi {{link}}" },
    });
    let event = world.event(body).await;
    world.set_state(event, EventState::Active).await;
    let copy = world.post(&at(event, "/duplicate"), json!({})).await.with(201);
    assert_eq!(copy["copied"], 0);
    assert_eq!(copy["event"]["name"], "Copy of Garden party");
    assert_eq!(copy["event"]["state"], "draft");
    let original = world.get(&at(event, "")).await.with(200);
    for field in ["settings", "texts", "starts_local", "zone", "host", "seats"] {
        assert_eq!(copy["event"][field], original[field], "{field}");
    }
    assert_ne!(copy["event"]["id"], original["id"]);
}

#[tokio::test]
async fn a_long_name_stays_within_its_limit() {
    let world = World::new().await;
    let event = world.event(json!({ "name": "é".repeat(200) })).await;
    let copy = world.post(&at(event, "/duplicate"), json!({})).await.with(201);
    assert_eq!(copy["event"]["name"].as_str().unwrap().chars().count(), 200);
}

#[tokio::test]
async fn a_copied_list_keeps_its_order_and_begins_anew() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let statuses = [
        Status::Accepted { taken: 2 },
        Status::Queued,
        world.live(1),
        Status::Declined,
        Status::Removed,
        Status::Expired,
    ];
    for (number, status) in (1..).zip(statuses) {
        world.guest(event, number, status).await;
    }
    let body = json!({ "invitees": true });
    let copy = world.post(&at(event, "/duplicate"), body).await.with(201);
    assert_eq!((&copy["copied"], &copy["cursor"]), (&json!(5), &json!(null)));
    let copied = list(&world, copy["event"]["id"].as_str().unwrap().parse().unwrap()).await;
    let names: Vec<&str> = copied.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Guest 1", "Guest 2", "Guest 3", "Guest 4", "Guest 6"]);
    for one in &copied {
        assert_eq!((one.status, one.generation, one.party_max), (Status::Queued, 1, 4));
        assert_eq!((one.message.clone(), one.history.len()), (None, 1));
    }
    assert_eq!(copy["event"]["seats"]["committed"], 0);
}

#[tokio::test]
async fn an_event_that_is_over_is_copied_with_its_list() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    world.guest(event, 1, Status::Accepted { taken: 1 }).await;
    world.clock.set("2026-06-20T12:00:00Z".parse().unwrap());
    world.set_state(event, EventState::Closed).await;
    let copy = world.post(&at(event, "/duplicate"), json!({ "invitees": true })).await.with(201);
    assert_eq!((&copy["copied"], &copy["event"]["state"]), (&json!(1), &json!("draft")));
}

#[tokio::test]
async fn a_long_list_is_copied_in_several_requests_that_may_be_repeated() {
    let world = World::new().await;
    let event = world.event(json!({ "capacity": null })).await;
    for number in 0..2_100 {
        world.guest(event, number, Status::Queued).await;
    }
    let path = at(event, "/duplicate");
    let first = world.post(&path, json!({ "invitees": true })).await.with(201);
    assert_eq!(first["copied"], 2_000);
    let go_on = json!({ "cursor": first["cursor"] });
    let rest = world.post(&path, go_on.clone()).await.with(200);
    assert_eq!((&rest["copied"], &rest["cursor"]), (&json!(100), &json!(null)));
    assert_eq!(rest["event"]["id"], first["event"]["id"]);
    world.post(&path, go_on.clone()).await.with(200);
    let copy: EventId = first["event"]["id"].as_str().unwrap().parse().unwrap();
    let page = world.ctx.store.invitees_after(copy, None, 900).await.unwrap();
    assert_eq!(page.len(), 900);
    let other = world.event(json!({})).await;
    assert_eq!(world.post(&at(other, "/duplicate"), go_on).await.pointers(), ["/cursor"]);
}

#[tokio::test]
async fn a_repeated_request_makes_no_second_copy() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let copy = async |key: &str, body: serde_json::Value| {
        let request = world.api.post(at(event, "/duplicate")).by(world.team.member);
        request.header("idempotency-key", key).json(&body).send().await
    };
    let first = copy("one", json!({})).await.with(201);
    assert_eq!(copy("one", json!({})).await.with(201), first);
    assert_eq!(copy("one", json!({ "invitees": true })).await.refused(422), "idempotency-mismatch");
    assert_ne!(copy("two", json!({})).await.with(201)["event"]["id"], first["event"]["id"]);
}

//! Orgs: made, changed, archived, restored.
use crate::world::{World, at};
use domain::{event::EventState, rights::Role};
use futures::future::join_all;
use jiff::SignedDuration;
use serde_json::json;
use store::orgs::PURGED_AFTER;
use testkit::{fixtures, fixtures::ORG};

#[tokio::test]
async fn whoever_makes_an_org_owns_it() {
    let world = World::new().await;
    let ada = world.user(&[]).await;
    let long = "The society for the promotion of very long names";
    let made = world.ask("POST", "/v1/orgs", ada, json!({ "name": long })).await.with(201);
    assert_eq!((&made["role"], &made["region"]), (&json!("OWNER"), &json!("US")));
    assert_eq!(made["host"], "The society for the promotion of very lo");
    let path = format!("/v1/orgs/{}", made["id"].as_str().unwrap());
    assert_eq!(world.api.get(&path).by(ada).send().await.with(200), made);
    assert_eq!(world.api.get(&path).by(world.team.owner).send().await.status, 404);
    let wrong = json!({ "name": " ", "region": "XX", "time_zone": "Mars/Olympus" });
    let refused = world.ask("POST", "/v1/orgs", ada, wrong).await;
    assert_eq!(refused.pointers(), ["/name", "/region", "/time_zone"]);
}

#[tokio::test]
async fn the_same_key_makes_one_org() {
    let world = World::new().await;
    let ada = world.user(&[]).await;
    let make = || {
        let request = world.api.post("/v1/orgs").by(ada).header("idempotency-key", "one");
        request.json(&json!({ "name": "The club" }))
    };
    let (first, second) = (make().send().await.with(201), make().send().await.with(201));
    assert_eq!(first, second);
}

#[tokio::test]
async fn nobody_owns_more_than_twenty_orgs_however_many_are_asked_for_at_once() {
    let world = World::new().await;
    let ada = world.user(&[]).await;
    for round in 0..4 {
        let make = async |number: i32| {
            let name = format!("Club {round} {number}");
            world.ask("POST", "/v1/orgs", ada, json!({ "name": name })).await
        };
        join_all((0..10).map(make)).await;
    }
    let orgs = world.api.get("/v1/orgs").by(ada).send().await.with(200);
    let owned = orgs["orgs"].as_array().unwrap().len();
    assert!((10..=20).contains(&owned), "{owned}");
    for _ in owned..20 {
        world.ask("POST", "/v1/orgs", ada, json!({ "name": "One more" })).await.with(201);
    }
    let over = world.ask("POST", "/v1/orgs", ada, json!({ "name": "Too many" })).await;
    assert_eq!(over.refused(409), "not-allowed-now");
}

#[tokio::test]
async fn a_stale_change_is_refused() {
    let world = World::new().await;
    let seen = world.api.get(at("")).by(world.team.admin).send().await;
    let etag = seen.header("etag").to_owned();
    let patch = |name: &str| {
        let request = world.api.patch(at("")).by(world.team.admin).header("if-match", &etag);
        request.json(&json!({ "name": name }))
    };
    let changed = patch("One").send().await;
    assert_ne!(changed.header("etag"), etag);
    assert_eq!(changed.with(200)["name"], "One");
    assert_eq!(patch("Two").send().await.refused(412), "stale");
}

#[tokio::test]
async fn only_an_owner_who_knows_the_name_archives() {
    let world = World::new().await;
    let route = ("DELETE", at(""), Some(json!({ "name": "the club" })), Role::Owner);
    let refused = world.api.refuses_all_but_the_least(&route, &world.team).await;
    assert_eq!(refused.pointers(), ["/name"]);
    let done = world.owner("DELETE", &at(""), json!({ "name": "The club" })).await.with(200);
    assert_eq!(done["archived_at"], world.now().to_string());
    assert_eq!(done["purge_at"], (world.now() + PURGED_AFTER).to_string());
    world.clock.advance(SignedDuration::from_hours(1));
    let again = world.owner("DELETE", &at(""), json!({ "name": "The club" })).await.with(200);
    assert_eq!(again, done);
    let orgs = world.api.get("/v1/orgs").by(world.team.viewer).send().await.with(200);
    assert_eq!(orgs["orgs"][0]["purge_at"], done["purge_at"]);
}

#[tokio::test]
async fn j22_an_org_is_not_archived_while_guests_count_on_an_event() {
    let world = World::new().await;
    let event = fixtures::event(1);
    world.create_event(&event, 10).await;
    let archive = async || world.owner("DELETE", &at(""), json!({ "name": "The club" })).await;
    for state in [EventState::Active, EventState::Paused, EventState::Closed] {
        world.change_event(event.id, |event| event.state = state).await;
        let refused = archive().await;
        assert_eq!(refused.json()["events"], json!([event.id.to_string()]));
        assert_eq!(refused.refused(409), "not-allowed-now", "{state:?}");
    }
    // Over, it stands in nobody's way; nor does one that is off.
    world.clock.set(event.when.ends_at());
    archive().await.with(200);
    world.owner("POST", &at("/restore"), json!({})).await.with(200);
    world.clock.set(event.when.starts_at());
    world.change_event(event.id, |event| event.state = EventState::Cancelled).await;
    archive().await.with(200);
}

#[tokio::test]
async fn an_archived_org_comes_back_within_thirty_days() {
    let world = World::new().await;
    let archive = async || world.owner("DELETE", &at(""), json!({ "name": "The club" })).await;
    let restore = async || world.owner("POST", &at("/restore"), json!({})).await;
    archive().await.with(200);
    let purge_at = world.now() + PURGED_AFTER;
    world.clock.set(purge_at - SignedDuration::from_nanos(1));
    let route = ("POST", at("/restore"), None, Role::Owner);
    let back = world.api.refuses_all_but_the_least(&route, &world.team).await.with(200);
    assert!(back.get("archived_at").is_none() && back.get("purge_at").is_none());
    restore().await.with(200);
    archive().await.with(200);
    world.clock.advance(PURGED_AFTER);
    assert_eq!(restore().await.refused(409), "not-allowed-now");
    assert!(world.ctx.store.org(ORG, store::Consistency::Strong).await.unwrap().is_some());
}

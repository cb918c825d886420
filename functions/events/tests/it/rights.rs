//! Who may do what: nobody, a stranger, somebody without the right, somebody whose token is over.
use crate::world::{World, at, events};
use domain::{ids::EventId, rights::Role};
use serde_json::json;
use testkit::{fixtures::ORG, stage::Route};

fn routes(event: EventId) -> Vec<Route> {
    let party = json!({ "name": "Tea", "starts_local": "2026-06-12T19:00", "capacity": 10 });
    vec![
        ("GET", events(), None, Role::Viewer),
        ("POST", events(), Some(party), Role::Member),
        ("GET", at(event, ""), None, Role::Viewer),
        ("PATCH", at(event, ""), Some(json!({ "name": "Tea" })), Role::Member),
        ("POST", at(event, "/duplicate"), Some(json!({})), Role::Member),
        ("POST", at(event, "/cancel"), None, Role::Member),
        ("POST", at(event, "/archive"), None, Role::Admin),
        ("POST", at(event, "/unarchive"), None, Role::Admin),
        ("GET", at(event, "/texts"), None, Role::Viewer),
    ]
}

#[tokio::test]
async fn every_route_knows_who_may_use_it() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    for route in routes(event) {
        let allowed = world.api.refuses_all_but_the_least(&route, &world.team).await;
        assert!(allowed.status.is_success(), "{route:?}: {}", allowed.body);
    }
}

#[tokio::test]
async fn a_token_ends() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let over = world.expired_token(world.team.owner);
    for route in routes(event) {
        let answer = world.api.route(&route).bearer(&over).send().await;
        assert_eq!(answer.refused(401), "unauthenticated", "{route:?}");
    }
}

#[tokio::test]
async fn another_orgs_event_and_an_odd_id_are_not_there() {
    let world = World::new().await;
    let foreign = EventId::from_bytes([9; 6]);
    let paths = [
        at(foreign, ""),
        format!("/v1/orgs/{ORG}/events/evt_1"),
        format!("/v1/orgs/{ORG}/events/x"),
    ];
    for path in paths {
        assert_eq!(world.get(&path).await.refused(404), "not-found", "{path}");
        assert_eq!(world.patch(&path, json!({})).await.refused(404), "not-found", "{path}");
    }
}

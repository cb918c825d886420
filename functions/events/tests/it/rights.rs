//! Who may do what: nobody, a stranger, somebody without the right, somebody whose token is over.
use crate::world::{ORG, World, at, events, stranger, user};
use domain::{ids::EventId, rights::Role};
use jiff::SignedDuration;
use serde_json::{Value, json};

fn routes(event: EventId) -> Vec<(&'static str, String, Option<Value>, Role)> {
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
    for (method, path, body, least) in routes(event) {
        let call = |by| world.send(by, (method, &path), body.clone(), &[]);
        assert_eq!(call(None).await.problem(401), "unauthenticated", "{method} {path}");
        assert_eq!(call(Some(stranger())).await.problem(404), "not-found", "{method} {path}");
        if let Some(weaker) = Role::ALL.into_iter().rfind(|role| *role < least) {
            let refused = call(Some(user(weaker))).await;
            assert_eq!(refused.problem(403), "forbidden", "{method} {path}");
        }
        let allowed = call(Some(user(least))).await;
        assert!(allowed.status.is_success(), "{method} {path}: {}", allowed.body);
    }
}

#[tokio::test]
async fn a_token_ends() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let token_time = world.now();
    for (method, path, body, _) in routes(event) {
        let bearer = runtime::access_token::Bearer {
            user: user(Role::Owner),
            session: domain::ids::SessionId::from_bytes([7; 10]),
        };
        let secret = &world.ctx.secrets.access;
        let token = runtime::access_token::sign(secret, bearer, token_time).unwrap();
        world.clock.set(token_time + SignedDuration::from_mins(15));
        let header = format!("Bearer {token}");
        let headers = [("authorization", header.as_str())];
        let answer = world.send(None, (method, &path), body, &headers).await;
        assert_eq!(answer.problem(401), "unauthenticated", "{method} {path}");
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
        assert_eq!(world.get(&path).await.problem(404), "not-found", "{path}");
        assert_eq!(world.patch(&path, json!({})).await.problem(404), "not-found", "{path}");
    }
}

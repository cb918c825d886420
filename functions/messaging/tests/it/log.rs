//! The message log's routes.
use crate::world::World;
use http::StatusCode;
use serde_json::Value;
use testkit::stage::Team;

async fn staged() -> World {
    let world = World::new().await;
    for number in 0..5 {
        world.pass(1);
        let guest = world.add(number).await;
        world.pick(guest).await;
        if number > 1 {
            world.send(guest).await;
        }
        if number > 3 {
            world.deliver(guest).await;
            world.no(guest).await;
        }
    }
    world.fold_all().await;
    world
}

fn names(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|item| item["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_log_shows_every_message_newest_first_a_page_at_a_time() {
    let world = staged().await;
    let path = format!("/v1/orgs/{}/messages?purpose=invite&limit=3", world.org);
    let (status, first) = world.get(&path, world.team.viewer).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(names(&first), ["Guest 4", "Guest 3", "Guest 2"]);
    assert_eq!(first["items"][0]["state"], "delivered");
    assert_eq!(first["items"][0]["counted_as"], "submitted");
    assert_eq!(first["items"][0]["event"], world.event.to_string());
    let cursor = first["next_cursor"].as_str().unwrap();
    let (_, second) = world.get(&format!("{path}&cursor={cursor}"), world.team.viewer).await;
    assert_eq!(names(&second), ["Guest 1", "Guest 0"]);
    assert_eq!(second["next_cursor"], Value::Null);
    let other = format!("/v1/orgs/{}/messages?cursor={cursor}", world.org);
    assert_eq!(world.get(&other, world.team.viewer).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn j25_several_states_are_all_heard() {
    let world = staged().await;
    let path = format!("/v1/orgs/{}/events/{}/messages", world.org, world.event);
    let query = format!("{path}?state=queued&state=delivered&purpose=invite");
    let (_, page) = world.get(&query, world.team.viewer).await;
    assert_eq!(names(&page), ["Guest 4", "Guest 1", "Guest 0"]);
    let (_, page) = world
        .get(&format!("{path}?since=2026-06-01T12:04:00Z&purpose=invite"), world.team.viewer)
        .await;
    assert_eq!(names(&page), ["Guest 4", "Guest 3", "Guest 2"]);
}

#[tokio::test]
async fn nobody_sees_anothers_log() {
    let world = staged().await;
    let Team { stranger, viewer, .. } = world.team;
    let (org, event) = (world.org, world.event);
    for path in [
        format!("/v1/orgs/{org}/messages"),
        format!("/v1/orgs/{org}/events/{event}/messages"),
        format!("/v1/orgs/{org}/dashboard"),
        format!("/v1/orgs/{org}/dashboard/sent"),
        format!("/v1/orgs/{org}/audit"),
    ] {
        let nobody = world.api.get(&path).bearer("no token").send().await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(world.get(&path, stranger).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let unknown = domain::ids::EventId::from_bytes([8; 6]);
    let path = format!("/v1/orgs/{org}/events/{unknown}/messages");
    assert_eq!(world.get(&path, viewer).await.0, StatusCode::NOT_FOUND);
    let audit = format!("/v1/orgs/{org}/audit");
    assert_eq!(world.get(&audit, viewer).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_does_not_fit_is_named() {
    let world = staged().await;
    for query in ["limit=0", "limit=201", "state=sent", "since=today", "page=1", "cursor=x"] {
        let path = format!("/v1/orgs/{}/messages?{query}", world.org);
        let (status, problem) = world.get(&path, world.team.viewer).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let pointer = format!("/{}", query.split('=').next().unwrap());
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}");
    }
}

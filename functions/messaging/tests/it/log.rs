//! The message log's routes.
use crate::stage::Stage;
use domain::rights::Role;
use http::StatusCode;
use serde_json::Value;

async fn staged() -> (Stage, String) {
    let stage = Stage::new().await;
    for number in 0..5 {
        stage.pass(1);
        let guest = stage.add(number).await;
        stage.pick(guest).await;
        if number > 1 {
            stage.send(guest).await;
        }
        if number > 3 {
            stage.deliver(guest).await;
            stage.no(guest).await;
        }
    }
    stage.fold_all().await;
    let token = stage.token(Some(Role::Viewer)).await;
    (stage, token)
}

fn names(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|item| item["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_log_shows_every_message_newest_first_a_page_at_a_time() {
    let (stage, token) = staged().await;
    let path = format!("/v1/orgs/{}/messages?purpose=invite&limit=3", stage.org);
    let (status, first) = stage.get(&path, &token).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(names(&first), ["Guest 4", "Guest 3", "Guest 2"]);
    assert_eq!(first["items"][0]["state"], "delivered");
    assert_eq!(first["items"][0]["counted_as"], "submitted");
    assert_eq!(first["items"][0]["event"], stage.event.to_string());
    let cursor = first["next_cursor"].as_str().unwrap();
    let (_, second) = stage.get(&format!("{path}&cursor={cursor}"), &token).await;
    assert_eq!(names(&second), ["Guest 1", "Guest 0"]);
    assert_eq!(second["next_cursor"], Value::Null);
    let other = format!("/v1/orgs/{}/messages?cursor={cursor}", stage.org);
    assert_eq!(stage.get(&other, &token).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn j25_several_states_are_all_heard() {
    let (stage, token) = staged().await;
    let path = format!("/v1/orgs/{}/events/{}/messages", stage.org, stage.event);
    let query = format!("{path}?state=queued&state=delivered&purpose=invite");
    let (_, page) = stage.get(&query, &token).await;
    assert_eq!(names(&page), ["Guest 4", "Guest 1", "Guest 0"]);
    let (_, page) =
        stage.get(&format!("{path}?since=2026-06-01T12:04:00Z&purpose=invite"), &token).await;
    assert_eq!(names(&page), ["Guest 4", "Guest 3", "Guest 2"]);
}

#[tokio::test]
async fn nobody_sees_anothers_log() {
    let (stage, _) = staged().await;
    let stranger = stage.token(None).await;
    let viewer = stage.token(Some(Role::Viewer)).await;
    let (org, event) = (stage.org, stage.event);
    for path in [
        format!("/v1/orgs/{org}/messages"),
        format!("/v1/orgs/{org}/events/{event}/messages"),
        format!("/v1/orgs/{org}/dashboard"),
        format!("/v1/orgs/{org}/dashboard/sent"),
        format!("/v1/orgs/{org}/audit"),
    ] {
        assert_eq!(stage.get(&path, "no token").await.0, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(stage.get(&path, &stranger).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let unknown = domain::ids::EventId::from_bytes([8; 6]);
    let path = format!("/v1/orgs/{org}/events/{unknown}/messages");
    assert_eq!(stage.get(&path, &viewer).await.0, StatusCode::NOT_FOUND);
    let audit = format!("/v1/orgs/{org}/audit");
    assert_eq!(stage.get(&audit, &viewer).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_does_not_fit_is_named() {
    let (stage, token) = staged().await;
    for query in ["limit=0", "limit=201", "state=sent", "since=today", "page=1", "cursor=x"] {
        let path = format!("/v1/orgs/{}/messages?{query}", stage.org);
        let (status, problem) = stage.get(&path, &token).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let pointer = format!("/{}", query.split('=').next().unwrap());
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}");
    }
}

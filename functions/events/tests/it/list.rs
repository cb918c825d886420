//! Listing events: what is to come, what is over, what is archived.
use crate::world::{World, at, events};
use domain::event::EventState;
use serde_json::{Value, json};

fn names(body: &Value) -> Vec<String> {
    let events = body["events"].as_array().unwrap();
    events.iter().map(|event| event["name"].as_str().unwrap().to_owned()).collect()
}

async fn listed(world: &World, query: &str) -> Vec<String> {
    names(&world.get(&format!("{}{query}", events())).await.with(200))
}

#[tokio::test]
async fn j28_an_evening_event_on_the_day_of_a_clock_change_stays_until_its_day_is_over() {
    let world = World::new().await;
    let body = json!({
        "name": "Evening", "starts_local": "2026-03-08T19:00", "zone": "America/Los_Angeles",
    });
    let event = world.event(body).await;
    let read = world.get(&at(event, "")).await.with(200);
    assert_eq!(read["starts_local"], "2026-03-08T19:00");
    assert_eq!(read["starts_at"], "2026-03-09T02:00:00Z", "19:00 PDT");
    // The day is over in UTC, but not where the event is: it has begun, then ended at 21:00.
    for now in ["2026-03-09T00:30:00Z", "2026-03-09T03:00:00Z", "2026-03-09T06:59:59Z"] {
        world.clock.set(now.parse().unwrap());
        assert_eq!(listed(&world, "").await, ["Evening"], "{now}");
        assert_eq!(listed(&world, "?past=true").await, Vec::<String>::new(), "{now}");
    }
    world.clock.set("2026-03-09T07:00:00Z".parse().unwrap());
    assert_eq!(listed(&world, "").await, Vec::<String>::new());
    assert_eq!(listed(&world, "?past=true").await, ["Evening"]);
}

#[tokio::test]
async fn an_event_of_several_days_is_to_come_until_it_ends() {
    let world = World::new().await;
    let body = json!({ "starts_local": "2026-06-01T10:00", "duration_minutes": 20_160 });
    world.event(body).await;
    world.clock.set("2026-06-15T13:59:00Z".parse().unwrap());
    assert_eq!(listed(&world, "").await.len(), 1);
    world.clock.set("2026-06-15T14:00:00Z".parse().unwrap());
    assert_eq!(listed(&world, "").await.len(), 0);
}

#[tokio::test]
async fn what_is_to_come_is_listed_by_start_and_what_is_over_latest_first() {
    let world = World::new().await;
    for (name, starts) in [
        ("c", "2026-07-03T19:00"),
        ("a", "2026-07-01T19:00"),
        ("b", "2026-07-02T19:00"),
        ("x", "2026-05-01T19:00"),
        ("y", "2026-05-02T19:00"),
    ] {
        world.event(json!({ "name": name, "starts_local": starts })).await;
    }
    assert_eq!(listed(&world, "").await, ["a", "b", "c"]);
    assert_eq!(listed(&world, "?past=true").await, ["y", "x"]);
}

#[tokio::test]
async fn an_archived_event_is_in_its_own_list_only() {
    let world = World::new().await;
    let event = world.event(json!({ "name": "Old" })).await;
    world.event(json!({ "name": "New" })).await;
    world.set_state(event, EventState::Cancelled).await;
    world.owner("POST", &at(event, "/archive"), json!({})).await.with(200);
    assert_eq!(listed(&world, "").await, ["New"]);
    assert_eq!(listed(&world, "?archived=true").await, ["Old"]);
}

#[tokio::test]
async fn pages_end_where_the_next_begins_and_leave_nobody_out() {
    let world = World::new().await;
    for day in 10..=20 {
        let starts = format!("2026-06-{day}T19:00");
        world.event(json!({ "name": format!("{day}"), "starts_local": starts })).await;
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("{}?limit=4{cursor}", events());
        let page = world.get(&path).await.with(200);
        assert!(page["events"].as_array().unwrap().len() <= 4);
        seen.extend(names(&page));
        match page["cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let expected: Vec<String> = (10..=20).map(|day: u32| day.to_string()).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let world = World::new().await;
    for day in 10..=12 {
        world.event(json!({ "starts_local": format!("2026-06-{day}T19:00") })).await;
    }
    let page = world.get(&format!("{}?limit=1", events())).await.with(200);
    let cursor = page["cursor"].as_str().unwrap();
    let other = format!("{}?past=true&cursor={cursor}", events());
    assert_eq!(world.get(&other).await.pointers(), ["/cursor"]);
}

#[tokio::test]
async fn parameters_have_limits() {
    let world = World::new().await;
    for (query, pointer) in [
        ("?limit=0", "/limit"),
        ("?limit=201", "/limit"),
        ("?past=maybe", "/past"),
        ("?sort=name", "/sort"),
        ("?counts=true", "/counts"),
        ("?cursor=abc", "/cursor"),
    ] {
        let answer = world.get(&format!("{}{query}", events())).await;
        assert_eq!(answer.pointers(), [pointer], "{query}");
    }
    world.get(&format!("{}?limit=200", events())).await.with(200);
}

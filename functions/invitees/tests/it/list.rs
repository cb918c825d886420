//! Listing invitees by status.
use crate::world::{World, list, one};
use domain::invitee::{Skip, SkipReason, Status};
use jiff::SignedDuration;
use serde_json::{Value, json};

fn names(body: &Value) -> Vec<&str> {
    body["invitees"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_queue_is_shown_as_it_is_now_and_the_rest_as_it_was_seconds_ago() {
    let world = World::new().await;
    let event = world.event().await;
    for number in 1..=3 {
        world.guest(event, number, Status::Queued).await;
    }
    let asked = world.guest(event, 4, world.live(2)).await;
    world.guest(event, 5, Status::Accepted { taken: 3 }).await;
    world.fold().await;
    let queued = world.get(&list(event)).await.with(200);
    assert_eq!(names(&queued), ["Guest 1", "Guest 2", "Guest 3"]);
    assert_eq!(queued["counts"], json!({ "queued": 3, "invited": 1, "accepted": 1 }));
    let invited = world.get(&format!("{}?status=invited", list(event))).await.with(200);
    let row = &invited["invitees"][0];
    assert_eq!((&row["id"], &row["party"]), (&json!(asked.to_string()), &json!(2)));
    assert_eq!((&row["delivery"], &row["status"]), (&json!("submitted"), &json!("invited")));
    world.clock.advance(SignedDuration::from_hours(24));
    let late = world.get(&format!("{}?status=invited", list(event))).await.with(200);
    assert_eq!(
        (&late["invitees"][0]["status"], &late["invitees"][0]["party"]),
        (&json!("expired"), &json!(0))
    );
}

#[tokio::test]
async fn a_row_leaves_its_list_when_its_status_changes() {
    let world = World::new().await;
    let event = world.event().await;
    let guest = world.guest(event, 1, world.live(1)).await;
    world.fold().await;
    world.post(&one(event, guest, "/decline"), json!({})).await.with(200);
    world.fold().await;
    let invited = world.get(&format!("{}?status=invited", list(event))).await.with(200);
    assert_eq!(names(&invited), Vec::<&str>::new());
    let declined = world.get(&format!("{}?status=declined", list(event))).await.with(200);
    assert_eq!(names(&declined), ["Guest 1"]);
}

#[tokio::test]
async fn who_was_passed_over_is_listed_with_the_reason() {
    let world = World::new().await;
    let event = world.event().await;
    for number in 1..=30 {
        let guest = world.guest(event, number, Status::Queued).await;
        if number % 10 == 0 {
            let skip = Skip { reason: SkipReason::Suppressed, at: world.now(), times: 1 };
            world.change_invitee((event, guest), |one| one.skip = Some(skip)).await;
        }
    }
    world.fold().await;
    let path = format!("{}?status=passed_over", list(event));
    let passed = world.get(&path).await.with(200);
    assert_eq!(names(&passed), ["Guest 10", "Guest 20", "Guest 30"]);
    assert_eq!(passed["invitees"][0]["skipped"], "suppressed");
    // They are not in line.
    let queued = world.get(&format!("{}?limit=200", list(event))).await.with(200);
    assert_eq!(names(&queued).len(), 27);
}

#[tokio::test]
async fn every_list_is_paged() {
    let world = World::new().await;
    let event = world.event().await;
    for number in 1..=25 {
        world.guest(event, number, Status::Queued).await;
        world.guest(event, 100 + number, Status::Declined).await;
    }
    world.fold().await;
    for status in ["queued", "declined"] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("{}?status={status}&limit=7{cursor}", list(event));
            let page = world.get(&path).await.with(200);
            assert!(page["invitees"].as_array().unwrap().len() <= 7);
            seen.extend(names(&page).into_iter().map(ToOwned::to_owned));
            match page["cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 25, "{status}");
    }
}

#[tokio::test]
async fn parameters_have_limits() {
    let world = World::new().await;
    let event = world.event().await;
    for (query, pointer) in [
        ("?status=HACK", "/status"),
        ("?status=", "/status"),
        ("?limit=0", "/limit"),
        ("?limit=201", "/limit"),
        ("?cursor=abc", "/cursor"),
        ("?status=invited&cursor=abc", "/cursor"),
        ("?order=name", "/order"),
    ] {
        let answer = world.get(&format!("{}{query}", list(event))).await;
        assert_eq!(answer.pointers(), [pointer], "{query}");
    }
}

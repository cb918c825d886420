//! What it costs, in the table's own units.
use crate::world::{World, list, one};
use domain::invitee::Status;
use serde_json::json;
use testkit::fixtures;

#[tokio::test]
async fn an_added_invitee_costs_two_units() {
    let world = World::new().await;
    let event = world.event().await;
    let ids: Vec<String> =
        (1..=50).map(|number| fixtures::contact_id(number).to_string()).collect();
    for number in 1..=50 {
        world.contact(number, &format!("Guest {number}"), &[]).await;
    }
    let body = json!({ "contacts": ids });
    let (added, used) = world.metered(world.post(&list(event), body)).await;
    assert_eq!(added.with(200)["added"], 50);
    // The row, and its place in the queue.
    assert_eq!(used.write["table"].to_string(), "50");
    assert_eq!(used.write["gsi1"].to_string(), "50");
    assert_eq!(used.write_units().to_string(), "100");
}

#[tokio::test]
async fn a_move_costs_the_row_and_two_changes_of_the_index() {
    let world = World::new().await;
    let event = world.event().await;
    let mut guests = Vec::new();
    for number in 1..=200 {
        guests.push(world.guest(event, number, Status::Queued).await);
    }
    let path = one(event, guests[150], "/move");
    let body = json!({ "before": guests[20].to_string() });
    let (moved, used) = world.metered(world.post(&path, body)).await;
    moved.with(200);
    // An index entry under another key is a deletion and an insertion.
    assert_eq!(used.write["table"].to_string(), "1");
    assert_eq!(used.write["gsi1"].to_string(), "2");
    // Who asks (0.5), event and seats (1), the two rows (2), the two neighbours (1).
    assert_eq!(used.read_units().to_string(), "4.5");
}

#[tokio::test]
async fn a_page_of_fifty_costs_at_most_three_read_units() {
    let world = World::new().await;
    let event = world.event().await;
    for number in 1..=120 {
        world.guest(event, number, Status::Queued).await;
        world.guest(event, 200 + number, Status::Declined).await;
    }
    world.fold().await;
    for status in ["queued", "declined"] {
        let path = format!("{}?status={status}&limit=50", list(event));
        let (page, used) = world.metered(world.get(&path)).await;
        assert_eq!(page.with(200)["invitees"].as_array().unwrap().len(), 50);
        // And the half unit that every request pays to know who asks.
        assert!(used.read_units().tenths() <= 30 + 5, "{status}: {}", used.read_units());
    }
}

#[tokio::test]
async fn manual_seats_cost_at_most_five_units() {
    let world = World::new().await;
    let event = world.event().await;
    let queued = world.guest(event, 1, Status::Queued).await;
    let asked = world.guest(event, 2, world.live(2)).await;
    for (guest, body) in [(queued, json!({ "party": 2 })), (asked, json!({ "party": 1 }))] {
        let (answer, used) = world.metered(world.post(&one(event, guest, "/accept"), body)).await;
        answer.with(200);
        assert!(used.write_units().tenths() <= 60, "{}", used.write_units());
    }
}

//! The words of an event's messages.
use crate::world::{World, at};
use serde_json::{Value, json};
use testkit::stage::BASE_URL;

async fn text(world: &World, event: domain::ids::EventId, purpose: &str) -> Value {
    let listed = world.get(&at(event, "/texts")).await.with(200);
    let texts = listed["texts"].as_array().unwrap().clone();
    texts.into_iter().find(|text| text["purpose"] == purpose).unwrap()
}

#[tokio::test]
async fn every_text_is_shown_as_a_guest_gets_it() {
    let world = World::new().await;
    let event = world.event(json!({ "name": "Tea", "host": "Ada" })).await;
    let invite = text(&world, event, "invite").await;
    assert_eq!(invite["own"], Value::Null);
    let body = invite["preview"]["body"].as_str().unwrap();
    assert!(body.starts_with("Angelica, Ada invites you to Tea on "), "{body}");
    assert!(body.contains(&format!("{BASE_URL}/r/")), "{body}");
    assert_eq!(invite["preview"]["segments"], 1);
    assert_eq!(invite["preview"]["encoding"], "gsm7");
    assert_eq!(invite["required"], json!(["link"]));
    assert!(invite["variables"].as_array().unwrap().contains(&json!("code")));
}

#[tokio::test]
async fn own_words_are_counted_as_they_will_be_billed() {
    let world = World::new().await;
    let own = format!("Grüße, {{{{name}}}} 🎉 {{{{link}}}} {}", "x".repeat(60));
    let event = world.event(json!({ "texts": { "invite": own } })).await;
    let invite = text(&world, event, "invite").await;
    assert_eq!(invite["own"], own);
    assert_eq!(invite["preview"]["encoding"], "ucs2");
    assert_eq!(invite["preview"]["segments"], 3);
    assert_eq!(invite["default_preview"]["segments"], 1);
}

#[tokio::test]
async fn every_purpose_that_can_be_edited_is_listed() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let listed = world.get(&at(event, "/texts")).await.with(200);
    let purposes: Vec<&str> = listed["texts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text["purpose"].as_str().unwrap())
        .collect();
    assert!(purposes.contains(&"cancellation") && !purposes.contains(&"reply"));
    assert_eq!(purposes.len(), 12);
}

//! What an event's own item may hold.
use crate::world::{World, at};
use serde_json::json;
use std::collections::BTreeMap;

#[tokio::test]
async fn the_largest_event_can_be_kept_and_read() {
    let world = World::new().await;
    let text = format!("{{{{link}}}} {{{{event}}}} {{{{message}}}} {}", "x".repeat(500));
    let plain = format!("{{{{link}}}} {{{{event}}}} {}", "x".repeat(500));
    let mut texts: BTreeMap<&str, &str> = ["invite", "confirmation", "reminder", "changed"]
        .into_iter()
        .map(|purpose| (purpose, plain.as_str()))
        .collect();
    texts.insert("broadcast", &text);
    let event = world
        .event(json!({
            "name": "n".repeat(200),
            "host": "h".repeat(100),
            "details": "d".repeat(2_000),
            "location": "l".repeat(200),
            "texts": texts,
        }))
        .await;
    let read = world.get(&at(event, "")).await.with(200);
    assert_eq!(read["details"].as_str().unwrap().len(), 2_000);
    assert_eq!(read["texts"].as_object().unwrap().len(), 5);
}

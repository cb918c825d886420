//! A host that is killed in the middle of its work, again and again.
use crate::stage::{Folder, Organizer, Ports};
use serde_json::json;
use std::time::Duration;

const CAPACITY: u64 = 12;
/// How often the host is killed, each time after this long.
const KILLS: u32 = 6;
const LIFE: Duration = Duration::from_millis(700);

#[tokio::test]
async fn a_host_that_is_killed_again_and_again_fills_the_event_and_texts_nobody_twice() {
    let folder = Folder::new("killed");
    let ports = Ports::free();
    let mut host = ports.start(folder.path());
    let organizer = Organizer::log_in(ports).await;
    let people = json!({
        "seed": 1,
        "behaviour": { "yes": 85, "no": 15, "silent": 0, "delay_seconds_min": 0, "delay_seconds_max": 1 },
    });
    organizer.set_phones(&people).await;
    let event = organizer.prepare("Dinner", CAPACITY, 0).await;
    organizer.post(&format!("{event}/start"), &json!({})).await;
    for _ in 0..KILLS {
        tokio::time::sleep(LIFE).await;
        drop(host);
        host = ports.start(folder.path());
    }
    let status = organizer.filled(&event, CAPACITY).await;
    let (committed, accepted) = (&status["committed"], &status["counts"]["accepted"]);
    assert_eq!((committed, accepted), (&json!(CAPACITY), &json!(CAPACITY)), "{status}");
    assert_eq!(organizer.phones("/duplicates").await, json!([]));
    drop(host);
}

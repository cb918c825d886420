//! The whole system, from a contact file to a full event.
use super::{Arguments, run, summary::Summary};
use crate::generate::root;

fn arguments(file: &str, seed: u64) -> Arguments {
    Arguments {
        contacts: root().join("testdata/contacts").join(file),
        capacity: 30,
        seed,
        max_party: 1,
        faults: false,
        json: false,
        release: false,
    }
}

async fn demo(arguments: &Arguments) -> Summary {
    run::run(arguments, &|_| ()).await.unwrap()
}

fn assert_full(summary: &Summary) {
    assert!(summary.holds(), "{summary}");
    assert_eq!(summary.standing.accepted_seats, summary.capacity, "{summary}");
    assert_eq!(summary.standing.held_seats, 0, "{summary}");
}

#[tokio::test]
async fn a_file_of_googles_fills_the_event() {
    assert_full(&demo(&arguments("google-contacts.csv", 1)).await);
}

#[tokio::test]
async fn a_file_of_outlooks_fills_the_event() {
    assert_full(&demo(&arguments("outlook-contacts.csv", 1)).await);
}

#[tokio::test]
async fn a_plain_file_fills_the_event() {
    assert_full(&demo(&arguments("simple.csv", 1)).await);
}

#[tokio::test]
async fn a_messy_file_fills_the_event() {
    assert_full(&demo(&arguments("messy-latin1.csv", 1)).await);
}

#[tokio::test]
async fn a_bad_day_of_the_provider_breaks_no_promise() {
    let stormy = Arguments { faults: true, ..arguments("google-contacts.csv", 2) };
    assert_full(&demo(&stormy).await);
}

#[tokio::test]
async fn parties_fill_the_room_to_the_last_seat() {
    let parties = Arguments { max_party: 3, ..arguments("google-contacts.csv", 3) };
    assert_full(&demo(&parties).await);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_event() {
    let without_wall_time = |summary: Summary| {
        let mut json = summary.to_json();
        json.as_object_mut().unwrap().remove("wall_milliseconds");
        json
    };
    let first = demo(&arguments("messy-latin1.csv", 7)).await;
    let second = demo(&arguments("messy-latin1.csv", 7)).await;
    assert_eq!(without_wall_time(first), without_wall_time(second));
}

#[tokio::test]
async fn a_list_that_is_too_short_is_spent_and_said_to_be() {
    let many = Arguments { capacity: 2_000, ..arguments("messy-latin1.csv", 4) };
    let summary = demo(&many).await;
    assert!(summary.holds(), "{summary}");
    assert!(summary.standing.is_spent(), "{summary}");
    assert!(summary.standing.accepted_seats < 2_000);
}

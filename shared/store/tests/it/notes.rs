//! What a step leaves, and what it may not overwrite.
use domain::{
    event::Event,
    seats::{Seats, SeatsChange},
    transition::Guard,
};
use jiff::{SignedDuration, Timestamp};
use store::{
    CommitError, Store, Transaction,
    events::{Engine, Notes, Walk},
};
use testkit::{Embedded, fixtures};

fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn in_hours(hours: i64) -> Timestamp {
    now() + SignedDuration::from_hours(hours)
}

async fn with_event() -> (Store, Embedded, Event) {
    let table = Embedded::memory().await.unwrap();
    let (store, event) = (table.store(), fixtures::event(1));
    let mut transaction = Transaction::new();
    transaction.create_event(&event, &Seats::new(Some(10), false));
    store.commit(transaction).await.unwrap();
    (store, table, event)
}

async fn engine(store: &Store, event: &Event) -> Engine {
    store.event_and_seats(event.id).await.unwrap().unwrap().engine
}

/// Whether a step that found the event so could write down what it leaves.
async fn noted(store: &Store, event: &Event, found: &Engine, left: &Engine) -> bool {
    let mut transaction = Transaction::new();
    transaction.note_step(event.id, Notes { found, left });
    match store.commit(transaction).await {
        Ok(_) => true,
        Err(CommitError::Refused(_)) => false,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_step_notes_only_where_it_finds_what_it_saw() {
    let (store, _table, event) = with_event().await;
    let mut found = engine(&store, &event).await;
    for hours in 1..4 {
        let check_at = Some(in_hours(hours)).filter(|_| hours != 2);
        let left = Engine { next_wake_at: Some(in_hours(hours)), check_at, ..found.clone() };
        assert!(noted(&store, &event, &found, &left).await);
        assert!(!noted(&store, &event, &found, &left).await, "another step was faster");
        found = engine(&store, &event).await;
        assert_eq!(found, left);
    }
}

#[tokio::test]
async fn a_hold_a_walk_or_a_start_meanwhile_refuses_the_notes() {
    type Meanwhile = fn(&mut Transaction, &Event) -> usize;
    let cases: [(&str, Meanwhile); 3] = [
        ("hold", |transaction, event| transaction.hold_event(event.id, in_hours(1))),
        ("walk", |transaction, event| transaction.begin_walk(event.id, Walk::Replan, now())),
        ("start", |transaction, event| transaction.start_engine(event.id, now())),
    ];
    for (name, meanwhile) in cases {
        let (store, _table, event) = with_event().await;
        let found = engine(&store, &event).await;
        let mut transaction = Transaction::new();
        meanwhile(&mut transaction, &event);
        store.commit(transaction).await.unwrap();
        let left = Engine { next_wake_at: Some(in_hours(9)), ..found.clone() };
        assert!(!noted(&store, &event, &found, &left).await, "{name}");
        assert_ne!(engine(&store, &event).await.next_wake_at, left.next_wake_at);
    }
}

#[tokio::test]
async fn a_wake_meanwhile_does_not_refuse_the_notes() {
    let (store, _table, event) = with_event().await;
    let found = engine(&store, &event).await;
    let mut transaction = Transaction::new();
    transaction.wake(event.id);
    store.commit(transaction).await.unwrap();
    assert!(noted(&store, &event, &found, &Engine { behind: None, ..found.clone() }).await);
    let after = engine(&store, &event).await;
    assert_eq!((after.wakes, after.seen), (1, 0), "it is seen by the next");
}

#[tokio::test]
async fn nobody_gets_a_seat_of_a_cancelled_event_by_an_older_decision() {
    let (store, _table, event) = with_event().await;
    let change = async |left, waiting| {
        let mut transaction = Transaction::new();
        let change = SeatsChange { left, waiting };
        transaction.change_seats(event.id, change, Guard::Nothing, false);
        store.commit(transaction).await.is_ok()
    };
    assert!(change(-2, 0).await && change(0, 1).await, "negative control");
    let mut transaction = Transaction::new();
    transaction.begin_walk(event.id, Walk::Cancel, now());
    store.commit(transaction).await.unwrap();
    assert!(!change(-1, 0).await && !change(0, 1).await);
    assert!(change(1, -1).await, "what is released is");
    // The walk is over: it stays so.
    let mut transaction = Transaction::new();
    transaction.advance_walk(event.id, (Walk::Cancel, None), None);
    store.commit(transaction).await.unwrap();
    assert!(!change(-1, 0).await && change(1, 0).await);
    let mut transaction = Transaction::new();
    transaction.wave(event.id, &[], None, (now(), 1));
    assert!(store.commit(transaction).await.is_err());
}

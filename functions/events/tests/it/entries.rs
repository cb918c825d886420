//! What the list of events shows once the stream was folded, and before.
use crate::world::{World, at, events};
use domain::ids::EventId;
use serde_json::{Value, json};
use store::{Transaction, Update, keys::EventKey, read_models::Images};
use testkit::{Units, fixtures};

/// Rounds after which a stream that feeds itself would be found out.
const ROUNDS_MAX: usize = 5;

async fn shown(world: &World, query: &str) -> Vec<Value> {
    let page = world.get(&format!("{}{query}", events())).await.with(200);
    page["events"].as_array().unwrap().clone()
}

/// Folds until nothing is left to fold.
async fn settle(world: &World) {
    for _ in 0..ROUNDS_MAX {
        let before = world.records(0).1;
        world.fold().await;
        if world.records(0).1 == before {
            return;
        }
    }
    panic!("the lists' own pages come back as records");
}

async fn add(world: &World, event: EventId, numbers: std::ops::Range<u16>) {
    let event = world.event_and_seats(event).await.event;
    for number in numbers {
        let invitee = fixtures::invitee(&event, number);
        world.create_invitee(&invitee).await;
    }
}

#[tokio::test]
async fn an_entry_shows_what_the_event_shows_and_when_its_guests_were_counted() {
    let world = World::new().await;
    let event = world.event(json!({ "organizer_attends": true })).await;
    add(&world, event, 1..4).await;
    settle(&world).await;
    world.table.reset_meter();
    let listed = shown(&world, "").await;
    assert_eq!(world.table.meter().calls(), 3, "authorization, index, entries");
    assert_eq!(listed[0]["counts"], json!({ "queued": 3 }));
    assert_eq!(listed[0]["counted_at"], "2026-06-01T12:00:00Z");
    let whole = world.get(&at(event, "")).await.with(200);
    for (field, value) in listed[0].as_object().unwrap() {
        assert_eq!(whole[field], *value, "{field}");
    }
}

#[tokio::test]
async fn what_was_just_made_moved_or_archived_is_where_it_belongs_before_the_fold() {
    let world = World::new().await;
    let moved = world.event(json!({ "name": "Moved" })).await;
    let cancelled = world.event(json!({ "name": "Cancelled" })).await;
    settle(&world).await;
    world.event(json!({ "name": "New", "starts_local": "2026-06-20T19:00" })).await;
    let body = json!({ "starts_local": "2026-06-30T19:00" });
    world.patch(&at(moved, ""), body).await.with(200);
    world.owner("POST", &at(cancelled, "/cancel"), json!({})).await.with(200);
    world.owner("POST", &at(cancelled, "/archive"), json!({})).await.with(200);
    for _ in 0..2 {
        let names = |events: &[Value]| -> Vec<Value> {
            events.iter().map(|event| event["name"].clone()).collect()
        };
        assert_eq!(names(&shown(&world, "").await), ["New", "Moved"]);
        assert_eq!(names(&shown(&world, "?archived=true").await), ["Cancelled"]);
        settle(&world).await;
    }
}

#[tokio::test]
async fn records_that_repeat_and_come_in_any_order_end_in_what_is_so() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    add(&world, event, 1..3).await;
    world.fold().await;
    let changes = [
        json!({ "name": "Summer party", "capacity": 25 }),
        json!({ "starts_local": "2026-07-12T19:00" }),
        json!({ "starts_local": "2026-06-12T19:00", "organizer_attends": true }),
    ];
    for change in changes {
        world.patch(&at(event, ""), change).await.with(200);
    }
    let expected = shown(&world, "").await;
    assert_eq!(expected[0]["name"], "Garden party", "as of the last fold");
    let records: Vec<Images> = world.records(0).0;
    for one in records.iter().rev().chain(&records).rev() {
        world.ctx.store.fold_stream(vec![one.clone()], world.now()).await.unwrap();
    }
    let shown = shown(&world, "").await;
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0]["name"], "Summer party");
    assert_eq!(
        shown[0]["seats"],
        json!({
            "capacity": 25, "organizer_attends": true, "free": 24, "committed": 1, "waiting": 0,
        })
    );
    assert_eq!(shown[0]["counts"], json!({ "queued": 2 }));
}

#[tokio::test]
async fn what_the_list_does_not_show_is_not_folded() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    settle(&world).await;
    let (_, last) = world.records(0);
    let mut wake = Transaction::new();
    wake.wake(event);
    world.ctx.store.commit(wake).await.unwrap();
    let (records, _) = world.records(last);
    world.table.reset_meter();
    world.ctx.store.fold_stream(records, world.now()).await.unwrap();
    let meter = world.table.meter();
    assert_eq!((meter.calls(), meter.write_units()), (0, Units::default()));
}

#[tokio::test]
async fn an_event_that_cannot_be_read_hides_no_other() {
    let world = World::new().await;
    world.event(json!({ "name": "Other" })).await;
    let spoilt = world.event(json!({ "name": "Spoilt" })).await;
    let update = Update::of(&EventKey { event: spoilt })
        .set("#zone = :zone")
        .name("#zone", "zone")
        .value(":zone", "Nowhere");
    let mut transaction = Transaction::new();
    transaction.update(update);
    world.ctx.store.commit(transaction).await.unwrap();
    let shown = shown(&world, "").await;
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0]["name"], "Other");
}

//! The platform's settings.
use crate::world::World;
use domain::{ids::EventId, quota::Reserve};
use serde_json::json;
use store::{Consistency, Transaction};
use testkit::fixtures::ORG;

const PATH: &str = "/v1/admin/settings";

#[tokio::test]
async fn j36_a_setting_that_there_is_not_is_refused_and_nothing_changes() {
    let world = World::new().await;
    let before = world.reads(PATH).await.with(200);
    let change = json!({ "hour_limit": 7, "first_admin": "usr_1" });
    assert_eq!(world.sends("PATCH", PATH, change).await.pointers(), ["/first_admin"]);
    let wrong = json!({
        "hour_limit": 1_000_001, "day_limit": 1_000_001, "invitees_max": 0,
        "registration": "anyone", "segment_price_micros": 10_000_001,
    });
    let wrong = world.sends("PATCH", PATH, wrong).await.pointers();
    let all = ["/day_limit", "/hour_limit", "/invitees_max", "/registration"];
    assert_eq!(wrong, [&all[..], &["/segment_price_micros"]].concat());
    assert_eq!(world.reads(PATH).await.with(200), before);
}

#[tokio::test]
async fn a_limit_of_a_day_is_not_below_that_of_an_hour() {
    let world = World::new().await;
    let change = json!({ "hour_limit": 10, "day_limit": 9 });
    assert_eq!(world.sends("PATCH", PATH, change).await.pointers(), ["/day_limit"]);
}

#[tokio::test]
async fn of_two_who_saw_the_same_settings_the_second_is_told_so() {
    let world = World::new().await;
    let seen = world.reads(PATH).await.header("etag").to_owned();
    let edit = |mode: &str| {
        let request = world.api.patch(PATH).by(world.admin).header("if-match", &seen);
        request.json(&json!({ "registration": mode })).send()
    };
    let first = edit("closed").await;
    assert_ne!(first.header("etag"), seen);
    assert_eq!(first.with(200)["registration"], "closed");
    assert_eq!(edit("open").await.refused(412), "stale");
    assert_eq!(world.reads(PATH).await.with(200)["registration"], "closed");
}

#[tokio::test]
async fn a_change_that_changes_nothing_keeps_the_revision() {
    let world = World::new().await;
    let first = world.sends("PATCH", PATH, json!({ "segment_price_micros": 7_900 })).await;
    let again = world.sends("PATCH", PATH, json!({ "segment_price_micros": 7_900 })).await;
    assert_eq!(first.header("etag"), again.header("etag"));
    assert_eq!(again.with(200)["segment_price_micros"], 7_900);
}

#[tokio::test]
async fn j26_whoever_sends_next_obeys_a_new_limit() {
    let world = World::new().await;
    let (now, event) = (world.now(), EventId::from_bytes([1; 6]));
    let allowance = async || world.ctx.store.allowance(ORG, Consistency::Eventual).await.unwrap();
    let mut before = allowance().await;
    assert!(before.permits(ORG, event, now, Reserve::Used) > 3);
    before.take(ORG, event, now, 1);
    world.sends("PATCH", PATH, json!({ "hour_limit": 3 })).await.with(200);
    let mut transaction = Transaction::new();
    transaction.replace_allowance(&before);
    assert!(world.ctx.store.commit(transaction).await.is_err(), "it decided by the old limit");
    assert_eq!(allowance().await.permits(ORG, event, now, Reserve::Used), 3);
}

#[tokio::test]
async fn the_kill_switch_stops_whoever_is_about_to_send() {
    let world = World::new().await;
    let mut before = world.ctx.store.allowance(ORG, Consistency::Eventual).await.unwrap();
    before.take(ORG, EventId::from_bytes([1; 6]), world.now(), 1);
    world.sends("PATCH", PATH, json!({ "sending_enabled": false })).await.with(200);
    let mut transaction = Transaction::new();
    transaction.replace_allowance(&before);
    assert!(world.ctx.store.commit(transaction).await.is_err());
    let after = world.ctx.store.allowance(ORG, Consistency::Eventual).await.unwrap();
    assert!(!after.sending_enabled);
}

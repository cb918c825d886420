//! Why it waits, in words.
use crate::world::World;
use domain::{event::EventState, invitee::Invitee, quota::ORG_LIMITS};
use serde_json::Value;
use store::{Transaction, quota::QuotaScope};
use testkit::fixtures;

async fn reason(world: &World) -> Value {
    world.ask("GET", "status").await.1["waits_for"]["reason"].clone()
}

#[tokio::test]
async fn the_status_says_who_is_next_and_why_nobody_is_invited() {
    let world = World::new(2).await;
    assert_eq!(reason(&world).await, "not-started");
    world.ask("POST", "start").await;
    assert_eq!(reason(&world).await, "queue-empty");
    for number in 1..=7 {
        world.create_invitee(&fixtures::invitee(&world.event, number)).await;
    }
    let (_, status) = world.ask("GET", "status").await;
    assert_eq!(status["waits_for"]["reason"], "inviting");
    assert_eq!((status["free"].as_u64(), status["capacity"].as_u64()), (Some(2), Some(2)));
    let next: Vec<&str> = status["next"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(next.len(), 5);
    assert_eq!(next[0], "Grace Hopper 1");
    world.ask("POST", "pause").await;
    assert_eq!(reason(&world).await, "paused");
}

#[tokio::test]
async fn j2_the_status_says_that_sending_is_disabled() {
    let world = World::new(2).await;
    world.ask("POST", "start").await;
    world.create_invitee(&fixtures::invitee(&world.event, 1)).await;
    let (mut settings, seen) = world.ctx.store.platform().await.unwrap();
    settings.sending_enabled = false;
    let mut transaction = Transaction::new();
    transaction.replace_platform(seen.as_ref(), &settings);
    world.ctx.store.commit(transaction).await.unwrap();
    let (_, status) = world.ask("GET", "status").await;
    assert_eq!(status["sending_enabled"], false);
    assert_eq!(status["waits_for"]["reason"], "sending-disabled");
    assert!(status["waits_for"]["words"].as_str().unwrap().contains("disabled"));
}

#[tokio::test]
async fn full_quota_quiet_hours_and_parties_each_have_their_name() {
    let world = World::new(2).await;
    world.ask("POST", "start").await;
    let guest = fixtures::invitee(&world.event, 1);
    world.create_invitee(&guest).await;
    // 22:30 in New York.
    world.clock.set("2026-06-02T02:30:00Z".parse().unwrap());
    let viewer = world.team.viewer;
    let asked = async || world.ask_about(&world.event, "GET", "status", viewer).await.1;
    let night = asked().await;
    assert_eq!(night["waits_for"]["reason"], "quiet-hours");
    assert_eq!(night["waits_for"]["until"], "2026-06-02T12:00:00Z");
    world.clock.set("2026-06-02T12:00:00Z".parse().unwrap());
    let [mut quota] = world.ctx.store.quotas([QuotaScope::Org(world.event.org)]).await.unwrap();
    quota.window.take(world.now(), ORG_LIMITS.per_hour);
    let mut transaction = Transaction::new();
    transaction.replace_quota(&quota);
    world.ctx.store.commit(transaction).await.unwrap();
    assert_eq!(world.permits().await, ORG_LIMITS.per_hour);
    let spent = asked().await;
    assert_eq!(spent["waits_for"]["reason"], "quota");
    assert_eq!(spent["waits_for"]["until"], "2026-06-02T13:02:00Z");
}

#[tokio::test]
async fn a_full_event_says_so() {
    let world = World::new(1).await;
    world.ask("POST", "start").await;
    let guest = fixtures::invitee(&world.event, 1);
    let taken = Invitee { party_max: 1, ..guest };
    world.create_invitee(&taken).await;
    let mut transaction = Transaction::new();
    let change = domain::seats::SeatsChange { left: -1, waiting: 0 };
    let guard = domain::transition::Guard::Nothing;
    transaction.change_seats(world.event.id, change, guard, false);
    world.ctx.store.commit(transaction).await.unwrap();
    assert_eq!(reason(&world).await, "full");
    world.change(|event| event.state = EventState::Cancelled).await;
    assert_eq!(reason(&world).await, "cancelled");
}

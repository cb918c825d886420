//! An archived org sends nothing, and loses nothing.
use super::world::World;
use domain::rights::Role;
use jiff::SignedDuration;
use store::{Consistency, Stored, Transaction, orgs::Org};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

async fn org(world: &World) -> Stored<Org> {
    world.ctx.store.org(world.event.org, Consistency::Strong).await.unwrap().unwrap()
}

/// By force: the command waits until no event is under way.
async fn archive(world: &World) {
    let mut transaction = Transaction::new();
    transaction.archive_org(&org(world).await, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
}

#[tokio::test]
async fn j22_what_an_archived_org_had_to_send_is_held_and_goes_on_when_it_is_restored() {
    let mut world = World::new(5, 5).await;
    world.limit_org(100, 500).await;
    world.start().await;
    world.relay().await;
    world.fill_once().await;
    // The wave is made, its permits are taken, and its invitations are on their way.
    archive(&world).await;
    world.pass(HOUR).await;
    assert!(world.texts.submissions().is_empty(), "{:?}", world.texts.submissions());
    assert_eq!((world.counts()["queued"], world.permits_taken().await), (5, 0));
    assert_eq!(world.seats().await.left, 5);
    let mut transaction = Transaction::new();
    transaction.restore_org(&org(&world).await);
    world.ctx.store.commit(transaction).await.unwrap();
    world.pass(HOUR).await;
    assert_eq!(world.texts.accepted().len(), 5);
    assert_eq!(world.counts()["invited"], 5);
}

#[tokio::test]
async fn j22_guests_hear_that_an_event_is_cancelled_although_its_org_is_archived_at_once() {
    let mut world = World::new(5, 3).await;
    world.limit_org(100, 500).await;
    world.start().await;
    world.settle().await;
    assert_eq!(world.texts.accepted().len(), 3);
    world.cancel().await;
    archive(&world).await;
    world.pass(HOUR).await;
    let bodies: Vec<String> =
        world.texts.accepted().iter().map(|text| text.text.body.clone()).collect();
    assert_eq!(bodies.len(), 6, "each guest hears of it once: {bodies:?}");
}

#[tokio::test]
async fn a_cancellation_of_an_archived_org_waits_for_the_kill_switch() {
    let mut world = World::new(5, 3).await;
    world.limit_org(100, 500).await;
    world.start().await;
    world.settle().await;
    world.change_platform(|settings| settings.sending_enabled = false).await;
    world.cancel().await;
    archive(&world).await;
    world.pass(HOUR).await;
    assert_eq!(world.texts.accepted().len(), 3);
    world.change_platform(|settings| settings.sending_enabled = true).await;
    world.pass(HOUR).await;
    assert_eq!(world.texts.accepted().len(), 6);
}

/// Negative control of the above: an org that is in use sends at once.
#[tokio::test]
async fn an_org_that_is_not_archived_sends() {
    let mut world = World::new(5, 5).await;
    world.limit_org(100, 500).await;
    world.start().await;
    world.pass(HOUR).await;
    assert_eq!(world.texts.accepted().len(), 5);
}

#[tokio::test]
async fn an_archived_org_starts_no_event() {
    let world = World::new(5, 5).await;
    world.limit_org(100, 500).await;
    let member = world.member(world.event.org, Role::Member).await;
    let api = world.api(bootstrap::api_router(world.ctx.clone()));
    let path = format!("/v1/orgs/{}/events/{}/start", world.event.org, world.event.id);
    archive(&world).await;
    assert_eq!(api.post(&path).by(member).send().await.refused(409), "not-allowed-now");
}

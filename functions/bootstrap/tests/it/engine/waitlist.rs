//! Waitlist, second tries, walks, and what a moved event means.
use super::world::World;
use domain::{
    event::{EventState, Waitlist},
    invitee::{Status, StatusName},
    message::{Delivery, Purpose},
    seats::Seats,
    transition::Trigger,
};
use jiff::SignedDuration;
use store::{Transaction, events::Walk};

fn of_purpose(world: &World, purpose: Purpose) -> usize {
    world.messages().iter().filter(|kept| kept.message.key.purpose() == purpose).count()
}

/// A full event, and two who came too late.
async fn full() -> World {
    let mut world = World::new(2, 4).await;
    world.start().await;
    world.settle().await;
    for number in 0..2 {
        world.answer(number, Trigger::Yes { party: 1 }).await.unwrap();
    }
    for number in 2..4 {
        world.answer(number, Trigger::Yes { party: 1 }).await.unwrap();
        world.clock.set(world.now() + SignedDuration::from_secs(1));
    }
    world.settle().await;
    assert_eq!((world.counts()["accepted"], world.counts()["waitlisted"]), (2, 2));
    world
}

#[tokio::test]
async fn a_free_seat_goes_to_who_has_waited_longest_with_one_text() {
    let mut world = full().await;
    world.answer(0, Trigger::No).await.unwrap();
    world.settle().await;
    assert_eq!(world.guest(2).await.status, Status::Accepted { taken: 1 });
    assert_eq!(world.guest(3).await.status.name(), StatusName::Waitlisted);
    assert_eq!(of_purpose(&world, Purpose::Promotion), 1);
    assert_eq!(of_purpose(&world, Purpose::Confirmation), 2, "the promotion is the confirmation");
    world.assert_invariants().await;
}

#[tokio::test]
async fn promotions_go_on_while_paused() {
    let mut world = full().await;
    world.change_event(|event| event.state = EventState::Paused).await;
    world.answer(0, Trigger::No).await.unwrap();
    world.settle().await;
    assert_eq!(world.guest(2).await.status, Status::Accepted { taken: 1 });
}

#[tokio::test]
async fn an_offer_is_an_invitation_for_four_hours() {
    let mut world = full().await;
    world.change_event(|event| event.settings.waitlist = Waitlist::Offer).await;
    world.answer(0, Trigger::No).await.unwrap();
    world.settle().await;
    let guest = world.guest(2).await;
    let Status::Invited { held: 1, expires_at } = guest.status else {
        panic!("{:?}", guest.status)
    };
    assert_eq!(expires_at, world.now() + SignedDuration::from_hours(4));
    assert_eq!(of_purpose(&world, Purpose::Promotion), 0);
    // Nobody took it: the next who waits is asked.
    world.pass(SignedDuration::from_hours(4) + SignedDuration::from_mins(1)).await;
    assert_eq!(world.guest(2).await.status.name(), StatusName::Expired);
    assert_eq!(world.guest(3).await.status.name(), StatusName::Invited);
    world.assert_invariants().await;
}

#[tokio::test]
async fn a_failed_delivery_is_tried_once_more_after_fifteen_minutes() {
    let mut world = World::new(1, 2).await;
    world.start().await;
    world.settle().await;
    let reported_at = world.now();
    world.report_undelivered(0).await;
    world.settle().await;
    world.pass(SignedDuration::from_mins(14)).await;
    assert_eq!(world.texts.accepted().len(), 1);
    world.pass(SignedDuration::from_mins(3)).await;
    let guest = world.guest(0).await;
    assert_eq!(world.texts.accepted().len(), 2);
    assert_eq!(
        guest.message.as_ref().map(|life| (life.sequence, life.delivery)),
        Some((2, Delivery::Submitted))
    );
    assert_eq!(guest.status.name(), StatusName::Invited);
    assert_eq!(guest.sent_at, Some(reported_at), "the deadline that was promised stays");
    assert_eq!(world.permits_taken().await, 2);
    world.assert_invariants().await;
}

#[tokio::test]
async fn a_cut_calls_the_unanswered_back_lowest_priority_first() {
    let mut world = World::new(6, 6).await;
    world.start().await;
    world.settle().await;
    world.answer(5, Trigger::Yes { party: 1 }).await.unwrap();
    world.settle().await;
    let before = world.seats().await;
    let after = before.resize(Some(4), false, 1, false).unwrap();
    let mut transaction = Transaction::by("usr_1");
    transaction.resize_seats(world.event.id, (&before, &after), Some((Walk::Revoke, world.now())));
    world.ctx.store.commit(transaction).await.unwrap();
    world.settle().await;
    let statuses: Vec<_> = world.guests().iter().map(|guest| guest.status.name().name()).collect();
    assert_eq!(statuses, ["invited", "invited", "invited", "expired", "expired", "accepted"]);
    assert_eq!(world.seats().await.left, 0);
    world.assert_invariants().await;
}

#[tokio::test]
async fn a_moved_event_plans_its_reminders_again() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    world.answer(0, Trigger::Yes { party: 1 }).await.unwrap();
    world.settle().await;
    world.change_event(|event| event.when.starts_local = "2026-06-05T19:00".parse().unwrap()).await;
    let mut transaction = Transaction::by("usr_1");
    transaction.begin_walk(world.event.id, Walk::Replan, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
    world.settle().await;
    world.pass(SignedDuration::from_hours(24 * 4 + 12)).await;
    assert_eq!(of_purpose(&world, Purpose::DayBefore), 1);
    assert_eq!(of_purpose(&world, Purpose::HourBefore), 1);
    world.assert_invariants().await;
}

#[tokio::test]
async fn a_longer_expiry_lengthens_what_is_out_where_that_is_chosen() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    let deadline = |status| {
        let Status::Invited { expires_at, .. } = status else { panic!("{status:?}") };
        expires_at
    };
    let before = deadline(world.guest(0).await.status);
    let longer = domain::expiry::Expiry::after(SignedDuration::from_hours(48)).unwrap();
    world.change_event(|event| event.settings.expiry = longer).await;
    world.settle().await;
    assert_eq!(deadline(world.guest(0).await.status), before, "future sends only");
    let mut transaction = Transaction::by("usr_1");
    transaction.begin_walk(world.event.id, Walk::Extend, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
    world.settle().await;
    let after = deadline(world.guest(0).await.status);
    assert_eq!(after, before + SignedDuration::from_hours(24));
    world.pass(SignedDuration::from_hours(25)).await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Invited);
}

#[tokio::test]
async fn a_walk_goes_through_a_long_list_in_chunks_and_resumes() {
    let mut world = World::new(50, 0).await;
    world.limit_org(1_000, 5_000).await;
    world.add_many(250).await;
    world.start().await;
    world.settle().await;
    world.cancel().await;
    world.relay().await;
    world.fill_once().await;
    let seen = world.ctx.store.event_and_seats(world.event.id).await.unwrap().unwrap();
    assert!(matches!(seen.engine.walk, Some((Walk::Cancel, Some(_)))), "{:?}", seen.engine.walk);
    // The hint of the next chunk is lost: the sweep finds it.
    drop(world.take(ports::Queue::Wakes));
    world.pass(SignedDuration::from_hours(2)).await;
    assert_eq!(world.counts()["cancelled"], 250);
    assert_eq!(of_purpose(&world, Purpose::Cancellation), 50);
    assert_eq!(world.seats().await, Seats::new(Some(50), false));
}

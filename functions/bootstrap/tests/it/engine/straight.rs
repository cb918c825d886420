//! The straight path: from start to invited, answered, expired, refilled.
use super::world::World;
use domain::{event::EventState, message::Purpose, transition::Trigger};
use jiff::SignedDuration;

#[tokio::test]
async fn a_started_event_invites_as_many_as_it_seats_in_their_order() {
    let mut world = World::new(3, 5).await;
    world.start().await;
    world.settle().await;
    assert_eq!(world.texts.accepted().len(), 3);
    assert_eq!(world.counts()["invited"], 3);
    for number in 0..3 {
        let guest = world.guest(number).await;
        assert_eq!(guest.status.name().name(), "invited");
        assert_eq!(guest.sent_at, Some(world.now()));
    }
    world.assert_invariants().await;
}

#[tokio::test]
async fn a_no_frees_the_seat_for_the_next_and_a_yes_is_confirmed_once() {
    let mut world = World::new(2, 4).await;
    world.start().await;
    world.settle().await;
    world.answer(0, Trigger::No).await.unwrap();
    world.answer(1, Trigger::Yes { party: 1 }).await.unwrap();
    world.settle().await;
    assert_eq!(world.guest(2).await.status.name().name(), "invited");
    let confirmations: Vec<_> = world
        .messages()
        .into_iter()
        .filter(|kept| kept.message.key.purpose() == Purpose::Confirmation)
        .collect();
    assert_eq!(confirmations.len(), 1);
    assert_eq!(world.texts.accepted().len(), 4);
    world.assert_invariants().await;
}

#[tokio::test]
async fn the_silent_are_reminded_then_expire_and_the_next_are_invited() {
    let mut world = World::new(2, 3).await;
    world.start().await;
    world.pass(SignedDuration::from_hours(13)).await;
    let reminders = |world: &World| {
        let messages = world.messages();
        messages.iter().filter(|kept| kept.message.key.purpose() == Purpose::Reminder).count()
    };
    // Half time is at 20:00 in New York.
    assert_eq!(reminders(&world), 2);
    world.pass(SignedDuration::from_hours(12)).await;
    assert_eq!(world.counts()["expired"], 2, "{:?}", world.counts());
    assert_eq!(world.guest(2).await.status.name().name(), "invited");
    world.assert_invariants().await;
}

#[tokio::test]
async fn the_event_closes_by_itself_and_releases_what_is_held() {
    let mut world = World::new(2, 3).await;
    world.start().await;
    world.settle().await;
    world.answer(0, Trigger::Yes { party: 1 }).await.unwrap();
    world.pass(SignedDuration::from_hours(24 * 20)).await;
    let seen = world.ctx.store.event_and_seats(world.event.id).await.unwrap().unwrap();
    assert_eq!(seen.event.state, EventState::Closed);
    assert_eq!((seen.seats.left, seen.engine.walk), (1, None));
    world.assert_invariants().await;
}

//! J9, second half: what cannot be read stops nobody but itself.
//!
//! Each test poisons something of one event, by an attribute that no release ever wrote, and looks at
//! another event, or at the other guests: waves, sends, expiry and what only the sweep finds go on. No
//! job fails as a whole meanwhile: the world would not let it.
use super::world::{World, guest, numbered_guest};
use domain::{
    event::Event,
    ids::EventId,
    invitee::{Invitee, StatusName},
    message::{MessageId, MessageKey, Purpose},
    transition::Trigger,
};
use jiff::SignedDuration;
use ports::Queue;
use runtime::hints::{Outbox, Wake};
use store::{
    Consistency, Transaction, Update,
    keys::{EventKey, InviteeKey, Key, SeatsKey},
    outbox::message_key,
};
use testkit::fixtures;

const OTHERS: u32 = 5;
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A spoilt attribute: its value is none that can be read.
async fn spoil<K: Key>(world: &World, key: &K, attribute: &str) {
    let update = Update::of(key)
        .set("#spoilt = :spoilt")
        .name("#spoilt", attribute)
        .value(":spoilt", "no release wrote this");
    let mut transaction = Transaction::new();
    transaction.update(update);
    world.ctx.store.commit(transaction).await.unwrap();
}

fn row_of(world: &World, number: u16) -> InviteeKey {
    InviteeKey { event: world.event.id, invitee: guest(&world.event, number).id }
}

/// The statuses of the other event's guests.
async fn statuses(world: &World, event: EventId) -> Vec<StatusName> {
    let event = Event { id: event, ..fixtures::event(2) };
    let mut statuses = Vec::new();
    for number in 0..OTHERS {
        let id = numbered_guest(&event, 5_000 + number).id;
        let kept = world.ctx.store.invitee(event.id, id, Consistency::Strong).await;
        statuses.push(kept.unwrap().unwrap().invitee.status.name());
    }
    statuses
}

fn texts_of(world: &World, event: EventId) -> usize {
    let accepted = world.texts.accepted();
    accepted.iter().filter(|one| one.text.id.key().event() == Some(event)).count()
}

/// The other event from its start to the expiry of its invitations, beside what is poisoned.
async fn assert_the_other_event_lives(world: &mut World) {
    let other = world.second_event(OTHERS).await;
    world.pass(5 * MINUTE).await;
    assert_eq!(statuses(world, other).await, [StatusName::Invited; 5], "waves and sends");
    let event = Event { id: other, ..fixtures::event(2) };
    let comes = numbered_guest(&event, 5_000);
    let by = domain::change::Actor::Link;
    let place = (other, comes.id);
    let yes =
        runtime::invitation::change(&world.ctx, place, by, |_, _, _| Ok(Trigger::Yes { party: 1 }));
    yes.await.unwrap();
    world.pass(5 * MINUTE).await;
    assert_eq!(texts_of(world, other), 6, "a confirmation comes out of the stream");
    // Every hint and timer is lost from here on: only the sweep is left.
    drop(world.take(Queue::Wakes));
    world.schedules.take_due(jiff::Timestamp::MAX);
    world.pass(DAY + SignedDuration::from_hours(3)).await;
    let mut expected = [StatusName::Expired; 5];
    expected[0] = StatusName::Accepted;
    assert_eq!(statuses(world, other).await, expected, "expiry");
}

/// An event whose guests are invited but for the last, who waits in the queue; nothing is to be done
/// before half of the invitations' time is gone.
async fn running() -> World {
    let mut world = World::new(4, 5).await;
    world.start().await;
    world.pass(5 * MINUTE).await;
    assert_eq!((world.counts()["invited"], world.counts()["queued"]), (4, 1));
    world
}

#[tokio::test]
async fn j9_an_event_that_cannot_be_read_stops_no_other() {
    for attribute in ["state", "v", "settings", "duration_minutes"] {
        let mut world = running().await;
        spoil(&world, &EventKey { event: world.event.id }, attribute).await;
        assert_the_other_event_lives(&mut world).await;
    }
}

#[tokio::test]
async fn j9_seats_that_cannot_be_read_stop_no_other_event() {
    for attribute in ["left", "v", "next_wake_at", "gsi2sk", "sweep_after", "behind"] {
        let mut world = running().await;
        spoil(&world, &SeatsKey { event: world.event.id }, attribute).await;
        assert_the_other_event_lives(&mut world).await;
    }
}

#[tokio::test]
async fn j9_a_guest_that_cannot_be_read_stops_no_other_event() {
    for attribute in ["st", "dl", "exp", "phone", "gsi1sk", "generation"] {
        for number in [0, 4] {
            let mut world = running().await;
            spoil(&world, &row_of(&world, number), attribute).await;
            let wake = Wake { event: world.event.id }.message("test", "1");
            world.ctx.queues.send(vec![wake]).await.unwrap();
            assert_the_other_event_lives(&mut world).await;
        }
    }
}

#[tokio::test]
async fn j9_a_guest_that_cannot_be_read_stops_no_other_guest() {
    // Of one who is invited, of the first in the queue, and what the queue's index shows.
    for (number, attribute) in [(0, "st"), (0, "dl"), (0, "exp"), (4, "st"), (4, "phone")] {
        let mut world = running().await;
        world.add(5, 1).await;
        spoil(&world, &row_of(&world, number), attribute).await;
        world.answer(1, Trigger::No).await.unwrap();
        world.answer(2, Trigger::No).await.unwrap();
        world.pass(10 * MINUTE).await;
        let last = world.guest(5).await.status.name();
        assert_eq!(last, StatusName::Invited, "{number} {attribute}: a wave");
        world.answer(5, Trigger::Yes { party: 1 }).await.unwrap();
        world.pass(DAY + 2 * MINUTE).await;
        let third = world.guest(3).await.status.name();
        assert_eq!(third, StatusName::Expired, "{number} {attribute}: expiry");
    }
}

#[tokio::test]
async fn j9_a_guest_that_cannot_be_read_keeps_the_news_from_nobody_else() {
    for number in 0..4 {
        let mut world = running().await;
        for other in 0..4 {
            world.answer(other, Trigger::Yes { party: 1 }).await.unwrap();
        }
        world.settle().await;
        spoil(&world, &row_of(&world, number), "st").await;
        let before = world.texts.accepted().len();
        world.cancel().await;
        world.pass(10 * MINUTE).await;
        assert_eq!(world.texts.accepted().len() - before, 3, "{number}: the event is cancelled");
        for other in (0..4).filter(|other| *other != number) {
            assert_eq!(world.guest(other).await.status.name(), StatusName::Cancelled);
        }
    }
}

/// A reminder to each of the first three guests, recorded.
async fn reminders(world: &World) -> Vec<MessageKey> {
    let mut keys = Vec::new();
    for number in 0..3 {
        world.record(number, Purpose::Reminder).await;
        let Invitee { event, id, generation, .. } = world.guest(number).await;
        let purpose = Purpose::Reminder;
        keys.push(MessageKey::Invitation { event, invitee: id, generation, purpose, sequence: 1 });
    }
    keys
}

async fn spoil_message(world: &World, key: &MessageKey, attribute: &str) {
    match message_key(key) {
        store::outbox::AnyMessageKey::Invitation(key) => spoil(world, &key, attribute).await,
        store::outbox::AnyMessageKey::Recipient(key) => spoil(world, &key, attribute).await,
    }
}

#[tokio::test]
async fn j9_a_message_that_cannot_be_read_stops_no_other_message() {
    for attribute in ["dl", "phone", "na", "gsi2sk"] {
        let mut world = running().await;
        let before = world.texts.accepted().len();
        let keys = reminders(&world).await;
        spoil_message(&world, &keys[1], attribute).await;
        // All three are in one batch of the queue, and then only the sweep knows of them.
        let hint = |key: &MessageKey| Outbox::Message(MessageId::of(key.clone())).message(0);
        let hints: Vec<_> = keys.iter().map(hint).collect();
        let payload = world.payload(&hints);
        world.run("send", payload).await;
        let sent: Vec<MessageKey> =
            world.texts.accepted()[before..].iter().map(|one| one.text.id.key().clone()).collect();
        assert!(sent.contains(&keys[0]) && sent.contains(&keys[2]), "{attribute}: {sent:?}");
        assert_the_other_event_lives(&mut world).await;
    }
}

#[tokio::test]
async fn j9_a_message_that_cannot_be_read_hides_no_other_from_the_sweep() {
    for attribute in ["dl", "gsi2sk"] {
        let mut world = running().await;
        let keys = reminders(&world).await;
        spoil_message(&world, &keys[0], attribute).await;
        world.relay().await;
        drop(world.take(Queue::Outbox));
        let before = world.texts.accepted().len();
        world.pass(SignedDuration::from_hours(1) + 5 * MINUTE).await;
        let sent = world.texts.accepted().len() - before;
        assert!(sent >= 2, "{attribute}: {sent}");
    }
}

#[tokio::test]
async fn j9_control_the_poison_is_one() {
    let world = running().await;
    let store = &world.ctx.store;
    spoil(&world, &row_of(&world, 0), "st").await;
    let id = guest(&world.event, 0).id;
    assert!(store.invitee(world.event.id, id, Consistency::Strong).await.is_err());
    spoil(&world, &EventKey { event: world.event.id }, "state").await;
    assert!(store.event(world.event.id, Consistency::Strong).await.is_err());
    let world = running().await;
    spoil(&world, &SeatsKey { event: world.event.id }, "left").await;
    assert!(world.ctx.store.seats(world.event.id, Consistency::Strong).await.is_err());
}

//! Hints that come twice or never, rows that cannot be read, and what was decided by an older state.
use super::world::World;
use domain::{
    ids::ContactId,
    invitee::{Invitee, SkipReason, StatusName},
    message::{Delivery, Purpose},
    transition::Trigger,
};
use futures::future::join;
use jiff::SignedDuration;
use ports::{Queue, QueueMessage};
use store::{
    Transaction, Update,
    contacts::{Contact, PersonName},
    keys::{ContactKey, InviteeKey},
};
use testkit::{Faults, Verdict};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// Ways in which two workers may interleave.
const SEEDS: u64 = 12;

/// A wave that was made and not sent, and its hints.
async fn with_a_wave(guests: u16) -> (World, Vec<QueueMessage>) {
    let mut world = World::new(guests.into(), guests).await;
    world.start().await;
    world.relay().await;
    world.fill_once().await;
    world.relay().await;
    let hints = world.take(Queue::Outbox);
    assert_eq!(hints.len(), usize::from(guests));
    (world, hints)
}

/// Two workers are handed the same hints at once.
async fn send_twice(world: &mut World, hints: &[QueueMessage], seed: u64) {
    let (first, second) = (world.payload(hints), world.payload(hints));
    world.table.interleave(seed);
    join(world.run("send", first), world.run("send", second)).await;
}

#[tokio::test]
async fn a_kill_switch_that_is_thrown_while_permits_are_taken_stops_the_batch() {
    let (mut world, hints) = with_a_wave(3).await;
    // In another minute the permits are settled, by the quota that was read.
    world.clock.advance(MINUTE);
    let before = world.ctx.store.allowance(world.event.org, store::Consistency::Strong).await;
    assert!(before.unwrap().sending_enabled);
    world.table.inject(Faults { stale_per_mille: 1, ..Faults::default() }).await.unwrap();
    world.change_platform(|settings| settings.sending_enabled = false).await;
    world.table.before_calls(|call| {
        if call.may_be_stale() && call.operation == "Query" {
            Verdict::Stale { writes: 2 }
        } else {
            Verdict::Pass
        }
    });
    let payload = world.payload(&hints);
    world.run("send", payload).await;
    world.table.heal();
    assert!(world.texts.submissions().is_empty(), "{:?}", world.texts.submissions());
    assert_eq!((world.counts()["queued"], world.permits_taken().await), (3, 0));
}

#[tokio::test]
async fn a_guest_who_is_sent_back_twice_at_once_gives_one_permit_back() {
    for seed in 0..SEEDS {
        let (mut world, hints) = with_a_wave(3).await;
        let (first, others) = hints.split_at(1);
        let payload = world.payload(first);
        world.run("send", payload).await;
        world.change_platform(|settings| settings.sending_enabled = false).await;
        send_twice(&mut world, others, seed).await;
        assert_eq!((world.counts()["queued"], world.counts()["invited"]), (2, 1));
        assert_eq!(world.permits_taken().await, 1, "seed {seed}: the one that is out counts");
    }
}

#[tokio::test]
async fn a_guest_who_cannot_be_sent_back_at_once_keeps_the_permit_until_then() {
    let (mut world, hints) = with_a_wave(2).await;
    let (first, second) = hints.split_at(1);
    let payload = world.payload(first);
    world.run("send", payload).await;
    world.change_platform(|settings| settings.sending_enabled = false).await;
    let payload = world.payload(second);
    world.table.before_calls(|call| {
        if call.is_write() && contains(call.body, b"INV#") {
            Verdict::Conflict
        } else {
            Verdict::Pass
        }
    });
    world.run("send", payload.clone()).await;
    world.table.heal();
    assert_eq!((world.counts()["inviting"], world.permits_taken().await), (1, 2));
    world.run("send", payload).await;
    assert_eq!((world.counts()["queued"], world.permits_taken().await), (1, 1));
}

#[tokio::test]
async fn the_loser_of_a_claim_leaves_the_winner_the_permit() {
    for seed in 0..SEEDS {
        for waited in [SignedDuration::ZERO, MINUTE] {
            let (mut world, hints) = with_a_wave(2).await;
            world.clock.advance(waited);
            send_twice(&mut world, &hints, seed).await;
            assert_eq!((world.counts()["invited"], world.texts.accepted().len()), (2, 2));
            assert!(
                world.permits_taken().await >= 2,
                "seed {seed}: {}",
                world.permits_taken().await
            );
        }
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_stops_nobody_elses_message() {
    let (mut world, hints) = with_a_wave(3).await;
    spoil(&world, 0).await;
    let payload = world.payload(&hints);
    let answer = world.run("send", payload).await;
    assert_eq!(world.texts.accepted().len(), 2);
    assert_eq!(answer["batchItemFailures"].as_array().unwrap().len(), 1, "its own");
}

#[tokio::test]
async fn a_row_that_cannot_be_read_stops_nobody_elses_stream() {
    let mut world = World::new(3, 3).await;
    world.start().await;
    world.settle().await;
    let phone = world.guest(0).await.phone.unwrap();
    spoil(&world, 0).await;
    let mut transaction = Transaction::by("sms");
    transaction.suppress(&phone, "+12125550100");
    world.ctx.store.commit(transaction).await.unwrap();
    // It comes behind the phone whose list cannot be read.
    world.answer(1, Trigger::Yes { party: 1 }).await.unwrap();
    world.relay().await;
    let confirmed = world.messages();
    assert_eq!(confirmed.len(), 1);
    assert_eq!(confirmed[0].message.key.purpose(), Purpose::Confirmation);
}

#[tokio::test]
async fn a_resend_whose_hint_is_lost_goes_out_within_minutes() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    world.pass(SignedDuration::from_mins(30)).await;
    world.resend(0).await;
    world.relay().await;
    assert_eq!(world.take(Queue::Outbox).len(), 1, "lost");
    world.pass(SignedDuration::from_mins(7)).await;
    assert_eq!(world.texts.accepted().len(), 2);
    assert_eq!(world.guest(0).await.delivery(), Delivery::Submitted);
}

#[tokio::test]
async fn a_confirmation_whose_hint_is_lost_goes_out_when_its_guest_is_looked_at() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    // The cheap way leaves the invitation's place in the timetable as it was.
    let guest = world.guest(0).await;
    let answer = store::invitees::AnswerWithinHeld {
        link: domain::token::LinkToken { event: guest.event, invitee: guest.id, generation: 1 },
        party: 1,
        now: world.now(),
        by: domain::change::Actor::Link,
    };
    world.ctx.store.answer_within_held(&answer).await.unwrap();
    while world.relay().await {}
    assert_eq!(world.take(Queue::Outbox).len(), 1, "lost");
    world.pass(SignedDuration::from_hours(25)).await;
    assert_eq!(world.texts.accepted().len(), 2, "the invitation and the confirmation");
}

#[tokio::test]
async fn a_contact_that_is_deleted_between_wave_and_call_is_not_texted() {
    let mut world = World::new(1, 0).await;
    let contact = ContactId::from_bytes([5; 10]);
    let guest = Invitee { contact: Some(contact), ..super::world::guest(&world.event, 3) };
    world.create(&guest).await;
    world.add(4, 1).await;
    let key = ContactKey { org: world.event.org, contact };
    let mut transaction = Transaction::by("usr_1");
    transaction.put(&key, &grace(&world, &guest));
    world.ctx.store.commit(transaction).await.unwrap();
    world.start().await;
    world.relay().await;
    world.fill_once().await;
    assert_eq!(world.guest(3).await.status.name(), StatusName::Inviting);
    let mut transaction = Transaction::by("usr_1");
    transaction.delete_if(&key, None);
    world.ctx.store.commit(transaction).await.unwrap();
    world.settle().await;
    let skipped = world.guest(3).await;
    assert_eq!(skipped.skip.map(|skip| skip.reason), Some(SkipReason::ContactDeleted));
    assert_eq!(world.guest(4).await.status.name(), StatusName::Invited, "the seat is free again");
    assert_eq!(world.texts.accepted().len(), 1);
}

#[tokio::test]
async fn a_confirmation_that_an_answer_overtook_is_not_sent() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    world.answer(0, Trigger::Yes { party: 1 }).await.unwrap();
    while world.relay().await {}
    // Held back for a while.
    world.clock.advance(MINUTE);
    world.answer(0, Trigger::No).await.unwrap();
    world.settle().await;
    let told: Vec<_> = world
        .messages()
        .into_iter()
        .map(|kept| (kept.message.key.purpose(), kept.message.life.delivery))
        .collect();
    assert!(told.contains(&(Purpose::Confirmation, Delivery::Dropped)), "{told:?}");
    assert!(!told.contains(&(Purpose::Confirmation, Delivery::Submitted)), "{told:?}");
}

/// The guest's row says something that nobody understands.
async fn spoil(world: &World, number: u16) {
    let key = InviteeKey { event: world.event.id, invitee: world.guest(number).await.id };
    let mut transaction = Transaction::new();
    transaction.update(Update::of(&key).set("dl = :odd").value(":odd", "odd"));
    world.ctx.store.commit(transaction).await.unwrap();
}

fn grace(world: &World, guest: &Invitee) -> Contact {
    Contact {
        name: PersonName::new("Grace", "Hopper"),
        phone: guest.phone.clone(),
        ..Contact::blank(world.now())
    }
}

fn contains(body: &[u8], words: &[u8]) -> bool {
    body.windows(words.len()).any(|window| window == words)
}

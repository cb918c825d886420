//! The promises, each with its negative control.
use super::world::World;
use domain::{
    invitee::{SkipReason, StatusName},
    message::{Delivery, Tally},
    transition::Trigger,
};
use futures::future::join_all;
use jiff::SignedDuration;
use ports::Queue;
use store::{
    Condition, Transaction, Update,
    keys::{InviteeKey, SeatsKey},
};
use testkit::{Answer, Dice, Faults, fixtures};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[tokio::test]
async fn promise_1_parallel_answers_never_pass_the_capacity() {
    let mut world = World::new(10, 60).await;
    // Everybody was asked once and let it expire: fifty late answers want ten seats.
    for number in 0..50 {
        world.set_status(number, StatusName::Declined).await;
    }
    let answers = (0..50).map(|number| world.answer(number, Trigger::Yes { party: 1 }));
    let answered = join_all(answers).await;
    let failed: Vec<_> = answered.into_iter().filter_map(Result::err).collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert_eq!((world.counts()["accepted"], world.counts()["waitlisted"]), (10, 40));
    world.settle().await;
    world.assert_invariants().await;
}

#[tokio::test]
async fn promise_1_control_without_the_condition_on_the_seats_the_room_is_oversold() {
    let world = World::new(10, 60).await;
    for number in 0..50 {
        world.set_status(number, StatusName::Declined).await;
    }
    world.table.unguard("#SEATS");
    let answers = (0..50).map(|number| world.answer(number, Trigger::Yes { party: 1 }));
    join_all(answers).await;
    assert!(world.committed_by_rows() > 10, "{}", world.committed_by_rows());
}

#[tokio::test]
async fn promise_1_control_the_check_sees_a_seat_too_many() {
    let mut world = World::new(2, 5).await;
    world.start().await;
    world.settle().await;
    // The guard is taken away: the counter says that there is room where there is none.
    let mut unguarded = Transaction::new();
    unguarded.update(
        Update::of(&SeatsKey { event: world.event.id })
            .name("#left", "left")
            .add_to("#left :more, wakes :one")
            .value(":one", 1_u8)
            .value(":more", 2_u8),
    );
    world.ctx.store.commit(unguarded).await.unwrap();
    world.settle().await;
    assert!(world.committed_by_rows() > 2);
}

#[tokio::test]
async fn promise_2_an_unknown_outcome_is_found_out_and_never_repeated() {
    let mut world = World::new(3, 3).await;
    let mut number = 0;
    world.texts.answer_with(move |_| {
        number += 1;
        match number {
            1 => Answer::LoseReply,
            2 => Answer::LoseRequest,
            _ => Answer::Accept,
        }
    });
    world.start().await;
    world.settle().await;
    let unknown = |world: &World| {
        world.guests().iter().filter(|guest| guest.delivery() == Delivery::Unknown).count()
    };
    assert_eq!(unknown(&world), 2);
    world.pass(SignedDuration::from_mins(10)).await;
    assert_eq!((unknown(&world), world.counts()["invited"]), (0, 3));
    assert_eq!(world.texts.accepted().len(), 3);
    assert_eq!(world.texts.submissions().len(), 4, "only the one that was proven absent");
    world.assert_invariants().await;
}

#[tokio::test]
async fn promise_2_a_provider_that_cannot_be_asked_leaves_it_unconfirmed() {
    let mut world = World::new(1, 1).await;
    world.texts.answer_with(|_| Answer::LoseReply);
    world.texts.let_ask(false);
    world.start().await;
    world.pass(SignedDuration::from_mins(30)).await;
    let guest = world.guest(0).await;
    assert_eq!(guest.delivery(), Delivery::Unconfirmed);
    assert_eq!(guest.status.name(), StatusName::Invited, "its guest may answer, for a time");
    assert_eq!(world.texts.submissions().len(), 1);
}

#[tokio::test]
async fn promise_2_control_without_the_condition_of_the_claim_two_senders_text_twice() {
    let mut world = World::new(5, 5).await;
    world.start().await;
    world.relay().await;
    world.fill_once().await;
    world.relay().await;
    let hints = world.take(Queue::Outbox);
    let payload = world.payload(&hints);
    world.table.unguard("INV#");
    join_all((0..4).map(|_| world.run("send", payload.clone()))).await;
    assert!(!world.texts.accepted_twice().is_empty());
}

#[tokio::test]
async fn promise_2_control_a_blind_repetition_would_be_seen() {
    let mut world = World::new(1, 1).await;
    world.texts.answer_with(|_| Answer::LoseReply);
    world.start().await;
    world.settle().await;
    // What the rule forbids: queued again, without asking.
    let guest = world.guest(0).await;
    let mut transaction = Transaction::new();
    transaction.update(
        Update::of(&InviteeKey { event: guest.event, invitee: guest.id })
            .set("dl = :queued_message")
            .value(":queued_message", "queued")
            .when(Condition::exists()),
    );
    world.ctx.store.commit(transaction).await.unwrap();
    world.settle().await;
    assert_eq!(world.texts.accepted_twice().len(), 1);
}

#[tokio::test]
async fn promise_3_nobody_is_texted_at_night() {
    let mut world = World::new(2, 2).await;
    // 22:30 in New York.
    world.clock.set("2026-06-02T02:30:00Z".parse().unwrap());
    world.start().await;
    world.settle().await;
    assert!(world.texts.submissions().is_empty());
    assert_eq!(world.counts()["queued"], 2);
    world.pass(SignedDuration::from_mins(9 * 60 + 29)).await;
    assert!(world.texts.submissions().is_empty(), "07:59");
    world.pass(SignedDuration::from_mins(2)).await;
    assert_eq!(world.texts.accepted().len(), 2);
    // Negative control: where it is not night, the same instant is fine.
    let mut world = World::new(2, 0).await;
    let guest = domain::invitee::Invitee {
        zone: Some(fixtures::zone("Australia/Sydney")),
        ..super::world::guest(&world.event, 1)
    };
    world.create(&guest).await;
    world.clock.set("2026-06-02T02:30:00Z".parse().unwrap());
    world.start().await;
    world.settle().await;
    assert_eq!(world.texts.accepted().len(), 1);
}

#[tokio::test]
async fn promise_3_nothing_goes_to_a_phone_that_said_stop_until_start() {
    let mut world = World::new(1, 2).await;
    let phone = world.guest(0).await.phone.unwrap();
    let mut stop = Transaction::new();
    stop.suppress(&phone, "+12125550100");
    world.ctx.store.commit(stop).await.unwrap();
    world.start().await;
    world.settle().await;
    let guest = world.guest(0).await;
    assert_eq!(guest.skip.map(|skip| skip.reason), Some(SkipReason::Suppressed));
    assert_eq!(
        (guest.status.name(), world.guest(1).await.status.name()),
        (StatusName::Queued, StatusName::Invited)
    );
    assert_eq!(world.texts.accepted().len(), 1);
    // Negative control: the refusal is lifted, and the next seat is theirs.
    let mut start = Transaction::new();
    start.unsuppress(&phone, "+12125550100");
    world.ctx.store.commit(start).await.unwrap();
    world.settle().await;
    world.answer(1, Trigger::No).await.unwrap();
    world.settle().await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Invited);
    world.assert_invariants().await;
}

#[tokio::test]
async fn promise_3_control_without_the_condition_on_the_phone_a_stop_is_not_heard() {
    let mut world = World::new(1, 1).await;
    let phone = world.guest(0).await.phone.unwrap();
    let mut stop = Transaction::new();
    stop.suppress(&phone, "+12125550100");
    world.ctx.store.commit(stop).await.unwrap();
    world.table.unguard("PHONE");
    world.start().await;
    world.settle().await;
    assert_eq!(world.texts.accepted().len(), 1);
}

#[tokio::test]
async fn promise_4_every_message_is_counted_in_one_place_whatever_happens() {
    for seed in 0..6 {
        let mut world = World::new(12, 40).await;
        world.limit_org(1_000, 5_000).await;
        let mut dice = Dice::new(seed);
        world.texts.answer_with(move |_| match dice.below(8) {
            0 => Answer::LoseReply,
            1 => Answer::LoseRequest,
            2 => Answer::NotSent,
            3 => Answer::Refuse { code: 20429, status: 429, retry_after_seconds: Some(30) },
            4 => Answer::Refuse { code: 21211, status: 400, retry_after_seconds: None },
            _ => Answer::Accept,
        });
        let faults = Faults {
            seed,
            conflict_per_mille: 30,
            throttle_per_mille: 10,
            lose_reply_per_mille: 5,
            lose_request_per_mille: 5,
            stale_per_mille: 100,
            stale_writes_max: 5,
        };
        world.start().await;
        world.table.inject(faults).await.unwrap();
        world.pass_with_faults(SignedDuration::from_hours(3)).await;
        world.table.heal();
        world.pass(HOUR).await;
        world.assert_invariants().await;
        let tallies: Vec<Tally> = world.tallies();
        let submitted = tallies.iter().filter(|tally| **tally == Tally::Submitted).count();
        assert_eq!(submitted, world.texts.accepted().len(), "seed {seed}");
        let unknown = tallies.iter().filter(|tally| **tally == Tally::Unknown).count();
        assert_eq!(unknown, 0, "seed {seed}: everything is found out in the end");
        let left = world.seats().await.left;
        assert!(
            left == 0 || !world.counts().contains_key("queued"),
            "seed {seed}: {:?}",
            world.counts()
        );
    }
}

#[tokio::test]
async fn promise_6_whoever_is_passed_over_has_a_reason() {
    let mut world = World::with(3, 0, |event| event.settings.all_or_nothing = true).await;
    world.add(1, 1).await;
    world.add(2, 4).await;
    let mut asleep = super::world::guest(&world.event, 3);
    asleep.zone = Some(fixtures::zone("Asia/Tokyo"));
    world.create(&asleep).await;
    world.add(4, 1).await;
    world.start().await;
    world.settle().await;
    let reason = async |number| world.guest(number).await.skip.map(|skip| skip.reason);
    assert_eq!(world.guest(4).await.status.name(), StatusName::Invited);
    assert_eq!(reason(2).await, Some(SkipReason::DoesNotFit));
    assert_eq!(reason(3).await, Some(SkipReason::QuietHours));
    // Negative control: who nobody overtook has none.
    let mut world = World::with(3, 0, |event| event.settings.all_or_nothing = true).await;
    world.add(2, 4).await;
    world.start().await;
    world.settle().await;
    assert_eq!(world.guest(2).await.skip, None);
}

#[tokio::test]
async fn a_lost_hint_is_found_by_the_engine_itself() {
    let mut world = World::new(3, 5).await;
    world.start().await;
    world.relay().await;
    world.fill_once().await;
    world.relay().await;
    let lost = world.take(Queue::Outbox);
    assert_eq!(lost.len(), 3);
    world.pass(SignedDuration::from_mins(5)).await;
    assert_eq!(world.counts()["invited"], 3);
    let waves = world.ctx.store.open_waves(world.event.id, 10).await.unwrap();
    world.pass(SignedDuration::from_mins(5)).await;
    let after = world.ctx.store.open_waves(world.event.id, 10).await.unwrap();
    assert!(after.is_empty(), "{} then {}", waves.len(), after.len());
}

#[tokio::test]
async fn a_lost_wake_is_found_by_the_sweep() {
    let mut world = World::new(3, 5).await;
    world.start().await;
    world.relay().await;
    drop(world.take(Queue::Wakes));
    assert_eq!(world.counts()["queued"], 5);
    world.pass(HOUR + SignedDuration::from_mins(1)).await;
    assert_eq!(world.counts()["invited"], 3);
}

#[tokio::test]
async fn a_cancelled_event_tells_each_once_and_releases_every_seat() {
    let mut world = World::new(5, 9).await;
    world.start().await;
    world.settle().await;
    world.answer(0, Trigger::Yes { party: 1 }).await.unwrap();
    world.answer(1, Trigger::No).await.unwrap();
    world.settle().await;
    let before = world.texts.accepted().len();
    world.cancel().await;
    world.settle().await;
    let seats = world.seats().await;
    assert_eq!((seats.left, seats.waiting), (5, 0));
    // The accepted one and the five who hold an invitation; not the one who declined.
    assert_eq!(world.texts.accepted().len() - before, 5);
    assert_eq!(world.counts()["declined"], 1);
    world.cancel().await;
    world.settle().await;
    assert_eq!(world.texts.accepted().len() - before, 5);
    world.assert_invariants().await;
}

#[tokio::test]
async fn an_outage_ends_nobodys_invitation() {
    let mut world = World::new(2, 2).await;
    world.texts.answer_with(|_| Answer::NotSent);
    world.start().await;
    world.pass(SignedDuration::from_hours(8)).await;
    for guest in world.guests() {
        assert!(
            matches!(guest.status.name(), StatusName::Queued | StatusName::Inviting),
            "{:?}",
            guest.status
        );
    }
    world.texts.answer_with(|_| Answer::Accept);
    world.pass(HOUR).await;
    assert_eq!(world.counts()["invited"], 2);
    world.assert_invariants().await;
}

#[tokio::test]
async fn events_of_an_org_take_turns() {
    let mut world = World::new(200, 0).await;
    world.limit_org(40, 500).await;
    world.add_many(150).await;
    world.start().await;
    world.settle().await;
    let first = world.texts.accepted().len();
    assert_eq!(first, 36, "unguarded it may use all but the reserve");
    let other = world.second_event(50).await;
    world.settle().await;
    world.pass(SignedDuration::from_mins(62)).await;
    let of = |event| {
        world.texts.accepted().iter().filter(|one| one.text.id.key().event() == Some(event)).count()
    };
    assert_eq!(of(other), 10, "a quarter, while another waits");
    assert_eq!(of(world.event.id), 36 + 10);
}

#[tokio::test]
async fn a_repeated_hint_and_a_repeated_stream_change_nothing() {
    let mut world = World::new(3, 5).await;
    world.start().await;
    world.settle().await;
    world.answer(0, Trigger::Yes { party: 1 }).await.unwrap();
    world.settle().await;
    let (texts, guests) = (world.texts.submissions().len(), world.guests());
    world.rewind();
    world.settle().await;
    assert_eq!((world.texts.submissions().len(), world.guests()), (texts, guests));
}

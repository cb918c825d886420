//! Invariants of the engine that no promise has the name of, each with what breaks it.
use super::world::{World, guest};
use domain::{
    change::Change,
    event::EventState,
    invitee::{Invitee, StatusName},
    transition::Trigger,
};
use jiff::SignedDuration;
use ports::Queue;
use std::collections::BTreeSet;
use store::Transaction;
use testkit::{Answer, Dice, Faults, fixtures};

const SENDER: &str = "+12125550100";
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// Who stands in the queue before somebody who was invited, and nobody wrote down why.
fn overtaken(guests: &[Invitee]) -> Vec<String> {
    let invited = |guest: &&Invitee| guest.status.is_live();
    let Some(last) = guests.iter().filter(invited).map(|guest| &guest.position).max() else {
        return Vec::new();
    };
    guests
        .iter()
        .filter(|guest| guest.status.name() == StatusName::Queued && guest.position < *last)
        .filter(|guest| guest.skip.is_none())
        .map(|guest| guest.name.clone())
        .collect()
}

#[tokio::test]
async fn i8_nobody_is_overtaken_without_a_recorded_reason() {
    let mut passed_over = 0;
    for seed in 0..6 {
        let mut dice = Dice::new(seed);
        let together = dice.below(2) == 0;
        let mut world = World::with(8, 0, |event| event.settings.all_or_nothing = together).await;
        for number in 0..24 {
            let mut one = guest(&world.event, number);
            one.party_max = u8::try_from(1 + dice.below(4)).unwrap();
            match dice.below(4) {
                0 => one.zone = Some(fixtures::zone("Asia/Tokyo")),
                1 => stop(&world, &one).await,
                _ => (),
            }
            world.create(&one).await;
        }
        world.start().await;
        world.pass(MINUTE).await;
        assert!(world.counts()["invited"] > 0);
        assert_eq!(overtaken(&world.guests()), Vec::<String>::new(), "seed {seed}");
        passed_over += world.guests().iter().filter(|guest| guest.skip.is_some()).count();
    }
    assert!(passed_over > 20, "{passed_over}: nobody had to be passed over");
}

#[tokio::test]
async fn i8_control_a_reason_that_nobody_wrote_down_is_missed() {
    let mut world = World::new(1, 0).await;
    let mut asleep = guest(&world.event, 1);
    asleep.zone = Some(fixtures::zone("Asia/Tokyo"));
    world.create(&asleep).await;
    world.add(2, 1).await;
    world.start().await;
    world.settle().await;
    let mut guests = world.guests();
    assert_eq!(overtaken(&guests), Vec::<String>::new());
    for guest in &mut guests {
        guest.skip = None;
    }
    assert_eq!(overtaken(&guests), [asleep.name]);
}

async fn stop(world: &World, guest: &Invitee) {
    let mut stop = Transaction::new();
    stop.suppress(guest.phone.as_ref().unwrap(), SENDER);
    world.ctx.store.commit(stop).await.unwrap();
}

#[tokio::test]
async fn i9_a_yes_in_time_within_the_held_seats_succeeds_whatever_happens_around_it() {
    let mut world = World::new(4, 8).await;
    world.start().await;
    world.settle().await;
    // The room is full, others wait, the capacity is cut below what is held, the event is paused,
    // nothing is sent any more, and it is a moment before the deadline.
    world.answer(6, Trigger::Yes { party: 1 }).await.unwrap();
    assert_eq!(world.guest(6).await.status.name(), StatusName::Waitlisted);
    let before = world.seats().await;
    let after = before.resize(Some(1), false, 0, false).unwrap();
    let mut transaction = Transaction::by("usr_1");
    transaction.resize_seats(world.event.id, (&before, &after), None);
    world.ctx.store.commit(transaction).await.unwrap();
    world.change_event(|event| event.state = EventState::Paused).await;
    world.change_platform(|settings| settings.sending_enabled = false).await;
    let domain::invitee::Status::Invited { expires_at, .. } = world.guest(0).await.status else {
        panic!()
    };
    world.clock.set(expires_at - SignedDuration::from_nanos(1));
    for number in 0..4 {
        world.answer(number, Trigger::Yes { party: 1 }).await.unwrap();
        assert_eq!(world.guest(number).await.status.name(), StatusName::Accepted, "{number}");
    }
    // Negative control: nobody held a seat for these two.
    world.answer(5, Trigger::Yes { party: 1 }).await.unwrap();
    assert_eq!(world.guest(5).await.status.name(), StatusName::Waitlisted);
    assert_eq!(world.guest(6).await.status.name(), StatusName::Waitlisted);
}

/// The changes of status that guests went through.
fn moves(guests: &[Invitee]) -> BTreeSet<(Option<StatusName>, StatusName)> {
    let changes = guests.iter().flat_map(|guest| &guest.history);
    changes
        .map(|Change { before, after, .. }| (*before, *after))
        .filter(|(before, after)| *before != Some(*after))
        .collect()
}

/// A provider that is down, a quota that is used up, a table that fails, a pause and a kill switch:
/// nobody answers, and no deadline comes.
async fn troubled(seed: u64) -> World {
    let mut world = World::new(6, 12).await;
    world.limit_org(4, 500).await;
    let mut dice = Dice::new(seed);
    world.texts.answer_with(move |_| match dice.below(4) {
        0 => Answer::NotSent,
        1 => Answer::Refuse { code: 20429, status: 429, retry_after_seconds: Some(60) },
        2 => Answer::LoseRequest,
        _ => Answer::Accept,
    });
    world.start().await;
    let faults = Faults {
        seed,
        conflict_per_mille: 30,
        throttle_per_mille: 20,
        lose_reply_per_mille: 10,
        lose_request_per_mille: 10,
        ..Faults::default()
    };
    world.table.inject(faults).await.unwrap();
    for turn in 0..6 {
        world.pass_with_faults(20 * MINUTE).await;
        world.table.heal();
        match turn % 3 {
            0 => world.change_event(|event| event.state = EventState::Paused).await,
            1 => world.change_platform(|settings| settings.sending_enabled = false).await,
            _ => {
                world.start().await;
                world.change_platform(|settings| settings.sending_enabled = true).await;
            }
        }
        world.table.inject(Faults { seed: seed + turn, ..faults }).await.unwrap();
    }
    world.table.heal();
    world.settle_with_faults().await;
    world
}

#[tokio::test]
async fn i11_refusals_outages_pauses_and_restarts_change_no_status_but_inviting_to_queued() {
    let allowed = BTreeSet::from([
        (Some(StatusName::Queued), StatusName::Inviting),
        (Some(StatusName::Inviting), StatusName::Queued),
        // What the provider took.
        (Some(StatusName::Inviting), StatusName::Invited),
    ]);
    let mut seen = BTreeSet::new();
    for seed in 0..5 {
        let world = troubled(seed).await;
        let moves = moves(&world.guests());
        assert!(moves.is_subset(&allowed), "seed {seed}: {moves:?}");
        seen.extend(moves);
        world.assert_invariants().await;
    }
    assert_eq!(seen, allowed, "the trouble was none");
}

#[tokio::test]
async fn i11_control_an_answer_is_another_move() {
    let world = troubled(0).await;
    world.answer(11, Trigger::No).await.unwrap();
    let declined = (Some(StatusName::Queued), StatusName::Declined);
    assert!(moves(&world.guests()).contains(&declined));
}

/// Everything that one wake sets in motion: the step, the stream behind it, and its messages.
async fn one_wake(world: &mut World) {
    world.relay().await;
    world.fill_once().await;
    world.relay().await;
    let hints = world.take(Queue::Outbox);
    for chunk in hints.chunks(10) {
        let payload = world.payload(chunk);
        world.run("send", payload).await;
    }
}

/// Those who are next in line refuse texts, which nobody knows yet, are asleep or are too many.
async fn with_a_free_seat() -> World {
    let mut world = World::with(1, 1, |event| event.settings.all_or_nothing = true).await;
    for number in 1..60 {
        let mut one = guest(&world.event, number);
        match number {
            1 => stop(&world, &one).await,
            _ if number % 2 == 0 => one.zone = Some(fixtures::zone("Asia/Tokyo")),
            _ => one.party_max = 3,
        }
        world.create(&one).await;
    }
    world.add(60, 1).await;
    world.start().await;
    world.settle().await;
    assert_eq!(world.texts.accepted().len(), 1);
    world
}

#[tokio::test]
async fn i14_a_free_seat_is_offered_within_two_wakes() {
    let mut world = with_a_free_seat().await;
    world.answer(0, Trigger::No).await.unwrap();
    let before = world.texts.accepted().len();
    let mut wakes = 0;
    while world.texts.accepted().len() == before && wakes < 10 {
        one_wake(&mut world).await;
        wakes += 1;
    }
    assert!(wakes <= 2, "{wakes} wakes: {:?}", world.counts());
    assert_eq!(world.guest(60).await.status.name(), StatusName::Invited);
}

#[tokio::test]
async fn i14_control_a_paused_event_offers_nothing() {
    let mut world = with_a_free_seat().await;
    world.change_event(|event| event.state = EventState::Paused).await;
    world.answer(0, Trigger::No).await.unwrap();
    let before = world.texts.accepted().len();
    for _ in 0..5 {
        one_wake(&mut world).await;
    }
    assert_eq!(world.texts.accepted().len(), before);
}

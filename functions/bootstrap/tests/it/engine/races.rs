//! Steps that meet others: commands and other steps at the same event, an index that is behind, and a
//! table that refuses.
use super::world::{World, guest, numbered_guest};
use domain::{
    event::Waitlist,
    invitee::{Invitee, Skip, SkipReason, Status, StatusName},
    seats::SeatsChange,
    transition::{Guard, Trigger},
};
use jiff::{SignedDuration, Timestamp};
use ports::Queue;
use runtime::hints::Wake;
use store::{Consistency, Transaction, events::Engine};
use testkit::{Faults, Verdict};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// One step, whoever was woken.
async fn step(world: &mut World) {
    let wake = Wake { event: world.event.id }.message("test", "1");
    let payload = world.payload(&[wake]);
    world.run("fill", payload).await;
}

async fn engine(world: &World) -> Engine {
    world.ctx.store.event_and_seats(world.event.id).await.unwrap().unwrap().engine
}

/// Guests on the waitlist, who came one after the other.
async fn waitlisted(world: &World, parties: &[u8]) -> Vec<Invitee> {
    let mut all = Vec::new();
    for (number, party) in (0..).zip(parties) {
        let since = world.now() - SignedDuration::from_hours(1) + SignedDuration::from_secs(number);
        let status = Status::Waitlisted { party: *party, since };
        let number = u32::try_from(number).unwrap();
        all.push(Invitee { status, party_max: 6, ..numbered_guest(&world.event, number) });
    }
    for some in all.chunks(50) {
        let mut transaction = Transaction::new();
        for invitee in some {
            transaction.create_invitee(invitee);
        }
        world.ctx.store.commit(transaction).await.unwrap();
    }
    let waiting = SeatsChange { left: 0, waiting: all.len().try_into().unwrap() };
    let mut transaction = Transaction::new();
    transaction.change_seats(world.event.id, waiting, Guard::Nothing, false);
    world.ctx.store.commit(transaction).await.unwrap();
    all
}

#[tokio::test]
async fn a_smaller_party_behind_a_hundred_larger_ones_gets_the_seat_before_the_queue() {
    let mut world = World::new(1, 0).await;
    let mut parties = vec![4; 150];
    parties.push(1);
    let waiting = waitlisted(&world, &parties).await;
    world.add(1, 1).await;
    world.start().await;
    world.settle().await;
    let event = world.event.id;
    let last = world.ctx.store.invitee(event, waiting[150].id, Consistency::Strong).await;
    assert_eq!(last.unwrap().unwrap().invitee.status, Status::Accepted { taken: 1 });
    assert_eq!(world.guest(1).await.status, Status::Queued);
    world.assert_invariants().await;
}

#[tokio::test]
async fn offers_behind_those_that_lost_a_race_wait_for_the_next_step() {
    let mut world = World::with(100, 0, |event| event.settings.waitlist = Waitlist::Offer).await;
    world.limit_org(1_000, 5_000).await;
    waitlisted(&world, &[1; 97]).await;
    world.start().await;
    let mut met = false;
    world.table.before_calls(move |call| {
        if call.operation == "TransactWriteItems" && !std::mem::replace(&mut met, true) {
            Verdict::Conflict
        } else {
            Verdict::Pass
        }
    });
    step(&mut world).await;
    assert_eq!(world.counts()["waitlisted"], 97);
    world.settle().await;
    assert_eq!((world.counts()["invited"], world.permits_taken().await), (97, 97));
    world.assert_invariants().await;
}

#[tokio::test]
async fn the_timer_is_set_although_the_step_has_to_go_on() {
    let mut world = World::new(1, 1).await;
    world.start().await;
    world.settle().await;
    world.pass(5 * MINUTE).await;
    let Status::Invited { expires_at, .. } = world.guest(0).await.status else { panic!() };
    world.clock.set(expires_at);
    // The expiry meets somebody else, together with others and on its own.
    let mut left = 2;
    world.table.before_calls(move |call| {
        if call.operation == "TransactWriteItems" && left > 0 {
            left -= 1;
            Verdict::Conflict
        } else {
            Verdict::Pass
        }
    });
    step(&mut world).await;
    assert_eq!(world.take(Queue::Wakes).len(), 1, "it goes on");
    let next = engine(&world).await.next_wake_at;
    assert!(next > Some(world.now()));
    assert_eq!(world.schedules.of(world.event.id), next);
}

#[tokio::test]
async fn a_walk_that_meets_others_goes_on_in_a_moment() {
    let mut world = World::new(3, 3).await;
    world.start().await;
    world.settle().await;
    world.cancel().await;
    world.relay().await;
    world.table.before_calls(
        |call| {
            if call.is_write() { Verdict::Conflict } else { Verdict::Pass }
        },
    );
    world.fill_once().await;
    world.table.heal();
    assert!(world.take(Queue::Wakes).is_empty());
    let next = world.schedules.of(world.event.id);
    assert_eq!(next, Some(world.now() + SignedDuration::from_secs(1)));
    world.pass(MINUTE).await;
    assert_eq!(world.counts()["cancelled"], 3);
}

#[tokio::test]
async fn an_event_that_closes_is_walked_through_although_every_hint_is_lost() {
    let mut world = World::with(1, 2, |event| {
        event.settings.reminders.day_before = false;
        event.settings.reminders.hour_before = false;
        event.settings.expiry = domain::expiry::Expiry::UntilClose;
    })
    .await;
    world.start().await;
    world.settle().await;
    world.clock.set(world.event.closes_at());
    step(&mut world).await;
    drop(world.take(Queue::Wakes));
    let next = engine(&world).await.next_wake_at;
    assert!(next.is_some_and(|at| at <= world.now()), "the sweep has to find it: {next:?}");
    world.pass(SignedDuration::from_hours(2)).await;
    assert_eq!(world.guest(0).await.status.name(), StatusName::Expired);
    assert_eq!(engine(&world).await.walk, None);
}

/// Reads that do not insist on the present do not know of the last writes.
fn fall_behind(world: &World, writes: u64) {
    world.table.before_calls(move |call| {
        if call.may_be_stale() { Verdict::Stale { writes } } else { Verdict::Pass }
    });
}

async fn with_replica(world: &World) {
    let faults = Faults { stale_per_mille: 1, ..Faults::default() };
    world.table.inject(faults).await.unwrap();
    world.table.heal();
}

#[tokio::test]
async fn a_wave_is_not_forgotten_by_what_the_table_was_like_before_it() {
    let mut world = World::new(3, 3).await;
    with_replica(&world).await;
    world.start().await;
    world.relay().await;
    world.fill_once().await;
    world.relay().await;
    assert_eq!(world.take(Queue::Outbox).len(), 3, "their hints are lost");
    world.clock.set(world.now() + 2 * MINUTE);
    fall_behind(&world, 100);
    step(&mut world).await;
    world.table.heal();
    assert_eq!(world.take(Queue::Outbox).len(), 3, "they are hinted at again");
    assert_eq!(world.ctx.store.open_waves(world.event.id, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_was_just_sent_an_invitation_is_looked_at_in_time_although_the_index_is_behind() {
    let mut world = World::new(1, 1).await;
    with_replica(&world).await;
    world.start().await;
    world.settle().await;
    let due_at: Timestamp = world.guest(0).await.due_at.unwrap();
    assert!(due_at < world.event.closes_at());
    world.clock.set(world.now() + 2 * MINUTE);
    fall_behind(&world, 100);
    step(&mut world).await;
    world.table.heal();
    assert_eq!(world.ctx.store.open_waves(world.event.id, 9).await.unwrap(), []);
    assert_eq!(engine(&world).await.next_wake_at, Some(due_at));
}

#[tokio::test]
async fn a_party_that_never_fits_is_written_down_once_an_hour() {
    let mut world = World::with(3, 0, |event| event.settings.all_or_nothing = true).await;
    let first = world.now();
    let skip = Skip { reason: SkipReason::DoesNotFit, at: first, times: 3 };
    let large = Invitee { skip: Some(skip), party_max: 6, ..guest(&world.event, 1) };
    world.create(&large).await;
    world.add(2, 1).await;
    world.clock.set(first + 59 * MINUTE);
    world.start().await;
    world.settle().await;
    assert_eq!(world.guest(2).await.status.name(), StatusName::Invited);
    assert_eq!(world.guest(1).await.skip, Some(skip));
    world.add(3, 1).await;
    world.clock.set(first + 60 * MINUTE);
    world.settle().await;
    assert_eq!(world.guest(3).await.status.name(), StatusName::Invited);
    let again = Skip { at: world.now(), times: 4, ..skip };
    assert_eq!(world.guest(1).await.skip, Some(again));
}

#[tokio::test]
async fn a_batch_goes_out_with_the_next_wake_and_not_before() {
    let mut world = World::with(10, 10, |event| event.settings.batch_limit = Some(2)).await;
    world.start().await;
    world.settle().await;
    assert_eq!(world.counts()["invited"], 2, "not all at once");
    world.answer(0, Trigger::No).await.unwrap();
    world.settle().await;
    assert_eq!(world.counts()["invited"], 3, "an answer that frees a seat is a wake");
    world.pass(3 * MINUTE).await;
    assert_eq!(world.counts()["invited"], 5, "so is the look at the last batch");
    world.assert_invariants().await;
}

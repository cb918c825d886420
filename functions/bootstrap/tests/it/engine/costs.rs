//! What the engine costs, in counted units.
use super::world::World;
use domain::transition::Trigger;
use ports::Queue;
use testkit::{Meter, Units};

/// The next wave of 100 with so many in the queue.
async fn wave(queued: u32) -> Meter {
    let mut world = World::new(100, 0).await;
    world.limit_org(1_000, 5_000).await;
    world.add_many(queued).await;
    world.start().await;
    world.relay().await;
    world.table.reset_meter();
    world.fill_once().await;
    let meter = world.table.meter();
    assert_eq!(world.counts()["inviting"], 100);
    meter
}

#[tokio::test]
async fn a_wave_of_a_hundred_costs_the_same_whatever_the_length_of_the_queue() {
    let (few, many) = (wave(100).await, wave(10_000).await);
    for meter in [&few, &many] {
        assert!(meter.read_units() <= Units::whole(5), "{meter:?}");
        assert!(meter.write_units() <= Units::whole(320), "{meter:?}");
    }
    // Only that there is more behind can differ.
    assert_eq!(few.write_units(), many.write_units());
    assert_eq!(few.read_units(), many.read_units());
}

#[tokio::test]
async fn sending_an_invitation_costs_four_units_with_claim_and_result() {
    let mut world = World::new(10, 10).await;
    world.start().await;
    world.relay().await;
    world.fill_once().await;
    world.relay().await;
    let hints = world.take(Queue::Outbox);
    let payload = world.payload(&hints);
    world.table.reset_meter();
    world.run("send", payload).await;
    let meter = world.table.meter();
    assert_eq!(world.texts.accepted().len(), 10);
    assert!(meter.write_units() <= Units::whole(40), "{meter:?}");
    // One for each row, and three for the batch: its event, its org, the platform.
    assert!(meter.read_units() <= Units::whole(13), "{meter:?}");
}

#[tokio::test]
async fn sending_confirmations_shares_their_permits() {
    let mut world = World::new(10, 10).await;
    world.start().await;
    world.settle().await;
    for number in 0..10 {
        world.answer(number, Trigger::Yes { party: 1 }).await.unwrap();
    }
    world.relay().await;
    world.relay().await;
    let hints = world.take(Queue::Outbox);
    assert_eq!(hints.len(), 10);
    let payload = world.payload(&hints);
    world.table.reset_meter();
    world.run("send", payload).await;
    let meter = world.table.meter();
    assert_eq!(world.texts.accepted().len(), 20);
    assert!(meter.write_units() <= Units::whole(34), "{meter:?}");
    // One and a half for each, as its guest still has to come, and what the batch shares.
    assert!(meter.read_units() <= Units::whole(18), "{meter:?}");
}

#[tokio::test]
async fn a_step_that_has_nothing_to_do_costs_next_to_nothing() {
    let mut world = World::new(3, 50).await;
    world.start().await;
    world.settle().await;
    world.start().await;
    world.relay().await;
    world.fill_once().await;
    let wake = runtime::hints::Wake { event: world.event.id }.message("test", "1");
    let payload = world.payload(&[wake.clone(), wake]);
    world.table.reset_meter();
    world.run("fill", payload).await;
    let meter = world.table.meter();
    assert_eq!(meter.write_units(), Units::whole(0), "{meter:?}");
    assert!(meter.read_units() <= Units::from_tenths(20), "{meter:?}");
}

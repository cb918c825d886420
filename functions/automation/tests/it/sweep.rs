//! What a run of the sweep leaves behind.
use crate::world::World;
use domain::{
    event::Event,
    ids::{EventId, OrgId},
};
use jiff::SignedDuration;
use store::{Position, Transaction};
use testkit::Units;

/// More events than one run looks at.
const EVENTS: u16 = 1_050;

impl World {
    async fn cursor(&self) -> Option<Position> {
        self.ctx.store.sweep_cursor().await.unwrap()
    }

    async fn sweep(&self) {
        automation::sweep::handle(&self.ctx).await.unwrap();
    }
}

#[tokio::test]
async fn a_run_that_finds_nothing_new_writes_nothing() {
    let world = World::new(2).await;
    world.table.reset_meter();
    world.sweep().await;
    world.sweep().await;
    assert_eq!(world.table.meter().write_units(), Units::default());
}

#[tokio::test]
async fn a_run_that_does_not_come_to_the_end_says_where_the_next_one_goes_on() {
    let world = World::new(2).await;
    let later = world.now() + SignedDuration::from_hours(1);
    for number in 0..EVENTS {
        let [high, low] = number.to_be_bytes();
        let id = EventId::from_bytes([9, 9, 9, 9, high, low]);
        let event = Event { id, org: OrgId::from_bytes([8; 10]), ..world.event.clone() };
        world.create_event(&event, 1).await;
        let mut transaction = Transaction::new();
        transaction.start_engine(id, later);
        world.ctx.store.commit(transaction).await.unwrap();
    }
    world.sweep().await;
    assert!(world.cursor().await.is_some());
    world.sweep().await;
    assert_eq!(world.cursor().await, None);
}

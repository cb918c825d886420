//! What the next wave costs, however many are queued.
use super::{
    document::{Budget, Line},
    stage::{Stage, active, phone},
};
use crate::engine::world::guest;
use domain::{
    event::Event,
    ids::{Identity, InviteeId},
    invitee::Invitee,
    position::Position,
};
use jiff::Timestamp;
use store::Transaction;

/// The invitations of the wave.
const INVITATIONS: u32 = 100;
/// Rows of one transaction.
const ROWS_TOGETHER: usize = 100;

/// How many are queued.
const QUEUES: [u32; 3] = [100, 1_000, 10_000];
/// How many are queued, too, where [`FULL`] is set: it takes some seconds to write them.
const QUEUE_LONG: u32 = 100_000;
/// Set by `./test --full`.
const FULL: &str = "CONVOKE_TEST_FULL";

/// The same for every length of the queue.
#[expect(clippy::disallowed_methods, reason = "whoever runs the tests says how thorough they are")]
pub(super) async fn wave() -> Vec<Line> {
    let mut costs = Vec::new();
    let long = std::env::var(FULL).is_ok().then_some(QUEUE_LONG);
    for queued in QUEUES.into_iter().chain(long) {
        costs.push((queued, wave_of(queued).await));
    }
    for (queued, lines) in &costs {
        assert_eq!(lines, &costs[0].1, "with {queued} queued");
    }
    costs.swap_remove(0).1.into()
}

async fn wave_of(queued: u32) -> [Line; 2] {
    let mut stage = Stage::with(INVITATIONS, 0, active).await;
    let numbers: Vec<u32> = (0..queued).collect();
    for some in numbers.chunks(ROWS_TOGETHER) {
        let mut transaction = Transaction::new();
        for number in some {
            transaction.create_invitee(&one_of(&stage.world.event, *number));
        }
        stage.world.ctx.store.commit(transaction).await.unwrap();
    }
    stage.table().trim_stream(u64::MAX).unwrap();
    let step = stage.step().await;
    assert_eq!(stage.world.seats().await.left, 0);
    [
        Line::new("next wave of 100, with 100 to 100,000 queued", &step, Budget::read(5_000)),
        Line::each(
            "next wave of 100, each invitation",
            &step,
            INVITATIONS.into(),
            Budget::NONE.and_write(3_200),
        ),
    ]
}

fn one_of(event: &Event, number: u32) -> Invitee {
    let phone = phone(number);
    Invitee {
        id: InviteeId::derive(event.id, Identity::Phone(&phone), 0),
        name: format!("Grace Hopper {}", number % INVITATIONS),
        phone: Some(phone),
        position: Position::at_end(Timestamp::UNIX_EPOCH, number),
        ..guest(event, 0)
    }
}

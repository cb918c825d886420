//! A broadcast becomes a message for each guest, once.
use crate::world::World;
use domain::{
    event::{Audience, EventState},
    ids::{BroadcastId, InviteeId},
    message::{MessageKey, Purpose},
    texts::Variable,
};
use messaging::broadcasts::{Progress, fan_out};
use runtime::invitation;
use store::{Consistency, Transaction, broadcasts::BroadcastItem};

const BROADCAST: BroadcastId = BroadcastId::from_bytes([5; 10]);
const NUMBER: u16 = 1;

async fn accepted(world: &World, number: u16) -> InviteeId {
    let id = world.add(number).await;
    world.pick(id).await;
    world.send(id).await;
    world.yes(id).await;
    id
}

async fn announce(world: &World) {
    let item = BroadcastItem::begun(
        NUMBER,
        "Bring a chair.".into(),
        Audience::Confirmed,
        "Ada".into(),
        world.now(),
    );
    let mut transaction = Transaction::new();
    transaction.create_broadcast(world.event, BROADCAST, &item);
    world.ctx.store.commit(transaction).await.unwrap();
}

/// Until it says that it is complete, as the queue would ask.
async fn run(world: &World) {
    for _ in 0..5 {
        if fan_out(&world.ctx, world.event, BROADCAST).await.unwrap() == Progress::Complete {
            return;
        }
    }
    panic!("it never ends");
}

async fn is_recorded(world: &World, invitee: InviteeId) -> bool {
    let key = MessageKey::Invitation {
        event: world.event,
        invitee,
        generation: 1,
        purpose: Purpose::Broadcast,
        sequence: NUMBER,
    };
    world.ctx.store.message(&key, Consistency::Strong).await.unwrap().is_some()
}

#[tokio::test]
async fn a_message_that_exists_already_does_not_keep_the_others_back() {
    let world = World::new().await;
    let guests = [accepted(&world, 1).await, accepted(&world, 2).await];
    let event = world.ctx.store.event(world.event, Consistency::Strong).await.unwrap().unwrap();
    let first = world.invitee(guests[0]).await;
    let (purpose, extras) = ((Purpose::Broadcast, NUMBER), [(Variable::Message, "Hello.")]);
    let message =
        invitation::new_message(&world.ctx, &event.event, &first, purpose, &extras, world.now());
    let mut transaction = Transaction::new();
    transaction.create_message(&message.unwrap());
    world.ctx.store.commit(transaction).await.unwrap();
    announce(&world).await;
    run(&world).await;
    assert!(is_recorded(&world, guests[1]).await);
    let broadcast = world.ctx.store.broadcast(world.event, BROADCAST).await.unwrap().unwrap();
    assert!(broadcast.value.complete);
    assert_eq!(broadcast.value.planned, 2);
}

#[tokio::test]
async fn nobody_gets_a_broadcast_about_an_event_that_is_cancelled() {
    let world = World::new().await;
    let guest = accepted(&world, 1).await;
    announce(&world).await;
    let seen = world.ctx.store.event(world.event, Consistency::Strong).await.unwrap().unwrap();
    let mut event = seen.event;
    event.state = EventState::Cancelled;
    let mut transaction = Transaction::new();
    transaction.replace_event(&event, seen.rev);
    world.ctx.store.commit(transaction).await.unwrap();
    run(&world).await;
    assert!(!is_recorded(&world, guest).await);
}

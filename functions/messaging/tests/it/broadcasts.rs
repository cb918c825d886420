//! A broadcast becomes a message for each guest, once.
use crate::stage::Stage;
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

async fn accepted(stage: &Stage, number: u16) -> InviteeId {
    let id = stage.add(number).await;
    stage.pick(id).await;
    stage.send(id).await;
    stage.yes(id).await;
    id
}

async fn announce(stage: &Stage) {
    let item = BroadcastItem::begun(
        NUMBER,
        "Bring a chair.".into(),
        Audience::Confirmed,
        "Ada".into(),
        stage.now(),
    );
    let mut transaction = Transaction::new();
    transaction.create_broadcast(stage.event, BROADCAST, &item);
    stage.ctx.store.commit(transaction).await.unwrap();
}

/// Until it says that it is complete, as the queue would ask.
async fn run(stage: &Stage) {
    for _ in 0..5 {
        if fan_out(&stage.ctx, stage.event, BROADCAST).await.unwrap() == Progress::Complete {
            return;
        }
    }
    panic!("it never ends");
}

async fn is_recorded(stage: &Stage, invitee: InviteeId) -> bool {
    let key = MessageKey::Invitation {
        event: stage.event,
        invitee,
        generation: 1,
        purpose: Purpose::Broadcast,
        sequence: NUMBER,
    };
    stage.ctx.store.message(&key, Consistency::Strong).await.unwrap().is_some()
}

#[tokio::test]
async fn a_message_that_exists_already_does_not_keep_the_others_back() {
    let stage = Stage::new().await;
    let guests = [accepted(&stage, 1).await, accepted(&stage, 2).await];
    let event = stage.ctx.store.event(stage.event, Consistency::Strong).await.unwrap().unwrap();
    let first = stage.invitee(guests[0]).await;
    let (purpose, extras) = ((Purpose::Broadcast, NUMBER), [(Variable::Message, "Hello.")]);
    let message =
        invitation::new_message(&stage.ctx, &event.event, &first, purpose, &extras, stage.now());
    let mut transaction = Transaction::new();
    transaction.create_message(&message.unwrap());
    stage.ctx.store.commit(transaction).await.unwrap();
    announce(&stage).await;
    run(&stage).await;
    assert!(is_recorded(&stage, guests[1]).await);
    let broadcast = stage.ctx.store.broadcast(stage.event, BROADCAST).await.unwrap().unwrap();
    assert!(broadcast.value.complete);
    assert_eq!(broadcast.value.planned, 2);
}

#[tokio::test]
async fn nobody_gets_a_broadcast_about_an_event_that_is_cancelled() {
    let stage = Stage::new().await;
    let guest = accepted(&stage, 1).await;
    announce(&stage).await;
    let seen = stage.ctx.store.event(stage.event, Consistency::Strong).await.unwrap().unwrap();
    let mut event = seen.event;
    event.state = EventState::Cancelled;
    let mut transaction = Transaction::new();
    transaction.replace_event(&event, seen.rev);
    stage.ctx.store.commit(transaction).await.unwrap();
    run(&stage).await;
    assert!(!is_recorded(&stage, guest).await);
}

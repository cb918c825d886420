//! Negative controls: under another zone's policy a function does nothing.
use crate::world::World;
use ports::{Queue, QueueMessage};
use store::Consistency;
use testkit::identity::as_function;

#[tokio::test]
async fn a_read_outside_the_policy_is_refused_as_the_table_would() {
    let (world, made) = World::with_admin().await;
    let read = || world.ctx.store.user(made.user, Consistency::Strong);
    assert!(as_function("GetMe", read()).await.unwrap().is_some());
    let error = as_function("OpenGuestPage", read()).await.unwrap_err();
    assert!(format!("{error:?}").contains("AccessDeniedException"), "{error:?}");
}

#[tokio::test]
async fn a_message_to_a_queue_outside_the_policy_is_refused() {
    let world = World::new().await;
    let send = || {
        let message = QueueMessage {
            queue: Queue::Outbox,
            group: None,
            deduplication_id: None,
            delay_seconds: 0,
            body: "{}".to_owned(),
        };
        world.ctx.queues.send(vec![message])
    };
    assert!(as_function("fill", send()).await.is_ok());
    let error = as_function("OpenGuestPage", send()).await.unwrap_err();
    assert!(error.reason.contains("is not authorized to perform: sqs:SendMessage"), "{error:?}");
}

use super::{Folder, PASSWORD, host_in, log_in};
use ports::{Queue, QueueMessage};

#[tokio::test]
async fn a_restart_knows_its_people_and_keeps_its_secrets() {
    let folder = Folder::new();
    let first = host_in(&folder).await;
    let session: serde_json::Value = log_in(&first, PASSWORD).await.json().await.unwrap();
    let token = session["access_token"].as_str().unwrap().to_owned();
    first.stop().await;
    let second = host_in(&folder).await;
    let me = reqwest::Client::new().get(format!("{}/v1/me", second.address()));
    let answer = me.bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    second.stop().await;
}

#[tokio::test]
async fn a_host_that_is_gone_without_a_word_finds_its_queues_again() {
    let folder = Folder::new();
    let first = host_in(&folder).await;
    let later = QueueMessage {
        queue: Queue::Outbox,
        group: None,
        deduplication_id: None,
        delay_seconds: 900,
        body: "{}".to_owned(),
    };
    first.ctx().queues.send(vec![later]).await.unwrap();
    // Dropped, not stopped: nothing ends in order.
    drop(first);
    let second = host_in(&folder).await;
    assert_eq!(second.queues().len(Queue::Outbox), 1);
    second.stop().await;
}

//! What a process does before it is asked for anything.
use super::world::start;
use std::time::Duration;
use tokio::time::timeout;

/// Longer than a start takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn the_way_to_the_table_is_open_before_the_first_request() {
    let mut function = start("OpenGuestPage", None).await;
    function.first_poll().await.unwrap();
    timeout(PATIENCE, function.cloud.greeted()).await.unwrap();
    assert_eq!(function.cloud.take_sent(), []);
    assert!(function.is_alive());
}

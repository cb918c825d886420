//! Writes do not get slower with the stream's history.
use domain::ids::EventId;
use serde::{Deserialize, Serialize};
use std::time::{Duration, SystemTime};
use store::{Item, Transaction, keys::EventKey};
use testkit::Embedded;

#[derive(Debug, Serialize, Deserialize)]
struct Blank {}

impl Item for Blank {
    type Key = EventKey;
    const KIND: &'static str = "blank";
    const VERSION: u8 = 1;
}

const TRANSACTIONS: u16 = 30;

/// In transactions of 100, so that the client's own work weighs little.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the subject is how long the machine takes")]
async fn the_twelve_thousandth_write_takes_about_as_long_as_the_first() {
    let embedded = Embedded::memory().await.unwrap();
    let store = embedded.store();
    let mut quarters = Vec::new();
    for quarter in 0..4 {
        let begun = SystemTime::now();
        for number in 0..TRANSACTIONS {
            let [low, high] = number.to_le_bytes();
            let mut transaction = Transaction::new();
            for item in 0..100 {
                let event = EventId::from_bytes([quarter, high, low, item, 0, 0]);
                transaction.put(&EventKey { event }, &Blank {});
            }
            store.commit(transaction).await.unwrap();
        }
        quarters.push(begun.elapsed().unwrap_or(Duration::ZERO));
    }
    println!("{quarters:?}");
    assert!(quarters[3] < quarters[0] * 3, "{quarters:?}");
}

//! Messages as the sender reads them.
use domain::{
    message::{MessageKey, Purpose},
    outbox::Life,
    phone::Phone,
};
use jiff::{SignedDuration, Timestamp};
use store::{Transaction, invitees::NewMessage};
use testkit::{Embedded, Faults, Units, Verdict, fixtures};

fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn message(nonce: u64) -> NewMessage {
    let phone: Phone = fixtures::phone(1);
    let life = Life::queued(1, "See you.".into(), 1, now() + SignedDuration::from_hours(1));
    NewMessage {
        key: MessageKey::Recipient { phone: phone.clone(), purpose: Purpose::Reply, nonce },
        org: fixtures::event(1).org,
        name: "Grace".into(),
        phone,
        life,
        created_at: now(),
    }
}

/// A table with some messages, whose replica has not heard of the last `behind` writes.
async fn table(messages: u64, behind: u64) -> (Embedded, Vec<MessageKey>) {
    let table = Embedded::memory().await.unwrap();
    let stale = Faults { stale_per_mille: 1_000, ..Faults::default() };
    table.inject(stale).await.unwrap();
    table.before_calls(move |_| Verdict::Stale { writes: behind });
    let mut keys = Vec::new();
    for nonce in 0..messages {
        let mut transaction = Transaction::new();
        transaction.create_message(&message(nonce));
        table.store().commit(transaction).await.unwrap();
        keys.push(message(nonce).key);
    }
    table.reset_meter();
    (table, keys)
}

#[tokio::test]
async fn messages_that_are_there_cost_half_a_unit_each() {
    let (table, keys) = table(3, 0).await;
    assert_eq!(table.store().messages_at(&keys).await.unwrap().len(), 3);
    assert_eq!((table.meter().calls(), table.meter().read_units()), (1, Units::from_tenths(15)));
}

#[tokio::test]
async fn a_message_that_was_only_just_recorded_is_read_all_the_same() {
    let (table, keys) = table(3, 2).await;
    let mut found = table.store().messages_at(&keys).await.unwrap();
    found.sort_by_key(|kept| keys.iter().position(|key| *key == kept.message.key));
    assert_eq!(found.iter().map(|kept| kept.message.key.clone()).collect::<Vec<_>>(), keys);
}

#[tokio::test]
async fn a_message_that_does_not_exist_is_left_out() {
    let (table, mut keys) = table(1, 0).await;
    keys.push(message(7).key);
    assert_eq!(table.store().messages_at(&keys).await.unwrap().len(), 1);
}

//! Items, transactions and reads over the embedded table.
use domain::ids::EventId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};
use store::{
    CommitError, Condition, Consistency, Item, Places, Query, Store, Transaction, Update, Value,
    keys::{EventKey, Key, OrgEventsKey, SeatsKey, WaveKey},
};
use testkit::{Embedded, Faults, Units, Verdict};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
struct Note {
    words: String,
    at: Option<u64>,
    #[serde(default)]
    left: i64,
}

impl Item for Note {
    type Key = EventKey;
    const KIND: &'static str = "note";
    const VERSION: u8 = 1;

    fn places(&self, key: &EventKey) -> Places {
        self.at.map_or_else(Places::default, |at| {
            let starts_at = Timestamp::from_second(i64::try_from(at).unwrap()).unwrap();
            let org = domain::ids::OrgId::from_bytes([1; 10]);
            Places::at(&OrgEventsKey { org, starts_at, event: key.event }).until(starts_at)
        })
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Counter {
    left: i64,
}

impl Item for Counter {
    type Key = SeatsKey;
    const KIND: &'static str = "counter";
    const VERSION: u8 = 2;
}

fn key(number: u8) -> EventKey {
    EventKey { event: EventId::from_bytes([number; 6]) }
}

fn seats(number: u8) -> SeatsKey {
    SeatsKey { event: EventId::from_bytes([number; 6]) }
}

fn note(words: &str) -> Note {
    Note { words: words.into(), ..Note::default() }
}

async fn table() -> (Embedded, Store) {
    let embedded = Embedded::memory().await.unwrap();
    let store = embedded.store();
    (embedded, store)
}

async fn put(store: &Store, number: u8, value: &Note) {
    let mut transaction = Transaction::by("usr_1");
    transaction.put(&key(number), value);
    store.commit(transaction).await.unwrap();
}

#[tokio::test]
async fn an_item_comes_back_with_its_key_revision_and_actor() {
    let (_embedded, store) = table().await;
    put(&store, 1, &note("hello")).await;
    let stored = store.get::<Note>(&key(1), Consistency::Strong).await.unwrap().unwrap();
    assert_eq!((stored.key, stored.value, stored.rev), (key(1), note("hello"), 1));
    assert_eq!(stored.by.as_deref(), Some("usr_1"));
    assert_eq!(store.get::<Note>(&key(2), Consistency::Strong).await.unwrap(), None);
}

#[tokio::test]
async fn an_unknown_version_is_an_error() {
    let (_embedded, store) = table().await;
    put(&store, 1, &note("hello")).await;
    let mut newer = Transaction::new();
    newer.update(Update::of(&key(1)).set("v = :newer").value(":newer", 9_u8));
    store.commit(newer).await.unwrap();
    let read = store.get::<Note>(&key(1), Consistency::Strong).await;
    assert!(read.unwrap_err().to_string().contains("version"));
}

#[tokio::test]
async fn a_replacement_of_an_old_revision_is_refused_with_what_is_there() {
    let (_embedded, store) = table().await;
    put(&store, 1, &note("first")).await;
    let mut second = Transaction::new();
    second.replace(&key(1), &note("second"), 1);
    store.commit(second.clone()).await.unwrap();
    let refused = store.commit(second).await.unwrap_err();
    let old = refused.refusal(0).unwrap().old.clone().unwrap();
    assert_eq!(old.read::<Note>().unwrap().value, note("second"));
}

#[tokio::test]
async fn a_refused_transaction_names_its_operation_and_writes_nothing() {
    let (_embedded, store) = table().await;
    put(&store, 2, &note("taken")).await;
    let mut transaction = Transaction::new();
    let free = transaction.create(&key(1), &note("one"));
    let taken = transaction.create(&key(2), &note("two"));
    let error = store.commit(transaction).await.unwrap_err();
    assert!(error.refuses(taken) && !error.refuses(free), "{error:?}");
    assert_eq!(error.refusal(taken).unwrap().old.as_ref().unwrap().rev(), Some(1));
    assert_eq!(store.get::<Note>(&key(1), Consistency::Strong).await.unwrap(), None);
}

#[tokio::test]
async fn one_operation_is_a_plain_write_and_two_are_a_transaction() {
    let (embedded, store) = table().await;
    embedded.reset_meter();
    put(&store, 1, &note("alone")).await;
    assert_eq!(embedded.meter().write_units(), Units::whole(1));
    let mut two = Transaction::new();
    two.put(&key(2), &note("both"));
    two.check(&key(1), Condition::exists());
    embedded.reset_meter();
    store.commit(two).await.unwrap();
    assert_eq!(embedded.meter().write_units(), Units::whole(4));
    assert_eq!(embedded.meter().calls(), 1);
}

#[tokio::test]
async fn a_transaction_of_more_than_a_hundred_is_refused_before_it_is_sent() {
    let (embedded, store) = table().await;
    let mut many = Transaction::new();
    for number in 0..101 {
        many.put(&key(number), &note("many"));
    }
    embedded.reset_meter();
    assert!(matches!(store.commit(many).await, Err(CommitError::Store(_))));
    assert_eq!(embedded.meter().calls(), 0);
}

#[derive(Deserialize)]
struct Register {
    t1: u64,
    t2: u64,
    t3: u64,
}

#[tokio::test]
async fn a_shift_register_moves_what_was_there_before() {
    let (_embedded, store) = table().await;
    let shift = |now: u64| {
        Update::upsert::<Counter>(&seats(1))
            .set("t3 = if_not_exists(t2, :none), t2 = if_not_exists(t1, :none), t1 = :now")
            .value(":now", now)
            .value(":none", 0_u8)
            .when(Condition::new("attribute_not_exists(t3) OR t3 <= :ago").value(":ago", 1_u8))
    };
    let mut seen = Vec::new();
    for now in [10, 20, 30] {
        let mut transaction = Transaction::new();
        transaction.update(shift(now));
        let row = store.commit(transaction).await.unwrap().new.unwrap();
        let register: Register = row.project().unwrap();
        seen.push((register.t1, register.t2, register.t3));
    }
    assert_eq!(seen, [(10, 0, 0), (20, 10, 0), (30, 20, 10)]);
    let mut fourth = Transaction::new();
    fourth.update(shift(40));
    assert!(store.commit(fourth).await.unwrap_err().refuses(0));
}

#[tokio::test]
async fn an_update_counts_the_revision_and_names_its_actor() {
    let (_embedded, store) = table().await;
    put(&store, 1, &note("hello")).await;
    let mut update = Transaction::by("usr_2");
    update.update(Update::of(&key(1)).add_to("#left :n").name("#left", "left").value(":n", -3_i64));
    let row = store.commit(update).await.unwrap().new.unwrap();
    let stored = row.read::<Note>().unwrap();
    assert_eq!((stored.value.left, stored.rev, stored.by.as_deref()), (-3, 2, Some("usr_2")));
    let mut nobody = Transaction::new();
    nobody.update(Update::of(&key(1)).set("words = :w").value(":w", "bye"));
    let stored = store.commit(nobody).await.unwrap().new.unwrap().read::<Note>().unwrap();
    assert_eq!((stored.rev, stored.by), (3, None));
}

#[tokio::test]
async fn an_update_makes_no_item_unless_it_is_an_upsert() {
    let (_embedded, store) = table().await;
    let mut update = Transaction::new();
    update.update(Update::of(&key(1)).set("words = :w").value(":w", "ghost"));
    assert!(store.commit(update).await.unwrap_err().refuses(0));
}

#[tokio::test]
async fn a_pair_is_one_call_and_one_and_a_half_units() {
    let (embedded, store) = table().await;
    let mut both = Transaction::new();
    both.put(&key(1), &note("hello"));
    both.put(&seats(1), &Counter { left: 3 });
    store.commit(both).await.unwrap();
    embedded.reset_meter();
    let (counter, note) = store.get_pair::<Counter, Note>(&seats(1), &key(1)).await.unwrap();
    assert_eq!((counter.unwrap().value.left, note.unwrap().value.words.as_str()), (3, "hello"));
    assert_eq!((embedded.meter().calls(), embedded.meter().read_units().tenths()), (1, 15));
    let (counter, note) = store.get_pair::<Counter, Note>(&seats(2), &key(1)).await.unwrap();
    assert!(counter.is_none() && note.is_some());
}

#[tokio::test]
async fn a_pair_answers_in_the_order_asked_and_nothing_for_what_is_not_there() {
    let (_embedded, store) = table().await;
    put(&store, 1, &note("hello")).await;
    let (counter, found) = store.get_pair::<Counter, Note>(&seats(1), &key(1)).await.unwrap();
    assert_eq!((counter, found.map(|note| note.value)), (None, Some(note("hello"))));
    let (found, counter) = store.get_pair::<Note, Counter>(&key(1), &seats(1)).await.unwrap();
    assert!(found.is_some() && counter.is_none());
}

#[tokio::test]
async fn settings_and_seats_are_one_read() {
    let (embedded, store) = table().await;
    let mut all = Transaction::new();
    all.put(&key(1), &note("hello"));
    all.put(&seats(1), &Counter { left: 3 });
    store.commit(all).await.unwrap();
    embedded.reset_meter();
    let span = EventKey::settings_and_seats(&key(1).event);
    let page = store.query(&Query::of(span, 2).consistent()).await.unwrap();
    assert_eq!(page.rows.len(), 2);
    assert_eq!(embedded.meter().read_units(), Units::whole(1));
}

#[tokio::test]
async fn a_batch_reads_more_keys_than_one_call_takes() {
    let (_embedded, store) = table().await;
    for number in 0..120 {
        put(&store, number, &note("many")).await;
    }
    let keys: Vec<_> = (0..200).map(key).collect();
    let found = store.batch_get::<Note>(&keys, Consistency::Eventual).await.unwrap();
    assert_eq!(found.len(), 120);
}

#[tokio::test]
async fn an_index_is_paged_in_order_and_a_cursor_holds_the_place() {
    let (_embedded, store) = table().await;
    for number in 1..=9 {
        put(&store, number, &Note { at: Some(1_000 + u64::from(number)), ..note("x") }).await;
    }
    put(&store, 100, &note("in no index")).await;
    let org = domain::ids::OrgId::from_bytes([1; 10]);
    let query = Query::of(OrgEventsKey::span(&org), 4);
    let mut seen = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let resumed = store.cursors().resume(query.clone(), cursor.as_deref()).unwrap();
        let page = store.query(&resumed).await.unwrap();
        seen.extend(page.rows.iter().map(|row| row.key::<OrgEventsKey>().unwrap().event));
        let Some(next) = page.next else { break };
        cursor = Some(store.cursors().seal_query(&query, &next));
    }
    assert_eq!(seen, (1..=9).map(|number| key(number).event).collect::<Vec<_>>());
    let backwards = Query::of(OrgEventsKey::span(&org), 4).descending();
    assert!(store.cursors().resume(backwards, cursor.as_deref()).is_err());
    let until = Timestamp::from_second(1_003).unwrap();
    let early = store.query(&Query::of(OrgEventsKey::span(&org).up_to(&until), 9)).await.unwrap();
    assert_eq!(early.rows.len(), 3);
}

#[tokio::test]
async fn keys_of_one_kind_are_a_range_of_their_own() {
    let (_embedded, store) = table().await;
    put(&store, 1, &note("hello")).await;
    let span = WaveKey::span(&key(1).event);
    assert!(store.query(&Query::of(span, 9)).await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn fifty_at_once_take_exactly_what_is_left() {
    let (_embedded, store) = table().await;
    let mut room = Transaction::new();
    room.put(&seats(1), &Counter { left: 10 });
    store.commit(room).await.unwrap();
    let take = || {
        let mut one = Transaction::new();
        one.update(
            Update::of(&seats(1))
                .add_to("#left :one_less")
                .value(":one_less", -1_i64)
                .when(Condition::new("#left >= :one").name("#left", "left").value(":one", 1_u8)),
        );
        let store = store.clone();
        async move { store.commit(one).await.is_ok() }
    };
    let taken = futures::future::join_all((0..50).map(|_| take())).await;
    assert_eq!(taken.into_iter().filter(|taken| *taken).count(), 10);
    let left = store.get::<Counter>(&seats(1), Consistency::Strong).await.unwrap().unwrap();
    assert_eq!(left.value.left, 0);
}

#[tokio::test]
async fn a_conflict_a_throttle_and_a_lost_reply_are_told_apart() {
    let (embedded, store) = table().await;
    let write = |words: &'static str| {
        let mut transaction = Transaction::new();
        transaction.put(&key(1), &note(words));
        transaction.put(&key(2), &note(words));
        store.commit(transaction)
    };
    embedded.before_calls(|_| Verdict::Conflict);
    assert_eq!(write("conflict").await, Err(CommitError::Conflict));
    embedded.before_calls(|_| Verdict::Throttle);
    let Err(CommitError::Store(error)) = write("throttle").await else { panic!("not throttled") };
    assert!(error.is_transient());
    embedded.before_calls(|_| Verdict::LoseReply);
    let Err(CommitError::Store(error)) = write("landed").await else { panic!("not lost") };
    assert!(error.is_transient());
    embedded.heal();
    let landed = store.get::<Note>(&key(1), Consistency::Strong).await.unwrap().unwrap();
    assert_eq!(landed.value.words, "landed");
}

#[tokio::test]
async fn an_index_may_lag_and_a_consistent_read_does_not() {
    let (embedded, store) = table().await;
    let faults =
        Faults { seed: 1, stale_per_mille: 1_000, stale_writes_max: 0, ..Faults::default() };
    embedded.inject(faults).await.unwrap();
    embedded.before_calls(|_| Verdict::Stale { writes: 2 });
    for number in 1..=5 {
        put(&store, number, &Note { at: Some(u64::from(number)), ..note("x") }).await;
    }
    let org = domain::ids::OrgId::from_bytes([1; 10]);
    let seen = store.query(&Query::of(OrgEventsKey::span(&org), 9)).await.unwrap();
    assert_eq!(seen.rows.len(), 3);
    assert!(store.get::<Note>(&key(5), Consistency::Eventual).await.unwrap().is_none());
    assert!(store.get::<Note>(&key(5), Consistency::Strong).await.unwrap().is_some());
}

#[tokio::test]
async fn the_stream_tells_every_change_with_both_images_once() {
    let (embedded, store) = table().await;
    put(&store, 1, &note("first")).await;
    let first = embedded.next_records(0, 100).unwrap();
    put(&store, 1, &note("second")).await;
    let mut gone = Transaction::new();
    gone.delete(&key(1), 1);
    store.commit(gone).await.unwrap();
    let rest = embedded.next_records(first.last, 100).unwrap();
    let names: Vec<_> = rest.records.iter().map(|record| record["eventName"].clone()).collect();
    assert_eq!(
        (first.records[0]["eventName"].as_str(), names),
        (Some("INSERT"), vec!["MODIFY".into(), "REMOVE".into()])
    );
    let change = &rest.records[0]["dynamodb"];
    assert_eq!(change["OldImage"]["words"]["S"], "first");
    assert_eq!(change["NewImage"]["words"]["S"], "second");
    assert_eq!(change["Keys"]["sk"]["S"], key(1).sk());
    embedded.trim_stream(rest.last).unwrap();
    assert!(embedded.next_records(0, 100).unwrap().records.is_empty());
    put(&store, 2, &note("after")).await;
    assert_eq!(embedded.next_records(rest.last, 100).unwrap().records.len(), 1);
}

#[tokio::test]
async fn what_expired_is_swept_and_the_stream_says_by_whom() {
    let (embedded, store) = table().await;
    put(&store, 1, &Note { at: Some(1_000), ..note("old") }).await;
    put(&store, 2, &Note { at: Some(3_000), ..note("young") }).await;
    put(&store, 3, &note("for ever")).await;
    let before = embedded.next_records(0, 100).unwrap().last;
    let now = Timestamp::from_second(2_000).unwrap();
    assert_eq!(embedded.sweep_ttl(now).unwrap(), 1);
    let records = embedded.next_records(before, 100).unwrap().records;
    assert_eq!(records[0]["userIdentity"]["principalId"], "dynamodb.amazonaws.com");
    assert_eq!(embedded.rows().unwrap().len(), 2);
}

#[tokio::test]
async fn a_table_in_a_file_is_there_after_a_restart() {
    let folder = std::env::temp_dir().join(format!("convoke-store-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("table.db");
    {
        let embedded = Embedded::file(&path).await.unwrap();
        put(&embedded.store(), 1, &note("kept")).await;
    }
    let embedded = Embedded::file(&path).await.unwrap();
    let kept = embedded.store().get::<Note>(&key(1), Consistency::Strong).await.unwrap();
    assert_eq!(kept.unwrap().value.words, "kept");
    assert_eq!(embedded.next_records(0, 9).unwrap().records.len(), 1);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_value_is_what_an_item_would_hold() {
    let (_embedded, store) = table().await;
    put(&store, 1, &note("hello")).await;
    let mut check = Transaction::new();
    check.update(
        Update::of(&key(1))
            .set("words = :new")
            .value(":new", Value::of(&"typed").unwrap())
            .when(Condition::new("words = :old").value(":old", "hello")),
    );
    store.commit(check).await.unwrap();
}

/// Twenty that load, decide and replace the same item, with some conflicts: what each of them saw.
async fn scramble(seed: u64) -> Vec<i64> {
    let (embedded, store) = table().await;
    let mut room = Transaction::new();
    room.put(&seats(1), &Counter { left: 0 });
    store.commit(room).await.unwrap();
    let faults = Faults { seed, conflict_per_mille: 300, ..Faults::default() };
    embedded.inject(faults).await.unwrap();
    let add = || async {
        loop {
            let seen = store.get::<Counter>(&seats(1), Consistency::Strong).await.unwrap().unwrap();
            let mut next = Transaction::new();
            next.replace(&seats(1), &Counter { left: seen.value.left + 1 }, seen.rev);
            if store.commit(next).await.is_ok() {
                return seen.value.left;
            }
        }
    };
    futures::future::join_all((0..20).map(|_| add())).await
}

#[tokio::test]
async fn a_seed_has_one_interleaving_and_no_update_is_lost() {
    let first = scramble(7).await;
    assert_eq!(first, scramble(7).await);
    assert_ne!(first, scramble(8).await);
    let mut sorted = first;
    sorted.sort_unstable();
    assert_eq!(sorted, (0..20).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_a_call_consumed_is_known_by_index() {
    let (embedded, store) = table().await;
    let before = embedded.meter();
    put(&store, 1, &Note { at: Some(1_000), ..note("x") }).await;
    put(&store, 2, &note("x")).await;
    let used = embedded.meter().since(&before);
    assert_eq!((used.write["table"], used.write["gsi2"]), (Units::whole(2), Units::whole(1)));
    assert_eq!(used.operations["PutItem"].calls, 2);
    assert!(used.read.is_empty());
}

#[tokio::test]
async fn every_write_is_told_to_whoever_watches() {
    let (embedded, store) = table().await;
    let rows = Arc::new(Mutex::new(Vec::new()));
    let (watched, table) = (Arc::clone(&rows), embedded.clone());
    embedded.after_calls(move |call| {
        if call.is_write() {
            watched.lock().unwrap().push(table.rows().unwrap().len());
        }
    });
    put(&store, 1, &note("one")).await;
    put(&store, 2, &note("two")).await;
    store.get::<Note>(&key(1), Consistency::Strong).await.unwrap();
    assert_eq!(*rows.lock().unwrap(), [1, 2]);
    embedded.heal();
}

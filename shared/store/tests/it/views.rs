//! Views against a model, whatever the order and number of the records.
use jiff::Timestamp;
use proptest::{prelude::*, test_runner::TestCaseError};
use std::collections::BTreeMap;
use store::{
    Store,
    views::{Change, ViewEntry, ViewName},
};
use testkit::{Embedded, Faults};

type Model = BTreeMap<(ViewName, String), Vec<u8>>;

fn view(name: &str) -> ViewName {
    ViewName::counted(&"evt_1", name)
}

fn entry(view: &ViewName, sort: &str, body: &str) -> ViewEntry {
    ViewEntry { view: view.clone(), sort: sort.into(), body: body.as_bytes().to_vec() }
}

fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

async fn all(store: &Store, view: &ViewName, limit: u16) -> Vec<(String, Vec<u8>)> {
    let mut entries = Vec::new();
    let mut after = None;
    loop {
        let slice = store.view_page(view, after.as_deref(), limit).await.unwrap();
        assert!(slice.entries.len() <= usize::from(limit));
        entries.extend(slice.entries);
        after = slice.next;
        if after.is_none() {
            return entries;
        }
    }
}

fn apply(model: &mut Model, change: &Change) {
    for (view, sort) in &change.remove {
        model.remove(&(view.clone(), sort.clone()));
    }
    for entry in &change.insert {
        model.insert((entry.view.clone(), entry.sort.clone()), entry.body.clone());
    }
}

async fn compare(store: &Store, model: &Model) -> Result<(), TestCaseError> {
    let counts = store.view_counts(&"evt_1").await.unwrap();
    for name in ["a", "b"] {
        let expected: Vec<_> = model
            .iter()
            .filter(|((view, _), _)| view.view == name)
            .map(|((_, sort), body)| (sort.clone(), body.clone()))
            .collect();
        let count = counts.views.get(name).copied().unwrap_or_default();
        prop_assert_eq!(usize::try_from(count).unwrap(), expected.len());
        prop_assert_eq!(all(store, &view(name), 7).await, expected);
    }
    Ok(())
}

fn changes() -> impl Strategy<Value = Vec<Vec<Change>>> {
    let name = prop::sample::select(vec!["a", "b"]);
    let sort = "[a-c#\"~é]{1,3}";
    let edit = (name, sort, prop::option::of("[a-z]{0,300}"));
    let change = prop::collection::vec(edit, 1..4).prop_map(|edits| {
        let mut change = Change::default();
        for (name, sort, body) in edits {
            match body {
                Some(body) => change.insert.push(entry(&view(name), &sort, &body)),
                None => change.remove.push((view(name), sort)),
            }
        }
        change
    });
    prop::collection::vec(prop::collection::vec(change, 1..40), 1..6)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn views_are_what_the_changes_say(batches in changes(), repeat: bool) {
        runtime().block_on(async {
            let embedded = Embedded::memory().await.unwrap();
            let store = embedded.store();
            let mut model = Model::new();
            for batch in batches {
                for change in &batch {
                    apply(&mut model, change);
                }
                store.fold(batch.clone(), now()).await.unwrap();
                if repeat {
                    store.fold(batch, now()).await.unwrap();
                }
                compare(&store, &model).await?;
            }
            Ok::<_, TestCaseError>(())
        })?;
    }

    /// Each row moves between views; its records come in any order, some twice. Whoever folds a record
    /// reads the row as it is at the end.
    #[test]
    fn records_converge_in_any_order(
        moves in prop::collection::vec((0..6_usize, prop::sample::select(vec!["a", "b"])), 1..40),
        order in prop::collection::vec(any::<prop::sample::Index>(), 60),
    ) {
        runtime().block_on(async {
            let embedded = Embedded::memory().await.unwrap();
            let store = embedded.store();
            let mut rows: BTreeMap<usize, ViewEntry> = BTreeMap::new();
            let mut records = Vec::new();
            for (number, (row, name)) in moves.iter().enumerate() {
                let new = entry(&view(name), &format!("row {row}"), &number.to_string());
                let old = rows.insert(*row, new.clone());
                records.push((*row, old.into_iter().chain([new]).collect::<Vec<_>>()));
            }
            let shuffled = order.iter().map(|at| at.index(records.len())).chain(0..records.len());
            let changes = shuffled.map(|at| {
                let (row, seen) = &records[at];
                let seen = seen.iter().map(|entry| (entry.view.clone(), entry.sort.clone()));
                Change::settle(seen, vec![rows[row].clone()])
            });
            for change in changes.collect::<Vec<_>>().chunks(5) {
                store.fold(change.to_vec(), now()).await.unwrap();
            }
            let mut model = Model::new();
            for entry in rows.values() {
                model.insert((entry.view.clone(), entry.sort.clone()), entry.body.clone());
            }
            compare(&store, &model).await
        })?;
    }
}

#[tokio::test]
async fn workers_that_fold_at_once_lose_nothing() {
    let embedded = Embedded::memory().await.unwrap();
    let store = embedded.store();
    embedded
        .inject(Faults { seed: 3, conflict_per_mille: 100, ..Faults::default() })
        .await
        .unwrap();
    let fold = |worker: usize| {
        let store = store.clone();
        async move {
            for round in 0..10 {
                let sort = format!("{round:02}.{worker}");
                let change =
                    Change { insert: vec![entry(&view("a"), &sort, "x")], ..Change::default() };
                // Whoever lost too often gets the record again, as from a stream.
                while store.fold(vec![change.clone()], now()).await.is_err() {}
            }
        }
    };
    futures::future::join_all((0..4).map(fold)).await;
    embedded.heal();
    assert_eq!(all(&store, &view("a"), 50).await.len(), 40);
    assert_eq!(store.view_counts(&"evt_1").await.unwrap().views["a"], 40);
}

#[tokio::test]
async fn a_batch_writes_each_page_once() {
    let embedded = Embedded::memory().await.unwrap();
    let store = embedded.store();
    let insert = |range: std::ops::Range<u32>| {
        let entries = range.map(|n| {
            entry(&view("a"), &format!("{n:04}"), "forty bytes of what a list shows, say")
        });
        vec![Change { insert: entries.collect(), ..Change::default() }]
    };
    store.fold(insert(0..40), now()).await.unwrap();
    embedded.reset_meter();
    store.fold(insert(40..48), now()).await.unwrap();
    let used = embedded.meter();
    assert_eq!(
        (used.operations["Query"].calls, used.operations["TransactWriteItems"].calls),
        (1, 1)
    );

    embedded.reset_meter();
    store.fold(insert(40..48), now()).await.unwrap();
    assert_eq!(embedded.meter().write_units().tenths(), 0, "nothing changed, nothing is written");

    embedded.reset_meter();
    assert_eq!(store.view_page(&view("a"), None, 50).await.unwrap().entries.len(), 48);
    assert!(embedded.meter().read_units().tenths() <= 10, "{:?}", embedded.meter());
}

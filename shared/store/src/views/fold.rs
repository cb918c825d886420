//! Folding changes into pages with the fewest writes.
use super::{
    COUNT_PREFIX, COUNTED_AT, Change, CountsItem, Held, PageItem, ViewName,
    leaf::{Edits, Leaf},
    page_key,
};
use crate::{
    attempts::Attempts,
    client::{Consistency, Store},
    commit::CommitError,
    failure::StoreError,
    keys::{Text, ViewCountsKey},
    transaction::{Transaction, Update},
    value::Value,
};
use futures::future::try_join_all;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Most page writes of one transaction: few enough that another worker's rarely meet it.
const WRITES_TOGETHER_MAX: usize = 24;

impl Store {
    /// Makes the lists what the changes, in their order, say. Reads and writes each touched page once,
    /// whatever the number of changes. Safe to repeat, and beside others that do the same.
    pub async fn fold(&self, changes: Vec<Change>, now: Timestamp) -> Result<(), CommitError> {
        let mut pending = net(changes);
        let mut attempts = Attempts::default();
        loop {
            match self.fold_once(&mut pending, now).await {
                Ok(()) => return Ok(()),
                Err(error) => attempts.again(error)?,
            }
        }
    }

    /// What was committed is taken out of `pending`, whatever comes after.
    async fn fold_once(&self, pending: &mut Pending, now: Timestamp) -> Result<(), CommitError> {
        let rewrites = try_join_all(pending.iter().map(|(view, edits)| self.rewrites(view, edits)));
        for group in grouped(rewrites.await?.into_iter().flatten()) {
            self.commit(transaction(&group, now)).await?;
            for rewrite in &group {
                if let Some(edits) = pending.get_mut(&rewrite.view) {
                    edits.retain(|sort, _| !rewrite.edits.contains_key(sort));
                }
            }
        }
        Ok(())
    }

    /// What becomes of the pages that the edits touch. From the highest text down, so that a page that
    /// is found takes all edits from its lowest text on.
    async fn rewrites(&self, view: &ViewName, edits: &Edits) -> Result<Vec<Rewrite>, StoreError> {
        let mut left = edits.clone();
        let mut rewrites = Vec::new();
        while let Some(highest) = left.keys().next_back() {
            let found = self.page_of(view, highest, Consistency::Strong).await?;
            let (low, held) = found.map_or((String::new(), None), |(low, held)| (low, Some(held)));
            let edits = left.split_off(&low);
            rewrites.extend(Rewrite::of(view.clone(), low, held, edits));
        }
        Ok(rewrites)
    }
}

type Pending = BTreeMap<ViewName, Edits>;

/// What shall be in the end: the last word on each entry.
fn net(changes: Vec<Change>) -> Pending {
    let mut pending = Pending::new();
    for Change { remove, insert } in changes {
        for (view, sort) in remove {
            pending.entry(view).or_default().insert(sort, None);
        }
        for entry in insert {
            pending.entry(entry.view).or_default().insert(entry.sort, Some(entry.body));
        }
    }
    pending
}

/// What becomes of one page.
struct Rewrite {
    view: ViewName,
    low: String,
    held: Option<Held>,
    leaves: Vec<Leaf>,
    edits: Edits,
    growth: i64,
}

impl Rewrite {
    /// `None` where the page is already what it shall be.
    fn of(view: ViewName, low: String, held: Option<Held>, edits: Edits) -> Option<Self> {
        let before = held.as_ref().map(|held| held.leaf.clone()).unwrap_or_default();
        let leaves = before.edited(&edits);
        let unchanged = match leaves.as_slice() {
            [] => held.is_none(),
            [only] => *only == before,
            [_, _, ..] => false,
        };
        let after = leaves.iter().map(Leaf::len).sum::<usize>();
        let growth = signed(after).saturating_sub(signed(before.len()));
        (!unchanged).then_some(Self { view, low, held, leaves, edits, growth })
    }

    /// Whether the scope's counts change with it.
    const fn counts(&self) -> bool {
        self.view.counted && self.growth != 0
    }

    fn writes(&self) -> usize {
        self.leaves.len().max(1)
    }

    fn write(&self, transaction: &mut Transaction) {
        let mut leaves = self.leaves.iter();
        let own = page_key(&self.view, &self.low);
        match (&self.held, leaves.next()) {
            (Some(held), Some(leaf)) => transaction.replace(&own, &item(leaf), held.rev),
            (Some(held), None) => transaction.delete(&own, held.rev),
            (None, Some(leaf)) => transaction.create(&own, &item(leaf)),
            (None, None) => return,
        };
        for leaf in leaves {
            let low = leaf.first().unwrap_or_default();
            transaction.create(&page_key(&self.view, low), &item(leaf));
        }
    }
}

fn item(leaf: &Leaf) -> PageItem {
    PageItem { entries: leaf.encode() }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Pages that change a scope's counts go together, for one write of the counts; any other page goes
/// alone, at half the price.
fn grouped(rewrites: impl Iterator<Item = Rewrite>) -> Vec<Vec<Rewrite>> {
    let mut groups: Vec<Vec<Rewrite>> = Vec::new();
    let mut open: BTreeMap<String, (usize, Vec<Rewrite>)> = BTreeMap::new();
    for rewrite in rewrites {
        if !rewrite.counts() {
            groups.push(vec![rewrite]);
            continue;
        }
        let (writes, group) = open.entry(rewrite.view.scope.clone()).or_default();
        if !group.is_empty() && writes.saturating_add(rewrite.writes()) > WRITES_TOGETHER_MAX {
            groups.push(std::mem::take(group));
            *writes = 0;
        }
        *writes = writes.saturating_add(rewrite.writes());
        group.push(rewrite);
    }
    groups.extend(open.into_values().map(|(_, group)| group));
    groups
}

fn transaction(group: &[Rewrite], now: Timestamp) -> Transaction {
    let mut transaction = Transaction::new();
    let mut growth: BTreeMap<&str, i64> = BTreeMap::new();
    for rewrite in group {
        rewrite.write(&mut transaction);
        if rewrite.counts() {
            let sum = growth.entry(&rewrite.view.view).or_default();
            *sum = sum.saturating_add(rewrite.growth);
        }
    }
    growth.retain(|_, sum| *sum != 0);
    if let Some(first) = group.first().filter(|_| !growth.is_empty()) {
        transaction.update(counting(&first.view.scope, &growth, now));
    }
    transaction
}

fn counting(scope: &str, growth: &BTreeMap<&str, i64>, now: Timestamp) -> Update {
    let key = ViewCountsKey { scope: Text::from(scope) };
    let mut update = Update::upsert::<CountsItem>(&key)
        .set("#at = :at")
        .name("#at", COUNTED_AT)
        .value(":at", Value::milliseconds(now));
    for (number, (view, sum)) in growth.iter().enumerate() {
        let (name, value) = (format!("#n{number}"), format!(":n{number}"));
        update = update
            .add_to(&format!("{name} {value}"))
            .name(&name, &format!("{COUNT_PREFIX}{view}"))
            .value(&value, *sum);
    }
    update
}

//! Folding changes into pages with the fewest writes.
use super::{
    COUNT_PREFIX, COUNTED_AT, Change, Counted, CountsItem, PageItem, ViewName,
    leaf::{Edit, Edits, Leaf},
    read::{Held, page_key},
    tally::{self, TallyItem},
};
use crate::{
    attempts::Attempts,
    client::{Consistency, Store},
    commit::CommitError,
    failure::StoreError,
    keys::{Text, ViewCountsKey, ViewTallyKey},
    transaction::{Transaction, Update},
    value::Value,
};
use futures::future::{ready, try_join_all};
use jiff::Timestamp;
use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
};

/// Most writes of one transaction: few enough that another worker's rarely meet it.
const WRITES_TOGETHER_MAX: usize = 24;

impl Store {
    /// Makes the lists what the changes, in their order, say. Reads and writes each touched page once,
    /// whatever the number of changes. Safe to repeat, and beside others that do the same.
    pub async fn fold(&self, changes: Vec<Change>, now: Timestamp) -> Result<(), CommitError> {
        self.fold_fresh(&changes, now, || ready(Ok(changes.clone()))).await
    }

    /// As [`Self::fold`], for changes that depend on what the table says at this moment: `fresh` asks
    /// it, and `guess` is what it will probably answer.
    ///
    /// The pages are read before `fresh` is asked, and replaced only as they were read. So of two
    /// workers whose answers differ, the one with the newer answer writes last.
    pub(crate) async fn fold_fresh<F, A>(
        &self,
        guess: &[Change],
        now: Timestamp,
        fresh: F,
    ) -> Result<(), CommitError>
    where
        F: Fn() -> A,
        A: Future<Output = Result<Vec<Change>, StoreError>>,
    {
        let mut places = Places::new();
        add_places(&mut places, &net(guess.to_vec()));
        let mut attempts = Attempts::default();
        loop {
            let pages =
                try_join_all(places.iter().map(|(view, sorts)| self.pages_at(view, sorts))).await?;
            let pending = net(fresh().await?);
            if add_places(&mut places, &pending) {
                // The answer is about other places, too: their pages have to be read first.
                attempts.again(CommitError::Conflict)?;
                continue;
            }
            let rewrites = pages.into_iter().flatten().filter_map(|page| page.rewrite(&pending));
            match self.commit_groups(grouped(rewrites), now).await {
                Ok(()) => return Ok(()),
                Err(error) => attempts.again(error)?,
            }
        }
    }

    async fn commit_groups(
        &self,
        groups: Vec<Vec<Rewrite>>,
        now: Timestamp,
    ) -> Result<(), CommitError> {
        for group in groups {
            self.commit(transaction(&group, now)).await?;
        }
        Ok(())
    }

    /// The pages of some places. From the highest text down, so that a page that is found takes all
    /// places from its lowest text on.
    async fn pages_at(
        &self,
        view: &ViewName,
        sorts: &BTreeSet<String>,
    ) -> Result<Vec<Seen>, StoreError> {
        let mut left = sorts.clone();
        let mut pages = Vec::new();
        while let Some(highest) = left.last() {
            let found = self.page_of(view, highest, Consistency::Strong).await?;
            let (low, held) = found.map_or((String::new(), None), |(low, held)| (low, Some(held)));
            let sorts = left.split_off(&low);
            pages.push(Seen { view: view.clone(), low, held, sorts });
        }
        Ok(pages)
    }
}

type Pending = BTreeMap<ViewName, Edits>;
type Places = BTreeMap<ViewName, BTreeSet<String>>;

/// What shall be in the end: the last word on each entry.
fn net(changes: Vec<Change>) -> Pending {
    let mut pending = Pending::new();
    for Change { remove, insert, advance } in changes {
        for (view, sort) in remove {
            pending.entry(view).or_default().insert(sort, Edit::Remove);
        }
        for entry in insert {
            pending.entry(entry.view).or_default().insert(entry.sort, Edit::Put(entry.body));
        }
        for entry in advance {
            let edits = pending.entry(entry.view).or_default();
            let body = entry.body;
            let edit = match edits.remove(&entry.sort) {
                // What shall be gone and be there again is there whatever was before.
                Some(Edit::Remove) => Edit::Put(body),
                Some(Edit::Put(held)) => {
                    Edit::Put(Edit::Advance(body).onto(Some(&held)).unwrap_or(held))
                }
                Some(Edit::Advance(held)) => {
                    Edit::Advance(Edit::Advance(body).onto(Some(&held)).unwrap_or(held))
                }
                None => Edit::Advance(body),
            };
            edits.insert(entry.sort, edit);
        }
    }
    pending
}

/// Adds the places that `pending` is about. Whether one of them is new.
fn add_places(places: &mut Places, pending: &Pending) -> bool {
    let mut added = false;
    for (view, edits) in pending {
        let known = places.entry(view.clone()).or_default();
        for sort in edits.keys() {
            added |= known.insert(sort.clone());
        }
    }
    added
}

/// A page that was read, or that is to be made, and the places that it was read for.
struct Seen {
    view: ViewName,
    low: String,
    held: Option<Held>,
    sorts: BTreeSet<String>,
}

impl Seen {
    /// `None` where the page is already what it shall be.
    fn rewrite(self, pending: &Pending) -> Option<Rewrite> {
        let wanted = pending.get(&self.view)?;
        let edits: Edits = self
            .sorts
            .iter()
            .filter_map(|sort| Some((sort.clone(), wanted.get(sort)?.clone())))
            .collect();
        let before = self.held.as_ref().map(|held| held.leaf.clone()).unwrap_or_default();
        let leaves = before.edited(&edits);
        let unchanged = match leaves.as_slice() {
            [] => self.held.is_none(),
            [only] => *only == before,
            [_, _, ..] => false,
        };
        if unchanged {
            return None;
        }
        let growth = growth(&self.view, &before, &leaves);
        Some(Rewrite { view: self.view, low: self.low, held: self.held, leaves, growth })
    }
}

/// A number that changes with a page: where it stands, and its name there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Counter {
    /// Entries of a list.
    Whole(String),
    /// Entries with a label, in a month.
    OfMonth(String, String),
}

type Growth = BTreeMap<Counter, i64>;

fn growth(view: &ViewName, before: &Leaf, after: &[Leaf]) -> Growth {
    let mut growth = Growth::new();
    let mut count = |leaf: &Leaf, step: i64| {
        for (sort, body) in leaf.entries() {
            let counters = match view.counted {
                Counted::Not => Vec::new(),
                Counted::Whole => vec![(Counter::Whole(view.view.clone()), 1)],
                Counted::ByLabelAndDay => tally::counters(sort, body)
                    .into_iter()
                    .map(|one| (Counter::OfMonth(one.month, one.name), one.amount))
                    .collect(),
            };
            for (counter, amount) in counters {
                let sum = growth.entry(counter).or_default();
                *sum = sum.saturating_add(step.saturating_mul(amount));
            }
        }
    };
    count(before, -1);
    for leaf in after {
        count(leaf, 1);
    }
    growth.retain(|_, sum| *sum != 0);
    growth
}

/// What becomes of one page.
struct Rewrite {
    view: ViewName,
    low: String,
    held: Option<Held>,
    leaves: Vec<Leaf>,
    growth: Growth,
}

impl Rewrite {
    /// At most so many writes, those of the counts included.
    fn writes(&self) -> usize {
        self.leaves.len().max(1).saturating_add(self.growth.len())
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

/// Pages that change a scope's counts go together, for one write of the counts; any other page goes
/// alone, at half the price.
fn grouped(rewrites: impl Iterator<Item = Rewrite>) -> Vec<Vec<Rewrite>> {
    let mut groups: Vec<Vec<Rewrite>> = Vec::new();
    let mut open: BTreeMap<String, (usize, Vec<Rewrite>)> = BTreeMap::new();
    for rewrite in rewrites {
        if rewrite.growth.is_empty() {
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
    let mut whole = BTreeMap::<&str, i64>::new();
    let mut months = BTreeMap::<&str, BTreeMap<&str, i64>>::new();
    for rewrite in group {
        rewrite.write(&mut transaction);
        for (counter, step) in &rewrite.growth {
            let sum = match counter {
                Counter::Whole(view) => whole.entry(view).or_default(),
                Counter::OfMonth(month, name) => {
                    months.entry(month).or_default().entry(name).or_default()
                }
            };
            *sum = sum.saturating_add(*step);
        }
    }
    let Some(scope) = group.first().map(|first| first.view.scope.as_str()) else {
        return transaction;
    };
    let key = ViewCountsKey { scope: Text::from(scope) };
    count(&mut transaction, Update::upsert::<CountsItem>(&key), whole, now);
    for (month, counters) in months {
        let key = ViewTallyKey { scope: Text::from(scope), month: Text::from(month) };
        count(&mut transaction, Update::upsert::<TallyItem>(&key), counters, now);
    }
    transaction
}

/// Adds to the numbers of one item; those that stay are left out.
fn count(
    transaction: &mut Transaction,
    update: Update,
    mut counters: BTreeMap<&str, i64>,
    now: Timestamp,
) {
    counters.retain(|_, sum| *sum != 0);
    if counters.is_empty() {
        return;
    }
    let mut update =
        update.set("#at = :at").name("#at", COUNTED_AT).value(":at", Value::milliseconds(now));
    for (place, (counter, sum)) in counters.iter().enumerate() {
        let (name, value) = (format!("#n{place}"), format!(":n{place}"));
        update = update
            .add_to(&format!("{name} {value}"))
            .name(&name, &format!("{COUNT_PREFIX}{counter}"))
            .value(&value, *sum);
    }
    transaction.update(update);
}

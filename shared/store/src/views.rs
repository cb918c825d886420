//! Lists and counts folded from the table's stream.
//!
//! A view is a list ordered by a text. Its entries are packed into pages, the leaves of a B+ tree whose
//! inner levels are the table itself: a page's sort key is the lowest text that it may hold, and it
//! holds everything from there to the next page's. The views of one scope share an item of counts that
//! changes in the same transaction as their pages.
//!
//! Folding states what shall be, not what to add: repeated and reordered records converge.
mod delete;
mod fold;
mod leaf;
mod newest_first;
mod read;
mod tally;
mod versioned;

pub use newest_first::{id_of, instant_of, newest_first};
pub use tally::ViewTally;
pub use versioned::Versioned;

use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Row},
    keys::{Key, Text, ViewCountsKey, ViewPageKey},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most entries that one request may list.
pub const ENTRIES_LISTED_MAX: u16 = 200;

/// Which list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ViewName {
    /// What the list is about: an event, an org.
    pub scope: String,
    /// Which of the scope's lists.
    pub view: String,
    /// What of it is counted.
    pub counted: Counted,
}

/// What of a list is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// Nothing: its changes are cheaper.
    Not,
    /// Its entries, in the scope's counts.
    Whole,
    /// Its entries and their weights by label and day, in the scope's tally. Bodies are [`Versioned`], sort texts are
    /// made by [`newest_first`].
    ByLabelAndDay,
}

impl ViewName {
    /// A list whose length the scope's counts show.
    pub fn counted(scope: &impl ToString, view: impl Into<String>) -> Self {
        Self { scope: scope.to_string(), view: view.into(), counted: Counted::Whole }
    }

    /// A list that nobody counts: its changes are cheaper.
    pub fn plain(scope: &impl ToString, view: impl Into<String>) -> Self {
        Self { scope: scope.to_string(), view: view.into(), counted: Counted::Not }
    }

    /// A list by time whose entries are counted by label and day.
    pub fn tallied(scope: &impl ToString, view: impl Into<String>) -> Self {
        let counted = Counted::ByLabelAndDay;
        Self { scope: scope.to_string(), view: view.into(), counted }
    }
}

/// An entry of a list. A list has at most one with the same `sort`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewEntry {
    /// The list.
    pub view: ViewName,
    /// Its place: lists ascend by this text. Callers invert what shall be newest first.
    pub sort: String,
    /// What is shown, in the caller's own encoding. At most 2 KB.
    pub body: Vec<u8>,
}

/// What shall be no more and what shall be, after one record of the stream.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Entries that shall not exist.
    pub remove: Vec<(ViewName, String)>,
    /// Entries that shall exist, with this body.
    pub insert: Vec<ViewEntry>,
    /// Entries that shall be at least as new as these: their bodies are [`Versioned`], and each
    /// takes the place of older ones only.
    pub advance: Vec<ViewEntry>,
}

impl Change {
    /// Makes the lists show `current`, the entries of an item as it is now, instead of `seen`: those
    /// of every image in the record. Correct for a record that is late or repeated, too.
    pub fn settle(
        seen: impl IntoIterator<Item = (ViewName, String)>,
        current: Vec<ViewEntry>,
    ) -> Self {
        let stays = |view: &ViewName, sort: &String| {
            current.iter().any(|entry| entry.view == *view && entry.sort == *sort)
        };
        let remove = seen.into_iter().filter(|(view, sort)| !stays(view, sort)).collect();
        Self { remove, insert: current, ..Self::default() }
    }
}

/// Some entries of a list, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ViewSlice {
    /// Each entry's sort text and body.
    pub entries: Vec<(String, Vec<u8>)>,
    /// The sort text to go on after. `None` at the end.
    pub next: Option<String>,
}

/// How many entries the lists of a scope have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ViewCounts {
    /// By list. A list that never had an entry is missing.
    pub views: BTreeMap<String, u64>,
    /// When one of them last changed.
    pub at: Option<Timestamp>,
}

/// A page as it is stored: `e` holds its packed entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PageItem {
    #[serde(rename = "e", with = "serde_bytes")]
    entries: Vec<u8>,
}

impl Item for PageItem {
    type Key = ViewPageKey;
    const KIND: &'static str = "view";
    const VERSION: u8 = 1;
}

/// The counts as they are stored: one number per list, in an attribute of that name after
/// [`COUNT_PREFIX`], so that folds add to them without reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CountsItem {}

impl Item for CountsItem {
    type Key = ViewCountsKey;
    const KIND: &'static str = "counts";
    const VERSION: u8 = 1;
}

/// Keeps the lists' names apart from the item's own attributes.
const COUNT_PREFIX: &str = "n:";
/// The attribute that says when a count last changed, in milliseconds since 1970.
const COUNTED_AT: &str = "at";

impl Store {
    /// How many entries the lists of `scope` have, as of some seconds ago.
    pub async fn view_counts(&self, scope: &impl ToString) -> Result<ViewCounts, StoreError> {
        let key = ViewCountsKey { scope: Text(scope.to_string()) };
        let row = self.get_row(key.address(), Consistency::Eventual).await?;
        Ok(row.as_ref().map(ViewCounts::of_row).unwrap_or_default())
    }
}

impl ViewCounts {
    /// The counts of a scope, by the row that keeps them.
    pub(crate) fn of_row(row: &Row) -> Self {
        let views = row.0.keys().filter_map(|name| {
            let view = name.strip_prefix(COUNT_PREFIX)?.to_owned();
            Some((view, u64::try_from(number(row, name)?).unwrap_or_default()))
        });
        Self { views: views.collect(), at: counted_at(row) }
    }
}

fn number(row: &Row, name: &str) -> Option<i64> {
    row.0.get(name)?.as_n().ok()?.parse().ok()
}

fn counted_at(row: &Row) -> Option<Timestamp> {
    number(row, COUNTED_AT).and_then(|at| Timestamp::from_millisecond(at).ok())
}

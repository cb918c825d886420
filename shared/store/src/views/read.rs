//! Reading lists, by page and by span.
use super::{
    ENTRIES_LISTED_MAX, PageItem, ViewName, ViewSlice,
    leaf::{self, Leaf},
};
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Row},
    keys::{Span, Text, ViewPageKey},
    query::Query,
};

impl Store {
    /// Up to `limit` entries of a list after the sort text `after`, as of some seconds ago.
    pub async fn view_page(
        &self,
        view: &ViewName,
        after: Option<&str>,
        limit: u16,
    ) -> Result<ViewSlice, StoreError> {
        let wanted = usize::from(limit.clamp(1, ENTRIES_LISTED_MAX));
        let span = pages(view);
        let span = match after {
            Some(after) => match self.page_of(view, after, Consistency::Eventual).await? {
                Some((low, _)) => span.from(&Text(low)),
                None => span,
            },
            None => span,
        };
        let (mut leaves, mut read, mut next) = (leaf::leaves_for(wanted), 0, None);
        let mut entries = Vec::with_capacity(wanted);
        loop {
            let page = self.query(&Query::of(span.clone(), leaves).after(next)).await?;
            read += page.rows.len();
            for row in page.rows {
                let (_, leaf) = read_page(row)?;
                entries.extend(leaf.into_entries_after(after));
            }
            if entries.len() > wanted || page.next.is_none() {
                break;
            }
            next = page.next;
            leaves = leaf::leaves_left(wanted + 1 - entries.len(), (entries.len(), read));
        }
        let more = entries.len() > wanted;
        entries.truncate(wanted);
        let next = entries.last().filter(|_| more).map(|(sort, _)| sort.clone());
        Ok(ViewSlice { entries, next })
    }

    /// The entries of a list from one sort text to another, both included, as of some seconds ago;
    /// about `expected` of them. For spans that are short by construction.
    pub(crate) async fn view_between(
        &self,
        view: &ViewName,
        (first, last): (&str, &str),
        expected: usize,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        // From the top down: the page that begins at or before the first text is the last one.
        let span = pages(view).through(&Text::from(last));
        let (mut leaves, mut read, mut next) = (leaf::leaves_for(expected), 0, None);
        let mut entries = Vec::with_capacity(expected);
        loop {
            let query = Query::of(span.clone(), leaves).descending().after(next);
            let page = self.query(&query).await?;
            read += page.rows.len();
            let mut reached = page.next.is_none();
            for row in page.rows {
                let (low, leaf) = read_page(row)?;
                reached |= low.as_str() <= first;
                let within =
                    |(sort, _): &(String, _)| first <= sort.as_str() && sort.as_str() <= last;
                entries.extend(leaf.into_entries_after(None).filter(within));
            }
            if reached {
                return Ok(entries);
            }
            next = page.next;
            let left = expected.saturating_sub(entries.len());
            leaves = leaf::leaves_left(left, (entries.len(), read));
        }
    }

    /// The page that an entry at `sort` is in or would be in, with its lowest text.
    pub(super) async fn page_of(
        &self,
        view: &ViewName,
        sort: &str,
        consistency: Consistency,
    ) -> Result<Option<(String, Held)>, StoreError> {
        let query = Query::of(pages(view).through(&Text::from(sort)), 1).descending();
        let query = match consistency {
            Consistency::Strong => query.consistent(),
            Consistency::Eventual => query,
        };
        let row = self.query(&query).await?.rows.into_iter().next();
        let Some(row) = row else { return Ok(None) };
        let rev = row.rev().unwrap_or_default();
        let (low, leaf) = read_page(row)?;
        Ok(Some((low, Held { leaf, rev })))
    }
}

/// A page that was read.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) leaf: Leaf,
    pub(super) rev: u64,
}

pub(super) fn pages(view: &ViewName) -> Span {
    ViewPageKey::span(&Text::from(view.scope.as_str()), &Text::from(view.view.as_str()))
}

pub(super) fn page_key(view: &ViewName, low: &str) -> ViewPageKey {
    ViewPageKey {
        scope: Text::from(view.scope.as_str()),
        view: Text::from(view.view.as_str()),
        low: Text::from(low),
    }
}

fn read_page(row: Row) -> Result<(String, Leaf), StoreError> {
    let stored = row.read::<PageItem>()?;
    let leaf = Leaf::decode(&stored.value.entries).ok_or_else(|| StoreError::Unreadable {
        kind: PageItem::KIND,
        reason: "its entries are not packed as they should be".into(),
    })?;
    Ok((stored.key.low.0, leaf))
}

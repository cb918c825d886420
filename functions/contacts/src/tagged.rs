//! Contacts by several tags: the tags' lists have one order, so they are merged as they are read.
use runtime::Ctx;
use std::collections::VecDeque;
use store::{StoreError, contacts::ListedContact, views::ViewName};

/// Which of several tags a contact must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    /// One of them.
    Any,
    /// Each of them.
    All,
}

/// The text is neither `any` nor `all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be any or all")]
pub(crate) struct ParseMatchError;

impl std::str::FromStr for Match {
    type Err = ParseMatchError;
    fn from_str(text: &str) -> Result<Self, ParseMatchError> {
        match text {
            "any" => Ok(Self::Any),
            "all" => Ok(Self::All),
            _ => Err(ParseMatchError),
        }
    }
}

/// Most reads of lists for one page: contacts with all of several tags may be far apart. Then the page
/// is short, and its cursor goes on from where the search was.
const READS_MAX: u8 = 24;

/// Some contacts in the lists' order, and the place to go on after.
pub(crate) struct Found {
    pub(crate) contacts: Vec<ListedContact>,
    pub(crate) next: Option<String>,
}

/// Up to `limit` contacts after the place `after` that are in any or all of the lists.
pub(crate) async fn find(
    ctx: &Ctx,
    views: &[ViewName],
    wanted: Match,
    after: Option<String>,
    limit: u16,
) -> Result<Found, StoreError> {
    let lists = views.iter().map(|view| List::new(view.clone(), after.clone())).collect();
    let mut merge = Merge { lists, wanted, reads: 0, limit };
    let mut found = Found { contacts: Vec::new(), next: after };
    loop {
        // A full page asks for no more, though what is left may hold nothing that is wanted.
        let full = found.contacts.len() >= usize::from(limit);
        if !full {
            merge.fill(ctx).await?;
        }
        if merge.is_over() {
            found.next = None;
            return Ok(found);
        }
        // Where the reads are spent, the lists that have entries left wait for the others.
        if full || merge.lists.iter().any(List::is_hungry) {
            return Ok(found);
        }
        let Some((sort, body)) = merge.step() else { continue };
        if let Some(body) = body {
            found.contacts.push(ListedContact::of_entry(&sort, &body)?);
        }
        found.next = Some(sort);
    }
}

/// One list, read as far as it was needed.
struct List {
    view: ViewName,
    head: VecDeque<(String, Vec<u8>)>,
    after: Option<String>,
    more: bool,
}

impl List {
    fn new(view: ViewName, after: Option<String>) -> Self {
        Self { view, head: VecDeque::new(), after, more: true }
    }

    /// Whether its next entry is not known yet.
    fn is_hungry(&self) -> bool {
        self.head.is_empty() && self.more
    }

    fn next_sort(&self) -> Option<&str> {
        self.head.front().map(|(sort, _)| sort.as_str())
    }
}

struct Merge {
    lists: Vec<List>,
    wanted: Match,
    reads: u8,
    limit: u16,
}

impl Merge {
    /// Reads on where a list's next entry is not known, while reads are left.
    async fn fill(&mut self, ctx: &Ctx) -> Result<(), StoreError> {
        for list in self.lists.iter_mut().filter(|list| list.is_hungry()) {
            if self.reads >= READS_MAX {
                return Ok(());
            }
            self.reads = self.reads.saturating_add(1);
            let slice = ctx.store.view_page(&list.view, list.after.as_deref(), self.limit).await?;
            list.more = slice.next.is_some();
            list.after = slice.entries.last().map(|(sort, _)| sort.clone()).or(list.after.take());
            list.head = slice.entries.into();
        }
        Ok(())
    }

    /// Whether no further contact can be found.
    fn is_over(&self) -> bool {
        let ended = |list: &List| list.head.is_empty() && !list.more;
        match self.wanted {
            Match::Any => self.lists.iter().all(ended),
            Match::All => self.lists.iter().any(ended),
        }
    }

    /// Takes the next place out of every list; with the entry's body where it is wanted.
    fn step(&mut self) -> Option<(String, Option<Vec<u8>>)> {
        let sort = self.lists.iter().filter_map(List::next_sort).min()?.to_owned();
        let mut body = None;
        let mut having = 0_usize;
        for list in &mut self.lists {
            if list.next_sort() == Some(sort.as_str()) {
                having = having.saturating_add(1);
                body = list.head.pop_front().map(|(_, body)| body);
            }
        }
        let all = having == self.lists.len();
        let wanted = self.wanted == Match::Any || all;
        Some((sort, body.filter(|_| wanted)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(sorts: &[&str]) -> List {
        let head =
            sorts.iter().map(|sort| ((*sort).to_owned(), sort.as_bytes().to_vec())).collect();
        List { head, more: false, ..List::new(ViewName::plain(&"scope", "view"), None) }
    }

    fn found(wanted: Match, lists: Vec<List>) -> Vec<String> {
        let mut merge = Merge { lists, wanted, reads: 0, limit: 10 };
        let mut found = Vec::new();
        while !merge.is_over() {
            if let Some((sort, Some(_))) = merge.step() {
                found.push(sort);
            }
        }
        found
    }

    #[test]
    fn j25_any_of_several_tags_finds_each_contact_once() {
        let lists = vec![list(&["a", "c"]), list(&["b", "c", "d"])];
        assert_eq!(found(Match::Any, lists), ["a", "b", "c", "d"]);
    }

    #[test]
    fn j25_all_of_several_tags_finds_those_that_have_each() {
        let lists = vec![list(&["a", "c", "d"]), list(&["b", "c", "d", "e"])];
        assert_eq!(found(Match::All, lists), ["c", "d"]);
    }
}

//! Contacts by several tags and lists: their views have one order, so they are merged as they are read.
use runtime::Ctx;
use std::collections::VecDeque;
use store::{StoreError, contacts::ListedContact, views::ViewName};

/// The views that a contact must be in. At least one of them is named.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct WantedViews {
    /// In one of these at least, where there are any.
    pub(crate) any: Vec<ViewName>,
    /// In each of these.
    pub(crate) all: Vec<ViewName>,
}

/// What a view is to the merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// One of those of which one is enough.
    Choice,
    /// One without which nothing is wanted.
    Need,
}

/// Most reads of lists for one page: contacts with all of several tags may be far apart. Then the page
/// is short, and its cursor goes on from where the search was.
const READS_MAX: u8 = 24;

/// Some contacts in the views' order, each with its place, and the place to go on after.
pub(crate) struct Found {
    pub(crate) contacts: Vec<(String, ListedContact)>,
    pub(crate) next: Option<String>,
}

/// Up to `limit` contacts after the place `after` that are in the wanted views.
pub(crate) async fn find(
    ctx: &Ctx,
    wanted: &WantedViews,
    after: Option<String>,
    limit: u16,
) -> Result<Found, StoreError> {
    let list = |view: &ViewName, role| List::new(view.clone(), role, after.clone());
    let choices = wanted.any.iter().map(|view| list(view, Role::Choice));
    let needs = wanted.all.iter().map(|view| list(view, Role::Need));
    let mut merge = Merge { lists: choices.chain(needs).collect(), reads: 0, limit };
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
            let contact = ListedContact::of_entry(&sort, &body)?;
            found.contacts.push((sort.clone(), contact));
        }
        found.next = Some(sort);
    }
}

/// One list, read as far as it was needed.
struct List {
    view: ViewName,
    role: Role,
    head: VecDeque<(String, Vec<u8>)>,
    after: Option<String>,
    more: bool,
}

impl List {
    fn new(view: ViewName, role: Role, after: Option<String>) -> Self {
        Self { view, role, head: VecDeque::new(), after, more: true }
    }

    /// Whether it has no further entry.
    fn is_over(&self) -> bool {
        self.head.is_empty() && !self.more
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
        let mut needs = self.lists.iter().filter(|list| list.role == Role::Need);
        needs.any(List::is_over) || (self.has_choices() && self.choices().all(List::is_over))
    }

    fn choices(&self) -> impl Iterator<Item = &List> {
        self.lists.iter().filter(|list| list.role == Role::Choice)
    }

    fn has_choices(&self) -> bool {
        self.choices().next().is_some()
    }

    /// Takes the next place out of every list; with the entry's body where it is wanted.
    fn step(&mut self) -> Option<(String, Option<Vec<u8>>)> {
        let sort = self.lists.iter().filter_map(List::next_sort).min()?.to_owned();
        let mut body = None;
        let mut chosen = !self.has_choices();
        let mut missed = false;
        for list in &mut self.lists {
            let has = list.next_sort() == Some(sort.as_str());
            if has {
                body = list.head.pop_front().map(|(_, body)| body);
            }
            match list.role {
                Role::Choice => chosen |= has,
                Role::Need => missed |= !has,
            }
        }
        Some((sort, body.filter(|_| chosen && !missed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(role: Role, sorts: &[&str]) -> List {
        let head =
            sorts.iter().map(|sort| ((*sort).to_owned(), sort.as_bytes().to_vec())).collect();
        List { head, more: false, ..List::new(ViewName::plain(&"scope", "view"), role, None) }
    }

    fn found(lists: Vec<List>) -> Vec<String> {
        let mut merge = Merge { lists, reads: 0, limit: 10 };
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
        let list = |sorts| list(Role::Choice, sorts);
        let lists = vec![list(&["a", "c"]), list(&["b", "c", "d"])];
        assert_eq!(found(lists), ["a", "b", "c", "d"]);
    }

    #[test]
    fn j25_all_of_several_tags_finds_those_that_have_each() {
        let list = |sorts| list(Role::Need, sorts);
        let lists = vec![list(&["a", "c", "d"]), list(&["b", "c", "d", "e"])];
        assert_eq!(found(lists), ["c", "d"]);
    }

    #[test]
    fn any_of_some_and_all_of_others_are_asked_for_at_once() {
        let lists = vec![
            list(Role::Choice, &["a", "c"]),
            list(Role::Choice, &["b", "d", "f"]),
            list(Role::Need, &["a", "b", "d", "e"]),
            list(Role::Need, &["b", "c", "d", "f"]),
        ];
        assert_eq!(found(lists), ["b", "d"]);
    }
}

//! Finding the contacts that a filter wants, in the order of their names, a page at a time.
//!
//! Tags and lists have views, which are merged; without them the index by name is read, and after it
//! the view of those without a name. What these show (name, phone, address) is looked at as it is
//! read; for the rest the whole contacts are read, half a unit each. Both are bounded for one request:
//! a page may be short, even empty, and still lead on.
use crate::{
    filter::ContactFilter,
    limits::{CONTACTS_EXAMINED_MAX, ENTRIES_EXAMINED_MAX},
    tagged::{self, WantedViews},
};
use domain::ids::{ContactId, OrgId};
use runtime::{Ctx, Problem};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{
    Position, Store,
    contacts::{ContactSummary, ListedContact, list_view, tag_view, unnamed_view},
    views::ENTRIES_LISTED_MAX,
};

/// Entries of one read of the index by name, where most of them will not be wanted.
const NAMES_AT_ONCE: u16 = 500;
/// Whole contacts of one read: what one call of the table gives.
const CONTACTS_AT_ONCE: u16 = 100;

/// Whole contacts of the smallest read: fewer would only cost more calls.
const CONTACTS_AT_LEAST: u16 = 20;
const _: () = assert!(CONTACTS_AT_LEAST <= CONTACTS_AT_ONCE);

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Place {
    /// Among those with a name.
    Named(Position),
    /// After all of them, and after this one without a name.
    Unnamed(Option<String>),
    /// In views, after this sort text.
    Listed(String),
}

/// Some contacts, and the place to go on after.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) contacts: Vec<ContactSummary>,
    pub(crate) next: Option<Place>,
}

/// A contact that may be wanted.
struct Candidate {
    place: Place,
    listed: ListedContact,
}

/// Some candidates in order, and the place to go on after.
struct Batch {
    candidates: Vec<Candidate>,
    next: Option<Place>,
}

/// Up to `limit` contacts that the filter wants, after `after`.
pub(crate) async fn find(
    ctx: &Ctx,
    org: OrgId,
    filter: &ContactFilter,
    after: Option<Place>,
    limit: u16,
) -> Result<Found, Problem> {
    let search = Searching { ctx, org, filter, views: views(org, filter) };
    let mut left =
        if filter.asks_contacts() { CONTACTS_EXAMINED_MAX } else { ENTRIES_EXAMINED_MAX };
    let mut found = Found { contacts: Vec::new(), next: after };
    loop {
        let taken = u16::try_from(found.contacts.len()).unwrap_or(u16::MAX);
        let room = limit.saturating_sub(taken);
        let rows = search.rows(room).min(left);
        let batch = search.batch(found.next.take(), rows).await?;
        let examined = u16::try_from(batch.candidates.len()).unwrap_or(u16::MAX);
        left = left.saturating_sub(examined);
        found.next = search.admit(batch, usize::from(limit), &mut found.contacts).await?;
        let full = found.contacts.len() >= usize::from(limit);
        // A short batch of views means that their reads are spent.
        let spent = search.views.is_some() && examined < rows;
        if found.next.is_none() || full || left == 0 || spent {
            found.next = search.honest(found.next).await?;
            return Ok(found);
        }
    }
}

/// The views that the filter can be read from.
fn views(org: OrgId, filter: &ContactFilter) -> Option<WantedViews> {
    let tag = |tag: &String| tag_view(org, tag);
    let any = filter.any_tags.iter().map(tag).collect::<Vec<_>>();
    let lists = filter.list.map(|list| list_view(org, list));
    let all = filter.all_tags.iter().map(tag).chain(lists).collect::<Vec<_>>();
    let some = !any.is_empty() || !all.is_empty();
    some.then_some(WantedViews { any, all })
}

struct Searching<'f> {
    ctx: &'f Ctx,
    org: OrgId,
    filter: &'f ContactFilter,
    views: Option<WantedViews>,
}

impl Searching<'_> {
    /// How many entries the next read shall have, where `room` contacts are still wanted.
    fn rows(&self, room: u16) -> u16 {
        let by_name_alone = self.views.is_none() && self.filter.search.is_none();
        if self.filter.asks_contacts() {
            // Half of them may be wanted; whoever asks for few should not pay for many.
            room.saturating_mul(2).clamp(CONTACTS_AT_LEAST, CONTACTS_AT_ONCE)
        } else if by_name_alone || !self.filter.asks_summaries() {
            room
        } else if self.views.is_some() {
            ENTRIES_LISTED_MAX
        } else {
            NAMES_AT_ONCE
        }
    }

    async fn batch(&self, after: Option<Place>, rows: u16) -> Result<Batch, Problem> {
        let (views, after) = match (&self.views, after) {
            (Some(views), Some(Place::Listed(sort))) => (views, Some(sort)),
            (Some(views), _) => (views, None),
            (None, Some(Place::Named(position))) => return self.named(Some(position), rows).await,
            (None, Some(Place::Unnamed(after))) => return self.unnamed(after, rows).await,
            (None, Some(Place::Listed(_)) | None) => return self.named(None, rows).await,
        };
        let found = tagged::find(self.ctx, views, after, rows).await?;
        let candidate = |(sort, listed)| Candidate { place: Place::Listed(sort), listed };
        let candidates = found.contacts.into_iter().map(candidate).collect();
        Ok(Batch { candidates, next: found.next.map(Place::Listed) })
    }

    async fn named(&self, after: Option<Position>, rows: u16) -> Result<Batch, Problem> {
        let prefix = self.filter.name.as_deref();
        let query = Store::names_query(self.org, prefix, rows).after(after);
        let mut page = self.ctx.store.query(&query).await?;
        let next = match page.next.take() {
            Some(position) => Some(Place::Named(position)),
            // No name begins with something that those without a name could share.
            None => prefix.is_none().then_some(Place::Unnamed(None)),
        };
        let candidate = |(position, summary)| Candidate {
            place: Place::Named(position),
            listed: ListedContact { summary, cut: false },
        };
        let candidates = page.into_placed_summaries()?.into_iter().map(candidate).collect();
        Ok(Batch { candidates, next })
    }

    async fn unnamed(&self, after: Option<String>, rows: u16) -> Result<Batch, Problem> {
        let view = unnamed_view(self.org);
        let slice = self.ctx.store.view_page(&view, after.as_deref(), rows).await?;
        let mut candidates = Vec::with_capacity(slice.entries.len());
        for (sort, body) in slice.entries {
            let listed = ListedContact::of_entry(&sort, &body)?;
            candidates.push(Candidate { place: Place::Unnamed(Some(sort)), listed });
        }
        Ok(Batch { candidates, next: slice.next.map(|sort| Place::Unnamed(Some(sort))) })
    }

    /// Adds those that are wanted, up to `limit`; answers where to go on.
    async fn admit(
        &self,
        batch: Batch,
        limit: usize,
        contacts: &mut Vec<ContactSummary>,
    ) -> Result<Option<Place>, Problem> {
        let may = |one: &Candidate| self.filter.may_match(&one.listed.summary);
        let last = batch.candidates.last().map(|one| one.place.clone());
        let mut candidates: Vec<Candidate> = batch.candidates.into_iter().filter(may).collect();
        if !self.filter.asks_contacts() {
            candidates.truncate(limit.saturating_sub(contacts.len()));
        }
        let mut wanted = self.wanted(&candidates).await?;
        for Candidate { place, listed } in candidates {
            contacts.extend(wanted.remove(&listed.summary.id));
            if contacts.len() >= limit && Some(&place) != last.as_ref() {
                return Ok(Some(place));
            }
        }
        Ok(batch.next)
    }

    /// Those candidates that are wanted, whole where their entry was cut.
    async fn wanted(
        &self,
        candidates: &[Candidate],
    ) -> Result<HashMap<ContactId, ContactSummary>, Problem> {
        let all = self.filter.asks_contacts();
        let ids = candidates.iter().filter(|one| all || one.listed.cut);
        let ids: Vec<ContactId> = ids.map(|one| one.listed.summary.id).collect();
        let read = if ids.is_empty() {
            Vec::new()
        } else {
            self.ctx.store.contacts(self.org, &ids).await?
        };
        let mut wanted = HashMap::new();
        if !all {
            let listed = candidates.iter().map(|one| one.listed.summary.clone());
            wanted.extend(listed.map(|summary| (summary.id, summary)));
        }
        for stored in read {
            let summary = ContactSummary::of(stored.key.contact, &stored.value);
            if !all || self.filter.matches(&summary, &stored.value) {
                wanted.insert(summary.id, summary);
            }
        }
        Ok(wanted)
    }

    /// The place, unless it is known that nothing comes after it.
    async fn honest(&self, next: Option<Place>) -> Result<Option<Place>, Problem> {
        if next != Some(Place::Unnamed(None)) {
            return Ok(next);
        }
        let first = self.ctx.store.view_page(&unnamed_view(self.org), None, 1).await?;
        Ok(next.filter(|_| !first.entries.is_empty()))
    }
}

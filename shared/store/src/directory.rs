//! Every user and every org of the platform, for its admins.
use crate::{
    accounts::User,
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Row, Stored, readable},
    keys::{
        Address, ArchivedEventsKey, Key, MemberKey, NamesKey, OrgEventsKey, OrgKey, OrgsKey, Text,
        UserEmailKey, UserKey, UsersKey,
    },
    orgs::{Member, Org},
    query::{Counted, PAGE_ITEMS_MAX, Position, Query},
};
use domain::{
    ids::{OrgId, UserId},
    rights::Role,
};
use std::collections::HashMap;

/// Rows of the index that one read of a filtered list looks at.
const FILTERED_CHUNK: u16 = 100;
/// Members that one read looks at for owners.
const MEMBERS_CHUNK: u16 = 100;
/// Most reads for one page of a filtered list. Then the page is short, and the next one goes on.
const READS_MAX: u8 = 10;

/// Some of the users or orgs. There may be fewer than were asked for, and still more to come.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<T> {
    /// Those that were wanted.
    pub items: Vec<T>,
    /// Where the next page begins.
    pub next: Option<Position>,
}

/// How much an org has, counted no further than a thousand of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OrgHoldings {
    /// Contacts.
    pub contacts: Counted,
    /// Events that are not archived.
    pub events: Counted,
    /// Archived events.
    pub events_archived: Counted,
}

impl Store {
    /// Users by e-mail address, of those whose address begins with `prefix` the ones that `wanted` takes.
    /// Which users there are may be some moments old.
    pub async fn users_listed(
        &self,
        prefix: &str,
        (limit, after): (u16, Option<Position>),
        wanted: Wanted<'_, User>,
    ) -> Result<Listed<Stored<User>>, StoreError> {
        let UserEmailKey { email } = UserEmailKey::canonical(prefix);
        let span = if email.0.is_empty() {
            UsersKey::span()
        } else {
            UsersKey::span().starting(&Text(email.0))
        };
        let address = |row: &Row| {
            let UsersKey { user, .. } = row.key::<UsersKey>().ok()?;
            Some(UserKey { user }.address())
        };
        let query = Query::of(span, chunk(limit, &wanted));
        self.listed(query, (limit, after), address, &wanted).await
    }

    /// Orgs, the newest first, those that `wanted` takes. Which there are may be some moments old.
    pub async fn orgs_listed(
        &self,
        (limit, after): (u16, Option<Position>),
        wanted: Wanted<'_, Org>,
    ) -> Result<Listed<Stored<Org>>, StoreError> {
        let address = |row: &Row| {
            let OrgsKey { org, .. } = row.key::<OrgsKey>().ok()?;
            Some(OrgKey { org }.address())
        };
        let query = Query::of(OrgsKey::span(), chunk(limit, &wanted)).descending();
        self.listed(query, (limit, after), address, &wanted).await
    }

    async fn listed<T: Item>(
        &self,
        query: Query,
        (limit, after): (u16, Option<Position>),
        address: impl Fn(&Row) -> Option<Address>,
        wanted: &Wanted<'_, T>,
    ) -> Result<Listed<Stored<T>>, StoreError> {
        let (place, mut after, mut items) = (query.span.place, after, Vec::new());
        for _ in 0..READS_MAX {
            let page = self.query(&query.clone().after(after.take())).await?;
            let mut found = self.found(page.rows.iter().filter_map(&address).collect()).await?;
            for row in &page.rows {
                if items.len() == usize::from(limit) {
                    return Ok(Listed { items, next: after });
                }
                let item = address(row).and_then(|address| found.remove(&address));
                items.extend(item.filter(|item| wanted.takes(item)));
                after = Position::of_row(row, place);
            }
            if page.next.is_none() {
                return Ok(Listed { items, next: None });
            }
            after = page.next;
            if items.len() == usize::from(limit) {
                break;
            }
        }
        Ok(Listed { items, next: after })
    }

    async fn found<T: Item>(
        &self,
        addresses: Vec<Address>,
    ) -> Result<HashMap<Address, Stored<T>>, StoreError> {
        let rows = self.batch_get_rows(addresses, Consistency::Eventual).await?;
        let read = readable(rows, Row::read::<T>);
        Ok(read.into_iter().map(|item| (item.key.address(), item)).collect())
    }

    /// Owners of an org, as of some moments ago: its members are looked through, by id, until there are
    /// `most` of them.
    pub async fn owners_listed(&self, org: OrgId, most: usize) -> Result<Vec<UserId>, StoreError> {
        let query = Query::of(MemberKey::span(&org), MEMBERS_CHUNK);
        let (mut owners, mut after) = (Vec::new(), None);
        while owners.len() < most {
            let page = self.query(&query.clone().after(after)).await?;
            let members = readable(page.rows, Row::read::<Member>).into_iter();
            let found = members.filter(|member| member.value.role == Role::Owner);
            owners.extend(found.map(|owner| owner.key.user));
            if page.next.is_none() {
                break;
            }
            after = page.next;
        }
        owners.truncate(most);
        Ok(owners)
    }

    /// How much an org has, as of some moments ago: three counts of the indexes, of a thousand rows at
    /// most each.
    pub async fn org_holdings(&self, org: OrgId) -> Result<OrgHoldings, StoreError> {
        let (contacts, events, archived) =
            (NamesKey::span(&org), OrgEventsKey::span(&org), ArchivedEventsKey::span(&org));
        let (contacts, events, events_archived) = futures::try_join!(
            self.count(&contacts, PAGE_ITEMS_MAX),
            self.count(&events, PAGE_ITEMS_MAX),
            self.count(&archived, PAGE_ITEMS_MAX),
        )?;
        Ok(OrgHoldings { contacts, events, events_archived })
    }
}

/// Which items of a list are wanted.
pub enum Wanted<'a, T: Item> {
    /// All.
    Every,
    /// Those that the function takes: few of many, perhaps.
    Those(&'a (dyn Fn(&Stored<T>) -> bool + Sync)),
}

impl<T: Item> std::fmt::Debug for Wanted<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Every => "Every",
            Self::Those(_) => "Those",
        })
    }
}

impl<T: Item> Wanted<'_, T> {
    fn takes(&self, item: &Stored<T>) -> bool {
        match self {
            Self::Every => true,
            Self::Those(takes) => takes(item),
        }
    }
}

const fn chunk<T: Item>(limit: u16, wanted: &Wanted<'_, T>) -> u16 {
    match wanted {
        Wanted::Every => limit,
        Wanted::Those(_) => FILTERED_CHUNK,
    }
}

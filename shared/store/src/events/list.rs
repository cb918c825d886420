//! An org's events by their start, as the index has them.
use super::EventItem;
use crate::{
    client::Store,
    failure::StoreError,
    item::Item,
    keys::{ArchivedEventsKey, Key, MalformedKey, OrgEventsKey},
    query::{Position, Query},
};
use domain::ids::{EventId, OrgId};
use jiff::Timestamp;

/// Whether an event is put away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// In the ordinary lists.
    Open,
    /// Archived.
    Archived,
}

impl Shelf {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Open, Self::Archived];

    /// Where an event stands.
    pub const fn of(archived: bool) -> Self {
        if archived { Self::Archived } else { Self::Open }
    }
}

/// Which of an org's events, and in what order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starting {
    /// Those that start at this instant or later, the earliest first.
    From(Timestamp),
    /// Those that start at this instant or earlier, the latest first.
    UpTo(Timestamp),
    /// All, the latest first.
    LatestFirst,
}

impl Store {
    /// The query for an org's events, for [`Store::events_of`].
    pub fn events_query(org: OrgId, (shelf, starting): (Shelf, Starting), limit: u16) -> Query {
        let span = match shelf {
            Shelf::Open => OrgEventsKey::span(&org),
            Shelf::Archived => ArchivedEventsKey::span(&org),
        };
        match starting {
            Starting::From(at) => Query::of(span.from(&at), limit),
            Starting::UpTo(at) => Query::of(span.up_to(&at), limit).descending(),
            Starting::LatestFirst => Query::of(span, limit).descending(),
        }
    }

    /// One page of an org's events, as keys.
    pub async fn events_of(
        &self,
        query: &Query,
    ) -> Result<(Vec<EventId>, Option<Position>), StoreError> {
        let (places, next) = self.event_places(query).await?;
        Ok((places.into_iter().map(|(event, _)| event).collect(), next))
    }

    /// One page of an org's events, each with its sort text in the index.
    pub(crate) async fn event_places(
        &self,
        query: &Query,
    ) -> Result<(Vec<(EventId, String)>, Option<Position>), StoreError> {
        let page = self.query(query).await?;
        let place = |row: &crate::item::Row| {
            let open = row.key::<OrgEventsKey>().map(|key| (key.event, key.sk()));
            open.or_else(|_| row.key::<ArchivedEventsKey>().map(|key| (key.event, key.sk())))
        };
        let places: Result<Vec<_>, MalformedKey> = page.rows.iter().map(place).collect();
        let places = places.map_err(|error| StoreError::Unreadable {
            kind: EventItem::KIND,
            reason: error.to_string(),
        })?;
        Ok((places, page.next))
    }
}

//! An org's events by their start.
use super::EventItem;
use crate::{
    client::Store,
    failure::StoreError,
    item::Item,
    keys::OrgEventsKey,
    query::{Position, Query},
};
use domain::ids::{EventId, OrgId};
use jiff::Timestamp;

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
    pub fn events_query(org: OrgId, starting: Starting, limit: u16) -> Query {
        let span = OrgEventsKey::span(&org);
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
        let page = self.query(query).await?;
        let events = page.rows.iter().map(|row| row.key::<OrgEventsKey>().map(|key| key.event));
        let events = events.collect::<Result<_, _>>().map_err(|error| StoreError::Unreadable {
            kind: EventItem::KIND,
            reason: error.to_string(),
        })?;
        Ok((events, page.next))
    }
}

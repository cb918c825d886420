//! An org's events, with how full each of them is.
//!
//! An entry stands under the sort text that the event has in the index of an org's events. So the
//! index says which events there are and in what order, the moment they are made, moved or archived,
//! and the list says how they look, some seconds later.
use super::{
    InviteeCounts, event_of_scope, event_scope, org_scope,
    packed::{Slice, pack, unpack, unreadable},
    stream::{Images, Rows},
};
use crate::{
    client::{Consistency, Store},
    events::{EventItem, KeptEvent, SeatsItem, Shelf, Starting, event_key, seats_key},
    failure::StoreError,
    item::Row,
    keys::{Address, ArchivedEventsKey, EventKey, Key, OrgEventsKey, SeatsKey, ViewCountsKey},
    query::Position,
    views::{ENTRIES_LISTED_MAX, ViewEntry, ViewName},
};
use domain::{
    event::{Event, EventState, When},
    ids::{EventId, OrgId},
    invitee::StatusName,
    seats::Seats,
    zone::Zone,
};
use futures::future::try_join_all;
use jiff::{Timestamp, civil::DateTime};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The attributes of the seats that the list shows. The others change far more often.
const SEATS_SHOWN: [&str; 4] = ["capacity", "organizer", "left", "waiting"];

/// An event as the list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedEvent {
    /// Which one.
    pub id: EventId,
    /// The name.
    pub name: String,
    /// Who invites.
    pub host: String,
    /// When it is.
    pub when: When,
    /// Where it stands.
    pub state: EventState,
    /// Whether it is archived.
    pub archived: bool,
    /// The seats.
    pub seats: Seats,
    /// The invitees by status, and when they were counted.
    pub invitees: InviteeCounts,
}

/// Name, host, wall clock, zone, minutes; state, capacity, organizer, left, waiting; invitees by the
/// number of their status, counted at.
#[derive(Serialize, Deserialize)]
struct Body(
    (String, String, DateTime, String, u32),
    (String, Option<u32>, bool, i64, u32),
    (Vec<u64>, Option<i64>),
);

pub(super) fn view(org: OrgId, shelf: Shelf) -> ViewName {
    let view = match shelf {
        Shelf::Open => "events",
        Shelf::Archived => "archived events",
    };
    ViewName::plain(&org_scope(org), view)
}

/// The list that an event is in, and its place there.
fn place(event: &Event) -> (ViewName, String) {
    let (org, starts_at, id) = (event.org, event.when.starts_at(), event.id);
    let shelf = Shelf::of(event.archived);
    let sort = match shelf {
        Shelf::Open => OrgEventsKey { org, starts_at, event: id }.sk(),
        Shelf::Archived => ArchivedEventsKey { org, starts_at, event: id }.sk(),
    };
    (view(org, shelf), sort)
}

/// The event that a row says something of which the list shows.
pub(super) fn event_of(row: &Row) -> Option<EventId> {
    let counted = || event_of_scope(&row.key::<ViewCountsKey>().ok()?.scope.0);
    let settings = row.key::<EventKey>().map(|key| key.event);
    settings.or_else(|_| row.key::<SeatsKey>().map(|key| key.event)).ok().or_else(counted)
}

/// Whether a record of the seats changes what the list shows.
pub(super) fn shows_seats(record: &Images) -> bool {
    let (Some(old), Some(new)) = (&record.old, &record.new) else { return true };
    SEATS_SHOWN.iter().any(|name| old.0.get(*name) != new.0.get(*name))
}

/// The rows that an event's entry is made of.
pub(super) fn addresses(event: EventId) -> [Address; 3] {
    let counts = ViewCountsKey { scope: event_scope(event).into() };
    [event_key(event).address(), seats_key(event).address(), counts.address()]
}

/// The places that an event has or had in the lists, by one image of its settings.
pub(super) fn place_of(row: &Row) -> Result<(ViewName, String), StoreError> {
    let kept = KeptEvent::try_from(row.clone().read::<EventItem>()?)?;
    Ok(place(&kept.event))
}

/// The event's entry, as its rows are now.
pub(super) fn entry(event: EventId, rows: &Rows) -> Result<Option<ViewEntry>, StoreError> {
    let Some((event, listed)) = found(event, rows)? else { return Ok(None) };
    let (view, sort) = place(&event);
    let ListedEvent { name, host, when, state, seats, invitees, .. } = listed;
    let counts = StatusName::ALL.map(|status| invitees.by_status.get(&status).copied());
    let mut counts: Vec<u64> = counts.into_iter().map(Option::unwrap_or_default).collect();
    while counts.last() == Some(&0) {
        counts.pop();
    }
    let body = Body(
        (name, host, when.starts_local, when.zone.name().to_owned(), when.duration_minutes),
        (state.name().to_owned(), seats.capacity, seats.organizer, seats.left, seats.waiting),
        (counts, invitees.at.map(Timestamp::as_millisecond)),
    );
    Ok(Some(ViewEntry { view, sort, body: pack(&body)? }))
}

/// The event by its own rows.
fn found(event: EventId, rows: &Rows) -> Result<Option<(Event, ListedEvent)>, StoreError> {
    let [settings, seats, counts] = addresses(event);
    let Some(settings) = rows.get(&settings) else { return Ok(None) };
    let event = KeptEvent::try_from(settings.clone().read::<EventItem>()?)?.event;
    let seats = rows.get(&seats).map(|row| row.clone().read::<SeatsItem>()).transpose()?;
    let listed = ListedEvent {
        id: event.id,
        name: event.name.clone(),
        host: event.host.clone(),
        when: event.when.clone(),
        state: event.state,
        archived: event.archived,
        // Both are written together; a reader that looks at that very moment may miss one.
        seats: seats.map_or_else(|| Seats::new(None, false), |stored| stored.value.seats()),
        invitees: rows.get(&counts).map(InviteeCounts::of_row).unwrap_or_default(),
    };
    Ok(Some((event, listed)))
}

/// The event by its entry.
fn listed(event: EventId, shelf: Shelf, body: &[u8]) -> Result<ListedEvent, StoreError> {
    let Body(about, room, (counts, at)) = unpack(body)?;
    let (name, host, starts_local, zone, duration_minutes) = about;
    let (state, capacity, organizer, left, waiting) = room;
    let by_status = StatusName::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0);
    let read = || {
        Some(ListedEvent {
            id: event,
            name,
            host,
            when: When { starts_local, zone: Zone::parse(&zone).ok()?, duration_minutes },
            state: EventState::parse(&state)?,
            archived: shelf == Shelf::Archived,
            seats: Seats { capacity, organizer, left, waiting },
            invitees: InviteeCounts {
                by_status: by_status.collect(),
                at: at.map(Timestamp::from_millisecond).transpose().ok()?,
            },
        })
    };
    read().ok_or_else(unreadable)
}

impl Store {
    /// One page of an org's events. Which they are and in what order is so now; what is shown of each
    /// is some seconds old, but for those that have no entry yet.
    ///
    /// At most three units for 50 events of a usual size: one for the index, two for their entries.
    pub async fn event_list(
        &self,
        org: OrgId,
        (shelf, starting): (Shelf, Starting),
        after: Option<Position>,
        limit: u16,
    ) -> Result<Slice<ListedEvent, Position>, StoreError> {
        let limit = limit.clamp(1, ENTRIES_LISTED_MAX);
        let query = Self::events_query(org, (shelf, starting), limit).after(after);
        let (places, next) = self.event_places(&query).await?;
        let mut events = self.entries_at(&view(org, shelf), shelf, &places).await?;
        let missing = places.iter().map(|(event, _)| *event);
        let missing: Vec<EventId> = missing.filter(|event| !events.contains_key(event)).collect();
        let rows = missing.iter().copied().flat_map(addresses).collect();
        let rows = self.rows_at(rows, Consistency::Eventual).await?;
        for event in missing {
            match found(event, &rows) {
                Ok(found) => events.extend(found.map(|(_, listed)| (event, listed))),
                Err(error) => {
                    tracing::error!(cause = %error, %event, alarm = true, "an event is left out");
                }
            }
        }
        let items = places.iter().filter_map(|(event, _)| events.remove(event)).collect();
        Ok(Slice { items, next })
    }

    /// The entries at some places, by event; those that are there and can be read.
    async fn entries_at(
        &self,
        view: &ViewName,
        shelf: Shelf,
        places: &[(EventId, String)],
    ) -> Result<BTreeMap<EventId, ListedEvent>, StoreError> {
        let by_sort: BTreeMap<&str, EventId> =
            places.iter().map(|(event, sort)| (sort.as_str(), *event)).collect();
        let (Some((first, _)), Some((last, _))) =
            (by_sort.first_key_value(), by_sort.last_key_value())
        else {
            return Ok(BTreeMap::new());
        };
        let entries = self.view_between(view, (first, last), by_sort.len()).await?;
        let known = entries.iter().filter_map(|(sort, body)| {
            let event = *by_sort.get(sort.as_str())?;
            Some((event, listed(event, shelf, body).ok()?))
        });
        Ok(known.collect())
    }

    /// The settings of the events that the records are about, where no record has them: they say
    /// where in the list an event probably stands.
    pub(super) async fn settings_beside(
        &self,
        events: &BTreeSet<EventId>,
        known: &Rows,
    ) -> Result<Vec<Row>, StoreError> {
        let unknown = events.iter().map(|event| event_key(*event).address());
        let unknown = unknown.filter(|address| !known.contains_key(address));
        let rows = unknown.map(|address| self.get_row(address, Consistency::Eventual));
        Ok(try_join_all(rows).await?.into_iter().flatten().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_room_in_an_entry() {
        let counts = StatusName::ALL.map(|_| 7).to_vec();
        let body = Body(
            ("Garden party".into(), "Ada".into(), DateTime::MIN, "America/New_York".into(), 120),
            ("active".into(), Some(10), true, -1, 2),
            (counts, Some(1)),
        );
        let event = EventId::from_bytes([1; 6]);
        let listed = listed(event, Shelf::Open, &pack(&body).unwrap()).unwrap();
        assert_eq!(listed.invitees.by_status.len(), StatusName::ALL.len());
        assert_eq!(listed.seats.left, -1);
    }
}

//! Reading invitees: by key, by what is due, by their place in the queue.
use super::item::{InviteeItem, Kept};
use crate::{
    client::{Consistency, Store},
    events::{EventItem, KeptEvent},
    failure::StoreError,
    item::{Row, readable},
    keys::{DueKey, EventKey, InviteeKey, Key, MalformedKey, QueuedKey, WaitingKey},
    query::{Position, Query},
};
use domain::{
    ids::{EventId, InviteeId},
    invitee::Status,
    phone::Phone,
    step::QueueEntry,
    zone::Zone,
};
use jiff::Timestamp;
use serde::Deserialize;

/// Entries that may share one place after moves at the same moment, and the one behind them.
const SAME_PLACE_MAX: u16 = 8;
/// Rows of one read while a whole list is walked.
const WALK_CHUNK: u16 = 900;

/// Entries that the first look at a timetable reads: they fit half a unit.
const TIMETABLE_GLANCE: u16 = 3;

/// Who is due, by time, as far as it was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timetable {
    /// Those whose time has come.
    pub due: Vec<InviteeId>,
    /// The first time after now.
    pub next_at: Option<Timestamp>,
}

/// Somebody on the waitlist; entries sort as the waitlist does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WaitingEntry {
    /// Since when, to the millisecond.
    pub since: Timestamp,
    /// Who.
    pub invitee: InviteeId,
}

/// Some of the queue, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueuePage {
    /// The entries.
    pub entries: Vec<QueueEntry>,
    /// Where it goes on.
    pub next: Option<Position>,
}

#[derive(Debug, Deserialize)]
struct QueueProjection {
    name: String,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    zone: Option<String>,
    party: u8,
    generation: u8,
}

impl Store {
    /// One invitee.
    pub async fn invitee(
        &self,
        event: EventId,
        invitee: InviteeId,
        consistency: Consistency,
    ) -> Result<Option<Kept>, StoreError> {
        let stored = self.get::<InviteeItem>(&InviteeKey { event, invitee }, consistency).await?;
        stored.map(Kept::try_from).transpose()
    }

    /// An invitee as it is now and its event as it was a moment ago, in one call: 1.5 units.
    pub async fn invitee_and_event(
        &self,
        event: EventId,
        invitee: InviteeId,
    ) -> Result<(Option<Kept>, Option<KeptEvent>), StoreError> {
        let (row, settings) = self
            .get_pair::<InviteeItem, EventItem>(&InviteeKey { event, invitee }, &EventKey { event })
            .await?;
        let kept = row.map(Kept::try_from).transpose()?;
        Ok((kept, settings.map(KeptEvent::try_from).transpose()?))
    }

    /// Some invitees of an event, in no order; those that do not exist are left out.
    pub async fn invitees(
        &self,
        event: EventId,
        invitees: &[InviteeId],
        consistency: Consistency,
    ) -> Result<Vec<Kept>, StoreError> {
        let keys: Vec<InviteeKey> =
            invitees.iter().map(|invitee| InviteeKey { event, invitee: *invitee }).collect();
        let stored = self.batch_get::<InviteeItem>(&keys, consistency).await?;
        stored.into_iter().map(Kept::try_from).collect()
    }

    /// Those of some invitees of an event that can be read, as they are now, in no order. One that
    /// cannot is logged and holds nobody else up; it must not be taken for gone.
    pub async fn readable_invitees(
        &self,
        event: EventId,
        invitees: &[InviteeId],
    ) -> Result<Vec<Kept>, StoreError> {
        let address = |invitee: &InviteeId| InviteeKey { event, invitee: *invitee }.address();
        let addresses = invitees.iter().map(address).collect();
        let rows = self.batch_get_rows(addresses, Consistency::Strong).await?;
        Ok(readable(rows, |row| Kept::try_from(row.read::<InviteeItem>()?)))
    }

    /// Some invitees of any events, as they are now, in no order; those that do not exist are left out.
    pub async fn invitees_anywhere(
        &self,
        places: &[(EventId, InviteeId)],
    ) -> Result<Vec<Kept>, StoreError> {
        let keys: Vec<InviteeKey> = places
            .iter()
            .map(|(event, invitee)| InviteeKey { event: *event, invitee: *invitee })
            .collect();
        let stored = self.batch_get::<InviteeItem>(&keys, Consistency::Strong).await?;
        stored.into_iter().map(Kept::try_from).collect()
    }

    /// Some invitees of any events, in no order; those that do not exist are left out.
    pub async fn invitees_at(
        &self,
        places: &[(EventId, InviteeId)],
        consistency: Consistency,
    ) -> Result<Vec<Kept>, StoreError> {
        let keys: Vec<InviteeKey> = places
            .iter()
            .map(|(event, invitee)| InviteeKey { event: *event, invitee: *invitee })
            .collect();
        let stored = self.batch_get::<InviteeItem>(&keys, consistency).await?;
        stored.into_iter().map(Kept::try_from).collect()
    }

    /// One chunk of all invitees of an event that can be read, by id, as they are now. For walks, never
    /// for pages that somebody looks at. Only the last chunk is short of the limit.
    pub async fn invitees_after(
        &self,
        event: EventId,
        after: Option<InviteeId>,
        limit: u16,
    ) -> Result<Vec<Kept>, StoreError> {
        let mut query = walk(event, after, limit);
        let mut chunk = Vec::with_capacity(limit.into());
        loop {
            let page = self.query(&query).await?;
            let kept = readable(page.rows, |row| Kept::try_from(row.read::<InviteeItem>()?));
            chunk.extend(kept.into_iter().filter(|one| Some(one.invitee.id) != after));
            if chunk.len() >= usize::from(limit) || page.next.is_none() {
                chunk.truncate(limit.into());
                return Ok(chunk);
            }
            query = query.after(page.next);
        }
    }

    /// The seats that acceptances take, counted from the rows as they are now. Reads the whole list,
    /// and counts no list of which something cannot be read.
    pub async fn accepted_seats(&self, event: EventId) -> Result<u32, StoreError> {
        let mut taken = 0_u32;
        let mut after = None;
        loop {
            let page = self.query(&walk(event, after, WALK_CHUNK)).await?;
            let before = after;
            for row in page.rows {
                let Kept { invitee, .. } = Kept::try_from(row.read::<InviteeItem>()?)?;
                if Some(invitee.id) == before {
                    continue;
                }
                after = Some(invitee.id);
                if let Status::Accepted { taken: seats } = invitee.status {
                    taken = taken.saturating_add(u32::from(seats));
                }
            }
            if after == before {
                return Ok(taken);
            }
        }
    }

    /// Who is due at `now`, at most `most` of them, and when the next one is: half a unit where nobody
    /// is, however many are due later.
    pub async fn timetable(
        &self,
        event: EventId,
        now: Timestamp,
        most: u16,
    ) -> Result<Timetable, StoreError> {
        let mut timetable = Timetable::default();
        let mut query = Query::of(DueKey::span(&event), TIMETABLE_GLANCE);
        loop {
            let page = self.query(&query).await?;
            for (at, invitee) in readable(page.rows, |row| due(&row)) {
                if at > now || timetable.due.len() >= usize::from(most) {
                    timetable.next_at = Some(at);
                    return Ok(timetable);
                }
                timetable.due.push(invitee);
            }
            if page.next.is_none() {
                return Ok(timetable);
            }
            query = Query::of(DueKey::span(&event), most).after(page.next);
        }
    }

    /// The waitlist in order, from its head or from where an earlier page ended, and where this page
    /// ends if there is more.
    pub async fn waitlist(
        &self,
        event: EventId,
        limit: u16,
        after: Option<Position>,
    ) -> Result<(Vec<InviteeId>, Option<Position>), StoreError> {
        let page = self.query(&Query::of(WaitingKey::span(&event), limit).after(after)).await?;
        let invitees = waiting(page.rows).into_iter().map(|entry| entry.invitee).collect();
        Ok((invitees, page.next))
    }

    /// Who stands right before and right after another on the waitlist.
    pub async fn waitlist_neighbours(
        &self,
        event: EventId,
        of: WaitingEntry,
    ) -> Result<(Option<WaitingEntry>, Option<WaitingEntry>), StoreError> {
        let span = || WaitingKey::span(&event);
        let before = Query::of(span().up_to(&of.since), SAME_PLACE_MAX).descending();
        let after = Query::of(span().from(&of.since), SAME_PLACE_MAX);
        let before = waiting(self.query(&before).await?.rows);
        let after = waiting(self.query(&after).await?.rows);
        Ok((
            before.into_iter().find(|entry| *entry < of),
            after.into_iter().find(|entry| *entry > of),
        ))
    }

    /// The first and the last of the waitlist.
    pub async fn waitlist_ends(
        &self,
        event: EventId,
    ) -> Result<(Option<WaitingEntry>, Option<WaitingEntry>), StoreError> {
        let first = Query::of(WaitingKey::span(&event), 1);
        let last = first.clone().descending();
        let first = waiting(self.query(&first).await?.rows).pop();
        let last = waiting(self.query(&last).await?.rows).pop();
        Ok((first, last))
    }

    /// The queue from its head, or from where an earlier page ended.
    pub async fn queue(
        &self,
        event: EventId,
        limit: u16,
        after: Option<Position>,
    ) -> Result<QueuePage, StoreError> {
        self.queue_page(Query::of(QueuedKey::span(&event), limit).after(after), |_| true).await
    }

    /// The end of the queue.
    pub async fn queue_tail(&self, event: EventId) -> Result<Option<QueueEntry>, StoreError> {
        let page = self.query(&Query::of(QueuedKey::span(&event), 1).descending()).await?;
        page.rows.into_iter().next().map(entry).transpose()
    }

    /// The queue behind a place in it.
    pub async fn queue_behind(
        &self,
        event: EventId,
        behind: &domain::position::Position,
        limit: u16,
    ) -> Result<QueuePage, StoreError> {
        let text = crate::keys::Text(behind.as_str().to_owned());
        let span = QueuedKey::span(&event).from(&text);
        self.queue_page(Query::of(span, limit), |entry| entry.position > *behind).await
    }

    /// The entries of one page that count. A page without any is no end: it goes on until there is one.
    async fn queue_page(
        &self,
        query: Query,
        counts: impl Fn(&QueueEntry) -> bool,
    ) -> Result<QueuePage, StoreError> {
        let mut query = query;
        loop {
            let page = self.query(&query).await?;
            let mut entries = entries(page.rows);
            entries.retain(&counts);
            if !entries.is_empty() || page.next.is_none() {
                return Ok(QueuePage { entries, next: page.next });
            }
            query = query.after(page.next);
        }
    }

    /// The place right before and right after another in the queue, where there are any.
    pub async fn queue_neighbours(
        &self,
        event: EventId,
        of: &domain::position::Position,
    ) -> Result<(Option<QueueEntry>, Option<QueueEntry>), StoreError> {
        let text = crate::keys::Text(of.as_str().to_owned());
        // An entry at a place sorts behind the place's own text, so `through` ends right before it.
        let before = Query::of(QueuedKey::span(&event).through(&text), 1).descending();
        let after = Query::of(QueuedKey::span(&event).from(&text), SAME_PLACE_MAX);
        let before = entries(self.query(&before).await?.rows);
        let after = entries(self.query(&after).await?.rows);
        Ok((
            before.into_iter().find(|entry| entry.position < *of),
            after.into_iter().find(|entry| entry.position > *of),
        ))
    }
}

/// The invitees of an event from the one after `after` on; the page begins with that one itself.
fn walk(event: EventId, after: Option<InviteeId>, limit: u16) -> Query {
    let span = InviteeKey::span(&event);
    let query = match &after {
        Some(after) => Query::of(span.from(after), limit.saturating_add(1)),
        None => Query::of(span, limit),
    };
    query.consistent()
}

fn due(row: &Row) -> Result<(Timestamp, InviteeId), StoreError> {
    let key = row.key::<DueKey>().map_err(|error| unreadable(&error))?;
    let invitee = row.key::<InviteeKey>().map_err(|error| unreadable(&error))?;
    Ok((key.at, invitee.invitee))
}

fn waiting(rows: Vec<Row>) -> Vec<WaitingEntry> {
    readable(rows, |row| {
        let key = row.key::<WaitingKey>().map_err(|error| unreadable(&error))?;
        Ok(WaitingEntry { since: key.at, invitee: key.invitee })
    })
}

fn entries(rows: Vec<Row>) -> Vec<QueueEntry> {
    readable(rows, entry)
}

fn entry(row: Row) -> Result<QueueEntry, StoreError> {
    let key = row.key::<QueuedKey>().map_err(|error| unreadable(&error))?;
    let shape =
        |reason: &str| StoreError::Unreadable { kind: "queue entry", reason: reason.to_owned() };
    let projected: QueueProjection = row.project()?;
    Ok(QueueEntry {
        invitee: key.invitee,
        position: domain::position::Position::parse(&key.position.0)
            .map_err(|_| shape("its position has another shape"))?,
        generation: projected.generation,
        name: projected.name,
        phone: projected
            .phone
            .map(|phone| Phone::from_e164(&phone))
            .transpose()
            .map_err(|_| shape("its phone has another shape"))?,
        zone: projected.zone.and_then(|zone| Zone::parse(&zone).ok()),
        party_max: projected.party,
        blocked: None,
    })
}

fn unreadable(error: &MalformedKey) -> StoreError {
    StoreError::Unreadable { kind: "index entry", reason: error.to_string() }
}

//! Broadcasts: an organizer's words to a group, sent in chunks that resume where they ended.
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    instant::Instant,
    item::{Item, Places, Row, Stored},
    keys::{BroadcastKey, MalformedKey, OutboxKey},
    query::Query,
    transaction::Transaction,
};
use domain::{
    event::Audience,
    ids::{BroadcastId, EventId, InviteeId},
};
use serde::{Deserialize, Serialize};

/// Most broadcasts of one event that are listed.
pub const BROADCASTS_LISTED_MAX: u16 = 200;

/// A broadcast and how far it came.
///
/// While it is under way it stands in the outbox index, so that the sweep finds one whose hint was lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BroadcastItem {
    /// The number that its messages carry.
    pub number: u16,
    /// The words.
    pub text: String,
    audience: String,
    /// Who said it, by name.
    pub sender: String,
    /// When.
    pub created_at: Instant,
    /// How many messages were recorded.
    pub planned: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    /// Everybody was looked at.
    pub complete: bool,
}

impl Item for BroadcastItem {
    type Key = BroadcastKey;
    const KIND: &'static str = "broadcast";
    const VERSION: u8 = 1;

    fn places(&self, _: &BroadcastKey) -> Places {
        if self.complete {
            Places::default()
        } else {
            Places::at(&OutboxKey { at: self.created_at.0 })
        }
    }
}

impl BroadcastItem {
    /// A broadcast that begins.
    pub fn begun(
        number: u16,
        text: String,
        audience: Audience,
        sender: String,
        created_at: jiff::Timestamp,
    ) -> Self {
        Self {
            number,
            text,
            audience: audience.name().to_owned(),
            sender,
            created_at: created_at.into(),
            planned: 0,
            after: None,
            complete: false,
        }
    }

    /// For whom it is.
    pub fn audience(&self) -> Audience {
        Audience::parse(&self.audience).unwrap_or(Audience::Confirmed)
    }

    /// The last invitee that was looked at.
    pub fn after(&self) -> Option<InviteeId> {
        self.after.as_deref().and_then(|id| id.parse().ok())
    }

    /// The broadcast after a chunk that ended at `last` and recorded `planned` messages; none means
    /// that nobody is left.
    #[must_use]
    pub fn advanced(&self, last: Option<InviteeId>, planned: u32) -> Self {
        Self {
            planned: self.planned.saturating_add(planned),
            after: last.map(|id| id.to_string()).or_else(|| self.after.clone()),
            complete: last.is_none(),
            ..self.clone()
        }
    }
}

impl Store {
    /// One broadcast.
    pub async fn broadcast(
        &self,
        event: EventId,
        broadcast: BroadcastId,
    ) -> Result<Option<Stored<BroadcastItem>>, StoreError> {
        self.get(&BroadcastKey { event, broadcast }, Consistency::Strong).await
    }

    /// An event's broadcasts, at most [`BROADCASTS_LISTED_MAX`] of them, in no order.
    pub async fn broadcasts(
        &self,
        event: EventId,
    ) -> Result<Vec<Stored<BroadcastItem>>, StoreError> {
        let query = Query::of(BroadcastKey::span(&event), BROADCASTS_LISTED_MAX);
        self.query(&query).await?.rows.into_iter().map(Row::read).collect()
    }
}

/// The broadcast that an entry of the outbox index belongs to, if it is one.
pub(crate) fn of_outbox_entry(row: &Row) -> Result<BroadcastKey, MalformedKey> {
    row.key::<BroadcastKey>()
}

impl Transaction {
    /// Records a broadcast.
    pub fn create_broadcast(
        &mut self,
        event: EventId,
        broadcast: BroadcastId,
        item: &BroadcastItem,
    ) -> usize {
        self.create(&BroadcastKey { event, broadcast }, item)
    }

    /// Records how far a broadcast came.
    pub fn advance_broadcast(
        &mut self,
        seen: &Stored<BroadcastItem>,
        item: &BroadcastItem,
    ) -> usize {
        self.replace(&seen.key, item, seen.rev)
    }
}

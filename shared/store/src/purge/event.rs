//! The end of an event: announced, and carried out when it can no longer be taken back.
use super::{Budget, Purge, Purged};
use crate::{
    as_text,
    client::{Consistency, Store},
    commit::CommitError,
    events::{EventItem, SeatsItem},
    failure::StoreError,
    item::{Item, Places, Stored},
    keys::{EventCodeKey, EventDeletionKey, EventKey, EventPurgesKey, SeatsKey, Text},
    query::Query,
    read_models::{self, LogScope},
    transaction::{Condition, Transaction},
    views::Change,
};
use domain::{
    code::EventCode,
    ids::{EventId, OrgId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a deleted event can be brought back.
const PURGED_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);
/// What the end of an event costs of a budget, in rows: its lists are looked for one by one.
const ENDED_FOR: usize = 10;
/// Messages that are taken out of a log together: those of a few pages.
const FORGOTTEN_AT_ONCE: u16 = 100;
/// Who does it: nobody in particular.
const SYSTEM: &str = "";

/// Says that an event is deleted, and when its rows go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventDeletion {
    /// Whose event it is.
    #[serde(with = "as_text")]
    pub org: OrgId,
    /// When it was deleted.
    pub at: Timestamp,
    /// How far its purge came; none before it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purge: Option<Purge>,
}

impl Item for EventDeletion {
    type Key = EventDeletionKey;
    const KIND: &'static str = "event_deletion";
    const VERSION: u8 = 1;

    fn places(&self, key: &EventDeletionKey) -> Places {
        let at = Purge::next_at(self.purge, self.purge_at());
        Places::at(&EventPurgesKey { at, event: key.event })
    }
}

impl EventDeletion {
    /// Of an event of `org`, at `now`.
    pub const fn new(org: OrgId, now: Timestamp) -> Self {
        Self { org, at: now, purge: None }
    }

    /// When the event's rows go.
    pub fn purge_at(&self) -> Timestamp {
        self.at.checked_add(PURGED_AFTER).unwrap_or(Timestamp::MAX)
    }

    /// Whether the event may be brought back at `now`.
    pub fn is_revocable(&self, now: Timestamp) -> bool {
        self.purge.is_none() && now < self.purge_at()
    }
}

impl Store {
    /// Whether and when an event was deleted.
    pub async fn event_deletion(
        &self,
        event: EventId,
    ) -> Result<Option<Stored<EventDeletion>>, StoreError> {
        self.get(&EventDeletionKey { event }, Consistency::Strong).await
    }

    /// Those of some events that are deleted, in no order.
    pub async fn event_deletions(
        &self,
        events: &[EventId],
    ) -> Result<Vec<Stored<EventDeletion>>, StoreError> {
        let keys: Vec<EventDeletionKey> =
            events.iter().map(|event| EventDeletionKey { event: *event }).collect();
        self.batch_get(&keys, Consistency::Eventual).await
    }

    /// Events that a purge has something to do for at `now`, the longest due first.
    pub async fn events_to_purge(
        &self,
        now: Timestamp,
        limit: u16,
    ) -> Result<Vec<EventId>, StoreError> {
        let page = self.query(&Query::of(EventPurgesKey::span().up_to(&now), limit)).await?;
        let keys = page.rows.iter().filter_map(|row| row.key::<EventPurgesKey>().ok());
        Ok(keys.map(|key| key.event).collect())
    }

    /// A step of the purge of a deleted event. `sender` is whom its code is known to.
    pub async fn purge_event(
        &self,
        event: EventId,
        sender: &str,
        now: Timestamp,
        budget: &mut Budget,
    ) -> Result<Purged, CommitError> {
        let Some(seen) = self.event_deletion(event).await? else { return Ok(Purged::NotDue) };
        let (org, deletion) = (seen.value.org, &seen.value);
        if now < Purge::next_at(deletion.purge, deletion.purge_at()) {
            return Ok(Purged::NotDue);
        }
        match deletion.purge {
            None => {
                self.commit(further(&seen, Purge::Began)).await?;
                Ok(Purged::Partly)
            }
            Some(Purge::Began) => {
                if !self.empty_event((org, event), now, budget).await? {
                    return Ok(Purged::Partly);
                }
                self.commit(further(&seen, Purge::Emptied { at: now })).await?;
                Ok(Purged::Emptied)
            }
            Some(Purge::Emptied { .. }) => {
                if !self.forget_messages((org, event), now, budget).await? {
                    return Ok(Purged::Partly);
                }
                self.end_event((org, event), sender, now, budget).await
            }
        }
    }

    /// Takes the event's messages out of its org's log, which shows their guests. Whether none is left
    /// to take. They are found by the event's own log, which has each at the same place.
    async fn forget_messages(
        &self,
        (org, event): (OrgId, EventId),
        now: Timestamp,
        budget: &mut Budget,
    ) -> Result<bool, CommitError> {
        let (of_event, of_org) = (LogScope::Event(event).view(), LogScope::Org(org).view());
        loop {
            let page = self.view_page(&of_event, None, FORGOTTEN_AT_ONCE).await?;
            if page.entries.is_empty() {
                return Ok(true);
            }
            if budget.is_spent() {
                return Ok(false);
            }
            budget.take(page.entries.len());
            let places = page.entries.into_iter().map(|(sort, _)| sort);
            // The org's first: what is left of the event's says where to go on.
            for view in [&of_org, &of_event] {
                let remove = places.clone().map(|sort| (view.clone(), sort)).collect();
                self.fold(vec![Change { remove, ..Change::default() }], now).await?;
            }
        }
    }

    /// Deletes the rows of an event but for those that it is found by. Whether there were none.
    pub(super) async fn empty_event(
        &self,
        (org, event): (OrgId, EventId),
        now: Timestamp,
        budget: &mut Budget,
    ) -> Result<bool, CommitError> {
        self.remove_event_roles_of_event(org, event, SYSTEM, now).await?;
        let kept = [EventItem::KIND, SeatsItem::KIND, EventDeletion::KIND];
        self.delete_range(&EventKey::everything(event), &kept, budget).await
    }

    /// Deletes an event's lists, and then what it is found by.
    pub(super) async fn end_event(
        &self,
        (org, event): (OrgId, EventId),
        sender: &str,
        now: Timestamp,
        budget: &mut Budget,
    ) -> Result<Purged, CommitError> {
        let lists = read_models::lists_of_event(event);
        // What was written after the rows went goes with the lists.
        if !self.empty_event((org, event), now, budget).await?
            || !self.delete_lists(&lists, budget).await?
        {
            return Ok(Purged::Partly);
        }
        let kept = self.event(event, Consistency::Strong).await?;
        if let Some(code) = kept.and_then(|kept| kept.event.code) {
            self.release_code(event, sender, &code).await?;
        }
        let mut transaction = Transaction::new();
        transaction.delete_if(&EventKey { event }, None);
        transaction.delete_if(&SeatsKey { event }, None);
        transaction.delete_if(&EventDeletionKey { event }, None);
        self.commit(transaction).await?;
        // Afterwards: a run that may do less would never come to the end of anything.
        budget.take(ENDED_FOR);
        Ok(Purged::Wholly)
    }

    /// Deletes the lock on a code if it is the event's own: another event may have it by now.
    async fn release_code(
        &self,
        event: EventId,
        sender: &str,
        code: &EventCode,
    ) -> Result<(), CommitError> {
        let key = EventCodeKey { sender: Text::from(sender), code: Text::from(code.as_str()) };
        let own = Condition::new("event = :event").value(":event", event.to_string());
        let mut transaction = Transaction::new();
        transaction.delete_if(&key, Some(own));
        match self.commit(transaction).await {
            Ok(_) | Err(CommitError::Refused(_)) => Ok(()),
            Err(error @ (CommitError::Conflict | CommitError::Store(_))) => Err(error),
        }
    }
}

fn further(seen: &Stored<EventDeletion>, purge: Purge) -> Transaction {
    let mut transaction = Transaction::new();
    transaction.replace(
        &seen.key,
        &EventDeletion { purge: Some(purge), ..seen.value.clone() },
        seen.rev,
    );
    transaction
}

impl Transaction {
    /// Announces the deletion of an event. Refused where it is deleted already.
    pub fn delete_event(&mut self, event: EventId, deletion: &EventDeletion) -> usize {
        self.create(&EventDeletionKey { event }, deletion)
    }

    /// Takes the deletion of an event back as it was seen. Refused where its purge began.
    pub fn undelete_event(&mut self, seen: &Stored<EventDeletion>) -> usize {
        self.delete(&seen.key, seen.rev)
    }
}

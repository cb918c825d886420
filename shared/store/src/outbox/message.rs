//! A message as an item.
use super::life::LifeAttributes;
use crate::{
    broadcasts,
    client::{Consistency, Store},
    failure::StoreError,
    instant::Instant,
    invitees::NewMessage,
    item::{Item, Places, Row, Stored, readable},
    keys::{self, Address, MailKey, OutboxKey, Place, RecipientMessageKey},
    query::{Position, Query},
    transaction::{Condition, Transaction},
    value::Value,
};
use domain::{
    ids::{BroadcastId, EventId, MailId, OrgId},
    message::{Delivery, MessageKey, Purpose},
    outbox::Life,
    phone::Phone,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most messages beside one that are looked through when it is searched for at the provider.
const BESIDE_MAX: usize = 300;

/// A message to an invitee, or to a phone, other than an invitation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageItem {
    org: String,
    name: String,
    phone: String,
    at: Instant,
    #[serde(flatten)]
    life: LifeAttributes,
    /// Whether somebody still has to do something about it.
    #[serde(skip)]
    pending: bool,
}

impl Item for MessageItem {
    type Key = keys::MessageKey;
    const KIND: &'static str = "message";
    const VERSION: u8 = 1;

    fn places(&self, key: &keys::MessageKey) -> Places {
        self.listed(key.purpose)
    }
}

impl MessageItem {
    /// By when somebody is to look at it. A confirmation is found from its invitee, unless it has to
    /// wait.
    fn listed(&self, purpose: Purpose) -> Places {
        let waits = self.life.waits();
        if self.pending && (purpose != Purpose::Confirmation || waits) {
            Places::at(&OutboxKey { at: self.life.waits_until().unwrap_or(self.at.0) })
        } else {
            Places::default()
        }
    }
}

/// A message to a phone, about no invitation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecipientMessageItem(pub(crate) MessageItem);

impl Item for RecipientMessageItem {
    type Key = RecipientMessageKey;
    const KIND: &'static str = "recipient_message";
    const VERSION: u8 = 1;

    fn places(&self, key: &RecipientMessageKey) -> Places {
        self.0.listed(key.purpose)
    }
}

impl From<&NewMessage> for MessageItem {
    fn from(message: &NewMessage) -> Self {
        Self {
            org: message.org.to_string(),
            name: message.name.clone(),
            phone: message.phone.as_str().to_owned(),
            at: message.created_at.into(),
            life: LifeAttributes::from(&message.life),
            pending: is_pending(message.life.delivery),
        }
    }
}

/// Whether somebody still has to do something about a message in this state.
const fn is_pending(delivery: Delivery) -> bool {
    match delivery {
        Delivery::Queued | Delivery::Submitting | Delivery::Unknown => true,
        Delivery::None
        | Delivery::Unconfirmed
        | Delivery::Submitted
        | Delivery::Delivered
        | Delivery::Read
        | Delivery::Undelivered
        | Delivery::Rejected
        | Delivery::GaveUp
        | Delivery::Dropped => false,
    }
}

/// A message's key in the table: one of two places.
#[derive(Debug, Clone, PartialEq)]
pub enum AnyMessageKey {
    /// With the event.
    Invitation(keys::MessageKey),
    /// With the phone.
    Recipient(RecipientMessageKey),
}

/// Where a message is stored. Invitations are not: they live on the invitee's own item.
pub fn message_key(key: &MessageKey) -> AnyMessageKey {
    match key {
        MessageKey::Invitation { event, invitee, generation, purpose, sequence } => {
            AnyMessageKey::Invitation(keys::MessageKey {
                event: *event,
                invitee: *invitee,
                generation: *generation,
                purpose: *purpose,
                sequence: *sequence,
            })
        }
        MessageKey::Recipient { phone, purpose, nonce } => {
            AnyMessageKey::Recipient(RecipientMessageKey {
                phone: phone.clone(),
                purpose: *purpose,
                nonce: *nonce,
            })
        }
    }
}

/// A message and the revision of its item.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptMessage {
    /// The message.
    pub message: NewMessage,
    /// The revision that it was read at.
    pub rev: u64,
}

fn kept(key: MessageKey, item: MessageItem, rev: u64) -> Result<KeptMessage, StoreError> {
    let broken = || StoreError::Unreadable {
        kind: MessageItem::KIND,
        reason: "a field has another shape".into(),
    };
    Ok(KeptMessage {
        message: NewMessage {
            key,
            org: item.org.parse::<OrgId>().map_err(|_| broken())?,
            name: item.name,
            phone: Phone::from_e164(&item.phone).map_err(|_| broken())?,
            life: Life::try_from(item.life)?,
            created_at: item.at.0,
        },
        rev,
    })
}

impl TryFrom<Row> for KeptMessage {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        read(row)
    }
}

/// Reads a message of either place.
pub(crate) fn read(row: Row) -> Result<KeptMessage, StoreError> {
    if row.kind() == Some(RecipientMessageItem::KIND) {
        let Stored { key, value, rev, .. } = row.read::<RecipientMessageItem>()?;
        let RecipientMessageKey { phone, purpose, nonce } = key;
        return kept(MessageKey::Recipient { phone, purpose, nonce }, value.0, rev);
    }
    let Stored { key, value, rev, .. } = row.read::<MessageItem>()?;
    let keys::MessageKey { event, invitee, generation, purpose, sequence } = key;
    kept(MessageKey::Invitation { event, invitee, generation, purpose, sequence }, value, rev)
}

impl Store {
    /// One message that is not an invitation.
    pub async fn message(
        &self,
        key: &MessageKey,
        consistency: Consistency,
    ) -> Result<Option<KeptMessage>, StoreError> {
        let address = match message_key(key) {
            AnyMessageKey::Invitation(key) => keys::Key::address(&key),
            AnyMessageKey::Recipient(key) => keys::Key::address(&key),
        };
        self.get_row(address, consistency).await?.map(read).transpose()
    }

    /// Some messages that are not invitations, in no order; those that do not exist are left out. One
    /// may be as it was a moment ago, which is enough for who writes it under its revision; one that
    /// was only just recorded is there all the same, for what the cheap read misses is asked for again.
    /// Half a unit each.
    pub async fn messages_at(&self, keys: &[MessageKey]) -> Result<Vec<KeptMessage>, StoreError> {
        let addresses = keys.iter().map(|key| match message_key(key) {
            AnyMessageKey::Invitation(key) => keys::Key::address(&key),
            AnyMessageKey::Recipient(key) => keys::Key::address(&key),
        });
        let mut addresses: Vec<Address> = addresses.collect();
        let mut rows = self.batch_get_rows(addresses.clone(), Consistency::Eventual).await?;
        let found: Vec<Address> = rows.iter().filter_map(|row| row.address(Place::Table)).collect();
        addresses.retain(|address| !found.contains(address));
        if !addresses.is_empty() {
            rows.extend(self.batch_get_rows(addresses, Consistency::Strong).await?);
        }
        rows.into_iter().map(read).collect()
    }

    /// The messages to one invitee other than invitations, by generation and purpose.
    pub async fn messages_of(
        &self,
        event: EventId,
        invitee: domain::ids::InviteeId,
        most: usize,
    ) -> Result<Vec<KeptMessage>, StoreError> {
        let span = keys::MessageKey::span(&event).within(&invitee);
        let rows = self.query_all(Query::of(span, 100), most).await?;
        rows.into_iter().map(read).collect()
    }

    /// The provider's ids of the other messages to the same invitee or, for one that is about no
    /// invitation, to the same phone: the first [`BESIDE_MAX`] of them.
    pub async fn provider_ids_beside(
        &self,
        key: &MessageKey,
    ) -> Result<BTreeSet<String>, StoreError> {
        let span = match key {
            MessageKey::Invitation { event, invitee, .. } => {
                keys::MessageKey::span(event).within(invitee)
            }
            MessageKey::Recipient { phone, .. } => RecipientMessageKey::span(phone),
        };
        let rows = self.query_all(Query::of(span, 100).consistent(), BESIDE_MAX).await?;
        let kept = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let others = kept.into_iter().filter(|kept| kept.message.key != *key);
        Ok(others.filter_map(|kept| kept.message.life.provider_id).collect())
    }

    /// What was recorded and is not yet settled, oldest first, and since when.
    pub async fn pending_messages(
        &self,
        limit: u16,
        after: Option<Position>,
    ) -> Result<(Vec<(Pending, jiff::Timestamp)>, Option<Position>), StoreError> {
        let page = self.query(&Query::of(OutboxKey::span(), limit).after(after)).await?;
        let pending = readable(page.rows, |row| {
            let at = row.key::<OutboxKey>().map_err(|error| unreadable(&error))?.at;
            let one = if let Ok(MailKey { mail }) = row.key() {
                Pending::Mail(mail)
            } else if let Ok(key) = broadcasts::of_outbox_entry(&row) {
                Pending::Broadcast(key.event, key.broadcast)
            } else {
                Pending::Message(key_of(&row)?)
            };
            Ok((one, at))
        });
        Ok((pending, page.next))
    }
}

/// Something recorded that somebody still has to do something about.
#[derive(Debug, Clone, PartialEq)]
pub enum Pending {
    /// A message that is not settled.
    Message(MessageKey),
    /// A broadcast that has not reached everybody.
    Broadcast(EventId, BroadcastId),
    /// A mail that is not settled.
    Mail(MailId),
}

fn key_of(row: &Row) -> Result<MessageKey, StoreError> {
    if let Ok(key) = row.key::<keys::MessageKey>() {
        let keys::MessageKey { event, invitee, generation, purpose, sequence } = key;
        return Ok(MessageKey::Invitation { event, invitee, generation, purpose, sequence });
    }
    let key = row.key::<RecipientMessageKey>().map_err(|error| unreadable(&error))?;
    let RecipientMessageKey { phone, purpose, nonce } = key;
    Ok(MessageKey::Recipient { phone, purpose, nonce })
}

fn unreadable(error: &keys::MalformedKey) -> StoreError {
    StoreError::Unreadable { kind: MessageItem::KIND, reason: error.to_string() }
}

impl Transaction {
    /// Changes nothing; refused where that message exists and was recorded after `since`.
    pub fn check_no_message_since(&mut self, key: &MessageKey, since: jiff::Timestamp) -> usize {
        let older = Condition::new("attribute_not_exists(pk) OR #at <= :since")
            .name("#at", "at")
            .value(":since", Value::milliseconds(since));
        match message_key(key) {
            AnyMessageKey::Invitation(key) => self.check(&key, older),
            AnyMessageKey::Recipient(key) => self.check(&key, older),
        }
    }

    /// Replaces a message; it leaves the index when nothing is left to do about it.
    pub fn replace_message(&mut self, message: &NewMessage, rev: u64) -> usize {
        let item = MessageItem::from(message);
        match message_key(&message.key) {
            AnyMessageKey::Invitation(key) => self.replace(&key, &item, rev),
            AnyMessageKey::Recipient(key) => self.replace(&key, &RecipientMessageItem(item), rev),
        }
    }
}

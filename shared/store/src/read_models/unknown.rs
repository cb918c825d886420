//! The messages of all orgs whose outcome nobody knew, with what is known of each now.
//!
//! Only a record that says `unknown` or `unconfirmed` before or after costs anything here. An entry
//! stays when its message is resolved, so that the list also says who decided.
use super::{
    messages,
    packed::{Slice, pack, unpack, unreadable},
    platform::PLATFORM_SCOPE,
    stream::Images,
};
use crate::{
    client::Store,
    failure::StoreError,
    invitees::{InviteeItem, Kept, NewMessage},
    item::{Item, Row},
    outbox::read_message,
    views::{ENTRIES_LISTED_MAX, Versioned, ViewEntry, ViewName, id_of, instant_of, newest_first},
};
use domain::{
    ids::OrgId,
    message::{Delivery, MessageId},
    phone::Phone,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The label of those whose outcome nobody knows yet.
pub(super) const UNKNOWN: &str = "unknown_messages";
/// The label of those whose outcome somebody knows now.
const RESOLVED: &str = "resolved_messages";
/// Most reads for one page. Then the page is short, and the next one goes on.
const READS_MAX: u8 = 8;

/// A message whose outcome nobody knew.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownMessage {
    /// Which message: its id tells event, invitee and purpose.
    pub id: MessageId,
    /// Whose it is.
    pub org: OrgId,
    /// Where it goes.
    pub phone: Phone,
    /// What is known of it.
    pub delivery: Delivery,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// When it was first claimed for sending.
    pub claimed_at: Option<Timestamp>,
    /// Who wrote what is known of it; empty where the engine did.
    pub by: String,
    /// Whether nobody knows its outcome yet.
    pub open: bool,
}

/// Org, phone, delivery, claimed at, by.
#[derive(Serialize, Deserialize)]
struct Head(String, String, String, Option<i64>, String);

fn view() -> ViewName {
    ViewName::tallied(&PLATFORM_SCOPE, "unknown messages")
}

/// A message as one image of its row has it.
struct Seen {
    message: NewMessage,
    rev: u64,
    by: String,
}

impl Seen {
    fn entry(&self, is_latest: bool) -> Result<ViewEntry, StoreError> {
        let NewMessage { key, org, phone, life, created_at, .. } = &self.message;
        let head = Head(
            org.to_string(),
            phone.as_str().to_owned(),
            life.delivery.name().to_owned(),
            life.claimed_at.map(Timestamp::as_millisecond),
            self.by.clone(),
        );
        let open = is_latest && is_unknown(life.delivery);
        let body = Versioned {
            // What is no longer the row's message is newer than every image that still has it.
            rev: self.rev.saturating_add(u64::from(!is_latest)),
            label: if open { UNKNOWN } else { RESOLVED }.to_owned(),
            weight: 0,
            head: pack(&head)?,
            tail: Vec::new(),
        };
        let sort = newest_first(*created_at, &MessageId::of(key.clone()).to_string());
        Ok(ViewEntry { view: view(), sort, body: body.encode() })
    }
}

/// Whether nobody knows what became of it, and the provider cannot be expected to say.
const fn is_unknown(delivery: Delivery) -> bool {
    match delivery {
        Delivery::Unknown | Delivery::Unconfirmed => true,
        Delivery::None
        | Delivery::Queued
        | Delivery::Submitting
        | Delivery::Submitted
        | Delivery::Delivered
        | Delivery::Read
        | Delivery::Undelivered
        | Delivery::Rejected
        | Delivery::GaveUp
        | Delivery::Dropped => false,
    }
}

/// The entries of a message whose outcome is or was unknown in this record.
pub(super) fn of_record(record: &Images) -> Result<Vec<ViewEntry>, StoreError> {
    let images = [record.old.as_ref(), record.new.as_ref()];
    if !images.into_iter().flatten().any(says_unknown) {
        return Ok(Vec::new());
    }
    let [old, new] = images.map(|row| row.map(seen).transpose());
    let (old, new) = (old?.flatten(), new?.flatten());
    let mut entries = Vec::new();
    if let Some(old) = &old
        && is_unknown(old.message.life.delivery)
    {
        entries.push(old.entry(true)?);
        let goes_on = new.as_ref().is_some_and(|new| new.message.key == old.message.key);
        if !goes_on {
            entries.push(old.entry(false)?);
        }
    }
    if let Some(new) = &new {
        let was_unknown = old.as_ref().is_some_and(|old| {
            old.message.key == new.message.key && is_unknown(old.message.life.delivery)
        });
        if was_unknown || is_unknown(new.message.life.delivery) {
            entries.push(new.entry(true)?);
        }
    }
    Ok(entries)
}

/// Whether the row's message is one whose outcome nobody knows: without reading the whole of it.
fn says_unknown(row: &Row) -> bool {
    row.text("dl").and_then(Delivery::parse).is_some_and(is_unknown)
}

fn seen(row: &Row) -> Result<Option<Seen>, StoreError> {
    let by = row.text("by").unwrap_or_default().to_owned();
    if row.kind() == Some(InviteeItem::KIND) {
        let kept = Kept::try_from(row.clone().read::<InviteeItem>()?)?;
        let seen = messages::invitation(&kept).map(|message| Seen { message, rev: kept.rev, by });
        return Ok(seen);
    }
    let kept = read_message(row.clone())?;
    Ok(Some(Seen { message: kept.message, rev: kept.rev, by }))
}

fn listed(sort: &str, body: &[u8]) -> Option<UnknownMessage> {
    let body = Versioned::decode(body)?;
    let Head(org, phone, delivery, claimed, by) = unpack(&body.head).ok()?;
    Some(UnknownMessage {
        id: id_of(sort)?.parse().ok()?,
        org: org.parse().ok()?,
        phone: Phone::from_e164(&phone).ok()?,
        delivery: Delivery::parse(&delivery)?,
        recorded_at: instant_of(sort)?,
        claimed_at: claimed.map(Timestamp::from_millisecond).transpose().ok()?,
        by: if by == "engine" || by == "callback" { String::new() } else { by },
        open: body.label == UNKNOWN,
    })
}

impl Store {
    /// Some of the messages of all orgs whose outcome nobody knows, the newest first, as of some
    /// seconds ago; with `resolved` also those whose outcome somebody knows now. `after` is an earlier
    /// slice's `next`. Few of many are searched for a few reads long: the slice may be short.
    pub async fn unknown_messages(
        &self,
        resolved: bool,
        after: Option<&str>,
        limit: u16,
    ) -> Result<Slice<UnknownMessage>, StoreError> {
        let limit = limit.clamp(1, ENTRIES_LISTED_MAX);
        let mut after = after.map(ToOwned::to_owned);
        let mut items = Vec::new();
        for _ in 0..READS_MAX {
            let slice = self.view_page(&view(), after.as_deref(), ENTRIES_LISTED_MAX).await?;
            for (sort, body) in &slice.entries {
                if items.len() == usize::from(limit) {
                    return Ok(Slice { items, next: after });
                }
                let message = listed(sort, body).ok_or_else(unreadable)?;
                if resolved || message.open {
                    items.push(message);
                }
                after = Some(sort.clone());
            }
            if slice.next.is_none() {
                return Ok(Slice { items, next: None });
            }
        }
        Ok(Slice { items, next: after })
    }
}

//! The message log: every message that was ever recorded, with the last that is known of it.
use super::{
    event_scope, org_scope,
    packed::{Slice, bounded, pack, unpack, unreadable},
};
use crate::{
    client::Store,
    failure::StoreError,
    invitees::{Kept, NewMessage},
    outbox::KeptMessage,
    views::{
        ENTRIES_LISTED_MAX, Versioned, ViewEntry, ViewName, ViewTally, id_of, instant_of,
        newest_first,
    },
};
use domain::{
    ids::{EventId, OrgId},
    invitee::{Invitee, StatusName},
    message::{Delivery, MessageId, MessageKey, Purpose, Tally},
    outbox::Life,
    phone::Phone,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The list's name.
const VIEW: &str = "messages";
/// Most characters of a message that the log keeps: enough to know it by.
pub(super) const WORDS_CHARS_MAX: usize = 80;
/// Most reads for one page of a filtered log. Then the page is short, and the next one goes on.
const READS_MAX: u8 = 8;

/// Whose log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogScope {
    /// All of an org.
    Org(OrgId),
    /// One event's.
    Event(EventId),
}

impl LogScope {
    fn scope(self) -> String {
        match self {
            Self::Org(org) => org_scope(org),
            Self::Event(event) => event_scope(event),
        }
    }

    pub(crate) fn view(self) -> ViewName {
        ViewName::tallied(&self.scope(), VIEW)
    }
}

/// A message as the log shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggedMessage {
    /// Which message: its id tells event, invitee and purpose.
    pub id: MessageId,
    /// The recipient's name.
    pub name: String,
    /// Where it goes.
    pub phone: Phone,
    /// How it begins.
    pub words: String,
    /// What is known of it.
    pub delivery: Delivery,
    /// Segments that were billed, or that we count.
    pub segments: u16,
    /// The provider's latest error code.
    pub error: Option<u32>,
    /// The provider's id of it.
    pub provider_id: Option<String>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// When it was first claimed for sending.
    pub claimed_at: Option<Timestamp>,
}

/// Which messages. Nothing given in one of the lists means all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageFilter {
    /// In one of these states.
    pub states: Vec<Delivery>,
    /// In one of these parts of the sum.
    pub tallies: Vec<Tally>,
    /// For one of these purposes.
    pub purposes: Vec<Purpose>,
    /// Recorded at this instant or later.
    pub since: Option<Timestamp>,
}

impl MessageFilter {
    fn takes_all(&self) -> bool {
        self.states.is_empty() && self.tallies.is_empty() && self.purposes.is_empty()
    }

    fn takes(&self, message: &LoggedMessage) -> bool {
        let purpose = message.id.key().purpose();
        let tally = message.delivery.tally();
        (self.states.is_empty() || self.states.contains(&message.delivery))
            && (self.tallies.is_empty() || tally.is_some_and(|part| self.tallies.contains(&part)))
            && (self.purposes.is_empty() || self.purposes.contains(&purpose))
    }
}

/// How many messages there are, by where they stand (I16).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageCounts {
    /// By part of the sum. A part that never was is missing.
    pub by_tally: BTreeMap<Tally, u64>,
    /// Segments of those that the provider accepted.
    pub segments: u64,
    /// When one of them last changed.
    pub at: Option<Timestamp>,
}

impl MessageCounts {
    /// Messages in that part of the sum.
    pub fn of(&self, tally: Tally) -> u64 {
        self.by_tally.get(&tally).copied().unwrap_or_default()
    }

    /// All messages: each is in one part.
    pub fn planned(&self) -> u64 {
        self.by_tally.values().fold(0, |sum, count| sum.saturating_add(*count))
    }
}

pub(super) fn counts_of(tally: &ViewTally) -> MessageCounts {
    let parts = Tally::ALL.into_iter();
    let by_tally = parts.filter_map(|part| Some((part, *tally.labels.get(part.name())?)));
    let segments = tally.weight_of(Tally::Submitted.name());
    MessageCounts { by_tally: by_tally.collect(), segments, at: tally.at }
}

/// Name, phone, delivery, segments, error, provider's id, claimed at.
#[derive(Serialize, Deserialize)]
struct Head(String, String, String, u16, Option<u32>, Option<String>, Option<i64>);

/// The entries of the invitation's message on an invitee's row.
pub(super) fn of_invitee(kept: &Kept) -> Result<Vec<ViewEntry>, StoreError> {
    invitation(kept).map_or_else(|| Ok(Vec::new()), |message| entries(&message, kept.rev))
}

/// The invitation's message on an invitee's row.
pub(super) fn invitation(kept: &Kept) -> Option<NewMessage> {
    let invitee = &kept.invitee;
    let (life, phone) = (invitee.message.clone()?, invitee.phone.clone()?);
    Some(NewMessage {
        key: MessageKey::Invitation {
            event: invitee.event,
            invitee: invitee.id,
            generation: invitee.generation,
            purpose: Purpose::Invite,
            sequence: life.sequence,
        },
        org: invitee.org,
        name: invitee.name.clone(),
        phone,
        created_at: recorded_at(invitee, &life),
        life,
    })
}

/// When the invitation's message was recorded; where it does not say so, when its wave was.
pub(super) fn recorded_at(invitee: &Invitee, life: &Life) -> Timestamp {
    let wave = || {
        let into = |change: &&domain::change::Change| change.after == StatusName::Inviting;
        let wave = invitee.history.iter().rev().find(into).or(invitee.history.first());
        wave.map(|change| change.at)
    };
    life.recorded_at.or_else(wave).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The entries of a message that has an item of its own.
pub(super) fn of_message(kept: &KeptMessage) -> Result<Vec<ViewEntry>, StoreError> {
    entries(&kept.message, kept.rev)
}

/// One entry in the org's log, and one in the event's where there is an event.
fn entries(message: &NewMessage, rev: u64) -> Result<Vec<ViewEntry>, StoreError> {
    let NewMessage { key, org, name, phone, life, created_at } = message;
    let Some(tally) = life.delivery.tally() else { return Ok(Vec::new()) };
    let head = Head(
        name.clone(),
        phone.as_str().to_owned(),
        life.delivery.name().to_owned(),
        life.segments,
        life.error,
        life.provider_id.clone(),
        life.claimed_at.map(Timestamp::as_millisecond),
    );
    let body = Versioned {
        rev,
        label: tally.name().to_owned(),
        // What is billed: segments of what the provider accepted.
        weight: if tally == Tally::Submitted { life.segments } else { 0 },
        head: pack(&head)?,
        tail: bounded(&life.body, WORDS_CHARS_MAX).into_bytes(),
    }
    .encode();
    let event = key.event().map(LogScope::Event);
    let sort = newest_first(*created_at, &MessageId::of(key.clone()).to_string());
    let scopes = [Some(LogScope::Org(*org)), event].into_iter().flatten();
    Ok(scopes
        .map(|scope| ViewEntry { view: scope.view(), sort: sort.clone(), body: body.clone() })
        .collect())
}

pub(super) fn logged(sort: &str, body: &[u8]) -> Option<LoggedMessage> {
    let body = Versioned::decode(body)?;
    let Head(name, phone, delivery, segments, error, provider_id, claimed) =
        unpack(&body.head).ok()?;
    Some(LoggedMessage {
        id: id_of(sort)?.parse().ok()?,
        name,
        phone: Phone::from_e164(&phone).ok()?,
        words: String::from_utf8(body.tail).ok()?,
        delivery: Delivery::parse(&delivery)?,
        segments,
        error,
        provider_id,
        recorded_at: instant_of(sort)?,
        claimed_at: claimed.map(Timestamp::from_millisecond).transpose().ok()?,
    })
}

impl Store {
    /// Some messages of a log, as of some seconds ago, the newest first. `after` is an earlier
    /// slice's `next`. Few of many are searched for a few reads long: the slice may be short.
    pub async fn message_log(
        &self,
        scope: LogScope,
        filter: &MessageFilter,
        after: Option<&str>,
        limit: u16,
    ) -> Result<Slice<LoggedMessage>, StoreError> {
        let limit = limit.clamp(1, ENTRIES_LISTED_MAX);
        let chunk = if filter.takes_all() { limit } else { ENTRIES_LISTED_MAX };
        let view = scope.view();
        let mut after = after.map(ToOwned::to_owned);
        let mut items = Vec::new();
        for _ in 0..READS_MAX {
            let slice = self.view_page(&view, after.as_deref(), chunk).await?;
            for (sort, body) in &slice.entries {
                let message = logged(sort, body).ok_or_else(unreadable)?;
                if filter.since.is_some_and(|since| message.recorded_at < since) {
                    return Ok(Slice { items, next: None });
                }
                if filter.takes(&message) {
                    if items.len() == usize::from(limit) {
                        return Ok(Slice { items, next: after });
                    }
                    items.push(message);
                }
                after = Some(sort.clone());
            }
            if slice.next.is_none() {
                return Ok(Slice { items, next: None });
            }
            if items.len() == usize::from(limit) {
                break;
            }
        }
        Ok(Slice { items, next: after })
    }

    /// How many messages of a log stand where, those recorded since a day in UTC, as of some seconds
    /// ago: half a unit for about two months.
    pub async fn message_counts(
        &self,
        scope: LogScope,
        since: Option<Date>,
    ) -> Result<MessageCounts, StoreError> {
        Ok(counts_of(&self.view_tally(&scope.scope(), since).await?))
    }
}

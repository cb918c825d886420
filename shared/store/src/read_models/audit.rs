//! The org's audit log: who did what, when (I13).
mod record;

pub(super) use record::of_record;
pub use record::{AuditKind, AuditRecord};

use super::{
    org_scope,
    packed::{Slice, pack, unpack, unreadable},
    stream::Images,
};
use crate::{
    client::Store,
    contacts::{Contact, Tombstone},
    events::{EventItem, KeptEvent},
    failure::StoreError,
    invitees::Kept,
    item::{Row, Stored},
    keys::{ContactKey, Key},
    views::{ViewEntry, ViewName, id_of, instant_of, newest_first},
};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{
    change::{Actor, Change, Reason},
    event::EventState,
    ids::{ContactId, EventId, InviteeId, OrgId},
    invitee::StatusName,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who: a user's id, `admin` and a user's id, `guest_link`, `sms`, `engine`, `callback`; empty
    /// for the system itself.
    pub by: String,
    /// To whom or what.
    pub subject: AuditSubject,
}

/// What something was done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditSubject {
    /// An invitee's status changed, or its party.
    Invitee {
        /// The event.
        event: EventId,
        /// The invitee.
        invitee: InviteeId,
        /// Its name.
        name: String,
        /// The status before; none where it joined the list.
        before: Option<StatusName>,
        /// The status after.
        after: StatusName,
        /// Seats held or taken after it.
        party: u8,
        /// Why.
        reason: Reason,
    },
    /// An event was made, or its settings changed.
    Event {
        /// The event.
        event: EventId,
        /// Its name.
        name: String,
        /// The state before; none where it was made.
        before: Option<EventState>,
        /// The state after.
        after: EventState,
        /// The attributes that changed.
        fields: Vec<String>,
    },
    /// A contact was made.
    ContactCreated {
        /// The contact.
        contact: ContactId,
        /// Its name.
        name: String,
    },
    /// A contact was changed.
    ContactChanged {
        /// The contact.
        contact: ContactId,
        /// The attributes that changed.
        fields: Vec<String>,
    },
    /// A contact was deleted.
    ContactDeleted {
        /// The contact.
        contact: ContactId,
    },
    /// Something else of the org was made, changed or deleted.
    Record(AuditRecord),
}

/// An entry as the list keeps it.
#[derive(Serialize, Deserialize)]
struct Body {
    by: String,
    what: What,
}

/// The letters are short because pages hold many.
#[derive(Serialize, Deserialize)]
enum What {
    /// Event, invitee, name, before, after, party, reason.
    #[serde(rename = "i")]
    Invitee(String, String, String, Option<String>, String, u8, String),
    /// Event, name, before, after, fields.
    #[serde(rename = "e")]
    Event(String, String, Option<String>, String, Vec<String>),
    /// Contact, name.
    #[serde(rename = "c")]
    ContactCreated(String, String),
    /// Contact, fields.
    #[serde(rename = "u")]
    ContactChanged(String, Vec<String>),
    /// Contact.
    #[serde(rename = "d")]
    ContactDeleted(String),
    /// Kind, id, before, after, fields.
    #[serde(rename = "r")]
    Record(String, String, Option<String>, Option<String>, Vec<String>),
}

pub(super) fn view(org: OrgId) -> ViewName {
    ViewName::plain(&org_scope(org), "audit")
}

fn entry(
    org: OrgId,
    (at, id): (Timestamp, &str),
    by: String,
    what: What,
) -> Result<ViewEntry, StoreError> {
    let sort = newest_first(at, id);
    Ok(ViewEntry { view: view(org), sort, body: pack(&Body { by, what })? })
}

/// What is new in an invitee's history.
pub(super) fn of_invitee(
    old: Option<&Kept>,
    new: Option<&Kept>,
) -> Result<Vec<ViewEntry>, StoreError> {
    let Some(Kept { invitee, .. }) = new else { return Ok(Vec::new()) };
    let known = old.map_or(&[][..], |old| old.invitee.history.as_slice());
    let added = invitee.history.iter().filter(|change| !known.contains(change));
    added
        .map(|change| {
            let Change { at, by, before, after, party, reason } = *change;
            let before = before.map(|before| before.name().to_owned());
            let (event, id) = (invitee.event.to_string(), invitee.id.to_string());
            let place = format!("{event} {id} {} {party}", after.name());
            let what = What::Invitee(
                event,
                id,
                invitee.name.clone(),
                before,
                after.name().to_owned(),
                party,
                reason.name().to_owned(),
            );
            entry(invitee.org, (at, &place), actor(by), what)
        })
        .collect()
}

fn actor(by: Actor) -> String {
    match by {
        Actor::User(user) => user.to_string(),
        Actor::Admin(user) => format!("{} {user}", by.name()),
        Actor::Link | Actor::Sms | Actor::Engine | Actor::Callback => by.name().to_owned(),
    }
}

/// That an event was made or changed. A record that does not say when it was written counts as
/// written now.
pub(super) fn of_event(record: &Images, now: Timestamp) -> Result<Vec<ViewEntry>, StoreError> {
    let Some(new) = &record.new else { return Ok(Vec::new()) };
    let by = new.text("by").unwrap_or_default().to_owned();
    let fields = record.old.as_ref().map_or_else(Vec::new, |old| changed(&old.0, &new.0));
    if record.old.is_some() && fields.is_empty() {
        return Ok(Vec::new());
    }
    let before = record.old.as_ref().and_then(|old| old.text("state")).map(ToOwned::to_owned);
    let kept = KeptEvent::try_from(new.clone().read::<EventItem>()?)?;
    let (event, rev) = (kept.event, kept.rev);
    let at = if record.old.is_none() { event.created_at } else { written_at(record, now) };
    let state = event.state.name().to_owned();
    let what = What::Event(event.id.to_string(), event.name.clone(), before, state, fields);
    Ok(vec![entry(event.org, (at, &format!("{} {}", event.id, latest_first(rev))), by, what)?])
}

/// The names of the attributes that differ, those of settings with their place; never their values.
fn changed(
    old: &HashMap<String, AttributeValue>,
    new: &HashMap<String, AttributeValue>,
) -> Vec<String> {
    const OURS: [&str; 11] =
        ["pk", "sk", "kind", "v", "rev", "by", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "ttl"];
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut changed = Vec::new();
    for name in names.into_iter().filter(|name| !OURS.contains(&name.as_str())) {
        match (old.get(name), new.get(name)) {
            (Some(AttributeValue::M(old)), Some(AttributeValue::M(new))) => {
                let inner = self::changed(old, new).into_iter();
                changed.extend(inner.map(|inner| format!("{name}.{inner}")));
            }
            (old, new) if old != new => changed.push(name.clone()),
            _ => (),
        }
    }
    changed
}

/// When a change was written. The stream knows the second: a change counts as made at its end, so that
/// it stands after what was made in it, of which the row itself knows the instant.
fn written_at(record: &Images, now: Timestamp) -> Timestamp {
    let Some(at) = record.at else { return now };
    if at.subsec_nanosecond() == 0 { at.saturating_add(END_OF_SECOND).unwrap_or(at) } else { at }
}

const END_OF_SECOND: SignedDuration = SignedDuration::from_millis(999);

/// A text by which the later of two revisions stands first, as lists show the newest first.
fn latest_first(rev: u64) -> String {
    const MOST: u64 = 9_999_999_999;
    format!("{:010}", MOST.saturating_sub(rev))
}

/// What the system notes on a contact; why, other rows and entries say.
const NOTED: [&str; 2] = ["invited", "opted_out"];

/// That a contact was made, or changed by somebody. That it was deleted says its tombstone.
pub(super) fn of_contact(record: &Images, now: Timestamp) -> Result<Vec<ViewEntry>, StoreError> {
    let Some(new) = &record.new else { return Ok(Vec::new()) };
    let fields = record.old.as_ref().map_or_else(Vec::new, |old| changed(&old.0, &new.0));
    let by = new.text("by").unwrap_or_default().to_owned();
    // What the system itself notes on a contact is nobody's deed.
    if record.old.is_some() && fields.iter().all(|field| NOTED.contains(&field.as_str())) {
        return Ok(Vec::new());
    }
    let Stored { key, value, rev, .. } = new.clone().read::<Contact>()?;
    let id = key.contact.to_string();
    let (at, place, what) = if record.old.is_none() {
        (value.created_at, id.clone(), What::ContactCreated(id, value.name.whole()))
    } else {
        let place = format!("{id} {}", latest_first(rev));
        (written_at(record, now), place, What::ContactChanged(id, fields))
    };
    Ok(vec![entry(key.org, (at, &place), by, what)?])
}

/// That an item was deleted.
pub(super) fn of_tombstone(record: &Images) -> Result<Vec<ViewEntry>, StoreError> {
    let Some(new) = &record.new else { return Ok(Vec::new()) };
    let Stored { key, value, by, .. } = Row::clone(new).read::<Tombstone>()?;
    let (pk, sk) = (&key.pk.0, &key.sk.0);
    let (org, id, what) = if let Ok(ContactKey { org, contact }) = ContactKey::parse(pk, sk) {
        (org, contact.to_string(), What::ContactDeleted(contact.to_string()))
    } else if let Some((org, gone)) = record::gone(pk, sk, value.org) {
        (org, gone.id.clone(), What::from(gone))
    } else {
        return Ok(Vec::new());
    };
    Ok(vec![entry(org, (value.at, &format!("{id} gone")), by.unwrap_or_default(), what)?])
}

fn read(sort: &str, body: &[u8]) -> Result<AuditEntry, StoreError> {
    let Body { by, what } = unpack(body)?;
    // The place itself holds no more than the instant; it only tells entries apart.
    let at = id_of(sort).and_then(|_| instant_of(sort)).ok_or_else(unreadable)?;
    let subject = subject(what).ok_or_else(unreadable)?;
    Ok(AuditEntry { at, by, subject })
}

fn subject(what: What) -> Option<AuditSubject> {
    Some(match what {
        What::Invitee(event, invitee, name, before, after, party, reason) => {
            AuditSubject::Invitee {
                event: event.parse().ok()?,
                invitee: invitee.parse().ok()?,
                name,
                before: match before {
                    Some(before) => Some(StatusName::parse(&before)?),
                    None => None,
                },
                after: StatusName::parse(&after)?,
                party,
                reason: Reason::ALL.into_iter().find(|known| known.name() == reason)?,
            }
        }
        What::Event(event, name, before, after, fields) => AuditSubject::Event {
            event: event.parse().ok()?,
            name,
            before: match before {
                Some(before) => Some(EventState::parse(&before)?),
                None => None,
            },
            after: EventState::parse(&after)?,
            fields,
        },
        What::ContactCreated(contact, name) => {
            AuditSubject::ContactCreated { contact: contact.parse().ok()?, name }
        }
        What::ContactChanged(contact, fields) => {
            AuditSubject::ContactChanged { contact: contact.parse().ok()?, fields }
        }
        What::ContactDeleted(contact) => {
            AuditSubject::ContactDeleted { contact: contact.parse().ok()? }
        }
        What::Record(kind, id, before, after, fields) => AuditSubject::Record(AuditRecord {
            kind: AuditKind::parse(&kind)?,
            id,
            before,
            after,
            fields,
        }),
    })
}

impl Store {
    /// Some entries of an org's audit log, as of some seconds ago, the newest first. `after` is an
    /// earlier slice's `next`.
    pub async fn audit_log(
        &self,
        org: OrgId,
        after: Option<&str>,
        limit: u16,
    ) -> Result<Slice<AuditEntry>, StoreError> {
        let slice = self.view_page(&view(org), after, limit).await?;
        let items = slice.entries.iter().map(|(sort, body)| read(sort, body));
        Ok(Slice { items: items.collect::<Result<_, _>>()?, next: slice.next })
    }
}

//! An event's invitees by status, and how many there are.
use super::{
    event_scope,
    packed::{Slice, pack, unpack, unreadable},
};
use crate::{
    client::Store,
    failure::StoreError,
    invitees::Kept,
    item::Row,
    views::{ViewCounts, ViewEntry, ViewName, id_of, newest_first},
};
use domain::{
    ids::{EventId, InviteeId},
    invitee::{Invitee, SkipReason, Status, StatusName},
    message::Delivery,
    phone::Phone,
    position::Position,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stands before the status in the name of a list.
const STATUS_PREFIX: &str = "invitees ";
/// How often in a row a party must not have fit before the organizer is told.
const MISFITS_FLAGGED: u8 = 3;

/// Something that the organizer should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InviteeFlag {
    /// The invitation did not arrive for a reason that may pass.
    NotDelivered,
    /// Nobody knows whether the invitation left.
    Unconfirmed,
    /// The party did not fit into the free seats three times in a row.
    DoesNotFit,
}

impl InviteeFlag {
    /// Every flag.
    pub const ALL: [Self; 3] = [Self::NotDelivered, Self::Unconfirmed, Self::DoesNotFit];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotDelivered => "not_delivered",
            Self::Unconfirmed => "unconfirmed",
            Self::DoesNotFit => "does_not_fit",
        }
    }

    fn is_on(self, invitee: &Invitee) -> bool {
        match self {
            Self::NotDelivered => invitee.delivery() == Delivery::Undelivered,
            Self::Unconfirmed => invitee.delivery() == Delivery::Unconfirmed,
            Self::DoesNotFit => invitee.skip.is_some_and(|skip| {
                skip.reason == SkipReason::DoesNotFit && skip.times >= MISFITS_FLAGGED
            }),
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::NotDelivered => 1,
            Self::Unconfirmed => 2,
            Self::DoesNotFit => 4,
        }
    }
}

/// An invitee as its list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedInvitee {
    /// Which one.
    pub id: InviteeId,
    /// The name.
    pub name: String,
    /// The phone.
    pub phone: Option<Phone>,
    /// The guest and the plus-ones.
    pub party_max: u8,
    /// Seats held, taken or waited for.
    pub seats: u8,
    /// What is known of the invitation's message.
    pub delivery: Delivery,
    /// Since when it has this status.
    pub changed_at: Timestamp,
    /// Until when an invitation stands.
    pub expires_at: Option<Timestamp>,
    /// Which invitation this is, from 1.
    pub generation: u8,
    /// Why it was last passed over.
    pub skip: Option<SkipReason>,
    /// What the organizer should look at.
    pub flags: Vec<InviteeFlag>,
    /// Its place, where it is in the queue.
    pub position: Option<Position>,
}

/// How many invitees an event has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InviteeCounts {
    /// By status. A status that nobody ever had is missing.
    pub by_status: BTreeMap<StatusName, u64>,
    /// When one of them last changed.
    pub at: Option<Timestamp>,
}

impl InviteeCounts {
    /// The counts of an event's scope, by the row that keeps them.
    pub(super) fn of_row(row: &Row) -> Self {
        Self::of(&ViewCounts::of_row(row))
    }

    fn of(counts: &ViewCounts) -> Self {
        let by_status = counts.views.iter().filter_map(|(view, count)| {
            let status = view.strip_prefix(STATUS_PREFIX)?;
            Some((StatusName::parse(status)?, *count))
        });
        Self { by_status: by_status.collect(), at: counts.at }
    }
}

/// Name, phone, party, seats, delivery, changed at, expires at, generation, skip, flags.
#[derive(Serialize, Deserialize)]
struct Body(String, Option<String>, u8, u8, String, i64, Option<i64>, u8, Option<String>, u8);

pub(super) fn view(event: EventId, status: StatusName) -> ViewName {
    ViewName::counted(&event_scope(event), format!("{STATUS_PREFIX}{}", status.name()))
}

/// When an invitee got the status that it has: the end of its history.
pub(super) fn changed_at(invitee: &Invitee) -> Timestamp {
    let status = invitee.status.name();
    let into = |change: &&domain::change::Change| {
        change.after == status && change.before != Some(change.after)
    };
    let last = invitee.history.iter().rev().find(into).or(invitee.history.first());
    last.map_or(Timestamp::UNIX_EPOCH, |change| change.at)
}

/// The invitee's entry in the list of its status.
pub(super) fn entry(kept: &Kept) -> Result<ViewEntry, StoreError> {
    let invitee = &kept.invitee;
    let changed_at = changed_at(invitee);
    let id = invitee.id.to_string();
    let sort = match invitee.status {
        Status::Queued => format!("{}.{id}", invitee.position),
        Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => newest_first(changed_at, &id),
    };
    let flags = InviteeFlag::ALL.into_iter().filter(|flag| flag.is_on(invitee));
    let body = Body(
        invitee.name.clone(),
        invitee.phone.as_ref().map(ToString::to_string),
        invitee.party_max,
        seats(invitee.status),
        invitee.delivery().name().to_owned(),
        changed_at.as_millisecond(),
        expires_at(invitee.status).map(Timestamp::as_millisecond),
        invitee.generation,
        invitee.skip.map(|skip| skip.reason.name().to_owned()),
        flags.map(InviteeFlag::bit).sum(),
    );
    Ok(ViewEntry { view: view(invitee.event, invitee.status.name()), sort, body: pack(&body)? })
}

const fn seats(status: Status) -> u8 {
    match status {
        Status::Waitlisted { party, .. } => party,
        Status::Queued
        | Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => status.seats(),
    }
}

const fn expires_at(status: Status) -> Option<Timestamp> {
    match status {
        Status::Invited { expires_at, .. } => Some(expires_at),
        Status::Queued
        | Status::Inviting { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => None,
    }
}

fn listed(status: StatusName, sort: &str, body: &[u8]) -> Result<ListedInvitee, StoreError> {
    let Body(name, phone, party_max, seats, delivery, changed, expires, generation, skip, bits) =
        unpack(body)?;
    let read = || {
        let queued = status == StatusName::Queued;
        let place = sort.split_once('.').filter(|_| queued);
        Some(ListedInvitee {
            id: id_of(sort)?.parse().ok()?,
            name,
            phone: phone.as_deref().map(Phone::from_e164).transpose().ok()?,
            party_max,
            seats,
            delivery: Delivery::parse(&delivery)?,
            changed_at: Timestamp::from_millisecond(changed).ok()?,
            expires_at: expires.map(Timestamp::from_millisecond).transpose().ok()?,
            generation,
            skip: skip.as_deref().and_then(SkipReason::parse),
            flags: InviteeFlag::ALL.into_iter().filter(|flag| bits & flag.bit() != 0).collect(),
            position: place.and_then(|(position, _)| Position::parse(position).ok()),
        })
    };
    read().ok_or_else(unreadable)
}

impl Store {
    /// Some invitees with a status, as of some seconds ago: the queue by position, every other list
    /// with the newest change first. `after` is an earlier slice's `next`.
    pub async fn invitee_list(
        &self,
        event: EventId,
        status: StatusName,
        after: Option<&str>,
        limit: u16,
    ) -> Result<Slice<ListedInvitee>, StoreError> {
        let slice = self.view_page(&view(event, status), after, limit).await?;
        let items = slice.entries.iter().map(|(sort, body)| listed(status, sort, body));
        Ok(Slice { items: items.collect::<Result<_, _>>()?, next: slice.next })
    }

    /// How many invitees an event has by status, as of some seconds ago: half a unit.
    pub async fn invitee_counts(&self, event: EventId) -> Result<InviteeCounts, StoreError> {
        Ok(InviteeCounts::of(&self.view_counts(&event_scope(event)).await?))
    }
}

//! Guests of all of an org's events by what they said, for its dashboard.
use super::{
    invitees::changed_at,
    messages::{MessageCounts, counts_of},
    org_scope,
    packed::{Slice, pack, unpack, unreadable},
};
use crate::{
    client::Store,
    failure::StoreError,
    invitees::Kept,
    views::{ENTRIES_LISTED_MAX, Versioned, ViewEntry, ViewName, id_of, instant_of, newest_first},
};
use domain::{
    ids::{EventId, InviteeId, OrgId},
    invitee::{Status, StatusName},
    phone::Phone,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// What a guest said last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// Comes.
    Confirmed,
    /// Does not come, whether said at once or after a yes.
    Declined,
}

impl AnswerKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Confirmed, Self::Declined];

    /// Its name, stored and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
        }
    }

    /// What an invitee's status says; none where it has not answered, or not been heard.
    const fn of(status: Status) -> Option<Self> {
        let name = match status {
            // Whoever had a seat when the event was cancelled had confirmed.
            Status::Cancelled { before } => before,
            Status::Queued
            | Status::Inviting { .. }
            | Status::Invited { .. }
            | Status::Accepted { .. }
            | Status::Declined
            | Status::Expired
            | Status::Withdrawn
            | Status::Waitlisted { .. }
            | Status::Failed
            | Status::Removed => status.name(),
        };
        match name {
            StatusName::Accepted => Some(Self::Confirmed),
            StatusName::Declined | StatusName::Withdrawn => Some(Self::Declined),
            StatusName::Queued
            | StatusName::Inviting
            | StatusName::Invited
            | StatusName::Expired
            | StatusName::Waitlisted
            | StatusName::Failed
            | StatusName::Removed
            | StatusName::Cancelled => None,
        }
    }

    pub(super) fn view(self, org: OrgId) -> ViewName {
        ViewName::tallied(&org_scope(org), self.name())
    }
}

/// A guest who answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// When.
    pub at: Timestamp,
    /// The event.
    pub event: EventId,
    /// The guest.
    pub invitee: InviteeId,
    /// The guest's name.
    pub name: String,
    /// The guest's phone.
    pub phone: Option<Phone>,
}

/// An org's figures over some days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrgFigures {
    /// Guests who come, by when they said so.
    pub confirmed: u64,
    /// Guests who do not, by when they said so.
    pub declined: u64,
    /// Messages, by when they were recorded.
    pub messages: MessageCounts,
}

/// Name and phone.
#[derive(Serialize, Deserialize)]
struct Head(String, Option<String>);

/// The invitee's entry among those who answered as it did.
pub(super) fn entry(kept: &Kept) -> Result<Option<ViewEntry>, StoreError> {
    let invitee = &kept.invitee;
    let Some(kind) = AnswerKind::of(invitee.status) else { return Ok(None) };
    let phone = invitee.phone.as_ref().map(ToString::to_string);
    let body = Versioned {
        rev: kept.rev,
        label: kind.name().to_owned(),
        weight: 0,
        head: pack(&Head(invitee.name.clone(), phone))?,
        tail: Vec::new(),
    };
    let id = format!("{} {}", invitee.event, invitee.id);
    let sort = newest_first(answered_at(kept), &id);
    Ok(Some(ViewEntry { view: kind.view(invitee.org), sort, body: body.encode() }))
}

/// When the guest answered: a cancellation of the event is no answer, so it counts from before.
fn answered_at(kept: &Kept) -> Timestamp {
    let invitee = &kept.invitee;
    let Status::Cancelled { before } = invitee.status else { return changed_at(invitee) };
    let into = |change: &&domain::change::Change| {
        change.after == before && change.before != Some(change.after)
    };
    let answer = invitee.history.iter().rev().find(into);
    answer.map_or_else(|| changed_at(invitee), |change| change.at)
}

fn answered(sort: &str, body: &[u8]) -> Option<Answered> {
    let Head(name, phone) = unpack(&Versioned::decode(body)?.head).ok()?;
    let (event, invitee) = id_of(sort)?.split_once(' ')?;
    Some(Answered {
        at: instant_of(sort)?,
        event: event.parse().ok()?,
        invitee: invitee.parse().ok()?,
        name,
        phone: phone.as_deref().map(Phone::from_e164).transpose().ok()?,
    })
}

impl Store {
    /// An org's figures since a day in UTC, as of some seconds ago: half a unit for about two months.
    ///
    /// A guest counts once, as of the last answer; a message once, by what is known of it.
    pub async fn org_figures(
        &self,
        org: OrgId,
        since: Option<Date>,
    ) -> Result<OrgFigures, StoreError> {
        let tally = self.view_tally(&org_scope(org), since).await?;
        let count = |kind: AnswerKind| tally.labels.get(kind.name()).copied().unwrap_or_default();
        Ok(OrgFigures {
            confirmed: count(AnswerKind::Confirmed),
            declined: count(AnswerKind::Declined),
            messages: counts_of(&tally),
        })
    }

    /// The guests behind one of the figures, the latest answer first.
    pub async fn org_answers(
        &self,
        org: OrgId,
        kind: AnswerKind,
        since: Option<Timestamp>,
        after: Option<&str>,
        limit: u16,
    ) -> Result<Slice<Answered>, StoreError> {
        let limit = limit.clamp(1, ENTRIES_LISTED_MAX);
        let slice = self.view_page(&kind.view(org), after, limit).await?;
        let read = |(sort, body): &(String, Vec<u8>)| answered(sort, body).ok_or_else(unreadable);
        let mut items = slice.entries.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let read = items.len();
        items.retain(|one| since.is_none_or(|since| one.at >= since));
        // The first that is too old ends the list.
        let next = slice.next.filter(|_| items.len() == read);
        Ok(Slice { items, next })
    }
}

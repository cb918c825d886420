//! An invitee as an item.
use super::history::Packed;
use crate::{
    failure::StoreError,
    instant::Instant,
    item::{Item, Places, Stored},
    keys::{DueKey, InviteeKey, QueuedKey, Text, WaitingKey},
    outbox::life::{self, LifeAttributes},
};
use domain::{
    due::{Placement, placement},
    ids::{ContactId, OrgId},
    invitee::{Confirmations, Invitee, Reminded, Skip, SkipReason, Status, StatusName},
    outbox::Life,
    phone::Phone,
    position::Position,
    zone::Zone,
};
use serde::{Deserialize, Serialize};

/// One invitee with the invitation's message: under a kilobyte, so that a change is one write unit.
///
/// Short attribute names: `o` org, `c` contact, `nw` whether that had never been invited, `pos` position, `st` status, `seats` held or taken,
/// `exp` expires at, `since` waitlisted since, `wp` the party that waits, `was` the status before the
/// event was cancelled, `sent` sent at, `offer`, `nb` not before, `skip`/`skat`/`skn` why, when and how
/// often it was passed over, `cd` confirmation due, `cat` when confirmations were due, `rs`/`rd`/`rh`
/// reminders, `re` resent at, `an` answers by link, `due` next look, `h` history; the message's own as
/// in [`LifeAttributes`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InviteeItem {
    o: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    c: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    nw: bool,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    party: u8,
    pos: String,
    generation: u8,
    st: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seats: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exp: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wp: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    was: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent: Option<Instant>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    offer: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nb: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    skip: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    skat: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    skn: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cd: Option<u16>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cat: Vec<Instant>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    rs: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rd: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rh: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    re: Option<Instant>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    an: Vec<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<Instant>,
    h: Vec<Packed>,
    #[serde(flatten, deserialize_with = "life::where_present")]
    message: Option<LifeAttributes>,
    /// Where it belongs in the index; never stored as such.
    #[serde(skip)]
    placement: Option<Placement>,
}

impl Item for InviteeItem {
    type Key = InviteeKey;
    const KIND: &'static str = "invitee";
    const VERSION: u8 = 1;

    fn places(&self, key: &InviteeKey) -> Places {
        let event = key.event;
        match self.placement.clone() {
            Some(Placement::Queue(position)) => Places::at(&QueuedKey {
                event,
                position: Text(position.as_str().to_owned()),
                invitee: key.invitee,
            }),
            Some(Placement::Due(at)) => Places::at(&DueKey { event, at }),
            Some(Placement::Waiting(at)) => {
                Places::at(&WaitingKey { event, at, invitee: key.invitee })
            }
            Some(Placement::Nowhere) | None => Places::default(),
        }
    }
}

/// The key of an invitee.
pub fn key(invitee: &Invitee) -> InviteeKey {
    InviteeKey { event: invitee.event, invitee: invitee.id }
}

impl From<&Invitee> for InviteeItem {
    fn from(invitee: &Invitee) -> Self {
        let status = StatusAttributes::from(invitee.status);
        Self {
            o: invitee.org.to_string(),
            c: invitee.contact.map(|contact| contact.to_string()),
            nw: invitee.newcomer,
            name: invitee.name.clone(),
            phone: invitee.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            zone: invitee.zone.as_ref().map(|zone| zone.name().to_owned()),
            party: invitee.party_max,
            pos: invitee.position.as_str().to_owned(),
            generation: invitee.generation,
            st: invitee.status.name().name().to_owned(),
            seats: status.seats,
            exp: status.expires_at,
            since: status.since,
            wp: status.waits_for,
            was: status.before,
            sent: invitee.sent_at.map(Instant),
            offer: invitee.offer,
            nb: invitee.not_before.map(Instant),
            skip: invitee.skip.map(|skip| skip.reason.name().to_owned()),
            skat: invitee.skip.map(|skip| Instant(skip.at)),
            skn: invitee.skip.map(|skip| skip.times),
            cd: (invitee.confirmations.due > 0).then_some(invitee.confirmations.due),
            cat: invitee.confirmations.at.iter().copied().map(Instant).collect(),
            rs: invitee.reminded.silent,
            rd: invitee.reminded.day_before.map(Instant),
            rh: invitee.reminded.hour_before.map(Instant),
            re: invitee.resent_at.map(Instant),
            an: invitee.answered_at.iter().copied().map(Instant).collect(),
            due: invitee.due_at.map(Instant),
            h: invitee.history.iter().map(Packed::from).collect(),
            message: invitee.message.as_ref().map(LifeAttributes::from),
            placement: Some(placement(invitee)),
        }
    }
}

/// What a status stores beside its name.
#[derive(Debug, Default)]
struct StatusAttributes {
    seats: Option<u8>,
    expires_at: Option<Instant>,
    since: Option<Instant>,
    waits_for: Option<u8>,
    before: Option<String>,
}

impl From<Status> for StatusAttributes {
    fn from(status: Status) -> Self {
        match status {
            Status::Inviting { held } => Self { seats: Some(held), ..Self::default() },
            Status::Invited { held, expires_at } => {
                Self { seats: Some(held), expires_at: Some(Instant(expires_at)), ..Self::default() }
            }
            Status::Accepted { taken } => Self { seats: Some(taken), ..Self::default() },
            Status::Waitlisted { party, since } => {
                Self { waits_for: Some(party), since: Some(Instant(since)), ..Self::default() }
            }
            Status::Cancelled { before } => {
                Self { before: Some(before.name().to_owned()), ..Self::default() }
            }
            Status::Queued
            | Status::Declined
            | Status::Expired
            | Status::Withdrawn
            | Status::Failed
            | Status::Removed => Self::default(),
        }
    }
}

impl InviteeItem {
    fn status(&self) -> Option<Status> {
        Some(match StatusName::parse(&self.st)? {
            StatusName::Queued => Status::Queued,
            StatusName::Inviting => Status::Inviting { held: self.seats? },
            StatusName::Invited => Status::Invited { held: self.seats?, expires_at: self.exp?.0 },
            StatusName::Accepted => Status::Accepted { taken: self.seats? },
            StatusName::Declined => Status::Declined,
            StatusName::Expired => Status::Expired,
            StatusName::Withdrawn => Status::Withdrawn,
            StatusName::Waitlisted => Status::Waitlisted { party: self.wp?, since: self.since?.0 },
            StatusName::Failed => Status::Failed,
            StatusName::Removed => Status::Removed,
            StatusName::Cancelled => {
                Status::Cancelled { before: StatusName::parse(self.was.as_deref()?)? }
            }
        })
    }

    fn skip(&self) -> Option<Skip> {
        let reason = SkipReason::parse(self.skip.as_deref()?)?;
        Some(Skip { reason, at: self.skat?.0, times: self.skn.unwrap_or(1) })
    }
}

/// An invitee and the revision of its item.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The invitee.
    pub invitee: Invitee,
    /// The revision that it was read at.
    pub rev: u64,
}

impl TryFrom<Stored<InviteeItem>> for Kept {
    type Error = StoreError;
    fn try_from(stored: Stored<InviteeItem>) -> Result<Self, StoreError> {
        let rev = stored.rev;
        let broken = || StoreError::Unreadable {
            kind: InviteeItem::KIND,
            reason: "a field does not fit its status".into(),
        };
        let history =
            stored.value.h.iter().map(Packed::read).collect::<Result<Vec<_>, StoreError>>()?;
        let skip = stored.value.skip();
        let status = stored.value.status().ok_or_else(broken)?;
        let key = stored.key;
        let item = stored.value;
        let invitee = Invitee {
            event: key.event,
            id: key.invitee,
            org: item.o.parse::<OrgId>().map_err(|_| broken())?,
            contact: item.c.map(|id| id.parse::<ContactId>()).transpose().map_err(|_| broken())?,
            newcomer: item.nw,
            name: item.name,
            phone: item
                .phone
                .map(|phone| Phone::from_e164(&phone))
                .transpose()
                .map_err(|_| broken())?,
            zone: item.zone.and_then(|zone| Zone::parse(&zone).ok()),
            party_max: item.party,
            position: Position::parse(&item.pos).map_err(|_| broken())?,
            generation: item.generation,
            status,
            message: item.message.map(Life::try_from).transpose()?,
            sent_at: item.sent.map(|at| at.0),
            offer: item.offer,
            not_before: item.nb.map(|at| at.0),
            skip,
            confirmations: Confirmations {
                due: item.cd.unwrap_or(0),
                at: item.cat.into_iter().map(|at| at.0).collect(),
            },
            reminded: Reminded {
                silent: item.rs,
                day_before: item.rd.map(|at| at.0),
                hour_before: item.rh.map(|at| at.0),
            },
            resent_at: item.re.map(|at| at.0),
            answered_at: item.an.into_iter().map(|at| at.0).collect(),
            due_at: item.due.map(|at| at.0),
            history,
        };
        Ok(Self { invitee, rev })
    }
}

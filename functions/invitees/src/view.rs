//! Invitees as clients are told of them.
use crate::why::Skipped;
use domain::{
    change::{Actor, Change, Reason},
    event::Event,
    invitee::{Invitee, Status, StatusName},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// An invitee.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Invitee)]
pub(crate) struct InviteeView {
    id: String,
    contact: Option<String>,
    name: String,
    /// In E.164 form; without one it is never invited.
    phone: Option<String>,
    /// `queued`, `inviting`, `invited`, `accepted`, `declined`, `expired`, `withdrawn`, `waitlisted`,
    /// `failed`, `removed` or `cancelled`. One whose time is over counts as expired, whether or not it
    /// was written down yet.
    status: &'static str,
    /// What is known of the invitation's message.
    delivery: &'static str,
    /// The guest and the plus-ones.
    max_party: u8,
    /// Seats that are held or taken, or the party that waits.
    party: u8,
    /// Its place in the queue: texts that sort as the queue does.
    position: String,
    /// Which invitation of this guest it is, from 1.
    generation: u8,
    /// Whether the invitation is a seat offered from the waitlist.
    offer: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
    /// Until when the guest can answer.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// When it was last sent again by hand.
    #[schema(value_type = Option<String>, format = DateTime)]
    resent_at: Option<Timestamp>,
    /// The provider's latest error code.
    error_code: Option<u32>,
    /// When and why it was last passed over.
    skipped: Option<Skipped>,
}

/// One entry of an invitee's history.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = InviteeChange)]
pub(crate) struct ChangeView {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// `guest_link`, `sms`, `user`, `admin`, `engine` or `callback`.
    by: &'static str,
    /// Which user.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    /// The status before; none for the first entry.
    before: Option<&'static str>,
    after: &'static str,
    /// Seats held or taken after it.
    party: u8,
    /// Why, where the change itself does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

impl InviteeView {
    pub(crate) fn of(invitee: &Invitee, event: &Event, now: Timestamp) -> Self {
        let (expires_at, party) = match invitee.status {
            Status::Invited { expires_at, held } => (Some(expires_at), held),
            Status::Waitlisted { party, .. } => (None, party),
            Status::Queued
            | Status::Inviting { .. }
            | Status::Accepted { .. }
            | Status::Declined
            | Status::Expired
            | Status::Withdrawn
            | Status::Failed
            | Status::Removed
            | Status::Cancelled { .. } => (None, invitee.status.seats()),
        };
        let late = expires_at.is_some_and(|at| now >= at);
        let status = if late { Status::Expired.name() } else { invitee.status.name() };
        Self {
            id: invitee.id.to_string(),
            contact: invitee.contact.map(|contact| contact.to_string()),
            name: invitee.name.clone(),
            phone: invitee.phone.as_ref().map(ToString::to_string),
            status: status.name(),
            delivery: invitee.delivery().name(),
            max_party: invitee.party_max,
            party: if late { 0 } else { party },
            position: invitee.position.to_string(),
            generation: invitee.generation,
            offer: invitee.offer,
            sent_at: invitee.sent_at,
            expires_at,
            resent_at: invitee.resent_at,
            error_code: invitee.message.as_ref().and_then(|message| message.error),
            skipped: invitee.skip.map(|skip| Skipped::of(skip, invitee, event)),
        }
    }
}

impl From<&Change> for ChangeView {
    fn from(change: &Change) -> Self {
        let user = match change.by {
            Actor::User(user) | Actor::Admin(user) => Some(user.to_string()),
            Actor::Link | Actor::Sms | Actor::Engine | Actor::Callback => None,
        };
        Self {
            at: change.at,
            by: change.by.name(),
            user,
            before: change.before.map(StatusName::name),
            after: change.after.name(),
            party: change.party,
            reason: Some(change.reason).filter(|reason| *reason != Reason::Plain).map(Reason::name),
        }
    }
}

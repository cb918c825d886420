//! A contact on one event's list (ENGINE.md, sections 1 and 2).
use crate::{
    change::{Change, HISTORY_TRIMMED},
    ids::{ContactId, EventId, InviteeId, OrgId},
    message::Delivery,
    outbox::Life,
    phone::Phone,
    position::Position,
    zone::Zone,
};
use jiff::{SignedDuration, Timestamp};

/// The RSVP truth about one invitee, with what each state alone needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Waits for a seat.
    Queued,
    /// Picked: seats are held and the invitation is on its way.
    Inviting {
        /// h: seats that the invitation holds.
        held: u8,
    },
    /// The provider accepted the invitation.
    Invited {
        /// h: seats that the invitation holds.
        held: u8,
        /// The first instant at which it is late.
        expires_at: Timestamp,
    },
    /// Comes.
    Accepted {
        /// t: seats taken.
        taken: u8,
    },
    /// Said no before saying yes.
    Declined,
    /// Said nothing in time.
    Expired,
    /// Said yes and then no.
    Withdrawn,
    /// Said yes when there was no seat.
    Waitlisted {
        /// The party that waits.
        party: u8,
        /// Since when: the order of the waitlist.
        since: Timestamp,
    },
    /// Could not be reached.
    Failed,
    /// Taken off the list by the organizer.
    Removed,
    /// The event was cancelled.
    Cancelled {
        /// What the status was.
        before: StatusName,
    },
}

/// The name of a [`Status`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusName {
    /// Waits for a seat.
    Queued,
    /// Picked, on its way.
    Inviting,
    /// Asked.
    Invited,
    /// Comes.
    Accepted,
    /// Said no.
    Declined,
    /// Said nothing in time.
    Expired,
    /// Said yes and then no.
    Withdrawn,
    /// Said yes when there was no seat.
    Waitlisted,
    /// Could not be reached.
    Failed,
    /// Taken off the list.
    Removed,
    /// The event was cancelled.
    Cancelled,
}

impl StatusName {
    /// Every name; the place in this list is its stored number.
    pub const ALL: [Self; 11] = [
        Self::Queued,
        Self::Inviting,
        Self::Invited,
        Self::Accepted,
        Self::Declined,
        Self::Expired,
        Self::Withdrawn,
        Self::Waitlisted,
        Self::Failed,
        Self::Removed,
        Self::Cancelled,
    ];

    /// Its text, stored and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Inviting => "inviting",
            Self::Invited => "invited",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Waitlisted => "waitlisted",
            Self::Failed => "failed",
            Self::Removed => "removed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status of that text.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

impl Status {
    /// Its name.
    pub const fn name(&self) -> StatusName {
        match self {
            Self::Queued => StatusName::Queued,
            Self::Inviting { .. } => StatusName::Inviting,
            Self::Invited { .. } => StatusName::Invited,
            Self::Accepted { .. } => StatusName::Accepted,
            Self::Declined => StatusName::Declined,
            Self::Expired => StatusName::Expired,
            Self::Withdrawn => StatusName::Withdrawn,
            Self::Waitlisted { .. } => StatusName::Waitlisted,
            Self::Failed => StatusName::Failed,
            Self::Removed => StatusName::Removed,
            Self::Cancelled { .. } => StatusName::Cancelled,
        }
    }

    /// Seats that it keeps from others: held or taken.
    pub const fn seats(&self) -> u8 {
        match self {
            Self::Inviting { held } | Self::Invited { held, .. } => *held,
            Self::Accepted { taken } => *taken,
            Self::Queued
            | Self::Declined
            | Self::Expired
            | Self::Withdrawn
            | Self::Waitlisted { .. }
            | Self::Failed
            | Self::Removed
            | Self::Cancelled { .. } => 0,
        }
    }

    /// Whether an invitation is out or on its way.
    pub const fn is_live(&self) -> bool {
        matches!(self, Self::Inviting { .. } | Self::Invited { .. })
    }

    /// Whether it waits on the waitlist.
    pub const fn is_waitlisted(&self) -> bool {
        matches!(self, Self::Waitlisted { .. })
    }
}

/// Why somebody in the queue was passed over (section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SkipReason {
    /// The phone refuses our texts.
    Suppressed,
    /// There is no phone to text.
    NoAddress,
    /// The contact was deleted.
    ContactDeleted,
    /// It is night where the recipient is.
    QuietHours,
    /// The recipient was texted too often just now, or the row was told to wait.
    NotYet,
    /// The party does not fit into the free seats and must not be split.
    DoesNotFit,
}

impl SkipReason {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Suppressed,
        Self::NoAddress,
        Self::ContactDeleted,
        Self::QuietHours,
        Self::NotYet,
        Self::DoesNotFit,
    ];

    /// Its text, stored and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Suppressed => "suppressed",
            Self::NoAddress => "no_address",
            Self::ContactDeleted => "contact_deleted",
            Self::QuietHours => "quiet_hours",
            Self::NotYet => "not_yet",
            Self::DoesNotFit => "does_not_fit",
        }
    }

    /// The reason of that text.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// Whether it cannot pass by itself, so that the row leaves the queue index until it is lifted.
    pub const fn is_permanent(self) -> bool {
        match self {
            Self::Suppressed | Self::NoAddress | Self::ContactDeleted => true,
            Self::QuietHours | Self::NotYet | Self::DoesNotFit => false,
        }
    }
}

/// So many times in a row are worth the organizer's attention.
const SKIPS_FLAGGED: u8 = 3;

/// That somebody was passed over, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skip {
    /// Why.
    pub reason: SkipReason,
    /// When it was last so.
    pub at: Timestamp,
    /// How often in a row for this reason.
    pub times: u8,
}

impl Skip {
    /// Whether the organizer should do something about it: three times in a row the party did not fit.
    pub fn is_flagged(&self) -> bool {
        self.reason == SkipReason::DoesNotFit && self.times >= SKIPS_FLAGGED
    }
}

/// The confirmations of one invitation (I12).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Confirmations {
    /// The sequence of the latest that is due; 0 before the first.
    pub due: u16,
    /// When the latest were due, oldest first, at most [`CONFIRMATIONS_PER_DAY_MAX`].
    pub at: Vec<Timestamp>,
}

/// Most confirmations of one invitation in 24 h.
pub const CONFIRMATIONS_PER_DAY_MAX: usize = 3;

/// Most answers by one link in a minute (section 10).
pub const ANSWERS_PER_MINUTE_MAX: usize = 10;
const ANSWERS_WINDOW: SignedDuration = SignedDuration::from_mins(1);

/// Which pre-event reminders an accepted guest got, and for which start: a moved event re-plans them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reminded {
    /// The half-time reminder of this generation went out.
    pub silent: bool,
    /// The start that the 24 h reminder was for.
    pub day_before: Option<Timestamp>,
    /// The start that the 1 h reminder was for.
    pub hour_before: Option<Timestamp>,
}

/// A contact on one event's list. Name and phone are a snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitee {
    /// The event.
    pub event: EventId,
    /// Its id, made from the phone (or the contact) by [`InviteeId::derive`].
    pub id: InviteeId,
    /// Whose event it is.
    pub org: OrgId,
    /// The contact that it was made from.
    pub contact: Option<ContactId>,
    /// Whether no invitation had ever gone out to that contact when it joined the list.
    pub newcomer: bool,
    /// The name that the texts use.
    pub name: String,
    /// Where it is texted; none means that it cannot be.
    pub phone: Option<Phone>,
    /// The recipient's own zone, where the contact has one.
    pub zone: Option<Zone>,
    /// p: the guest and the plus-ones, 1..=20.
    pub party_max: u8,
    /// Its place in the queue.
    pub position: Position,
    /// g: which invitation this is, from 1.
    pub generation: u8,
    /// The RSVP truth.
    pub status: Status,
    /// The invitation's message of this generation.
    pub message: Option<Life>,
    /// When the provider accepted the invitation.
    pub sent_at: Option<Timestamp>,
    /// This invitation is a seat offered from the waitlist.
    pub offer: bool,
    /// Not to be picked before this instant.
    pub not_before: Option<Timestamp>,
    /// That and why it was last passed over.
    pub skip: Option<Skip>,
    /// Its confirmations.
    pub confirmations: Confirmations,
    /// Its reminders.
    pub reminded: Reminded,
    /// When the organizer last had the invitation sent again.
    pub resent_at: Option<Timestamp>,
    /// The latest answers by the link, oldest first: 10 a minute at most (section 10).
    pub answered_at: Vec<Timestamp>,
    /// When it will next be looked at, where something is to come (the DUE index).
    pub due_at: Option<Timestamp>,
    /// What it went through, oldest first.
    pub history: Vec<Change>,
}

impl Invitee {
    /// What is known of the invitation's message.
    pub fn delivery(&self) -> Delivery {
        self.message.as_ref().map_or(Delivery::None, |message| message.delivery)
    }

    /// Whether the invitation's message has not reached the provider and may still be taken back.
    pub fn is_unsent(&self) -> bool {
        !self.delivery().may_be_out()
    }

    /// Adds an entry and keeps room for the paths that only append.
    pub fn record(&mut self, change: Change) {
        self.history.push(change);
        let surplus = self.history.len().saturating_sub(HISTORY_TRIMMED);
        self.history.drain(..surplus);
    }

    /// When the link may change something again, where it did so too often just now.
    pub fn answers_again_at(&self, now: Timestamp) -> Option<Timestamp> {
        let recent = self.answered_at.iter().filter(|at| is_recent(**at, now));
        let counted = recent.clone().count();
        let passes = recent.clone().nth(counted.checked_sub(ANSWERS_PER_MINUTE_MAX)?)?;
        passes.checked_add(ANSWERS_WINDOW).ok()
    }

    /// Counts a change by the link.
    pub fn note_answer(&mut self, now: Timestamp) {
        self.answered_at.retain(|at| is_recent(*at, now));
        self.answered_at.push(now);
    }

    /// What other guests may see of a name: first name and last initial.
    pub fn public_name_of(name: &str) -> String {
        let mut words = name.split_whitespace();
        let first = words.next().unwrap_or_default().to_owned();
        match words.next_back().and_then(|last| last.chars().next()) {
            Some(initial) => format!("{first} {initial}."),
            None => first,
        }
    }
}

fn is_recent(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) < ANSWERS_WINDOW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_see_a_first_name_and_a_last_initial() {
        for (name, shown) in [
            ("Grace Brewster Hopper", "Grace H."),
            ("Grace", "Grace"),
            ("  Ada   Lovelace ", "Ada L."),
            ("", ""),
        ] {
            assert_eq!(Invitee::public_name_of(name), shown);
        }
    }
}

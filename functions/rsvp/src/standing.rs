//! Where a guest stands at an instant, and what they can do about it. Computed, never stored: an
//! invitation whose time is over is late here, whatever the sweep did so far.
use domain::{
    change::Reason,
    event::{Event, EventState, Waitlist},
    invitee::{Invitee, Status, StatusName},
};
use jiff::Timestamp;

/// What the page tells the guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Asked; no deadline is known while we do not know whether the text arrived.
    Asked {
        /// Seats that the invitation holds.
        held: u8,
        /// Until when.
        deadline: Option<Timestamp>,
    },
    /// Not asked yet.
    Queued,
    /// The text has not left yet.
    OnItsWay,
    /// Comes.
    Coming {
        /// Seats taken.
        party: u8,
    },
    /// Said no.
    Declined,
    /// Said yes and then no.
    Withdrawn,
    /// Waits for a seat.
    Waiting {
        /// Seats waited for.
        party: u8,
    },
    /// The time to answer is over.
    Late(Late),
    /// The organizer cut the seats and took the invitation back.
    Revoked(Late),
    /// The text did not arrive.
    Failed,
    /// Off the list.
    Removed,
    /// The event does not take place.
    Cancelled,
}

/// What a guest whose invitation does not stand any more can still do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Late {
    /// Take a seat, if there is one.
    Allowed,
    /// Join the waitlist.
    Waitlist,
    /// Nothing.
    Refused,
}

/// How far the event itself is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Answers are taken.
    Open,
    /// Only a no is taken.
    Closed,
    /// It has begun.
    Begun,
    /// It is over.
    Over,
}

impl Standing {
    /// Where `invitee` stands at `now`.
    pub(crate) fn of(invitee: &Invitee, event: &Event, now: Timestamp) -> Self {
        if event.state == EventState::Cancelled && invitee.status.name() != StatusName::Removed {
            return Self::Cancelled;
        }
        match invitee.status {
            Status::Queued => Self::Queued,
            Status::Inviting { .. } if invitee.is_unsent() => Self::OnItsWay,
            Status::Inviting { held } => Self::Asked { held, deadline: None },
            Status::Invited { held, expires_at } if now < expires_at => {
                Self::Asked { held, deadline: Some(expires_at) }
            }
            Status::Expired if was_revoked(invitee) => Self::Revoked(Late::at(event)),
            Status::Invited { .. } | Status::Expired => Self::Late(Late::at(event)),
            Status::Accepted { taken } => Self::Coming { party: taken },
            Status::Declined => Self::Declined,
            Status::Withdrawn => Self::Withdrawn,
            Status::Waitlisted { party, .. } => Self::Waiting { party },
            Status::Failed => Self::Failed,
            Status::Removed => Self::Removed,
            Status::Cancelled { .. } => Self::Cancelled,
        }
    }

    /// Whether a yes, for any party, makes sense now.
    pub(crate) fn may_say_yes(self, phase: Phase) -> bool {
        phase == Phase::Open
            && match self {
                Self::Asked { .. }
                | Self::Queued
                | Self::Coming { .. }
                | Self::Declined
                | Self::Withdrawn
                | Self::Waiting { .. }
                | Self::Late(Late::Allowed | Late::Waitlist)
                | Self::Revoked(Late::Allowed | Late::Waitlist)
                | Self::Failed => true,
                Self::OnItsWay
                | Self::Late(Late::Refused)
                | Self::Revoked(Late::Refused)
                | Self::Removed
                | Self::Cancelled => false,
            }
    }

    /// Whether a no would change anything.
    pub(crate) fn may_say_no(self, phase: Phase) -> bool {
        match phase {
            Phase::Open | Phase::Closed => match self {
                Self::Asked { .. }
                | Self::Queued
                | Self::Coming { .. }
                | Self::Waiting { .. }
                | Self::Late(_)
                | Self::Revoked(_)
                | Self::Failed => true,
                Self::OnItsWay
                | Self::Declined
                | Self::Withdrawn
                | Self::Removed
                | Self::Cancelled => false,
            },
            Phase::Begun | Phase::Over => false,
        }
    }

    /// The party that is chosen before the guest chooses: what is held, taken or waited for.
    pub(crate) const fn party(self) -> u8 {
        match self {
            Self::Asked { held: party, .. } | Self::Coming { party } | Self::Waiting { party } => {
                party
            }
            Self::Queued
            | Self::OnItsWay
            | Self::Declined
            | Self::Withdrawn
            | Self::Late(_)
            | Self::Revoked(_)
            | Self::Failed
            | Self::Removed
            | Self::Cancelled => 1,
        }
    }

    /// Whether the guest can still be asked, having said neither yes nor no.
    pub(crate) const fn is_asked(self) -> bool {
        match self {
            Self::Asked { .. } | Self::Queued | Self::Late(_) | Self::Revoked(_) | Self::Failed => {
                true
            }
            Self::OnItsWay
            | Self::Coming { .. }
            | Self::Declined
            | Self::Withdrawn
            | Self::Waiting { .. }
            | Self::Removed
            | Self::Cancelled => false,
        }
    }

    /// Whether the guest may carry the event into a calendar: who is asked or comes.
    pub(crate) const fn has_calendar(self) -> bool {
        matches!(self, Self::Asked { .. } | Self::Coming { .. })
    }

    /// Whether the guest may change the own name and leave a note.
    pub(crate) const fn has_details(self) -> bool {
        !matches!(self, Self::Removed | Self::Cancelled)
    }
}

/// Whether an expired invitation is one that was taken back.
pub(crate) fn was_revoked(invitee: &Invitee) -> bool {
    let last = invitee.history.iter().rev().find(|change| change.after == StatusName::Expired);
    last.is_some_and(|change| change.reason == Reason::Revoked)
}

impl Late {
    const fn at(event: &Event) -> Self {
        match (event.settings.allow_late, event.settings.waitlist) {
            (true, _) => Self::Allowed,
            (false, Waitlist::Auto | Waitlist::Offer) => Self::Waitlist,
            (false, Waitlist::Off) => Self::Refused,
        }
    }
}

impl Phase {
    /// Whether the event has not begun.
    pub(crate) const fn is_to_come(self) -> bool {
        matches!(self, Self::Open | Self::Closed)
    }

    /// How far `event` is at `now`.
    pub(crate) fn of(event: &Event, now: Timestamp) -> Self {
        if now >= event.when.ends_at() {
            Self::Over
        } else if now >= event.when.starts_at() {
            Self::Begun
        } else if event.takes_answers(now) {
            Self::Open
        } else {
            Self::Closed
        }
    }
}

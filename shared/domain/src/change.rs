//! What happened to an invitee: who did it, when, from what to what (I13).
use crate::{ids::UserId, invitee::StatusName};
use jiff::Timestamp;

/// Most entries that an invitee's own history keeps.
pub const HISTORY_MAX: usize = 20;
/// What an ordinary write trims the history to, so that the cheap paths, which only append, have
/// room: a wave, a submission, an answer and an expiry between two ordinary writes.
pub const HISTORY_TRIMMED: usize = 16;
const _: () = assert!(HISTORY_TRIMMED + 4 <= HISTORY_MAX, "four cheap appends fit");

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The guest, by the link.
    Link,
    /// The guest, by text.
    Sms,
    /// A user of the org.
    User(UserId),
    /// A platform admin acting in the org.
    Admin(UserId),
    /// The engine.
    Engine,
    /// The provider.
    Callback,
}

impl Actor {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Link => "guest_link",
            Self::Sms => "sms",
            Self::User(_) => "user",
            Self::Admin(_) => "admin",
            Self::Engine => "engine",
            Self::Callback => "callback",
        }
    }
}

/// Why a status changed, where the change itself does not say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The change says it all.
    Plain,
    /// Put in by the organizer ahead of the waitlist.
    AheadOfWaitlist,
    /// Put in by an owner over the capacity.
    Forced,
    /// The phone refuses our texts.
    Suppressed,
    /// The address cannot be reached.
    BadAddress,
    /// The provider refused the words or the sender.
    Refused,
    /// The provider tried and failed twice.
    Undelivered,
    /// The claim was refused by a quota, a pause, quiet hours or the kill switch.
    HeldBack,
    /// The event closed.
    Closed,
    /// The event was cancelled.
    Cancelled,
    /// The capacity was cut and the unanswered were called back.
    Revoked,
}

impl Reason {
    /// Every reason; the place in this list is its stored number.
    pub const ALL: [Self; 11] = [
        Self::Plain,
        Self::AheadOfWaitlist,
        Self::Forced,
        Self::Suppressed,
        Self::BadAddress,
        Self::Refused,
        Self::Undelivered,
        Self::HeldBack,
        Self::Closed,
        Self::Cancelled,
        Self::Revoked,
    ];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::AheadOfWaitlist => "ahead_of_waitlist",
            Self::Forced => "forced",
            Self::Suppressed => "suppressed",
            Self::BadAddress => "bad_address",
            Self::Refused => "refused",
            Self::Undelivered => "undelivered",
            Self::HeldBack => "held_back",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Revoked => "revoked",
        }
    }
}

/// One entry of an invitee's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// When, to the millisecond.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// The status before; none for the first entry.
    pub before: Option<StatusName>,
    /// The status after.
    pub after: StatusName,
    /// Seats held or taken after it.
    pub party: u8,
    /// Why.
    pub reason: Reason,
}

//! Outbound messages: their key, their purpose and their life (ENGINE.md, section 11).
mod key;

pub use key::{MessageId, MessageKey, ParseMessageIdError};

/// Why a message is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// The invitation itself. Lives on the invitee's own item.
    Invite,
    /// An acceptance was recorded.
    Confirmation,
    /// Half of the time to answer is gone.
    Reminder,
    /// The event begins in 24 h.
    DayBefore,
    /// The event begins in 1 h.
    HourBefore,
    /// A waitlisted guest got a seat.
    Promotion,
    /// A guest's YES joined the waitlist.
    Waitlisted,
    /// A NO was recorded by text, or an acceptance was withdrawn.
    Declined,
    /// The organizer took the guest off the list.
    Removal,
    /// The event is cancelled.
    Cancellation,
    /// The event moved in time or place.
    Changed,
    /// The organizer's own words to a group.
    Broadcast,
    /// An answer to a text that we could not apply: full, closed, several matches, unknown, help.
    Reply,
}

impl Purpose {
    /// Every purpose; the place in this list is its stored number.
    pub const ALL: [Self; 13] = [
        Self::Invite,
        Self::Confirmation,
        Self::Reminder,
        Self::DayBefore,
        Self::HourBefore,
        Self::Promotion,
        Self::Waitlisted,
        Self::Declined,
        Self::Removal,
        Self::Cancellation,
        Self::Changed,
        Self::Broadcast,
        Self::Reply,
    ];

    /// Its name, in keys and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Confirmation => "confirmation",
            Self::Reminder => "reminder",
            Self::DayBefore => "day_before",
            Self::HourBefore => "hour_before",
            Self::Promotion => "promotion",
            Self::Waitlisted => "waitlisted",
            Self::Declined => "declined",
            Self::Removal => "removal",
            Self::Cancellation => "cancellation",
            Self::Changed => "changed",
            Self::Broadcast => "broadcast",
            Self::Reply => "reply",
        }
    }

    /// The purpose of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// Whether quiet hours hold it back (section 7): invitations, reminders and broadcasts.
    pub const fn waits_for_quiet_hours(self) -> bool {
        match self {
            Self::Invite
            | Self::Reminder
            | Self::DayBefore
            | Self::HourBefore
            | Self::Broadcast => true,
            Self::Confirmation
            | Self::Promotion
            | Self::Waitlisted
            | Self::Declined
            | Self::Removal
            | Self::Cancellation
            | Self::Changed
            | Self::Reply => false,
        }
    }

    /// Whether it may use the tenth of the quotas that is kept back (section 12).
    pub const fn uses_reserve(self) -> bool {
        match self {
            Self::Confirmation | Self::Promotion | Self::Cancellation => true,
            Self::Invite
            | Self::Reminder
            | Self::DayBefore
            | Self::HourBefore
            | Self::Waitlisted
            | Self::Declined
            | Self::Removal
            | Self::Changed
            | Self::Broadcast
            | Self::Reply => false,
        }
    }

    /// Whether it is pointless once answers are no longer taken (I10). Who comes is still reminded.
    pub const fn stops_at_close(self) -> bool {
        match self {
            Self::Invite | Self::Reminder => true,
            Self::Confirmation
            | Self::DayBefore
            | Self::HourBefore
            | Self::Promotion
            | Self::Waitlisted
            | Self::Declined
            | Self::Removal
            | Self::Cancellation
            | Self::Changed
            | Self::Broadcast
            | Self::Reply => false,
        }
    }

    /// Whether it is pointless once the event is cancelled (section 9): all but the notice itself and
    /// what answers a text.
    pub const fn stops_at_cancel(self) -> bool {
        match self {
            Self::Cancellation | Self::Reply => false,
            Self::Invite
            | Self::Confirmation
            | Self::Reminder
            | Self::DayBefore
            | Self::HourBefore
            | Self::Promotion
            | Self::Waitlisted
            | Self::Declined
            | Self::Removal
            | Self::Changed
            | Self::Broadcast => true,
        }
    }

    /// Its number in a message's id.
    const fn number(self) -> u8 {
        match self {
            Self::Invite => 0,
            Self::Confirmation => 1,
            Self::Reminder => 2,
            Self::DayBefore => 3,
            Self::HourBefore => 4,
            Self::Promotion => 5,
            Self::Waitlisted => 6,
            Self::Declined => 7,
            Self::Removal => 8,
            Self::Cancellation => 9,
            Self::Changed => 10,
            Self::Broadcast => 11,
            Self::Reply => 12,
        }
    }
}

/// What is known of a message (section 2, `delivery`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delivery {
    /// There is none.
    None,
    /// Recorded, not yet claimed.
    Queued,
    /// Claimed: a provider call is under way or its process died.
    Submitting,
    /// The call ended without an answer that we can trust.
    Unknown,
    /// Unknown for good, at a provider that cannot be asked.
    Unconfirmed,
    /// The provider has it.
    Submitted,
    /// The provider says that the phone has it.
    Delivered,
    /// The provider says that it was read.
    Read,
    /// The provider gave up on it.
    Undelivered,
    /// The provider refused it for good.
    Rejected,
    /// We gave up after backing off.
    GaveUp,
    /// We dropped it before its first network byte.
    Dropped,
}

/// Where a message stands in the sum of promise 4: planned is the sum of all (I16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tally {
    /// The provider accepted it.
    Submitted,
    /// Held back by us.
    HeldBack,
    /// Refused by the provider.
    Rejected,
    /// Given up.
    Failed,
    /// Nobody knows yet.
    Unknown,
}

impl Tally {
    /// Every part of the sum.
    pub const ALL: [Self; 5] =
        [Self::Submitted, Self::HeldBack, Self::Rejected, Self::Failed, Self::Unknown];

    /// Its name, stored and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::HeldBack => "held_back",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// The part of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tally| tally.name() == name)
    }
}

impl Delivery {
    /// Every state.
    pub const ALL: [Self; 12] = [
        Self::None,
        Self::Queued,
        Self::Submitting,
        Self::Unknown,
        Self::Unconfirmed,
        Self::Submitted,
        Self::Delivered,
        Self::Read,
        Self::Undelivered,
        Self::Rejected,
        Self::GaveUp,
        Self::Dropped,
    ];

    /// Its name, stored and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Queued => "queued",
            Self::Submitting => "submitting",
            Self::Unknown => "unknown",
            Self::Unconfirmed => "unconfirmed",
            Self::Submitted => "submitted",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Undelivered => "undelivered",
            Self::Rejected => "rejected",
            Self::GaveUp => "gave_up",
            Self::Dropped => "dropped",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|delivery| delivery.name() == name)
    }

    /// Which part of the sum a message in this state is; none where there is no message.
    pub const fn tally(self) -> Option<Tally> {
        match self {
            Self::None => None,
            Self::Queued | Self::Dropped => Some(Tally::HeldBack),
            Self::Submitting | Self::Unknown | Self::Unconfirmed => Some(Tally::Unknown),
            Self::Submitted | Self::Delivered | Self::Read | Self::Undelivered => {
                Some(Tally::Submitted)
            }
            Self::Rejected => Some(Tally::Rejected),
            Self::GaveUp => Some(Tally::Failed),
        }
    }

    /// Whether the provider may have it, or has it: from then on it is never sent again blindly.
    pub const fn may_be_out(self) -> bool {
        match self {
            Self::None | Self::Queued | Self::Rejected | Self::GaveUp | Self::Dropped => false,
            Self::Submitting
            | Self::Unknown
            | Self::Unconfirmed
            | Self::Submitted
            | Self::Delivered
            | Self::Read
            | Self::Undelivered => true,
        }
    }
}

/// A provider's word about a message it accepted, merged monotonically (S8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Report {
    /// Accepted, queued or on its way.
    Submitted,
    /// The phone has it.
    Delivered,
    /// It was read.
    Read,
    /// It did not arrive.
    Undelivered,
}

/// What `report` makes of `known`; `None` where it says nothing new.
///
/// queued < submitted < delivered < read; undelivered counts only before delivery.
pub fn merge(known: Delivery, report: Report) -> Option<Delivery> {
    let next = match report {
        Report::Submitted => Delivery::Submitted,
        Report::Delivered => Delivery::Delivered,
        Report::Read => Delivery::Read,
        Report::Undelivered => Delivery::Undelivered,
    };
    (rank(next)? > rank(known)?).then_some(next)
}

/// Whether `known` tells more about a message than `told` does.
pub(crate) fn knows_more(known: Delivery, told: Delivery) -> bool {
    rank(known) > rank(told)
}

/// How far the provider's word about a message goes; none where it never got it.
const fn rank(delivery: Delivery) -> Option<u8> {
    match delivery {
        Delivery::None | Delivery::Dropped | Delivery::Rejected | Delivery::GaveUp => None,
        Delivery::Queued | Delivery::Submitting | Delivery::Unknown | Delivery::Unconfirmed => {
            Some(0)
        }
        Delivery::Submitted => Some(1),
        Delivery::Undelivered => Some(2),
        Delivery::Delivered => Some(3),
        Delivery::Read => Some(4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_are_numbered_by_their_place() {
        for (place, purpose) in Purpose::ALL.iter().enumerate() {
            assert_eq!(usize::from(purpose.number()), place);
        }
    }

    #[test]
    fn who_comes_is_reminded_after_the_close_too() {
        let stops: Vec<_> = Purpose::ALL.into_iter().filter(|one| one.stops_at_close()).collect();
        assert_eq!(stops, [Purpose::Invite, Purpose::Reminder]);
    }

    #[test]
    fn nothing_but_the_notice_and_replies_is_sent_for_a_cancelled_event() {
        let goes: Vec<_> = Purpose::ALL.into_iter().filter(|one| !one.stops_at_cancel()).collect();
        assert_eq!(goes, [Purpose::Cancellation, Purpose::Reply]);
    }

    #[test]
    fn reports_only_ever_add_knowledge() {
        assert_eq!(merge(Delivery::Submitted, Report::Delivered), Some(Delivery::Delivered));
        assert_eq!(merge(Delivery::Delivered, Report::Submitted), None);
        assert_eq!(merge(Delivery::Delivered, Report::Undelivered), None);
        assert_eq!(merge(Delivery::Undelivered, Report::Delivered), Some(Delivery::Delivered));
        assert_eq!(merge(Delivery::Unknown, Report::Submitted), Some(Delivery::Submitted));
        assert_eq!(merge(Delivery::Dropped, Report::Delivered), None);
    }
}

//! Why nobody is invited right now, in words.
use super::{Budget, Look, queue::considered};
use crate::invitee::SkipReason;
use jiff::Timestamp;

/// What keeps an event from inviting the next in its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// It was never started.
    NotStarted,
    /// It is paused.
    Paused,
    /// Its deadline has passed.
    Closed,
    /// It does not take place.
    Cancelled,
    /// The platform does not send at present.
    SendingDisabled,
    /// It starts too soon to ask anybody else.
    MinNotice,
    /// The org, the platform or the provider told it to wait.
    HeldBack,
    /// Every seat is promised.
    Full,
    /// Nobody is left to ask.
    QueueEmpty,
    /// The quotas are used up.
    Quota,
    /// It is night where the next in the queue are.
    QuietHours,
    /// The parties that wait are larger than the seats that are free.
    DoesNotFit,
    /// Nobody in the queue can be texted.
    Unreachable,
    /// Nothing: the next invitations are on their way.
    Inviting,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 14] = [
        Self::NotStarted,
        Self::Paused,
        Self::Closed,
        Self::Cancelled,
        Self::SendingDisabled,
        Self::MinNotice,
        Self::HeldBack,
        Self::Full,
        Self::QueueEmpty,
        Self::Quota,
        Self::QuietHours,
        Self::DoesNotFit,
        Self::Unreachable,
        Self::Inviting,
    ];

    /// Its stable name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::SendingDisabled => "sending-disabled",
            Self::MinNotice => "min-notice",
            Self::HeldBack => "held-back",
            Self::Full => "full",
            Self::QueueEmpty => "queue-empty",
            Self::Quota => "quota",
            Self::QuietHours => "quiet-hours",
            Self::DoesNotFit => "does-not-fit",
            Self::Unreachable => "unreachable",
            Self::Inviting => "inviting",
        }
    }

    /// Plain words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotStarted => "the event has not been started",
            Self::Paused => "the event is paused",
            Self::Closed => "answers are no longer taken",
            Self::Cancelled => "the event is cancelled",
            Self::SendingDisabled => "sending is disabled on this platform",
            Self::MinNotice => "the event starts too soon to invite anybody else",
            Self::HeldBack => "invitations are held back for a while",
            Self::Full => "every seat is taken or promised",
            Self::QueueEmpty => "nobody is left in the queue",
            Self::Quota => "the message quota is used up",
            Self::QuietHours => "it is night where the next guests are",
            Self::DoesNotFit => "the parties in the queue are larger than the free seats",
            Self::Unreachable => "nobody in the queue can be texted",
            Self::Inviting => "the next invitations are on their way",
        }
    }
}

/// Why the next in the queue is not invited, and until when where that is known. Sees the head of the
/// queue only.
pub fn why(look: &Look<'_>) -> (Why, Option<Timestamp>) {
    let budget = match Budget::of(look) {
        Ok(budget) => budget,
        Err(reason) => return reason,
    };
    if look.seats.left <= 0 {
        return (Why::Full, None);
    }
    let mut first: Option<(Why, Option<Timestamp>)> = None;
    for entry in look.queue {
        match considered(look, entry, look.seats.left) {
            Ok(_) if budget.permits == 0 => return (Why::Quota, look.permits_again_at),
            Ok(_) => return (Why::Inviting, None),
            Err(passed) => {
                first.get_or_insert((of_skip(passed.reason), passed.until));
            }
        }
    }
    first.unwrap_or((Why::QueueEmpty, None))
}

const fn of_skip(reason: SkipReason) -> Why {
    match reason {
        SkipReason::QuietHours | SkipReason::NotYet => Why::QuietHours,
        SkipReason::DoesNotFit => Why::DoesNotFit,
        SkipReason::Suppressed | SkipReason::NoAddress | SkipReason::ContactDeleted => {
            Why::Unreachable
        }
    }
}

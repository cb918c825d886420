//! The provider's refusals: an HTTP status, a code and words.

/// Why the provider does not do what it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The HTTP status.
    pub(super) status: u16,
    /// The provider's code.
    pub(super) code: u32,
    /// What the caller reads.
    pub(super) message: &'static str,
    /// Seconds after which to try again.
    pub(super) retry_after_seconds: Option<u32>,
}

impl Refusal {
    /// The credentials are missing or wrong.
    pub(super) const UNAUTHENTICATED: Self = Self::of(401, 20003, "Authenticate");
    /// There is no such message or account.
    pub(super) const NOT_FOUND: Self = Self::of(404, 20404, "The requested resource was not found");
    /// The request could not be read.
    pub(super) const UNREADABLE: Self = Self::of(400, 20001, "Invalid parameter");
    /// Too many requests.
    pub(super) const THROTTLED: Self =
        Self { retry_after_seconds: Some(2), ..Self::of(429, 20429, "Too Many Requests") };
    /// The provider fails.
    pub(super) const BROKEN: Self = Self::of(500, 20500, "An internal server error has occurred");
    /// The provider is too busy.
    pub(super) const BUSY: Self = Self::of(503, 20503, "Service Unavailable");
    /// There is no recipient.
    pub(super) const NO_TO: Self = Self::of(400, 21604, "A 'To' phone number is required.");
    /// There is no sender.
    pub(super) const NO_FROM: Self =
        Self::of(400, 21603, "A 'From' phone number or a 'MessagingServiceSid' is required.");
    /// There are no words.
    pub(super) const NO_BODY: Self = Self::of(400, 21602, "Message body is required.");
    /// The words are too many.
    pub(super) const LONG_BODY: Self =
        Self::of(400, 21617, "The concatenated message body exceeds the 1600 character limit.");
    /// The recipient is not a number.
    pub(super) const BAD_TO: Self =
        Self::of(400, 21211, "The 'To' number is not a valid phone number.");
    /// The sender is not a number.
    pub(super) const BAD_FROM: Self =
        Self::of(400, 21212, "The 'From' number is not a valid phone number.");
    /// The recipient said STOP.
    pub(super) const OPTED_OUT: Self =
        Self::of(400, 21610, "Attempt to send to unsubscribed recipient");

    const fn of(status: u16, code: u32, message: &'static str) -> Self {
        Self { status, code, message, retry_after_seconds: None }
    }

    /// A refusal that was asked for by its code.
    pub(super) const fn coded(code: u32) -> Self {
        match code {
            20003 => Self::UNAUTHENTICATED,
            20429 => Self::THROTTLED,
            21211 => Self::BAD_TO,
            21610 => Self::OPTED_OUT,
            21408 => Self::of(403, 21408, "Permission to send to this region is not enabled"),
            21611 => Self::of(429, 21611, "This 'From' number has exceeded its queue limit"),
            21614 => Self::of(400, 21614, "'To' number is not a valid mobile number"),
            _ => Self::of(400, code, "The message could not be created"),
        }
    }
}

/// The provider's words for the code of a failed delivery.
pub(super) const fn delivery_error(code: u32) -> &'static str {
    match code {
        30001 => "Queue overflow",
        30002 => "Account suspended",
        30003 => "Unreachable destination handset",
        30004 => "Message blocked",
        30005 => "Unknown destination handset",
        30006 => "Landline or unreachable carrier",
        30007 => "Message filtered",
        30008 => "Unknown error",
        _ => "Delivery failed",
    }
}

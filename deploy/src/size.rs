//! How large functions are, and how many of one may run.
use crate::zone::Zone;

/// How large a function is, and how much of it there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Memory, in MB; the share of a processor follows from it.
    pub memory_mb: u16,
    /// Longest run, in seconds.
    pub timeout_seconds: u16,
    /// Runs at the same time that are kept for it and that it never exceeds, where the operator
    /// reserves any; `None` where it shares what the account has.
    pub reserved_concurrency: Option<u16>,
}

impl Zone {
    /// How large each of its functions is.
    pub const fn size(self) -> Size {
        let (memory_mb, timeout_seconds, reserved_concurrency) = match self {
            Self::Public => (128, 5, None),
            // Organizers who are busy must not keep guests waiting, nor the other way round.
            Self::Guests => (256, 10, Some(60)),
            Self::Visitors => (256, 10, Some(10)),
            // A password's hash takes 19 MB and a share of a processor.
            Self::SignIn => (512, 10, Some(10)),
            Self::Account | Self::Organizers => (512, 29, None),
            Self::Admins => (256, 29, None),
            Self::Webhooks => (256, 10, Some(40)),
            Self::Relay | Self::Import => (512, 60, None),
            // A step is short; what fails comes back after twice this time, and until then it holds
            // up its event.
            Self::Fill => (512, 30, None),
            // One call takes 10 s at most, and a batch is sent together.
            Self::Send => (256, 60, None),
            Self::Sweep => (512, 120, None),
            Self::Purge => (512, 300, None),
            Self::FirstAdmin => (512, 30, Some(1)),
        };
        Size { memory_mb, timeout_seconds, reserved_concurrency }
    }
}

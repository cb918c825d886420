//! What invokes the jobs.
use crate::{grant::Resource, zone::Zone};

/// What invokes a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The table's stream.
    Stream {
        /// Records of one invocation, at most.
        batch: u16,
    },
    /// A queue.
    Queue {
        /// Which.
        queue: Resource,
        /// Messages of one invocation, at most.
        batch: u16,
        /// Invocations at the same time, at most; `None` for a queue whose groups limit them.
        concurrency: Option<u16>,
    },
    /// The clock.
    Every {
        /// As EventBridge writes it.
        rate: &'static str,
    },
    /// An operator, by hand.
    Hand,
}

impl Zone {
    /// What invokes the zone's job; `None` where requests do.
    pub const fn source(self) -> Option<Source> {
        Some(match self {
            Self::Relay => Source::Stream { batch: 200 },
            Self::Fill => queue(Resource::Wakes, 5, None),
            Self::Send => queue(Resource::Outbox, 10, Some(20)),
            Self::Import => queue(Resource::Imports, 1, Some(10)),
            Self::Sweep => Source::Every { rate: "rate(5 minutes)" },
            Self::Purge => Source::Every { rate: "rate(1 hour)" },
            Self::FirstAdmin => Source::Hand,
            Self::Public
            | Self::Guests
            | Self::Visitors
            | Self::SignIn
            | Self::Account
            | Self::Organizers
            | Self::Admins
            | Self::Webhooks => return None,
        })
    }
}

const fn queue(queue: Resource, batch: u16, concurrency: Option<u16>) -> Source {
    Source::Queue { queue, batch, concurrency }
}

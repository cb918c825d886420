//! One timer per event.
use async_trait::async_trait;
use domain::ids::EventId;
use jiff::Timestamp;
use std::fmt;

/// The scheduler could not be reached or refused.
#[derive(Debug, thiserror::Error)]
#[error("the scheduler refused: {reason}")]
pub struct ScheduleError {
    /// The service's words, for the log.
    pub reason: String,
}

/// Sets the events' timers. A timer that fires puts a wake for its event on the wake queue.
#[async_trait]
pub trait Schedules: Send + Sync + fmt::Debug {
    /// Replaces the event's one timer. It fires at `at` or up to 60 s later; in the past: at once.
    async fn wake_at(&self, event: EventId, at: Timestamp) -> Result<(), ScheduleError>;
    /// Removes the event's timer, if there is one.
    async fn clear(&self, event: EventId) -> Result<(), ScheduleError>;
}

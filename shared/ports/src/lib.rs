//! What the world must offer: time, randomness, secrets, texts, queues and schedules.
//!
//! Every effect that a use case has outside the table goes through one of these, so that a test or
//! a simulation can stand in for the world.
mod clock;
mod queues;
mod schedules;
mod secrets;
mod texts;

pub use clock::{Clock, Ids};
pub use queues::{Queue, QueueError, QueueMessage, Queues};
pub use schedules::{ScheduleError, Schedules};
pub use secrets::{Secrets, TwilioAccount};
pub use texts::{Account, Found, Probe, Submission, Text, Texts};

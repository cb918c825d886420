//! The world behind the ports: Twilio for texts, SQS for queues, EventBridge Scheduler for timers.
//!
//! Nothing here decides. Each provider turns one port call into one or a few service calls and says
//! honestly what came of it; a call that may have had an effect is never repeated inside.
mod scheduler;
pub mod signature;
mod sqs;
pub mod twilio;

pub use scheduler::{EventScheduler, WakeTarget};
pub use sqs::{QueueUrls, Sqs};
pub use twilio::Twilio;

//! The world behind the ports: Twilio for texts, SES or SMTP for mails, SQS for queues, EventBridge
//! Scheduler for timers.
//!
//! Nothing here decides. Each provider turns one port call into one or a few service calls and says
//! honestly what came of it; a call that may have had an effect is never repeated inside.
mod scheduler;
mod ses;
pub mod signature;
mod smtp;
mod sqs;
pub mod tls;
pub mod twilio;

pub use scheduler::{EventScheduler, WakeTarget};
pub use ses::Ses;
pub use smtp::Smtp;
pub use sqs::{QueueUrls, Sqs};
pub use twilio::Twilio;

//! What the world must offer: time, randomness, secrets, texts, mails, queues and schedules.
//!
//! Every effect that a use case has outside the table goes through one of these, so that a test or
//! a simulation can stand in for the world.
mod clock;
mod mails;
mod queues;
mod schedules;
mod secrets;
mod smtp_server;
mod texts;

pub use clock::{Clock, Ids};
pub use mails::{
    HeaderText, MailAddress, MailSender, MailSubmission, Mails, OutgoingMail, ParseMailAddressError,
};
pub use queues::{Queue, QueueError, QueueMessage, Queues};
pub use schedules::{ScheduleError, Schedules};
pub use secrets::{Secrets, TwilioAccount};
pub use smtp_server::{SmtpServer, SmtpTls};
pub use texts::{Account, Found, Probe, Submission, Text, Texts};

//! A function as Lambda runs it: the program as a process of its own, under a stand-in for the Runtime
//! API, with stand-ins for everything that it talks to.
//!
//! [`Cloud`] is one address on this machine that answers as the Runtime API, DynamoDB, SQS, EventBridge
//! Scheduler, SES and Twilio do; [`Function`] is a process that lives on it; [`Sample`]s are the payloads
//! of `events/`.
mod cloud;
mod environment;
mod function;
mod runtime_api;
mod sample;
mod services;

pub use cloud::Cloud;
pub use environment::variables;
pub use function::{Function, FunctionError};
pub use runtime_api::Outcome;
pub use sample::{Missing, Sample, Source, operation_file, read_all};
pub use services::Sent;

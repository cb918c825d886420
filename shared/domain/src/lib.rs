//! What Convoke decides, and nothing else: no IO, no clock, no randomness, no serialization.
//!
//! Every rule of the invitation engine is a function of values in this crate. Whoever calls it loads
//! the values, asks, and commits what comes back.
pub mod change;
pub mod code;
pub mod compose;
pub mod due;
pub mod email;
pub mod event;
pub mod expiry;
pub mod ids;
pub mod inbound;
pub mod invitee;
pub mod message;
pub mod outbox;
pub mod phone;
pub mod position;
pub mod provider_errors;
pub mod quiet;
pub mod quota;
pub mod rights;
pub mod seats;
pub mod segments;
pub mod step;
pub mod texts;
pub mod token;
pub mod transition;
pub mod username;
pub mod zone;

mod base32;
#[cfg(test)]
mod samples;

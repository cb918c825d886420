//! What the provider of text messages tells us: what became of a message, and what guests write.
//!
//! Every request is signed by the provider's account that its path names; a repeated one changes
//! nothing.
mod answer;
mod http;
mod inbound;
mod invitation_report;
mod message_report;
mod reply;
mod resolve;
mod status;
mod webhook;

pub use http::router;

//! Broadcasts: an organizer's words to a group of guests, each of whom gets them once.
mod fan_out;
mod http;
mod send_broadcast;

pub use fan_out::{Progress, fan_out};
pub(crate) use http::router;

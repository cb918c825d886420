//! Invitees through their routes, over the embedded table.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the settings for tests cover test functions only, not the helpers beside them"
)]

mod act;
mod add;
mod change;
mod cost;
mod list;
mod moves;
mod read;
mod reinvite;
mod remove;
mod resend;
mod rights;
mod world;

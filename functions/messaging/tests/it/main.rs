//! Messages over the embedded table.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails that way"
)]

mod broadcasts;
mod dashboard;
mod log;
mod mail;
mod read_models;
mod world;

//! The tools from outside.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper that fails fails its test"
)]

mod backup;
mod killed;
mod stage;

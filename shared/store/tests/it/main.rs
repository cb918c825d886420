//! The store over the embedded table.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails that way"
)]

mod flat;
mod invitations;
mod kernel;
mod messages;
mod notes;
mod outcomes;
mod phones;
mod quota;
mod table_document;
mod views;

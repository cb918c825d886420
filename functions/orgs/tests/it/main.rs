//! Orgs through their routes, over the embedded table.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the settings for tests cover test functions only, not the helpers beside them"
)]

mod invitations;
mod members;
mod orgs;
mod owners;
mod world;

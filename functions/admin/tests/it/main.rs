//! The platform's admins at work, over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the settings for tests cover test functions only, not the helpers beside them"
)]

mod access;
mod codes;
mod entries;
mod figures;
mod orgs;
mod parked;
mod settings;
mod unknown;
mod users;
mod world;

//! Events through their routes, over the embedded table.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the settings for tests cover test functions only, not the helpers beside them"
)]

mod archive;
mod cancel;
mod change;
mod create;
mod duplicate;
mod entries;
mod limits;
mod list;
mod rights;
mod roles;
mod texts;
mod world;

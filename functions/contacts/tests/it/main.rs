//! Tests of the contacts context, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the settings for tests cover test functions only, not the helpers beside them"
)]

mod costs;
mod csv_properties;
mod csv_samples;
mod exports;
mod imports;
mod lists;
mod one_contact;
mod operations;
mod world;

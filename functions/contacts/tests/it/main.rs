//! Tests of the contacts context, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the settings for tests cover test functions only, not the helpers beside them"
)]

mod all_fields;
mod bulk;
mod consents;
mod contact_lists;
mod costs;
mod csv_properties;
mod csv_samples;
mod exports;
mod filters;
mod history;
mod imports;
mod lists;
mod merging;
mod one_contact;
mod operations;
mod sign_ups;
mod world;

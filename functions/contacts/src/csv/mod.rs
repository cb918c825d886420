//! Contact files: from the bytes of somebody's export to contacts with a result for every row, and
//! back to a file that is safe to open in a spreadsheet.
//!
//! Pure: no clock, no table, no async; of the store it knows what fields a contact has and what their
//! values look like. The way of a file:
//!
//! 1. [`parts::split`] cuts a large file at row boundaries (only where one request cannot hold it).
//! 2. [`dry_run::dry_run`] looks at the first part and answers a [`plan::Plan`]: encoding,
//!    delimiter, header and mapping. The caller may change the plan; after that it is fixed for
//!    every part, so that a later part can never be understood differently.
//! 3. [`rows::read_part`] reads one part by the plan: each row is a contact or says why not.
//! 4. [`chunks::pack`] packs rows for the store; [`chunks::unpack`] gives them back with their
//!    (part, row) numbers.
//! 5. [`export::export`] writes contacts so that reading them again gives the same contacts.

mod birthday;
mod cell;
pub mod chunks;
pub mod contact;
mod custom;
pub mod detect;
pub mod dry_run;
pub mod encoding;
pub mod export;
mod field;
mod findings;
pub(crate) mod gather;
mod guess;
mod headers;
pub mod limits;
pub mod mapping;
pub mod parts;
pub mod plan;
pub mod problems;
pub mod rows;
mod scan;
mod shapes;
mod vocabulary;

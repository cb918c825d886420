//! The single table: keys, items, transactions and reads. The only crate that knows the SDK's types.
//!
//! The kernel knows no entity: [`keys`] declares every key of the table once, [`item`] says how a value
//! is stored, [`transaction`] how values change together, [`client`] how they are read, and [`views`]
//! how lists and counts are folded from the table's stream. An entity's module adds its item type and
//! its access patterns on top.
pub mod accounts;
pub mod as_text;
pub mod attempts;
pub mod broadcasts;
pub mod bulk;
pub mod client;
pub mod consent;
pub mod contact_lists;
pub mod contacts;
pub mod cursor;
pub mod directory;
pub mod entries;
pub mod event_roles;
pub mod events;
pub mod failure;
pub mod imports;
pub mod instant;
pub mod invitees;
pub mod item;
pub mod keys;
pub mod mails;
pub mod orgs;
pub mod outbox;
pub mod platform;
pub mod purge;
pub mod query;
pub mod quota;
pub mod rate;
pub mod read_models;
pub mod registration;
pub mod schema;
pub mod suppressions;
pub mod sweep;
pub mod team;
pub mod transaction;
pub mod value;
pub mod views;

mod commit;

pub use attempts::Attempts;
pub use client::{Consistency, Store};
pub use commit::{CommitError, Committed, Refusal};
pub use failure::StoreError;
pub use item::{Item, Places, Row, Stored};
pub use query::{Page, Position, Query};
pub use transaction::{Condition, Transaction, Update};
pub use value::Value;

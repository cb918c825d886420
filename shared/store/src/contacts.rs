//! Contacts: the people that an org knows, and the locks that keep each of them once.
//!
//! A contact, the lock of its phone and the lock of its e-mail address change in one transaction, so
//! that two contacts of an org never share either. A lock's partition is its own: an import writes
//! thousands.
mod alike;
mod email;
mod field;
mod field_value;
mod flags;
mod former;
mod item;
mod lock;
mod merge;
mod name;
mod person;
mod read;
mod tag;
mod tombstone;
mod views;
mod write;

pub use email::{EMAIL_BYTES_MAX, Email, ParseEmailError};
pub use field::{ContactField, ParseContactFieldError};
pub use field_value::{FIELD_CHARACTERS_MAX, FieldError, Reading, USUAL_PRIORITY};
pub use former::{FORMER_MAX, FormerIdentity};
pub use item::{Contact, ContactSummary};
pub use lock::{ContactLock, EmailLock, PhoneLock};
pub use name::{FOLDED_NAME_BYTES_MAX, PersonName, folded};
pub use person::{OWN_FORMER_MAX, Person};
pub use read::KnownIdentities;
pub use tag::{folded_tag, tidy_tags, union, with_renamed_tag, without_tags};
pub use tombstone::{TOMBSTONE_KEPT, Tombstone};
pub use views::{
    ListedContact, contact_views, contacts_scope, list_view, tag_of_view, tag_view, unnamed_view,
};
pub use write::{ContactConflict, ContactCreation, ContactReplacement};

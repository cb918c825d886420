//! Locks: which contact of an org has a phone or an e-mail address.
use crate::{
    as_text,
    item::Item,
    keys::{ContactEmailKey, ContactPhoneKey},
};
use domain::ids::ContactId;
use serde::{Deserialize, Serialize};

/// Whose a phone or an address is. Both locks look the same; only their keys differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactLock {
    /// The contact that has it.
    #[serde(with = "as_text")]
    pub contact: ContactId,
}

/// The lock of a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PhoneLock(pub ContactLock);

/// The lock of an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailLock(pub ContactLock);

impl PhoneLock {
    /// Of this contact.
    pub const fn of(contact: ContactId) -> Self {
        Self(ContactLock { contact })
    }
}

impl EmailLock {
    /// Of this contact.
    pub const fn of(contact: ContactId) -> Self {
        Self(ContactLock { contact })
    }
}

impl Item for PhoneLock {
    type Key = ContactPhoneKey;
    const KIND: &'static str = "contact_phone";
    const VERSION: u8 = 1;
}

impl Item for EmailLock {
    type Key = ContactEmailKey;
    const KIND: &'static str = "contact_email";
    const VERSION: u8 = 1;
}

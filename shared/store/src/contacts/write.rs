//! Changing contacts together with their locks.
use super::{
    email::Email,
    item::Contact,
    lock::{ContactLock, EmailLock, PhoneLock},
};
use crate::{
    commit::CommitError,
    item::Stored,
    keys::{ContactEmailKey, ContactKey, ContactPhoneKey, Key, Text},
    transaction::{Condition, Transaction},
};
use domain::{
    ids::{ContactId, OrgId},
    phone::Phone,
};
use jiff::Timestamp;

/// The operations of a creation, by which its refusal is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactCreation {
    contact: usize,
    phone: Option<usize>,
    email: Option<usize>,
}

/// The operations of a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactReplacement {
    contact: usize,
    phone: Option<usize>,
    email: Option<usize>,
}

/// What stood in the way of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactConflict {
    /// The contact exists already, or was changed or deleted since it was read.
    Contact,
    /// Another contact has the phone.
    Phone(ContactId),
    /// Another contact has the e-mail address.
    Email(ContactId),
}

impl ContactCreation {
    /// What stood in the way; the error itself where it was none of the conditions.
    pub fn conflict(self, error: CommitError) -> Result<ContactConflict, CommitError> {
        conflict(self.contact, self.phone, self.email, error)
    }
}

impl ContactReplacement {
    /// What stood in the way; the error itself where it was none of the conditions.
    pub fn conflict(self, error: CommitError) -> Result<ContactConflict, CommitError> {
        conflict(self.contact, self.phone, self.email, error)
    }
}

/// The contact itself comes first: where it is not what was seen, its locks say nothing.
fn conflict(
    contact: usize,
    phone: Option<usize>,
    email: Option<usize>,
    error: CommitError,
) -> Result<ContactConflict, CommitError> {
    if error.refuses(contact) {
        return Ok(ContactConflict::Contact);
    }
    let owner = |operation: Option<usize>| {
        let old = error.refusal(operation?)?.old.clone()?;
        old.project::<ContactLock>().ok().map(|lock| lock.contact)
    };
    if let Some(owner) = owner(phone) {
        return Ok(ContactConflict::Phone(owner));
    }
    if let Some(owner) = owner(email) {
        return Ok(ContactConflict::Email(owner));
    }
    Err(error)
}

impl Transaction {
    /// Makes a contact and takes the locks of its phone and address.
    pub fn create_contact(
        &mut self,
        org: OrgId,
        id: ContactId,
        contact: &Contact,
    ) -> ContactCreation {
        ContactCreation {
            contact: self.create(&ContactKey { org, contact: id }, contact),
            phone: contact.phone.as_ref().map(|phone| self.lock_phone(org, phone, id)),
            email: contact.email.as_ref().map(|email| self.lock_email(org, email, id)),
        }
    }

    /// Replaces a contact as it was seen; where its phone or address changes, so do the locks.
    pub fn replace_contact(
        &mut self,
        seen: &Stored<Contact>,
        contact: &Contact,
    ) -> ContactReplacement {
        let ContactKey { org, contact: id } = seen.key;
        let (old, new) = (&seen.value, contact);
        let written = self.replace(&seen.key, new, seen.rev);
        let mut replacement = ContactReplacement { contact: written, phone: None, email: None };
        if old.phone != new.phone {
            old.phone.as_ref().map(|phone| self.unlock_phone(org, phone, id));
            replacement.phone = new.phone.as_ref().map(|phone| self.lock_phone(org, phone, id));
        }
        if old.email.as_ref().map(Email::folded) != new.email.as_ref().map(Email::folded) {
            old.email.as_ref().map(|email| self.unlock_email(org, email, id));
            replacement.email = new.email.as_ref().map(|email| self.lock_email(org, email, id));
        }
        replacement
    }

    /// Deletes a contact as it was seen, with its locks, and leaves a tombstone. Answers the operation
    /// that is refused where the contact was changed since.
    pub fn delete_contact(&mut self, seen: &Stored<Contact>, now: Timestamp) -> usize {
        let ContactKey { org, contact: id } = seen.key;
        self.leave_tombstone(seen.key.address(), now);
        if let Some(phone) = &seen.value.phone {
            self.unlock_phone(org, phone, id);
        }
        if let Some(email) = &seen.value.email {
            self.unlock_email(org, email, id);
        }
        self.delete(&seen.key, seen.rev)
    }

    fn lock_phone(&mut self, org: OrgId, phone: &Phone, id: ContactId) -> usize {
        self.create(&ContactPhoneKey { org, phone: phone.clone() }, &PhoneLock::of(id))
    }

    fn lock_email(&mut self, org: OrgId, email: &Email, id: ContactId) -> usize {
        self.create(&ContactEmailKey { org, email: Text(email.folded()) }, &EmailLock::of(id))
    }

    fn unlock_phone(&mut self, org: OrgId, phone: &Phone, id: ContactId) -> usize {
        self.delete_if(&ContactPhoneKey { org, phone: phone.clone() }, Some(held_by(id)))
    }

    fn unlock_email(&mut self, org: OrgId, email: &Email, id: ContactId) -> usize {
        let key = ContactEmailKey { org, email: Text(email.folded()) };
        self.delete_if(&key, Some(held_by(id)))
    }
}

/// The lock is this contact's: nobody opens another's.
fn held_by(id: ContactId) -> Condition {
    Condition::new("contact = :contact").value(":contact", id.to_string())
}

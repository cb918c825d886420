//! Finding contacts: by id, by name, by phone, by e-mail address.
use super::{
    email::Email,
    item::{Contact, ContactSummary},
    lock::{EmailLock, PhoneLock},
    name::folded,
};
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Row, Stored},
    keys::{ContactEmailKey, ContactKey, ContactPhoneKey, Key, NamesKey, Place, Text},
    query::{Page, Position, Query},
};
use domain::{
    ids::{ContactId, OrgId},
    phone::Phone,
};
use std::collections::{BTreeSet, HashMap};

/// Whose some phones and addresses are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownIdentities {
    /// The contact that has each phone.
    pub phones: HashMap<Phone, ContactId>,
    /// The contact that has each address, by its [folded](Email::folded) form.
    pub emails: HashMap<String, ContactId>,
}

impl Store {
    /// A contact.
    pub async fn contact(
        &self,
        org: OrgId,
        contact: ContactId,
        consistency: Consistency,
    ) -> Result<Option<Stored<Contact>>, StoreError> {
        self.get(&ContactKey { org, contact }, consistency).await
    }

    /// The contacts that exist of `ids`, in no order. An id may appear once only.
    pub async fn contacts(
        &self,
        org: OrgId,
        ids: &[ContactId],
    ) -> Result<Vec<Stored<Contact>>, StoreError> {
        let keys: Vec<ContactKey> =
            ids.iter().map(|contact| ContactKey { org, contact: *contact }).collect();
        self.batch_get(&keys, Consistency::Eventual).await
    }

    /// Those of some contacts that do not exist. Half a unit each; one that seems to be missing is asked
    /// for again, for it may only just have been made.
    pub async fn missing_contacts(
        &self,
        contacts: BTreeSet<(OrgId, ContactId)>,
    ) -> Result<BTreeSet<(OrgId, ContactId)>, StoreError> {
        let mut missing = contacts;
        for consistency in [Consistency::Eventual, Consistency::Strong] {
            if missing.is_empty() {
                break;
            }
            let key = |(org, contact): &(OrgId, ContactId)| {
                ContactKey { org: *org, contact: *contact }.address()
            };
            let rows = self.batch_get_rows(missing.iter().map(key).collect(), consistency).await?;
            for ContactKey { org, contact } in rows.iter().filter_map(|row| row.key().ok()) {
                missing.remove(&(org, contact));
            }
        }
        Ok(missing)
    }

    /// The contact that has a phone.
    pub async fn contact_by_phone(
        &self,
        org: OrgId,
        phone: &Phone,
    ) -> Result<Option<Stored<Contact>>, StoreError> {
        let key = ContactPhoneKey { org, phone: phone.clone() };
        let lock = self.get::<PhoneLock>(&key, Consistency::Eventual).await?;
        match lock {
            Some(lock) => self.contact(org, lock.value.0.contact, Consistency::Eventual).await,
            None => Ok(None),
        }
    }

    /// The contact that has an e-mail address, in any case of its letters.
    pub async fn contact_by_email(
        &self,
        org: OrgId,
        email: &Email,
    ) -> Result<Option<Stored<Contact>>, StoreError> {
        let key = ContactEmailKey { org, email: Text(email.folded()) };
        let lock = self.get::<EmailLock>(&key, Consistency::Eventual).await?;
        match lock {
            Some(lock) => self.contact(org, lock.value.0.contact, Consistency::Eventual).await,
            None => Ok(None),
        }
    }

    /// Whose these phones and addresses are at this moment. Half a unit each.
    pub async fn known_identities(
        &self,
        org: OrgId,
        phones: &[Phone],
        emails: &[Email],
    ) -> Result<KnownIdentities, StoreError> {
        // A batch may name a key once only.
        let phones: BTreeSet<&Phone> = phones.iter().collect();
        let emails: BTreeSet<String> = emails.iter().map(Email::folded).collect();
        let phone_keys: Vec<ContactPhoneKey> =
            phones.into_iter().map(|phone| ContactPhoneKey { org, phone: phone.clone() }).collect();
        let email_keys: Vec<ContactEmailKey> =
            emails.into_iter().map(|email| ContactEmailKey { org, email: Text(email) }).collect();
        let phones = self.batch_get::<PhoneLock>(&phone_keys, Consistency::Eventual).await?;
        let emails = self.batch_get::<EmailLock>(&email_keys, Consistency::Eventual).await?;
        Ok(KnownIdentities {
            phones: phones.into_iter().map(|lock| (lock.key.phone, lock.value.0.contact)).collect(),
            emails: emails
                .into_iter()
                .map(|lock| (lock.key.email.0, lock.value.0.contact))
                .collect(),
        })
    }

    /// The contacts with a name, by folded name; with `prefix`, only those whose name begins so.
    pub fn names_query(org: OrgId, prefix: Option<&str>, limit: u16) -> Query {
        let span = NamesKey::span(&org);
        let span = match prefix.map(folded) {
            Some(prefix) if !prefix.is_empty() => span.starting(&Text(prefix)),
            Some(_) | None => span,
        };
        Query::of(span, limit)
    }

    /// All contacts with all that is known of them, by id.
    pub fn contacts_query(org: OrgId, limit: u16) -> Query {
        Query::of(ContactKey::span(&org), limit)
    }
}

impl Page {
    /// The page of a [list of names](Store::names_query).
    pub fn into_contact_summaries(self) -> Result<Vec<ContactSummary>, StoreError> {
        self.rows.into_iter().map(ContactSummary::of_row).collect()
    }

    /// The same, each with the place to go on after it.
    pub fn into_placed_summaries(self) -> Result<Vec<(Position, ContactSummary)>, StoreError> {
        let place = |row: Row| {
            let position = Position::of_row(&row, Place::Gsi1).ok_or_else(|| {
                let reason = "its row has no place in the list of names".to_owned();
                StoreError::Unreadable { kind: Contact::KIND, reason }
            })?;
            Ok((position, ContactSummary::of_row(row)?))
        };
        self.rows.into_iter().map(place).collect()
    }

    /// The page of a [list of whole contacts](Store::contacts_query).
    pub fn into_contacts(self) -> Result<Vec<Stored<Contact>>, StoreError> {
        self.rows.into_iter().map(Row::read).collect()
    }
}

//! Two contacts that are one person: one of them goes, and its locks with it or over to the other.
use super::{email::Email, item::Contact, tombstone::Tombstone};
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    item::Stored,
    keys::{ContactEmailKey, ContactKey, ContactPhoneKey, Key, Text, TombstoneKey},
    transaction::{Condition, Transaction, Update},
};
use domain::ids::{ContactId, OrgId};
use jiff::Timestamp;

impl Store {
    /// The contact that a deleted one was merged into, as long as its tombstone stands.
    pub async fn merged_into(
        &self,
        org: OrgId,
        contact: ContactId,
    ) -> Result<Option<ContactId>, StoreError> {
        let address = ContactKey { org, contact }.address();
        let key = TombstoneKey { pk: address.pk.into(), sk: address.sk.into() };
        let stored = self.get::<Tombstone>(&key, Consistency::Strong).await?;
        Ok(stored.and_then(|stored| stored.value.into))
    }
}

impl Transaction {
    /// Makes `survivor`, as it was seen, into `merged`, and deletes `other`, as it was seen. A phone or
    /// an address that `merged` has from `other` keeps its lock, which changes its holder.
    pub fn merge_contacts(
        &mut self,
        survivor: &Stored<Contact>,
        other: &Stored<Contact>,
        merged: &Contact,
        now: Timestamp,
    ) {
        let ContactKey { org, contact: id } = survivor.key;
        let gone = other.key.contact;
        self.replace(&survivor.key, merged, survivor.rev);
        self.leave_tombstone_of_merged(other.key.address(), id, now);
        self.delete(&other.key, other.rev);
        if let Some(phone) = &other.value.phone {
            let key = ContactPhoneKey { org, phone: phone.clone() };
            let stays = merged.phone.as_ref() == Some(phone);
            self.hand_over(&key, gone, stays.then_some(id));
        }
        if let Some(email) = &other.value.email {
            let folded = email.folded();
            let stays = merged.email.as_ref().map(Email::folded).as_ref() == Some(&folded);
            let key = ContactEmailKey { org, email: Text(folded) };
            self.hand_over(&key, gone, stays.then_some(id));
        }
    }

    /// Gives a lock to another contact, or opens it.
    fn hand_over<K: Key>(&mut self, key: &K, from: ContactId, to: Option<ContactId>) {
        let held = Condition::new("contact = :holder").value(":holder", from.to_string());
        match to {
            Some(to) => self.update(
                Update::of(key).set("contact = :next").value(":next", to.to_string()).when(held),
            ),
            None => self.delete_if(key, Some(held)),
        };
    }
}

//! The person behind a contact: by what every place on events' lists is found, whichever phone it stands
//! under and whichever of merged contacts it was made from.
use super::{former::FormerIdentity, item::Contact};
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    invitees::Kept,
};
use domain::{
    ids::{ContactId, EventId, Identity, InviteeId},
    invitee::Invitee,
    phone::Phone,
};
use std::collections::{BTreeMap, BTreeSet};

/// Ids that one identity may have on a list: two collisions in a row are beyond chance.
const PROBES_MAX: u8 = 8;
/// Most former phones of its own that a contact is remembered by.
pub const OWN_FORMER_MAX: usize = 5;

/// What a contact is and was known by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Itself, and those that were merged into it.
    contacts: BTreeSet<ContactId>,
    /// Phones that are nobody else's: its own, and those of merged contacts.
    phones: BTreeSet<Phone>,
    /// What its places are made from: a phone, or a contact where there was none.
    made_from: BTreeSet<(Option<Phone>, Option<ContactId>)>,
}

impl Person {
    /// Of a contact.
    pub fn of(id: ContactId, contact: &Contact) -> Self {
        let mut person = Self::default();
        person.add(id, contact.phone.as_ref());
        person.phones.extend(contact.phone.clone());
        for FormerIdentity { contact, phone } in &contact.former {
            person.add(*contact, phone.as_ref());
            // A phone that a contact gave up may be another's by now.
            person.phones.extend(phone.clone().filter(|_| *contact != id));
        }
        person
    }

    fn add(&mut self, contact: ContactId, phone: Option<&Phone>) {
        self.contacts.insert(contact);
        let made_from = phone.map_or((None, Some(contact)), |phone| (Some(phone.clone()), None));
        self.made_from.insert(made_from);
    }

    /// Both are one.
    pub fn join(&mut self, other: Self) {
        self.contacts.extend(other.contacts);
        self.phones.extend(other.phones);
        self.made_from.extend(other.made_from);
    }

    /// Whether it is or was this contact.
    pub fn is(&self, contact: ContactId) -> bool {
        self.contacts.contains(&contact)
    }

    /// Whether a place on a list is this person's.
    pub fn has(&self, invitee: &Invitee) -> bool {
        invitee.contact.is_some_and(|contact| self.is(contact))
            || invitee.phone.as_ref().is_some_and(|phone| self.phones.contains(phone))
    }

    /// The phones that are this person's alone.
    pub fn phones(&self) -> impl Iterator<Item = &Phone> {
        self.phones.iter()
    }

    /// Places that it may have on one list.
    pub fn places(&self) -> usize {
        self.made_from.len()
    }

    fn identities(&self) -> impl Iterator<Item = Identity<'_>> {
        self.made_from.iter().filter_map(|made_from| match made_from {
            (Some(phone), _) => Some(Identity::Phone(phone)),
            (None, contact) => contact.map(Identity::Contact),
        })
    }
}

impl Contact {
    /// Remembers what `before`, this contact before a change, was found by on lists, where that changed.
    pub fn remember_phone(&mut self, id: ContactId, before: &Self) {
        if self.phone == before.phone {
            return;
        }
        let now = self.phone.clone();
        self.former
            .retain(|one| one.contact != id || (one.phone != before.phone && one.phone != now));
        let own = self.former.iter().filter(|one| one.contact == id).count();
        let mut surplus = own.saturating_add(1).saturating_sub(OWN_FORMER_MAX);
        self.former.retain(|one| {
            let goes = one.contact == id && surplus > 0;
            surplus = surplus.saturating_sub(usize::from(goes));
            !goes
        });
        self.former.push(FormerIdentity { contact: id, phone: before.phone.clone() });
    }
}

impl Store {
    /// All places of a person on the lists of some events, removed ones too, in no order. A read unit
    /// for each identity and event, or half of one.
    pub async fn places_of(
        &self,
        person: &Person,
        events: &[EventId],
        consistency: Consistency,
    ) -> Result<Vec<Kept>, StoreError> {
        let mut wanted: Vec<(EventId, Identity<'_>)> = Vec::new();
        for event in events {
            wanted.extend(person.identities().map(|identity| (*event, identity)));
        }
        let mut found = Vec::new();
        for probe in 0..PROBES_MAX {
            let place = |(event, identity): &(EventId, Identity<'_>)| {
                (*event, InviteeId::derive(*event, *identity, probe))
            };
            let places: BTreeSet<_> = wanted.iter().map(place).collect();
            if places.is_empty() {
                break;
            }
            let places: Vec<_> = places.into_iter().collect();
            let kept = self.invitees_at(&places, consistency).await?;
            let kept: BTreeMap<_, _> = kept
                .into_iter()
                .map(|kept| ((kept.invitee.event, kept.invitee.id), kept))
                .collect();
            // Who stands where another was looked for: that one may stand behind.
            wanted.retain(|one| {
                kept.get(&place(one)).is_some_and(|kept| kept.invitee.identity() != one.1)
            });
            found.extend(kept.into_values().filter(|kept| person.has(&kept.invitee)));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn phone(number: u8) -> Option<Phone> {
        Phone::from_e164(&format!("+121255501{number:02}")).ok()
    }

    fn with_phone(number: u8) -> Contact {
        Contact { phone: phone(number), ..Contact::blank(Timestamp::UNIX_EPOCH) }
    }

    const ID: ContactId = ContactId::from_bytes([1; 10]);

    #[test]
    fn a_contact_is_found_by_its_last_phones_and_by_itself_where_it_had_none() {
        let mut contact = Contact::blank(Timestamp::UNIX_EPOCH);
        for number in 0..10 {
            let before = contact.clone();
            contact.phone = phone(number);
            contact.remember_phone(ID, &before);
        }
        assert_eq!(contact.former.len(), OWN_FORMER_MAX);
        let person = Person::of(ID, &contact);
        assert_eq!(person.phones().collect::<Vec<_>>(), phone(9).iter().collect::<Vec<_>>());
        assert_eq!(person.places(), OWN_FORMER_MAX + 1);
        let mut first = with_phone(1);
        first.remember_phone(ID, &Contact::blank(Timestamp::UNIX_EPOCH));
        assert_eq!(first.former, [FormerIdentity { contact: ID, phone: None }]);
        let before = first.clone();
        first.remember_phone(ID, &before);
        assert_eq!(first.former.len(), 1, "nothing changed");
    }
}

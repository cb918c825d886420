//! A contact's lists as a value, and that they stand.
use domain::ids::{ContactListId, OrgId};
use store::{CommitError, Transaction, contact_lists::CONTACT_LISTS_MAX, contacts::Contact};

/// What putting a contact on a list comes to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Joined {
    /// The contact with the list.
    Now(Box<Contact>),
    /// It is on the list.
    Already,
    /// It is on as many lists as a contact may be.
    NoRoom,
}

/// The contact on the list.
pub(crate) fn joined(contact: &Contact, list: ContactListId) -> Joined {
    let Err(place) = contact.lists.binary_search(&list) else { return Joined::Already };
    if contact.lists.len() >= CONTACT_LISTS_MAX {
        return Joined::NoRoom;
    }
    let mut changed = contact.clone();
    changed.lists.insert(place, list);
    Joined::Now(Box::new(changed))
}

/// The contact without the list; `None` where it is not on it.
pub(crate) fn left(contact: &Contact, list: ContactListId) -> Option<Contact> {
    let mut changed = contact.clone();
    changed.lists.retain(|known| *known != list);
    (changed.lists.len() < contact.lists.len()).then_some(changed)
}

/// A transaction's checks that lists stand, by which its refusal is understood.
#[derive(Debug, Default)]
pub(crate) struct ListChecks(Vec<(ContactListId, usize)>);

impl ListChecks {
    /// Checks these lists in the transaction.
    pub(crate) fn add(transaction: &mut Transaction, org: OrgId, lists: &[ContactListId]) -> Self {
        let check = |list: &ContactListId| (*list, transaction.check_contact_list(org, *list));
        Self(lists.iter().map(check).collect())
    }

    /// Takes those lists out that turned out to be gone; whether there were any.
    pub(crate) fn drop_gone(&self, error: &CommitError, lists: &mut Vec<ContactListId>) -> bool {
        let gone = |list: &ContactListId| {
            self.0.iter().any(|(checked, operation)| checked == list && error.refuses(*operation))
        };
        let before = lists.len();
        lists.retain(|list| !gone(list));
        lists.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn list(number: u8) -> ContactListId {
        ContactListId::from_bytes([number; 10])
    }

    #[test]
    fn a_contact_is_on_a_list_once_and_on_at_most_20() {
        let mut contact = Contact::blank(Timestamp::UNIX_EPOCH);
        for number in (0..20).rev() {
            let Joined::Now(changed) = joined(&contact, list(number)) else { panic!("no room") };
            contact = *changed;
        }
        assert!(contact.lists.is_sorted());
        assert_eq!(joined(&contact, list(7)), Joined::Already);
        assert_eq!(joined(&contact, list(20)), Joined::NoRoom);
        assert_eq!(left(&contact, list(7)).map(|contact| contact.lists.len()), Some(19));
        assert_eq!(left(&contact, list(20)), None);
    }
}

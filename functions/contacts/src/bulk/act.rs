//! What a job does to one contact.
use crate::{
    limits::CONTACT_TAGS_MAX,
    lists::membership::{Joined, joined, left},
};
use domain::ids::ContactListId;
use store::{
    bulk::BulkAct,
    contacts::{Contact, union, with_renamed_tag, without_tags},
};

/// What is to be written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wanted {
    /// The contact as it is to be.
    Changed(Box<Contact>),
    /// The same, on a list that must still stand.
    Joined(Box<Contact>, ContactListId),
    /// The contact is to be deleted.
    Gone,
    /// It is as it is to be.
    Unchanged,
    /// There is no room for what it is to have.
    NoRoom,
}

/// What `act` makes of `contact`.
pub(crate) fn wanted(act: &BulkAct, contact: &Contact) -> Wanted {
    match act {
        BulkAct::AddTags { tags } => {
            let tagged = union(&contact.tags, tags, usize::MAX);
            if tagged.len() > CONTACT_TAGS_MAX {
                return Wanted::NoRoom;
            }
            with_tags(contact, tagged)
        }
        BulkAct::RemoveTags { tags } => with_tags(contact, without_tags(&contact.tags, tags)),
        BulkAct::RenameTag { from, to } => {
            with_tags(contact, with_renamed_tag(&contact.tags, from, to))
        }
        BulkAct::AddToList { list } => match joined(contact, *list) {
            Joined::Now(changed) => Wanted::Joined(changed, *list),
            Joined::Already => Wanted::Unchanged,
            Joined::NoRoom => Wanted::NoRoom,
        },
        BulkAct::RemoveFromList { list } | BulkAct::DeleteList { list } => {
            left(contact, *list).map_or(Wanted::Unchanged, |left| Wanted::Changed(Box::new(left)))
        }
        BulkAct::Delete => Wanted::Gone,
    }
}

fn with_tags(contact: &Contact, tags: Vec<String>) -> Wanted {
    if tags == contact.tags {
        return Wanted::Unchanged;
    }
    Wanted::Changed(Box::new(Contact { tags, ..contact.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn tagged(tags: impl IntoIterator<Item = String>) -> Contact {
        Contact { tags: tags.into_iter().collect(), ..Contact::blank(Timestamp::UNIX_EPOCH) }
    }

    #[test]
    fn a_tag_for_which_there_is_no_room_is_refused_whole() {
        let full = tagged((0..50).map(|number| format!("{number:02}")));
        let act = |tag: &str| BulkAct::AddTags { tags: vec![tag.to_owned()] };
        assert_eq!(wanted(&act("new"), &full), Wanted::NoRoom);
        assert_eq!(wanted(&act("07"), &full), Wanted::Unchanged);
    }

    #[test]
    fn doing_it_again_changes_nothing() {
        let contact = tagged(["guest".to_owned(), "vip".to_owned()]);
        let tag = |tag: &str| vec![tag.to_owned()];
        for act in [
            BulkAct::AddTags { tags: tag("new") },
            BulkAct::RemoveTags { tags: tag("VIP") },
            BulkAct::RenameTag { from: "vip".into(), to: "Guest".into() },
        ] {
            let Wanted::Changed(changed) = wanted(&act, &contact) else { panic!("{act:?}") };
            assert_eq!(wanted(&act, &changed), Wanted::Unchanged, "{act:?}");
        }
    }
}

//! Lists of contacts that are folded from the stream: by tag, by list, and those that have no name.
use super::{
    email::Email,
    item::{Contact, ContactSummary},
    name::folded,
    tag::folded_tag,
};
use crate::{
    failure::StoreError,
    item::{Item, Row},
    views::{Change, ViewEntry, ViewName},
};
use domain::{
    ids::{ContactId, ContactListId, OrgId},
    phone::Phone,
};

/// Most bytes of an entry; tags that would not fit are left out, and the entry says so.
const ENTRY_BYTES_MAX: usize = 1_900;
/// Stands between a name and an id. No folded name has it.
const SEPARATOR: char = '\u{1}';
/// Stands between the fields of an entry. No field has a control character.
const FIELD_SEPARATOR: &str = "\u{1f}";
/// The mark of an entry whose tags are missing.
const TAGS_MISSING: &str = "!";
/// Stands before the tag in the name of its list.
const TAG_PREFIX: &str = "tag ";
/// Stands before the list in the name of its list of contacts.
const LIST_PREFIX: &str = "list ";

/// The scope of an org's lists of contacts and of their counts.
pub fn contacts_scope(org: OrgId) -> String {
    format!("contacts {org}")
}

/// The contacts with a tag, by name.
pub fn tag_view(org: OrgId, tag: &str) -> ViewName {
    ViewName::counted(&contacts_scope(org), format!("{TAG_PREFIX}{}", folded_tag(tag)))
}

/// The contacts on a list, by name.
pub fn list_view(org: OrgId, list: ContactListId) -> ViewName {
    ViewName::counted(&contacts_scope(org), format!("{LIST_PREFIX}{list}"))
}

/// The contacts without a name, by id.
pub fn unnamed_view(org: OrgId) -> ViewName {
    ViewName::plain(&contacts_scope(org), "unnamed")
}

/// The tag whose list has this name.
pub fn tag_of_view(view: &str) -> Option<&str> {
    view.strip_prefix(TAG_PREFIX)
}

/// What the lists must show after a record of the stream that has these images, `current` being the
/// contact as it is now (`None` where it is gone, or where a later record will tell).
pub fn contact_views(
    old: Option<&Row>,
    new: Option<&Row>,
    current: Option<&Row>,
) -> Result<Change, StoreError> {
    let mut seen = Vec::new();
    for image in [old, new].into_iter().flatten() {
        seen.extend(entries(image)?.into_iter().map(|entry| (entry.view, entry.sort)));
    }
    let current = current.map(entries).transpose()?.unwrap_or_default();
    Ok(Change::settle(seen, current))
}

/// The entries that the image of a contact has in the lists.
fn entries(image: &Row) -> Result<Vec<ViewEntry>, StoreError> {
    let stored = image.clone().read::<Contact>()?;
    let (org, contact) = (stored.key.org, &stored.value);
    let summary = ContactSummary::of(stored.key.contact, contact);
    let (sort, body) = (sort(&summary), encode(&summary));
    let views = contact.tags.iter().map(|tag| tag_view(org, tag));
    let lists = contact.lists.iter().map(|list| list_view(org, *list));
    let unnamed = contact.name.is_empty().then(|| unnamed_view(org));
    Ok(views
        .chain(lists)
        .chain(unnamed)
        .map(|view| ViewEntry { view, sort: sort.clone(), body: body.clone() })
        .collect())
}

/// A contact in one of the lists.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedContact {
    /// What the list shows.
    pub summary: ContactSummary,
    /// Whether tags are missing because they did not fit.
    pub cut: bool,
}

impl ListedContact {
    /// Reads an entry of a list.
    pub fn of_entry(sort: &str, body: &[u8]) -> Result<Self, StoreError> {
        decode(sort, body).ok_or_else(|| StoreError::Unreadable {
            kind: Contact::KIND,
            reason: "its entry in a list is not what was written".into(),
        })
    }
}

/// Where a contact stands in its lists: by folded name, then by id.
fn sort(contact: &ContactSummary) -> String {
    format!("{}{SEPARATOR}{}", folded(&contact.name), contact.id)
}

/// An entry's body: name, phone, address, a mark where tags are missing, and the tags. No more, so
/// that a page holds many; the id stands in the sort text.
fn encode(contact: &ContactSummary) -> Vec<u8> {
    let phone = contact.phone.as_ref().map(ToString::to_string).unwrap_or_default();
    let email = contact.email.as_ref().map(Email::as_str).unwrap_or_default();
    let head = |mark| [contact.name.as_str(), &phone, email, mark].join(FIELD_SEPARATOR);
    let tags = contact.tags.iter().map(|tag| format!("{FIELD_SEPARATOR}{tag}"));
    let whole = head("") + &tags.collect::<String>();
    let fits = whole.len() <= ENTRY_BYTES_MAX;
    if fits { whole.into_bytes() } else { head(TAGS_MISSING).into_bytes() }
}

fn decode(sort: &str, body: &[u8]) -> Option<ListedContact> {
    let (_, id) = sort.rsplit_once(SEPARATOR)?;
    let mut fields = std::str::from_utf8(body).ok()?.split(FIELD_SEPARATOR);
    let mut filled = || fields.next().map(|text| Some(text).filter(|text| !text.is_empty()));
    let (name, phone, email, mark) = (filled()?, filled()?, filled()?, filled()?);
    let summary = ContactSummary {
        id: id.parse::<ContactId>().ok()?,
        name: name.unwrap_or_default().to_owned(),
        phone: phone.map(Phone::from_e164).transpose().ok()?,
        email: email.map(str::parse::<Email>).transpose().ok()?,
        tags: fields.map(str::to_owned).collect(),
    };
    Some(ListedContact { summary, cut: mark.is_some() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(tags: Vec<String>) -> ContactSummary {
        ContactSummary {
            id: ContactId::from_bytes([7; 10]),
            name: "Ada Lovelace".into(),
            phone: Phone::from_e164("+12125550123").ok(),
            email: "ada@example.com".parse().ok(),
            tags,
        }
    }

    fn listed(summary: &ContactSummary) -> ListedContact {
        ListedContact::of_entry(&sort(summary), &encode(summary)).unwrap()
    }

    #[test]
    fn a_contact_survives_its_entry() {
        let whole = summary(vec!["family".into(), "vip".into()]);
        assert_eq!(listed(&whole), ListedContact { summary: whole, cut: false });
        let bare = ContactSummary { name: String::new(), phone: None, ..summary(Vec::new()) };
        assert_eq!(listed(&bare), ListedContact { summary: bare, cut: false });
    }

    #[test]
    fn an_entry_says_where_its_tags_did_not_fit() {
        let many = summary(vec!["t".repeat(60); 50]);
        assert!(encode(&many).len() <= ENTRY_BYTES_MAX);
        assert!(listed(&many).cut && listed(&many).summary.tags.is_empty());
    }
}

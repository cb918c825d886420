//! Lists of contacts that are folded from the stream: by tag, and those that have no name.
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
    ids::{ContactId, OrgId},
    phone::Phone,
};
use serde::{Deserialize, Serialize};

/// Most bytes of an entry; tags that would not fit are left out, and the entry says so.
const ENTRY_BYTES_MAX: usize = 1_900;
/// Stands between a name and an id. No folded name has it.
const SEPARATOR: char = '\u{1}';
/// Stands before the tag in the name of its list.
const TAG_PREFIX: &str = "tag ";

/// The scope of an org's lists of contacts and of their counts.
pub fn contacts_scope(org: OrgId) -> String {
    format!("contacts {org}")
}

/// The contacts with a tag, by name.
pub fn tag_view(org: OrgId, tag: &str) -> ViewName {
    ViewName::counted(&contacts_scope(org), format!("{TAG_PREFIX}{}", folded_tag(tag)))
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
    let sort = format!("{}{SEPARATOR}{}", folded(&summary.name), summary.id);
    let body = Entry::of(&summary).encode()?;
    let views = contact.tags.iter().map(|tag| tag_view(org, tag));
    let unnamed = contact.name.is_empty().then(|| unnamed_view(org));
    Ok(views
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
    /// Reads the body of an entry.
    pub fn of_entry(body: &[u8]) -> Result<Self, StoreError> {
        let unreadable = || StoreError::Unreadable {
            kind: Contact::KIND,
            reason: "its entry in a list is not what was written".into(),
        };
        let entry: Entry = serde_json::from_slice(body).map_err(|_| unreadable())?;
        entry.decode().ok_or_else(unreadable)
    }
}

/// A list's entry: `i` id, `n` name, `p` phone, `e` e-mail, `t` tags, `c` whether tags are missing.
#[derive(Serialize, Deserialize)]
struct Entry {
    i: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    n: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    e: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    t: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    c: bool,
}

impl Entry {
    fn of(contact: &ContactSummary) -> Self {
        Self {
            i: contact.id.to_string(),
            n: contact.name.clone(),
            p: contact.phone.as_ref().map(ToString::to_string),
            e: contact.email.as_ref().map(ToString::to_string),
            t: contact.tags.clone(),
            c: false,
        }
    }

    fn encode(mut self) -> Result<Vec<u8>, StoreError> {
        let write = |entry: &Self| {
            serde_json::to_vec(entry).map_err(|error| StoreError::Unwritable {
                kind: Contact::KIND,
                reason: error.to_string(),
            })
        };
        let whole = write(&self)?;
        if whole.len() <= ENTRY_BYTES_MAX {
            return Ok(whole);
        }
        self.t.clear();
        self.c = true;
        write(&self)
    }

    fn decode(self) -> Option<ListedContact> {
        let phone = self.p.as_deref().map(Phone::from_e164).transpose().ok()?;
        let email = self.e.as_deref().map(str::parse::<Email>).transpose().ok()?;
        let id: ContactId = self.i.parse().ok()?;
        let summary = ContactSummary { id, name: self.n, phone, email, tags: self.t };
        Some(ListedContact { summary, cut: self.c })
    }
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

    #[test]
    fn a_contact_survives_its_entry() {
        let summary = summary(vec!["family".into(), "vip".into()]);
        let body = Entry::of(&summary).encode().unwrap();
        assert_eq!(ListedContact::of_entry(&body), Ok(ListedContact { summary, cut: false }));
    }

    #[test]
    fn an_entry_says_where_its_tags_did_not_fit() {
        let body = Entry::of(&summary(vec!["t".repeat(60); 50])).encode().unwrap();
        assert!(body.len() <= ENTRY_BYTES_MAX);
        let listed = ListedContact::of_entry(&body).unwrap();
        assert!(listed.cut && listed.summary.tags.is_empty());
    }
}

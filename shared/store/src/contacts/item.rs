//! A contact as a value, as its item, and as the list of names shows it.
use super::{
    email::Email,
    field::ContactField,
    former::FormerIdentity,
    name::{PersonName, folded},
};
use crate::{
    as_text,
    failure::StoreError,
    instant::Instant,
    item::{Item, Places, Row},
    keys::{ContactKey, NamesKey, Text},
};
use domain::{
    ids::{ContactId, ContactListId},
    phone::Phone,
    zone::Zone,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A person that an org knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ContactItem", into = "ContactItem")]
pub struct Contact {
    /// The name; may be empty.
    pub name: PersonName,
    /// The phone that texts go to. No other contact of the org has it.
    pub phone: Option<Phone>,
    /// The e-mail address. No other contact of the org has it.
    pub email: Option<Email>,
    /// Tags, as [`tidy_tags`](super::tidy_tags) leaves them.
    pub tags: Vec<String>,
    /// A note; empty if there is none.
    pub note: String,
    /// Where the person belongs; empty if unknown.
    pub organization: String,
    /// Whatever else is known, where it is: values as [`ContactField::read`] leaves them.
    pub fields: BTreeMap<ContactField, String>,
    /// The org's own fields, by name.
    pub custom: BTreeMap<String, String>,
    /// The lists that it is on, in the order of their ids.
    pub lists: Vec<ContactListId>,
    /// Whether an invitation to any event has ever gone out to it.
    pub invited: bool,
    /// Whether the org does not text it; the suppression of its phone is what the sender obeys.
    pub opted_out: bool,
    /// Contacts that were merged into it, at most [`FORMER_MAX`](super::FORMER_MAX).
    pub former: Vec<FormerIdentity>,
    /// The zone that quiet hours are counted in, where it is not the phone's.
    pub zone: Option<Zone>,
    /// When it was first known, to the millisecond.
    pub created_at: Timestamp,
}

impl Contact {
    /// A contact of which nothing is known yet, made at `created_at`.
    pub fn blank(created_at: Timestamp) -> Self {
        Self {
            name: PersonName::default(),
            phone: None,
            email: None,
            tags: Vec::new(),
            note: String::new(),
            organization: String::new(),
            fields: BTreeMap::new(),
            custom: BTreeMap::new(),
            lists: Vec::new(),
            invited: false,
            opted_out: false,
            former: Vec::new(),
            zone: None,
            created_at,
        }
    }

    /// Whether the phone that texts go to is the mobile.
    pub fn phone_is_mobile(&self) -> bool {
        self.phone.is_some() && self.phone == self.mobile()
    }

    /// Lets texts go to the mobile where there is no other phone, or where they went to the one that
    /// `before` had: whoever changes the mobile alone means the phone.
    pub fn text_to_mobile(&mut self, before: &Self) {
        let Some(mobile) = self.mobile() else { return };
        let followed = before.phone_is_mobile() && self.phone == before.phone;
        if self.phone.is_none() || followed {
            self.phone = Some(mobile);
        }
    }

    fn mobile(&self) -> Option<Phone> {
        let text = self.fields.get(&ContactField::Mobile)?;
        Phone::from_e164(text).ok()
    }
}

impl Item for Contact {
    type Key = ContactKey;
    const KIND: &'static str = "contact";
    const VERSION: u8 = 1;

    /// By folded name, only where there is one: an index entry is a write unit.
    fn places(&self, key: &ContactKey) -> Places {
        if self.name.is_empty() {
            return Places::default();
        }
        let name = Text(folded(&self.name.whole()));
        Places::at(&NamesKey { org: key.org, name, contact: key.contact })
    }
}

/// The attributes. `name`, `phone`, `email`, `tags` and `zone` are projected by the list of names;
/// `last` is the end of `name` that is the last name. Whatever else is known is not: a change of it is
/// one write unit, and the lists read whole contacts where they need it.
#[derive(Serialize, Deserialize)]
struct ContactItem {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    last: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    organization: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    custom: BTreeMap<String, String>,
    #[serde(default, with = "as_text::list", skip_serializing_if = "Vec::is_empty")]
    lists: Vec<ContactListId>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    invited: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    opted_out: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    former: Vec<FormerIdentity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    created: Instant,
}

/// An attribute is not what was stored. Names the attribute, never its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("its attribute `{0}` is not what was stored")]
struct UnreadableAttribute(&'static str);

impl From<Contact> for ContactItem {
    fn from(contact: Contact) -> Self {
        Self {
            name: contact.name.whole(),
            last: contact.name.last().to_owned(),
            phone: contact.phone.as_ref().map(ToString::to_string),
            email: contact.email.as_ref().map(ToString::to_string),
            tags: contact.tags,
            note: contact.note,
            organization: contact.organization,
            fields: contact
                .fields
                .into_iter()
                .map(|(field, value)| (field.short().to_owned(), value))
                .collect(),
            custom: contact.custom,
            lists: contact.lists,
            invited: contact.invited,
            opted_out: contact.opted_out,
            former: contact.former,
            zone: contact.zone.as_ref().map(|zone| zone.name().to_owned()),
            created: contact.created_at.into(),
        }
    }
}

impl TryFrom<ContactItem> for Contact {
    type Error = UnreadableAttribute;
    fn try_from(item: ContactItem) -> Result<Self, UnreadableAttribute> {
        Ok(Self {
            name: PersonName::stored(&item.name, &item.last),
            phone: phone(item.phone.as_deref())?,
            email: email(item.email.as_deref())?,
            tags: item.tags,
            note: item.note,
            organization: item.organization,
            fields: fields(item.fields)?,
            custom: item.custom,
            lists: item.lists,
            invited: item.invited,
            opted_out: item.opted_out,
            former: item.former,
            zone: zone(item.zone.as_deref())?,
            created_at: item.created.0,
        })
    }
}

fn phone(text: Option<&str>) -> Result<Option<Phone>, UnreadableAttribute> {
    text.map(Phone::from_e164).transpose().map_err(|_| UnreadableAttribute("phone"))
}

fn email(text: Option<&str>) -> Result<Option<Email>, UnreadableAttribute> {
    text.map(str::parse).transpose().map_err(|_| UnreadableAttribute("email"))
}

fn zone(text: Option<&str>) -> Result<Option<Zone>, UnreadableAttribute> {
    text.map(Zone::parse).transpose().map_err(|_| UnreadableAttribute("zone"))
}

fn fields(
    stored: BTreeMap<String, String>,
) -> Result<BTreeMap<ContactField, String>, UnreadableAttribute> {
    let field = |(short, value): (String, String)| {
        let field = ContactField::of_short(&short).ok_or(UnreadableAttribute("fields"))?;
        Ok((field, value))
    };
    stored.into_iter().map(field).collect()
}

/// What lists show of a contact.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactSummary {
    /// Which contact.
    pub id: ContactId,
    /// The whole name; empty if there is none.
    pub name: String,
    /// The phone.
    pub phone: Option<Phone>,
    /// The e-mail address.
    pub email: Option<Email>,
    /// The tags.
    pub tags: Vec<String>,
}

impl ContactSummary {
    /// Of a whole contact.
    pub fn of(id: ContactId, contact: &Contact) -> Self {
        Self {
            id,
            name: contact.name.whole(),
            phone: contact.phone.clone(),
            email: contact.email.clone(),
            tags: contact.tags.clone(),
        }
    }

    /// Of an entry of the list of names.
    pub(super) fn of_row(row: Row) -> Result<Self, StoreError> {
        let unreadable = |reason: String| StoreError::Unreadable { kind: Contact::KIND, reason };
        let key: NamesKey =
            row.key().map_err(|_| unreadable("its key has another shape".into()))?;
        let projection: Projection = row.project()?;
        let reason = |error: UnreadableAttribute| unreadable(error.to_string());
        Ok(Self {
            id: key.contact,
            name: projection.name,
            phone: phone(projection.phone.as_deref()).map_err(reason)?,
            email: email(projection.email.as_deref()).map_err(reason)?,
            tags: projection.tags,
        })
    }
}

#[derive(Deserialize)]
struct Projection {
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_survives_its_item_whatever_is_known_of_it() {
        let made: Timestamp = "2026-06-01T12:00:00Z".parse().unwrap();
        let phone = Phone::from_e164("+12125550123").ok();
        let former = FormerIdentity { contact: ContactId::from_bytes([2; 10]), phone };
        let whole = Contact {
            name: PersonName::new("Ada", "Lovelace"),
            fields: ContactField::ALL.map(|field| (field, field.name().to_owned())).into(),
            lists: vec![ContactListId::from_bytes([3; 10])],
            invited: true,
            opted_out: true,
            former: vec![former.clone(), FormerIdentity { phone: None, ..former }],
            ..Contact::blank(made)
        };
        for contact in [whole, Contact::blank(made)] {
            let item: std::collections::HashMap<_, _> = serde_dynamo::to_item(&contact).unwrap();
            assert_eq!(Row(item).project::<Contact>().unwrap(), contact);
        }
    }

    #[test]
    fn what_is_not_known_is_not_stored() {
        let made: Timestamp = "2026-06-01T12:00:00Z".parse().unwrap();
        let item: Row = Row(serde_dynamo::to_item(Contact::blank(made)).unwrap());
        assert_eq!(item.0.keys().collect::<Vec<_>>(), ["created"]);
    }
}

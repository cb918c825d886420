//! Contacts as clients are told and tell them.
use domain::ids::ContactId;
use jiff::Timestamp;
use runtime::extract::nullable;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{
    Stored,
    contacts::{Contact, ContactField, ContactSummary},
};
use utoipa::ToSchema;

/// A new contact. It needs a phone, a mobile or an e-mail address.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NewContact {
    /// The whole name, in place of the two below; its last word is taken for the last name.
    pub(crate) name: Option<String>,
    /// First and middle names.
    pub(crate) first_name: Option<String>,
    /// The last name.
    pub(crate) last_name: Option<String>,
    /// The phone that texts go to, written in any way; without a country code it belongs to the org's
    /// region. Where there is none, texts go to the mobile.
    pub(crate) phone: Option<String>,
    /// The e-mail address.
    pub(crate) email: Option<String>,
    /// At most 50 tags of at most 60 characters, without commas, semicolons and bars.
    pub(crate) tags: Vec<String>,
    /// A note of at most 2,000 characters.
    pub(crate) note: Option<String>,
    /// Where the person belongs.
    pub(crate) organization: Option<String>,
    /// Whatever else is known, by these names: `middle_name`, `prefix`, `suffix`, `email_secondary`,
    /// `mobile`, `fax`, `website`, `job_title`, `department`, `industry`, `address`,
    /// `address_line_2`, `city`, `state`, `postal_code`, `country`, `birthday` (`YYYY-MM-DD`),
    /// `gender`, `marital_status`, `linkedin`, `twitter`, `facebook`, `instagram`, `skype`,
    /// `whatsapp`, `telegram`, `lead_source`, `lead_status`, `priority` (`high`, `normal` or `low`).
    pub(crate) fields: BTreeMap<String, String>,
    /// The org's own fields: at most 20, names of at most 60 and values of at most 200 characters.
    pub(crate) custom: BTreeMap<String, String>,
    /// The person's time zone by its IANA name, where it is not the phone's.
    pub(crate) zone: Option<String>,
}

/// A change of a contact. What is absent stays; `null` clears a field; tags and `custom` are replaced
/// as a whole.
#[expect(clippy::option_option, reason = "absent and null are different in a change")]
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ChangeContact {
    /// The whole name, in place of the two below.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    pub(crate) name: Option<Option<String>>,
    /// First and middle names.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    pub(crate) first_name: Option<Option<String>>,
    /// The last name.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    pub(crate) last_name: Option<Option<String>>,
    /// The phone.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    pub(crate) phone: Option<Option<String>>,
    /// The e-mail address.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    pub(crate) email: Option<Option<String>>,
    /// All tags.
    pub(crate) tags: Option<Vec<String>>,
    /// The note.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    pub(crate) note: Option<Option<String>>,
    /// Where the person belongs.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    pub(crate) organization: Option<Option<String>>,
    /// Those of the other fields that change; `null` clears one. Where texts go to the mobile, they
    /// go to the new one.
    pub(crate) fields: Option<BTreeMap<String, Option<String>>>,
    /// All of the org's own fields.
    pub(crate) custom: Option<BTreeMap<String, String>>,
    /// The person's time zone.
    #[serde(deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    pub(crate) zone: Option<Option<String>>,
}

/// A contact with all that is known.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Contact)]
pub(crate) struct ContactView {
    id: String,
    /// The whole name; empty if there is none.
    name: String,
    first_name: String,
    last_name: String,
    /// The phone that texts go to, in E.164 form.
    phone: Option<String>,
    /// Whether that is the mobile.
    phone_is_mobile: bool,
    email: Option<String>,
    tags: Vec<String>,
    note: String,
    organization: String,
    /// Whatever else is known, by name; `priority` only where it is not `normal`.
    fields: BTreeMap<String, String>,
    custom: BTreeMap<String, String>,
    /// The lists that it is on.
    lists: Vec<String>,
    /// Whether an invitation has ever gone out to it.
    invited: bool,
    /// Whether the org does not text it.
    opted_out: bool,
    /// Contacts that were merged into it.
    former: Vec<String>,
    zone: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Counts changes; also in the `ETag`.
    rev: u64,
}

/// Whom it was merged with, without the phones that it had itself.
fn former(id: ContactId, contact: &Contact) -> Vec<String> {
    let others = contact.former.iter().map(|former| former.contact).filter(|one| *one != id);
    let mut told: Vec<String> = Vec::new();
    for one in others.map(|one| one.to_string()) {
        if !told.contains(&one) {
            told.push(one);
        }
    }
    told
}

impl From<&Stored<Contact>> for ContactView {
    fn from(stored: &Stored<Contact>) -> Self {
        let contact = &stored.value;
        Self {
            id: stored.key.contact.to_string(),
            name: contact.name.whole(),
            first_name: contact.name.first().to_owned(),
            last_name: contact.name.last().to_owned(),
            phone: contact.phone.as_ref().map(ToString::to_string),
            phone_is_mobile: contact.phone_is_mobile(),
            email: contact.email.as_ref().map(ToString::to_string),
            tags: contact.tags.clone(),
            note: contact.note.clone(),
            organization: contact.organization.clone(),
            fields: field_names(&contact.fields),
            custom: contact.custom.clone(),
            lists: contact.lists.iter().map(ToString::to_string).collect(),
            invited: contact.invited,
            opted_out: contact.opted_out,
            former: former(stored.key.contact, contact),
            zone: contact.zone.as_ref().map(|zone| zone.name().to_owned()),
            created_at: contact.created_at,
            rev: stored.rev,
        }
    }
}

/// Fields by the names that clients call them.
pub(crate) fn field_names(fields: &BTreeMap<ContactField, String>) -> BTreeMap<String, String> {
    fields.iter().map(|(field, value)| (field.name().to_owned(), value.clone())).collect()
}

/// A contact in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ContactSummary)]
pub(crate) struct ContactSummaryView {
    id: String,
    /// The whole name; empty if there is none.
    name: String,
    /// In E.164 form.
    phone: Option<String>,
    email: Option<String>,
    tags: Vec<String>,
}

impl From<&ContactSummary> for ContactSummaryView {
    fn from(contact: &ContactSummary) -> Self {
        Self {
            id: contact.id.to_string(),
            name: contact.name.clone(),
            phone: contact.phone.as_ref().map(ToString::to_string),
            email: contact.email.as_ref().map(ToString::to_string),
            tags: contact.tags.clone(),
        }
    }
}

/// One page of contacts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub(crate) struct ContactPage {
    /// The contacts.
    pub(crate) items: Vec<ContactSummaryView>,
    /// Leads to the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_cursor: Option<String>,
    /// On the first page of a list by one tag or one list alone: how many contacts have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) total: Option<u64>,
    /// On the first page of a list by tags or lists: when such lists last changed; they follow what
    /// happens to contacts within seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) as_of: Option<Timestamp>,
}

impl ContactPage {
    /// A page of a list that is no older than the table.
    pub(crate) fn of(items: Vec<ContactSummaryView>, next_cursor: Option<String>) -> Self {
        Self { items, next_cursor, ..Self::default() }
    }
}

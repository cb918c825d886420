//! Which contacts are wanted: filters as clients write them, and what they say of a contact.
use crate::{
    limits::{
        CUSTOM_NAME_CHARACTERS_MAX, FILTER_FIELDS_MAX, FILTER_TAGS_MAX,
        FILTER_VALUE_CHARACTERS_MAX, NAME_CHARACTERS_MAX, TAG_CHARACTERS_MAX,
    },
    search::Search,
};
use domain::ids::ContactListId;
use runtime::extract::Fields;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};
use store::contacts::{Contact, ContactField, ContactSummary, folded, folded_tag, tidy_tags};
use utoipa::ToSchema;

/// Before the name of one of the org's own fields.
const CUSTOM_PREFIX: &str = "custom:";

/// Which contacts are wanted. All that is given must hold; what is absent says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FilterBody {
    /// What the whole name begins with, whatever its case and accents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// Words, each of which begins a word of the name or the e-mail address, or has digits of the phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) q: Option<String>,
    /// At most 10 tags, any of which the contact has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tag: Vec<String>,
    /// At most 10 tags, all of which the contact has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) all_tags: Vec<String>,
    /// A list that the contact is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) list: Option<String>,
    /// At most 5 fields with their values, whatever their case and accents: fields of a contact,
    /// `organization`, and the org's own as `custom:NAME`. An empty value stands for none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) field: BTreeMap<String, String>,
    /// Whether the org does not text it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) opted_out: Option<bool>,
    /// Whether no invitation has ever gone out to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) never_invited: Option<bool>,
}

/// The same, parsed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ContactFilter {
    /// Folded; what the whole name begins with.
    pub(crate) name: Option<String>,
    pub(crate) search: Option<Search>,
    pub(crate) any_tags: Vec<String>,
    pub(crate) all_tags: Vec<String>,
    pub(crate) list: Option<ContactListId>,
    fields: Vec<(FilterField, String)>,
    opted_out: Option<bool>,
    never_invited: Option<bool>,
}

/// A field that contacts can be told apart by.
#[derive(Debug, Clone, PartialEq, Eq)]
enum FilterField {
    Organization,
    Of(ContactField),
    Custom(String),
}

/// The text names no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no field that contacts can be listed by")]
struct ParseFilterFieldError;

impl FromStr for FilterField {
    type Err = ParseFilterFieldError;
    fn from_str(text: &str) -> Result<Self, ParseFilterFieldError> {
        if let Some(name) = text.strip_prefix(CUSTOM_PREFIX) {
            return Ok(Self::Custom(name.to_owned()));
        }
        if matches!(text, "organization" | "company") {
            return Ok(Self::Organization);
        }
        text.parse().map(Self::Of).map_err(|_| ParseFilterFieldError)
    }
}

impl FilterField {
    fn value<'c>(&self, contact: &'c Contact) -> &'c str {
        let value = match self {
            Self::Organization => return &contact.organization,
            Self::Of(field) => contact.fields.get(field),
            Self::Custom(name) => contact.custom.get(name),
        };
        value.map_or("", String::as_str)
    }
}

impl FilterBody {
    /// The filter; what does not fit is recorded in `fields`, each name after `pointer`.
    pub(crate) fn read(&self, fields: &mut Fields, pointer: &str) -> ContactFilter {
        let at = |name: &str| format!("{pointer}/{name}");
        let few = |tags: &[String]| tags.len() <= FILTER_TAGS_MAX;
        let short = |tag: &String| tag.chars().count() <= TAG_CHARACTERS_MAX;
        let (any_tags, all_tags) = (tidy_tags(&self.tag), tidy_tags(&self.all_tags));
        let detail = format!("at most {FILTER_TAGS_MAX} tags at once");
        fields.check(&at("tag"), few(&self.tag), detail.clone());
        fields.check(&at("all_tags"), few(&self.all_tags), detail);
        let detail = format!("a tag has at most {TAG_CHARACTERS_MAX} characters");
        fields.check(&at("tag"), self.tag.iter().all(short), detail.clone());
        fields.check(&at("all_tags"), self.all_tags.iter().all(short), detail);
        let name = self.name.as_deref().filter(|name| !name.is_empty());
        let short = name.is_none_or(|name| name.chars().count() <= NAME_CHARACTERS_MAX);
        let detail = format!("must have at most {NAME_CHARACTERS_MAX} characters");
        fields.check(&at("name"), short, detail);
        let search = self.q.as_deref().filter(|words| !words.trim().is_empty());
        let search = fields.take_optional(&at("q"), search.map(Search::parse)).flatten();
        let list = self
            .list
            .as_deref()
            .map(|list| list.parse::<ContactListId>().map_err(|_| "must be the id of a list"));
        ContactFilter {
            name: name.map(folded).filter(|name| !name.is_empty()),
            search,
            any_tags,
            all_tags,
            list: fields.take_optional(&at("list"), list).flatten(),
            fields: self.read_fields(fields, pointer),
            opted_out: self.opted_out,
            never_invited: self.never_invited,
        }
    }

    fn read_fields(&self, fields: &mut Fields, pointer: &str) -> Vec<(FilterField, String)> {
        let detail = format!("at most {FILTER_FIELDS_MAX} fields at once");
        fields.check(&format!("{pointer}/field"), self.field.len() <= FILTER_FIELDS_MAX, detail);
        let mut read = Vec::new();
        for (name, value) in &self.field {
            let escaped = name.replace('~', "~0").replace('/', "~1");
            let short = |text: &str, most: usize| text.chars().count() <= most;
            let fits = short(value, FILTER_VALUE_CHARACTERS_MAX)
                && short(name, CUSTOM_PREFIX.len().saturating_add(CUSTOM_NAME_CHARACTERS_MAX));
            fields.check(&format!("{pointer}/field/{escaped}"), fits, "is longer than any field");
            let field = fields.take(&format!("{pointer}/field/{escaped}"), name.parse());
            read.extend(field.map(|field: FilterField| (field, folded(value))));
        }
        read
    }
}

impl ContactFilter {
    /// Whether it asks for a tag or a list: then it is read from their views.
    pub(crate) const fn has_view(&self) -> bool {
        !self.any_tags.is_empty() || !self.all_tags.is_empty() || self.list.is_some()
    }

    /// Whether it asks for one tag or list and for nothing else: then the contacts are counted.
    pub(crate) const fn is_one_view(&self) -> bool {
        let one = matches!(
            (self.any_tags.as_slice(), self.all_tags.as_slice(), self.list),
            ([_], [], None) | ([], [_], None) | ([], [], Some(_))
        );
        one && !self.asks_summaries() && !self.asks_contacts()
    }

    /// Whether it asks for something that the entry of a list shows, beside the tags and the list.
    pub(crate) const fn asks_summaries(&self) -> bool {
        self.name.is_some() || self.search.is_some()
    }

    /// Whether it asks for something that only the whole contact shows.
    pub(crate) const fn asks_contacts(&self) -> bool {
        !self.fields.is_empty() || self.opted_out.is_some() || self.never_invited.is_some()
    }

    /// Whether the entry of a list may be of a contact that is wanted: name and words hold.
    pub(crate) fn may_match(&self, contact: &ContactSummary) -> bool {
        let named = |prefix: &String| folded(&contact.name).starts_with(prefix);
        self.name.as_ref().is_none_or(named)
            && self.search.as_ref().is_none_or(|search| search.finds(contact))
    }

    /// Whether the contact is wanted.
    pub(crate) fn matches(&self, summary: &ContactSummary, contact: &Contact) -> bool {
        let tags: Vec<String> = contact.tags.iter().map(|tag| folded_tag(tag)).collect();
        let has = |tag: &String| tags.contains(&folded_tag(tag));
        let is = |(field, value): &(FilterField, String)| folded(field.value(contact)) == *value;
        self.may_match(summary)
            && (self.any_tags.is_empty() || self.any_tags.iter().any(has))
            && self.all_tags.iter().all(has)
            && self.list.is_none_or(|list| contact.lists.contains(&list))
            && self.fields.iter().all(is)
            && self.opted_out.is_none_or(|wanted| contact.opted_out == wanted)
            && self.never_invited.is_none_or(|wanted| contact.invited != wanted)
    }
}

/// What makes two lists the same for a cursor.
impl fmt::Display for ContactFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::ContactId;
    use store::contacts::PersonName;

    fn filter(body: &FilterBody) -> ContactFilter {
        let mut fields = Fields::new();
        let filter = body.read(&mut fields, "");
        fields.finish().unwrap();
        filter
    }

    fn ada() -> Contact {
        let made = "2026-06-01T12:00:00Z".parse().unwrap();
        Contact {
            name: PersonName::new("Ada", "Lovelace"),
            tags: vec!["Family".into(), "vip".into()],
            fields: [(ContactField::City, "Zürich".to_owned())].into(),
            custom: [("Shoe size".to_owned(), "38".to_owned())].into(),
            ..Contact::blank(made)
        }
    }

    fn finds(body: &FilterBody) -> bool {
        let contact = ada();
        let summary = ContactSummary::of(ContactId::from_bytes([1; 10]), &contact);
        filter(body).matches(&summary, &contact)
    }

    #[test]
    fn all_that_is_given_must_hold() {
        let text = |text: &str| Some(text.to_owned());
        let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
        let field = |name: &str, value: &str| [(name.to_owned(), value.to_owned())].into();
        let none = FilterBody::default();
        assert!(finds(&none));
        assert!(finds(&FilterBody { name: text("ADA"), tag: tags(&["x", "VIP"]), ..none.clone() }));
        assert!(!finds(&FilterBody { all_tags: tags(&["x", "vip"]), ..none.clone() }));
        assert!(finds(&FilterBody { field: field("city", "zurich"), ..none.clone() }));
        assert!(finds(&FilterBody { field: field("custom:Shoe size", "38"), ..none.clone() }));
        assert!(finds(&FilterBody { field: field("country", ""), ..none.clone() }));
        assert!(!finds(&FilterBody { field: field("city", "zur"), ..none.clone() }));
        assert!(finds(&FilterBody { never_invited: Some(true), ..none.clone() }));
        assert!(!finds(&FilterBody { opted_out: Some(true), ..none }));
    }
}

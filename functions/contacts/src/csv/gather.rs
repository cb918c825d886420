//! A row's cells, sorted by what the mapping says they are for; nothing is judged yet.

use std::collections::{BTreeMap, BTreeSet};

use store::contacts::ContactField;

use super::{
    cell, headers,
    mapping::{ColumnUse, Mapping},
};

/// Several values in one cell, as Google writes them.
pub(crate) const GOOGLE_SEPARATOR: &str = " ::: ";
/// The group that Google puts every contact in: it says nothing.
const GOOGLE_EVERYBODY: &str = "myContacts";

/// A row's cells by what they are for.
#[derive(Default)]
pub(super) struct Gathered<'c> {
    pub(super) whole: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) phones: Vec<(u8, &'c str)>,
    pub(super) mobile_ranks: BTreeSet<u8>,
    pub(super) emails: Vec<(u8, &'c str)>,
    pub(super) tags: Vec<String>,
    pub(super) groups: Vec<String>,
    pub(super) note: String,
    pub(super) organization: String,
    pub(super) zone: String,
    pub(super) fields: BTreeMap<ContactField, String>,
    /// JSON as it is written.
    pub(super) custom_fields: String,
    pub(super) custom: BTreeMap<String, String>,
}

impl<'c> Gathered<'c> {
    pub(super) fn new(cells: &'c [String], mapping: &Mapping) -> Self {
        let mut gathered = Self::default();
        for (column, text) in mapping.uses().iter().zip(cells) {
            if !cell::is_blank(text) {
                gathered.take(column, text);
            }
        }
        gathered.phones.sort_by_key(|(rank, _)| (!gathered.mobile_ranks.contains(rank), *rank));
        gathered.emails.sort_by_key(|(rank, _)| *rank);
        gathered
    }

    fn take(&mut self, column: &ColumnUse, text: &'c str) {
        let once = |place: &mut String, text: String| {
            if place.is_empty() {
                *place = text;
            }
        };
        match column {
            ColumnUse::Ignore => {}
            ColumnUse::Name => once(&mut self.whole, cell::line(text)),
            ColumnUse::FirstName => once(&mut self.first, cell::line(text)),
            ColumnUse::LastName => once(&mut self.last, cell::line(text)),
            ColumnUse::Phone { rank } => self.phones.extend(values(text).map(|one| (*rank, one))),
            ColumnUse::PhoneLabel { rank } => {
                if headers::is_mobile(text) {
                    self.mobile_ranks.insert(*rank);
                }
            }
            ColumnUse::Email { rank } => self.emails.extend(values(text).map(|one| (*rank, one))),
            ColumnUse::Tags { also } => self.tags.extend(tags(&cell::line(text), also)),
            ColumnUse::Labels => self.tags.extend(labels(&cell::line(text))),
            ColumnUse::Group => {
                let names = cell::line(text);
                self.groups.extend(values(&names).map(|name| cell::trimmed(name).to_owned()));
            }
            ColumnUse::Note => once(&mut self.note, cell::lines(text)),
            ColumnUse::Organization => once(&mut self.organization, cell::line(text)),
            ColumnUse::Zone => once(&mut self.zone, cell::line(text)),
            ColumnUse::Field(field) => {
                self.fields.entry(*field).or_insert_with(|| cell::line(text));
            }
            ColumnUse::CustomFields => once(&mut self.custom_fields, cell::lines(text)),
            ColumnUse::Custom(name) => {
                self.custom.entry(name.clone()).or_insert_with(|| cell::line(text));
            }
        }
    }
}

/// The values of a cell that may hold several.
fn values(text: &str) -> impl Iterator<Item = &str> {
    text.split(GOOGLE_SEPARATOR).filter(|one| !cell::is_blank(one))
}

/// Tags between the marks that no tag can have (it could not be typed into a list of tags), and
/// between the characters `also`.
fn tags(text: &str, also: &str) -> Vec<String> {
    text.split(|c| matches!(c, ',' | ';' | '|') || also.contains(c))
        .map(cell::trimmed)
        .filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Google's labels as tags; a star marks its own groups.
fn labels(text: &str) -> Vec<String> {
    text.split(GOOGLE_SEPARATOR)
        .map(|label| label.trim().strip_prefix("* ").unwrap_or(label))
        .filter(|label| label.trim() != GOOGLE_EVERYBODY)
        .flat_map(|label| tags(label, ""))
        .collect()
}

//! A contact as a row gives it: clean, within its limits, ready to be written.

use std::collections::{BTreeMap, BTreeSet};

use domain::{phone::Phone, zone::Zone};
use store::contacts::{ContactField, Reading};

use super::{
    cell,
    findings::Findings,
    gather::Gathered,
    mapping::Mapping,
    problems::{ErrorCode, Field, Notice, RowError},
};

/// A person as a file knows them. It has at least one address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedContact {
    /// The first names; empty if the file has only a last one.
    pub first_name: String,
    /// The last name; empty if there is one name only.
    pub last_name: String,
    /// The phone that texts go to; the mobile, where the row has no other.
    pub phone: Option<Phone>,
    /// The e-mail address, as it is written.
    pub email: Option<String>,
    /// Tags in alphabetical order, each once whatever its case.
    pub tags: Vec<String>,
    /// The names of the lists that it is on, each once whatever its case.
    pub groups: Vec<String>,
    /// A note, perhaps of several lines; empty if there is none.
    pub note: String,
    /// Where the person belongs; empty if unknown.
    pub organization: String,
    /// The person's time zone.
    pub zone: Option<Zone>,
    /// Whatever other fields are filled, as [`ContactField::read`] leaves them.
    pub fields: BTreeMap<ContactField, String>,
    /// Custom fields that are filled, by name.
    pub custom: BTreeMap<String, String>,
}

impl ParsedContact {
    /// The whole name, first names first.
    pub fn name(&self) -> String {
        match (self.first_name.is_empty(), self.last_name.is_empty()) {
            (false, false) => format!("{} {}", self.first_name, self.last_name),
            (_, true) => self.first_name.clone(),
            (true, false) => self.last_name.clone(),
        }
    }
}

/// A row's cells as a contact, or all reasons why they are none.
pub(super) fn read(
    cells: &[String],
    mapping: &Mapping,
    reading: Reading,
) -> (Result<ParsedContact, Vec<RowError>>, BTreeSet<Notice>) {
    let gathered = Gathered::new(cells, mapping);
    let mut findings = Findings::default();
    if cells.iter().skip(mapping.uses().len()).any(|cell| !cell::is_blank(cell)) {
        findings.notices.insert(Notice::ExtraCells);
    }
    let (first_name, last_name) = findings.names(&gathered);
    let mut custom = findings.custom(&gathered);
    let (phone, mobile) = findings.phones(&gathered, reading.region);
    let mut fields = findings.fields(&gathered, reading, &mut custom);
    fields.extend(mobile.map(|mobile| (ContactField::Mobile, mobile.to_string())));
    let contact = ParsedContact {
        first_name,
        last_name,
        phone,
        email: findings.email(&gathered),
        tags: findings.tags(&gathered.tags),
        groups: findings.groups(&gathered.groups),
        note: findings.note(&gathered.note),
        organization: findings.organization(&gathered.organization),
        zone: findings.zone(&gathered.zone),
        fields,
        custom,
    };
    if findings.errors.is_empty() && contact.phone.is_none() && contact.email.is_none() {
        findings.refuse(
            Field::Row,
            ErrorCode::NoAddress,
            "the row has neither a phone number nor an e-mail address",
        );
    }
    let outcome = if findings.errors.is_empty() { Ok(contact) } else { Err(findings.errors) };
    (outcome, findings.notices)
}

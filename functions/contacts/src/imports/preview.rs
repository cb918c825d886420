//! What a dry run tells of a file.
use super::outcome::Reason;
use crate::{
    csv::{contact::ParsedContact, rows::Row},
    wire::field_names,
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What an import of the file would come to, and how all its parts will be read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DryRun {
    /// How every part is read; goes unchanged into the import.
    pub(super) plan: String,
    /// How bytes are text, as in `UTF-8`.
    pub(super) encoding: String,
    /// `comma`, `semicolon`, `tab` or `pipe`.
    pub(super) delimiter: String,
    /// Whether the first row names the columns.
    pub(super) header: bool,
    /// The region of phones without a country code.
    pub(super) region: String,
    /// The columns from the left.
    pub(super) columns: Vec<Column>,
    /// Data rows of the part.
    pub(super) rows: u32,
    /// Rows that make a contact.
    pub(super) importable: u32,
    /// Rows that have the phone of an earlier row.
    pub(super) same_phone: u32,
    /// Rows without a phone that have the e-mail address of an earlier row.
    pub(super) same_email: u32,
    /// Rows that make no contact for another reason.
    pub(super) refused: u32,
    /// The first rows that make no contact, at most 100.
    pub(super) refusals: Vec<RefusedRow>,
    /// How many rows have each notice.
    pub(super) notices: BTreeMap<String, u32>,
    /// The first contacts, at most 10.
    pub(super) sample: Vec<SampleContact>,
    /// Tags of the contacts, at most 200.
    pub(super) tags: Vec<String>,
}

/// A column of the file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Column {
    /// What the file calls it; empty if nothing.
    pub(super) heading: String,
    /// What it is taken for, as the parameter `column` overrides it: `ignore`, `name`, `first-name`,
    /// `last-name`, `phone:1`, `phone-label:1`, `email:1`, `tags`, `labels`, `group` (the name of a
    /// list), `note`, `organization`, `zone`, the name of a contact's other field such as
    /// `job_title`, `custom:NAME`, or `custom-fields` (all of them as JSON).
    #[serde(rename = "use")]
    pub(super) used_as: String,
}

/// A row that makes no contact.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefusedRow {
    /// The row, from 1, without the headings.
    row: u32,
    /// The line in which it starts, from 1.
    line: u32,
    /// Why.
    errors: Vec<RowReason>,
}

/// A reason why a row makes no contact.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RowReason {
    /// What it is about.
    field: String,
    /// Its stable name.
    code: String,
    /// What the organizer can do about it.
    detail: String,
}

/// A contact as the file has it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SampleContact {
    first_name: String,
    last_name: String,
    phone: Option<String>,
    email: Option<String>,
    tags: Vec<String>,
    groups: Vec<String>,
    note: String,
    organization: String,
    zone: Option<String>,
    fields: BTreeMap<String, String>,
    custom: BTreeMap<String, String>,
}

impl From<&Row> for RefusedRow {
    fn from(row: &Row) -> Self {
        let errors = row.outcome.as_ref().err().map(Vec::as_slice).unwrap_or_default();
        Self {
            row: row.number.row,
            line: row.line,
            errors: errors.iter().cloned().map(|error| RowReason::from(&error.into())).collect(),
        }
    }
}

impl From<&Reason> for RowReason {
    fn from(reason: &Reason) -> Self {
        Self {
            field: reason.field.clone(),
            code: reason.code.clone(),
            detail: reason.detail.clone(),
        }
    }
}

impl From<&ParsedContact> for SampleContact {
    fn from(contact: &ParsedContact) -> Self {
        Self {
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            phone: contact.phone.as_ref().map(ToString::to_string),
            email: contact.email.clone(),
            tags: contact.tags.clone(),
            groups: contact.groups.clone(),
            note: contact.note.clone(),
            organization: contact.organization.clone(),
            zone: contact.zone.as_ref().map(|zone| zone.name().to_owned()),
            fields: field_names(&contact.fields),
            custom: contact.custom.clone(),
        }
    }
}

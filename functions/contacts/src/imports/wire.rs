//! Imports as clients are told of them.
use super::{
    outcome::{Earlier, Outcome, RowResult},
    preview::RowReason,
};
use crate::csv::rows::RowNumber;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{
    Stored,
    imports::{ExistingContacts, ImportCounts, ImportJob},
};
use utoipa::ToSchema;

/// A new import.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StartImport {
    /// The `plan` of the dry run.
    pub(super) plan: String,
    /// How many parts the file has, 1 to 64.
    #[serde(default = "one_part")]
    pub(super) parts: u16,
    /// Tags that every contact of the file gets.
    #[serde(default)]
    pub(super) tags: Vec<String>,
    /// What happens to contacts that are there already.
    #[serde(default)]
    pub(super) existing: Existing,
}

const fn one_part() -> u16 {
    1
}

/// What happens to contacts whose phone or address is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Existing {
    /// They get the row's tags and lists, and the import's tags.
    #[default]
    AddTags,
    /// They stay as they are.
    Keep,
}

impl From<Existing> for ExistingContacts {
    fn from(existing: Existing) -> Self {
        match existing {
            Existing::AddTags => Self::AddTags,
            Existing::Keep => Self::Keep,
        }
    }
}

impl From<ExistingContacts> for Existing {
    fn from(existing: ExistingContacts) -> Self {
        match existing {
            ExistingContacts::AddTags => Self::AddTags,
            ExistingContacts::Keep => Self::Keep,
        }
    }
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ImportState {
    /// Some parts have not come yet.
    WaitingForParts,
    /// All parts have come; rows are being written.
    Writing,
    /// Every row has its result.
    Done,
}

/// An import and its progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Import {
    id: String,
    state: ImportState,
    /// How many parts the file has.
    parts: u16,
    /// Which have come, from 0.
    parts_received: Vec<u16>,
    /// Data rows of the parts that have come.
    rows: u32,
    /// Rows that have their result.
    rows_done: u32,
    /// What became of those.
    results: ResultCounts,
    /// Tags that every contact of the file gets.
    tags: Vec<String>,
    existing: Existing,
    region: String,
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
}

/// How many rows came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ResultCounts {
    /// New contacts.
    created: u32,
    /// A contact or an earlier row has the phone.
    same_phone: u32,
    /// A contact or an earlier row has the e-mail address.
    same_email: u32,
    /// Rows that say why they are no contact.
    refused: u32,
}

impl From<ImportCounts> for ResultCounts {
    fn from(counts: ImportCounts) -> Self {
        let ImportCounts { created, same_phone, same_email, refused } = counts;
        Self { created, same_phone, same_email, refused }
    }
}

impl From<&Stored<ImportJob>> for Import {
    fn from(stored: &Stored<ImportJob>) -> Self {
        let job = &stored.value;
        let mut parts_received: Vec<u16> = job.received.iter().map(|one| one.part).collect();
        parts_received.sort_unstable();
        let state = if job.is_done() {
            ImportState::Done
        } else if parts_received.len() < usize::from(job.parts) {
            ImportState::WaitingForParts
        } else {
            ImportState::Writing
        };
        Self {
            id: stored.key.import.to_string(),
            state,
            parts: job.parts,
            parts_received,
            rows: job.rows(),
            rows_done: job.counts.rows(),
            results: job.counts.into(),
            tags: job.tags.clone(),
            existing: job.existing.into(),
            region: job.region.to_string(),
            started_at: job.started_at,
        }
    }
}

/// A part that has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ImportPart {
    /// Which, from 0.
    pub(super) part: u16,
    /// Its data rows.
    pub(super) rows: u32,
    /// Rows that make a contact, unless somebody has their phone already.
    pub(super) importable: u32,
    /// Rows that do not.
    pub(super) refused: u32,
}

/// What became of a row.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ImportRowResult)]
pub(crate) struct RowResultView {
    part: u16,
    /// The row within the part, from 1, without the headings.
    row: u32,
    /// The line of the part in which it starts, from 1.
    line: u32,
    /// `created`, `same_phone`, `same_email` or `refused`.
    result: &'static str,
    /// The new contact, or the one that has the phone or address.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    /// The earlier row of the part that has the phone or address.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_row: Option<u32>,
    /// Why it was refused.
    errors: Vec<RowReason>,
    /// `extra_cells`, `lost_characters`, `passed_over`, `no_name`, `kept_as_written`, `email_taken`,
    /// `list_left_out`.
    notices: Vec<String>,
}

/// One page of results.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportResultPage {
    /// The rows in the file's order.
    pub(super) items: Vec<RowResultView>,
    /// Leads to the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_cursor: Option<String>,
}

impl From<&RowResult> for RowResultView {
    fn from(result: &RowResult) -> Self {
        let RowNumber { part, row } = result.number;
        let (contact, first_row) = earlier(&result.outcome);
        let errors = match &result.outcome {
            Outcome::Refused(reasons) => reasons.iter().map(RowReason::from).collect(),
            Outcome::Created(_) | Outcome::SamePhone(_) | Outcome::SameEmail(_) => Vec::new(),
        };
        Self {
            part,
            row,
            line: result.line,
            result: result.outcome.name().as_str(),
            contact,
            first_row,
            errors,
            notices: result.notices.clone(),
        }
    }
}

/// The contact and the earlier row that an outcome names.
pub(super) fn earlier(outcome: &Outcome) -> (Option<String>, Option<u32>) {
    match outcome {
        Outcome::Created(contact)
        | Outcome::SamePhone(Earlier::Contact(contact))
        | Outcome::SameEmail(Earlier::Contact(contact)) => (Some(contact.to_string()), None),
        Outcome::SamePhone(Earlier::Row(first)) | Outcome::SameEmail(Earlier::Row(first)) => {
            (None, Some(first.row))
        }
        Outcome::Refused(_) => (None, None),
    }
}

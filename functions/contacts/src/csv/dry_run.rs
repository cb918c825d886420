//! What an import would do, without doing it: it fixes how every part is read.

use std::collections::BTreeMap;

use store::contacts::Reading;

use super::{
    contact::ParsedContact,
    detect,
    encoding::TextEncoding,
    limits::{DRY_RUN_REFUSED_MAX, DRY_RUN_SAMPLE_MAX, DRY_RUN_TAGS_MAX, PART_BYTES_MAX},
    mapping::Mapping,
    plan::{Delimiter, Format, Plan},
    problems::{ErrorCode, FileError, Notice},
    rows::{Part, Row, read_part},
};

/// What the caller knows better than any guess.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// How bytes are text.
    pub encoding: Option<TextEncoding>,
    /// What separates cells.
    pub delimiter: Option<Delimiter>,
    /// Whether the first row names the columns.
    pub header: Option<bool>,
    /// What each column is.
    pub mapping: Option<Mapping>,
}

/// What reading the first part by the plan comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryRun {
    /// How every part will be read.
    pub plan: Plan,
    /// The header row's cells; empty if there is none.
    pub headings: Vec<String>,
    /// Data rows of the part.
    pub rows: u32,
    /// Rows that make a contact.
    pub importable: u32,
    /// Rows that have the phone of an earlier one.
    pub same_phone: u32,
    /// Rows without a phone that have the e-mail address of an earlier one.
    pub same_email: u32,
    /// Rows that make none for another reason.
    pub refused: u32,
    /// The first rows that make no contact.
    pub refusals: Vec<Row>,
    /// How many rows have each notice.
    pub notices: BTreeMap<Notice, u32>,
    /// The first contacts.
    pub sample: Vec<ParsedContact>,
    /// Distinct tags of the contacts in alphabetical order, up to a limit.
    pub tags: Vec<String>,
}

/// Reads the first part (or the whole file, if it is one part): what is not overridden is guessed.
pub fn dry_run(bytes: &[u8], overrides: Overrides, reading: Reading) -> Result<DryRun, FileError> {
    if bytes.len() > PART_BYTES_MAX {
        return Err(FileError::PartTooLarge { bytes: bytes.len() });
    }
    let (plan, headings) = plan(bytes, overrides)?;
    let rows = read_part(bytes, &plan, Part { number: 0, rows_before: 0 }, reading)?;
    let importable = rows.iter().filter(|row| row.outcome.is_ok()).count();
    let same_phone = repeating(&rows, ErrorCode::SamePhone);
    let same_email = repeating(&rows, ErrorCode::SameEmail);
    let others = importable.saturating_add(same_phone).saturating_add(same_email);
    Ok(DryRun {
        plan,
        headings,
        rows: number(rows.len()),
        importable: number(importable),
        same_phone: number(same_phone),
        same_email: number(same_email),
        refused: number(rows.len().saturating_sub(others)),
        notices: notices(&rows),
        sample: contacts(&rows).take(DRY_RUN_SAMPLE_MAX).cloned().collect(),
        tags: tags(&rows),
        refusals: rows
            .into_iter()
            .filter(|row| row.outcome.is_err())
            .take(DRY_RUN_REFUSED_MAX)
            .collect(),
    })
}

/// The plan and the header row's cells.
fn plan(bytes: &[u8], overrides: Overrides) -> Result<(Plan, Vec<String>), FileError> {
    let encoding = match overrides.encoding {
        Some(_) if bytes.is_empty() => return Err(FileError::Empty),
        Some(encoding) => encoding,
        None => detect::encoding(bytes)?,
    };
    let text = encoding.decode(bytes);
    let delimiter = overrides.delimiter.unwrap_or_else(|| detect::delimiter(&text));
    let mut rows = detect::first_rows(&text, delimiter);
    let header = overrides.header.unwrap_or_else(|| detect::has_header(&rows));
    let headings = if header && !rows.is_empty() { rows.remove(0) } else { Vec::new() };
    let mapping = overrides
        .mapping
        .unwrap_or_else(|| Mapping::guess(header.then_some(headings.as_slice()), &rows));
    Ok((Plan { format: Format { encoding, delimiter, header }, mapping }, headings))
}

fn contacts(rows: &[Row]) -> impl Iterator<Item = &ParsedContact> {
    rows.iter().filter_map(|row| row.outcome.as_ref().ok())
}

/// How many rows repeat an earlier one in this way.
fn repeating(rows: &[Row], code: ErrorCode) -> usize {
    let repeats = |row: &&Row| {
        row.outcome.as_ref().is_err_and(|errors| errors.iter().any(|error| error.code == code))
    };
    rows.iter().filter(repeats).count()
}

fn notices(rows: &[Row]) -> BTreeMap<Notice, u32> {
    let mut counts = BTreeMap::<Notice, u32>::new();
    for notice in rows.iter().flat_map(|row| &row.notices) {
        let count = counts.entry(*notice).or_default();
        *count = count.saturating_add(1);
    }
    counts
}

fn tags(rows: &[Row]) -> Vec<String> {
    let mut by_fold = BTreeMap::new();
    for tag in contacts(rows).flat_map(|contact| &contact.tags) {
        by_fold.entry(tag.to_lowercase()).or_insert(tag);
    }
    by_fold.into_values().take(DRY_RUN_TAGS_MAX).cloned().collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

//! What an import would do, without doing it: it fixes how every part is read.

use std::collections::BTreeMap;

use domain::phone::Region;

use super::{
    contact::ParsedContact,
    detect,
    encoding::TextEncoding,
    limits::{DRY_RUN_REFUSED_MAX, DRY_RUN_SAMPLE_MAX, DRY_RUN_TAGS_MAX, PART_BYTES_MAX},
    mapping::Mapping,
    plan::{Delimiter, Format, Plan},
    problems::{FileError, Notice},
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
    /// Rows that do not.
    pub refused: u32,
    /// The first refused rows.
    pub refusals: Vec<Row>,
    /// How many rows have each notice.
    pub notices: BTreeMap<Notice, u32>,
    /// The first contacts.
    pub sample: Vec<ParsedContact>,
    /// Distinct tags of the contacts in alphabetical order, up to a limit.
    pub tags: Vec<String>,
}

/// Reads the first part (or the whole file, if it is one part): what is not overridden is guessed.
pub fn dry_run(bytes: &[u8], overrides: Overrides, region: Region) -> Result<DryRun, FileError> {
    if bytes.len() > PART_BYTES_MAX {
        return Err(FileError::PartTooLarge { bytes: bytes.len() });
    }
    let (plan, headings) = plan(bytes, overrides)?;
    let rows = read_part(bytes, &plan, Part { number: 0, rows_before: 0 }, region)?;
    let importable = rows.iter().filter(|row| row.outcome.is_ok()).count();
    Ok(DryRun {
        plan,
        headings,
        rows: number(rows.len()),
        importable: number(importable),
        refused: number(rows.len().saturating_sub(importable)),
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

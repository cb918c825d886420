//! Rows packed for the store: compact JSON, deflated, in chunks that fit an item. Each row keeps
//! its number, so that a writer that is run again knows which rows it has done.

use std::{
    collections::BTreeMap,
    io::{self, Read as _},
};

use domain::{phone::Phone, zone::Zone};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Deserialize, Serialize};

use super::{
    contact::ParsedContact,
    limits::{CHUNK_BYTES_MAX, CHUNK_ROWS_MAX, CHUNK_UNPACKED_BYTES_MAX},
    problems::{ErrorCode, Field, Notice, RowError},
    rows::{Row, RowNumber},
};

/// Some rows of a part, packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The first row in it.
    pub first: RowNumber,
    /// The last row in it.
    pub last: RowNumber,
    /// How many rows it has, refused ones among them.
    pub rows: usize,
    /// The packed rows: at most 300 KB.
    pub bytes: Vec<u8>,
}

/// Bytes that are no packed rows.
#[derive(Debug, thiserror::Error)]
pub enum ChunkError {
    #[error("the chunk does not unpack")]
    Damaged(#[from] serde_json::Error),
    #[error("the chunk cannot be compressed")]
    Compression(#[from] io::Error),
    #[error("the chunk has a row without a result")]
    NoResult,
    #[error("the chunk holds `{0}`, which this version does not know")]
    Unknown(String),
}

/// Packs rows in order; every row is in exactly one chunk.
pub fn pack(rows: &[Row]) -> Result<Vec<Chunk>, ChunkError> {
    let mut chunks = Vec::new();
    for group in rows.chunks(CHUNK_ROWS_MAX) {
        pack_group(group, &mut chunks)?;
    }
    Ok(chunks)
}

/// The rows of a chunk.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Row>, ChunkError> {
    let limit = u64::try_from(CHUNK_UNPACKED_BYTES_MAX).unwrap_or(u64::MAX);
    let reader = io::BufReader::new(DeflateDecoder::new(bytes).take(limit));
    let packed: Vec<PackedRow> = serde_json::from_reader(reader)?;
    packed.into_iter().map(Row::try_from).collect()
}

/// One chunk if the rows fit, else two groups of half the rows. It ends, since a row alone always
/// fits (asserted beside the limits).
fn pack_group(rows: &[Row], chunks: &mut Vec<Chunk>) -> Result<(), ChunkError> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
    let packed: Vec<PackedRow> = rows.iter().map(PackedRow::from).collect();
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    serde_json::to_writer(&mut encoder, &packed)?;
    let bytes = encoder.finish()?;
    if bytes.len() > CHUNK_BYTES_MAX && rows.len() > 1 {
        let (left, right) = rows.split_at(rows.len().div_euclid(2));
        pack_group(left, chunks)?;
        return pack_group(right, chunks);
    }
    chunks.push(Chunk { first: first.number, last: last.number, rows: rows.len(), bytes });
    Ok(())
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackedRow {
    #[serde(rename = "p")]
    part: u16,
    #[serde(rename = "r")]
    row: u32,
    #[serde(rename = "l")]
    line: u32,
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    contact: Option<PackedContact>,
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    errors: Vec<PackedError>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackedContact {
    #[serde(rename = "f", default, skip_serializing_if = "String::is_empty")]
    first_name: String,
    #[serde(rename = "l", default, skip_serializing_if = "String::is_empty")]
    last_name: String,
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(rename = "g", default, skip_serializing_if = "Vec::is_empty")]
    groups: Vec<String>,
    #[serde(rename = "n", default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(rename = "o", default, skip_serializing_if = "String::is_empty")]
    organization: String,
    #[serde(rename = "z", default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    #[serde(rename = "y", default, skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<String, String>,
    #[serde(rename = "x", default, skip_serializing_if = "BTreeMap::is_empty")]
    custom: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackedError {
    #[serde(rename = "f")]
    field: String,
    #[serde(rename = "c")]
    code: String,
    #[serde(rename = "s")]
    sentence: String,
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    first: Option<(u16, u32)>,
}

impl From<&Row> for PackedRow {
    fn from(row: &Row) -> Self {
        let (contact, errors) = match &row.outcome {
            Ok(contact) => (Some(PackedContact::from(contact)), Vec::new()),
            Err(errors) => (None, errors.iter().map(PackedError::from).collect()),
        };
        Self {
            part: row.number.part,
            row: row.number.row,
            line: row.line,
            notices: row.notices.iter().map(|notice| notice.slug().to_owned()).collect(),
            contact,
            errors,
        }
    }
}

impl From<&ParsedContact> for PackedContact {
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
            fields: contact
                .fields
                .iter()
                .map(|(field, value)| (field.name().to_owned(), value.clone()))
                .collect(),
            custom: contact.custom.clone(),
        }
    }
}

impl From<&RowError> for PackedError {
    fn from(error: &RowError) -> Self {
        Self {
            field: error.field.slug().to_owned(),
            code: error.code.slug().to_owned(),
            sentence: error.sentence.clone(),
            first: error.first.map(|number| (number.part, number.row)),
        }
    }
}

impl TryFrom<PackedRow> for Row {
    type Error = ChunkError;
    fn try_from(packed: PackedRow) -> Result<Self, ChunkError> {
        let outcome = match packed.contact {
            Some(contact) => Ok(contact.try_into()?),
            None if packed.errors.is_empty() => return Err(ChunkError::NoResult),
            None => {
                Err(packed.errors.into_iter().map(RowError::try_from).collect::<Result<_, _>>()?)
            }
        };
        let notice = |slug: String| Notice::from_slug(&slug).ok_or(ChunkError::Unknown(slug));
        Ok(Self {
            number: RowNumber { part: packed.part, row: packed.row },
            line: packed.line,
            outcome,
            notices: packed.notices.into_iter().map(notice).collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<PackedContact> for ParsedContact {
    type Error = ChunkError;
    fn try_from(packed: PackedContact) -> Result<Self, ChunkError> {
        let phone = |text: String| Phone::from_e164(&text).map_err(|_| ChunkError::Unknown(text));
        let zone = |text: String| Zone::parse(&text).map_err(|_| ChunkError::Unknown(text));
        let field = |(name, value): (String, String)| match name.parse() {
            Ok(field) => Ok((field, value)),
            Err(_) => Err(ChunkError::Unknown(name)),
        };
        Ok(Self {
            first_name: packed.first_name,
            last_name: packed.last_name,
            phone: packed.phone.map(phone).transpose()?,
            email: packed.email,
            tags: packed.tags,
            groups: packed.groups,
            note: packed.note,
            organization: packed.organization,
            zone: packed.zone.map(zone).transpose()?,
            fields: packed.fields.into_iter().map(field).collect::<Result<_, _>>()?,
            custom: packed.custom,
        })
    }
}

impl TryFrom<PackedError> for RowError {
    type Error = ChunkError;
    fn try_from(packed: PackedError) -> Result<Self, ChunkError> {
        Ok(Self {
            field: Field::from_slug(&packed.field).ok_or(ChunkError::Unknown(packed.field))?,
            code: ErrorCode::from_slug(&packed.code).ok_or(ChunkError::Unknown(packed.code))?,
            sentence: packed.sentence,
            first: packed.first.map(|(part, row)| RowNumber { part, row }),
        })
    }
}

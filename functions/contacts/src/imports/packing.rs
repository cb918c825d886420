//! The results of a chunk, packed for the store.
use super::outcome::{Earlier, Outcome, OutcomeName, Reason, RowResult};
use crate::csv::rows::RowNumber;
use domain::ids::ContactId;
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Deserialize, Serialize};
use std::io::{BufReader, Read as _};

/// Most bytes that the results of a chunk may unpack to: 250 rows with a dozen reasons each.
const UNPACKED_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// Results that could not be packed or are not packed as they should be.
#[derive(Debug, thiserror::Error)]
pub(super) enum PackError {
    #[error("the results do not unpack")]
    Damaged(#[from] serde_json::Error),
    #[error("the results cannot be compressed")]
    Compression(#[from] std::io::Error),
    #[error("the results hold something that this version does not know")]
    Unknown,
}

/// The results as compact JSON, deflated.
pub(super) fn pack(results: &[RowResult]) -> Result<Vec<u8>, PackError> {
    let packed: Vec<Packed> = results.iter().map(Packed::from).collect();
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    serde_json::to_writer(&mut encoder, &packed)?;
    Ok(encoder.finish()?)
}

/// Reads packed results.
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<RowResult>, PackError> {
    let reader = BufReader::new(DeflateDecoder::new(bytes).take(UNPACKED_BYTES_MAX));
    let packed: Vec<Packed> = serde_json::from_reader(reader)?;
    packed.into_iter().map(|one| one.read().ok_or(PackError::Unknown)).collect()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Packed {
    #[serde(rename = "p")]
    part: u16,
    #[serde(rename = "r")]
    row: u32,
    #[serde(rename = "l")]
    line: u32,
    #[serde(rename = "o")]
    outcome: String,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    first: Option<(u16, u32)>,
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<Reason>,
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
}

impl From<&RowResult> for Packed {
    fn from(result: &RowResult) -> Self {
        let (contact, first, reasons) = match &result.outcome {
            Outcome::Created(contact)
            | Outcome::SamePhone(Earlier::Contact(contact))
            | Outcome::SameEmail(Earlier::Contact(contact)) => {
                (Some(contact.to_string()), None, Vec::new())
            }
            Outcome::SamePhone(Earlier::Row(first)) | Outcome::SameEmail(Earlier::Row(first)) => {
                (None, Some((first.part, first.row)), Vec::new())
            }
            Outcome::Refused(reasons) => (None, None, reasons.clone()),
        };
        Self {
            part: result.number.part,
            row: result.number.row,
            line: result.line,
            outcome: result.outcome.name().to_string(),
            contact,
            first,
            reasons,
            notices: result.notices.clone(),
        }
    }
}

impl Packed {
    fn read(self) -> Option<RowResult> {
        let contact = self.contact.map(|text| text.parse::<ContactId>()).transpose().ok()?;
        let first = self.first.map(|(part, row)| Earlier::Row(RowNumber { part, row }));
        let earlier = contact.map(Earlier::Contact).or(first);
        let outcome = match self.outcome.parse().ok()? {
            OutcomeName::Created => Outcome::Created(contact?),
            OutcomeName::SamePhone => Outcome::SamePhone(earlier?),
            OutcomeName::SameEmail => Outcome::SameEmail(earlier?),
            OutcomeName::Refused => Outcome::Refused(self.reasons),
        };
        Some(RowResult {
            number: RowNumber { part: self.part, row: self.row },
            line: self.line,
            outcome,
            notices: self.notices,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{super::outcome::counts, *};

    #[test]
    fn results_survive_their_packing() {
        let contact = ContactId::from_bytes([5; 10]);
        let reason =
            Reason { field: "phone".into(), code: "phone_empty".into(), detail: "x".into() };
        let first = RowNumber { part: 0, row: 1 };
        let outcomes = [
            Outcome::Created(contact),
            Outcome::SamePhone(Earlier::Contact(contact)),
            Outcome::SameEmail(Earlier::Row(first)),
            Outcome::Refused(vec![reason]),
        ];
        let results: Vec<RowResult> = (1..)
            .zip(outcomes)
            .map(|(row, outcome)| RowResult {
                number: RowNumber { part: 0, row },
                line: row + 1,
                outcome,
                notices: vec!["email_taken".to_owned()],
            })
            .collect();
        assert_eq!(unpack(&pack(&results).unwrap()).unwrap(), results);
        assert_eq!(counts(&results).rows(), 4);
    }
}

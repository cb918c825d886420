//! What became of a row.
use crate::csv::{
    problems::{ErrorCode, RowError},
    rows::RowNumber,
};
use domain::ids::ContactId;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use store::imports::ImportCounts;

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowResult {
    /// Which row.
    pub(super) number: RowNumber,
    /// The line of the part in which it starts, from 1.
    pub(super) line: u32,
    /// What it came to.
    pub(super) outcome: Outcome,
    /// What its owner may want to look at.
    pub(super) notices: Vec<String>,
}

/// What a row came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A new contact.
    Created(ContactId),
    /// Somebody has the phone already.
    SamePhone(Earlier),
    /// Somebody has the e-mail address already, and the row has no phone.
    SameEmail(Earlier),
    /// No contact, for these reasons.
    Refused(Vec<Reason>),
}

/// Who was there first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Earlier {
    /// A contact.
    Contact(ContactId),
    /// An earlier row of the same part.
    Row(RowNumber),
}

/// One reason why a row was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reason {
    #[serde(rename = "f")]
    pub(super) field: String,
    #[serde(rename = "c")]
    pub(super) code: String,
    #[serde(rename = "s")]
    pub(super) detail: String,
}

/// The four outcomes by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OutcomeName {
    Created,
    SamePhone,
    SameEmail,
    Refused,
}

/// The text names no outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be created, same_phone, same_email or refused")]
pub(super) struct ParseOutcomeError;

impl OutcomeName {
    const ALL: [Self; 4] = [Self::Created, Self::SamePhone, Self::SameEmail, Self::Refused];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::SamePhone => "same_phone",
            Self::SameEmail => "same_email",
            Self::Refused => "refused",
        }
    }
}

impl FromStr for OutcomeName {
    type Err = ParseOutcomeError;
    fn from_str(text: &str) -> Result<Self, ParseOutcomeError> {
        Self::ALL.into_iter().find(|name| name.as_str() == text).ok_or(ParseOutcomeError)
    }
}

impl fmt::Display for OutcomeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Outcome {
    pub(super) const fn name(&self) -> OutcomeName {
        match self {
            Self::Created(_) => OutcomeName::Created,
            Self::SamePhone(_) => OutcomeName::SamePhone,
            Self::SameEmail(_) => OutcomeName::SameEmail,
            Self::Refused(_) => OutcomeName::Refused,
        }
    }

    /// Of a row that is no contact. One that repeats an earlier row of its part is a duplicate, not a
    /// fault of its own.
    pub(super) fn of_errors(errors: Vec<RowError>) -> Self {
        if let [RowError { code, first: Some(first), .. }] = errors.as_slice() {
            match code {
                ErrorCode::SamePhone => return Self::SamePhone(Earlier::Row(*first)),
                ErrorCode::SameEmail => return Self::SameEmail(Earlier::Row(*first)),
                ErrorCode::NoAddress
                | ErrorCode::NameTooLong
                | ErrorCode::Phone(_)
                | ErrorCode::EmailInvalid
                | ErrorCode::TooManyTags
                | ErrorCode::TagTooLong
                | ErrorCode::NoteTooLong
                | ErrorCode::CustomTooLong
                | ErrorCode::CustomInvalid
                | ErrorCode::FieldTooLong
                | ErrorCode::FieldInvalid
                | ErrorCode::TooManyGroups
                | ErrorCode::UnclosedQuote => (),
            }
        }
        Self::Refused(errors.into_iter().map(Reason::from).collect())
    }
}

impl From<RowError> for Reason {
    fn from(error: RowError) -> Self {
        Self {
            field: error.field.to_string(),
            code: error.code.to_string(),
            detail: error.sentence,
        }
    }
}

/// How many rows came to what.
pub(super) fn counts(results: &[RowResult]) -> ImportCounts {
    let mut counts = ImportCounts::default();
    for result in results {
        let count = match result.outcome.name() {
            OutcomeName::Created => &mut counts.created,
            OutcomeName::SamePhone => &mut counts.same_phone,
            OutcomeName::SameEmail => &mut counts.same_email,
            OutcomeName::Refused => &mut counts.refused,
        };
        *count = count.saturating_add(1);
    }
    counts
}

//! What can be wrong with a file or a row, in words for the organizer who has to mend it.

use std::fmt;

use domain::phone::PhoneError;

pub use super::field::Field;
use super::rows::RowNumber;

/// A file or part that cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("the file is empty")]
    Empty,
    #[error("this is not a text file; save the list as CSV and choose that file")]
    NotText,
    #[error("the part has {bytes} bytes, more than the 4 MB that one request can hold")]
    PartTooLarge {
        /// The part's size.
        bytes: usize,
    },
    #[error("an import has at most 50,000 rows; divide the file")]
    TooManyRows,
}

/// The kind of a row's error: what clients branch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// Neither a phone nor an e-mail address.
    NoAddress,
    NameTooLong,
    /// The row's phone is no number that can be written to.
    Phone(PhoneError),
    EmailInvalid,
    TooManyTags,
    TagTooLong,
    NoteTooLong,
    CustomTooLong,
    /// The column of custom fields is no JSON object of texts, or has too many.
    CustomInvalid,
    /// A value has more characters than its field holds.
    FieldTooLong,
    /// A value is none of its field.
    FieldInvalid,
    /// The row names more lists than a contact can be on.
    TooManyGroups,
    /// An earlier row of the part has the same phone; that one is kept.
    SamePhone,
    /// An earlier row of the part has the same e-mail address, and this one has no phone.
    SameEmail,
    /// A quotation mark is opened and never closed.
    UnclosedQuote,
}

/// One reason why a row is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// What it is about.
    pub field: Field,
    /// What kind it is.
    pub code: ErrorCode,
    /// What the organizer can do about it: one sentence, lower case, no full stop.
    pub sentence: String,
    /// The earlier row with the same identity, for a duplicate.
    pub first: Option<RowNumber>,
}

/// Something about an imported row that its owner may want to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Notice {
    /// The row has filled cells beyond the last column; they are not read.
    ExtraCells,
    /// Some characters were lost before the file came to us and stand as `?` or U+FFFD.
    LostCharacters,
    /// A phone or e-mail address that cannot be used was passed over for another of the row.
    PassedOver,
    /// The row has no name.
    NoName,
    /// A birthday that is no date became a custom field, as it is written.
    KeptAsWritten,
    /// An earlier row or another contact has the e-mail address; this one, which has a phone, goes
    /// without.
    EmailTaken,
    /// The contact is not on a list that the row names: the org has no room for another, or the list
    /// is being deleted.
    ListLeftOut,
}

impl RowError {
    pub(super) fn new(field: Field, code: ErrorCode, sentence: impl Into<String>) -> Self {
        Self { field, code, sentence: sentence.into(), first: None }
    }
}

impl ErrorCode {
    /// Every code but those of phones, which the phones themselves list.
    const OTHERS: [Self; 14] = [
        Self::NoAddress,
        Self::NameTooLong,
        Self::EmailInvalid,
        Self::TooManyTags,
        Self::TagTooLong,
        Self::NoteTooLong,
        Self::CustomTooLong,
        Self::CustomInvalid,
        Self::FieldTooLong,
        Self::FieldInvalid,
        Self::TooManyGroups,
        Self::SamePhone,
        Self::SameEmail,
        Self::UnclosedQuote,
    ];

    /// The text form.
    pub fn slug(self) -> &'static str {
        match self {
            Self::NoAddress => "no_address",
            Self::NameTooLong => "name_too_long",
            Self::Phone(error) => error.slug(),
            Self::EmailInvalid => "email_invalid",
            Self::TooManyTags => "too_many_tags",
            Self::TagTooLong => "tag_too_long",
            Self::NoteTooLong => "note_too_long",
            Self::CustomTooLong => "custom_too_long",
            Self::CustomInvalid => "custom_invalid",
            Self::FieldTooLong => "field_too_long",
            Self::FieldInvalid => "field_invalid",
            Self::TooManyGroups => "too_many_groups",
            Self::SamePhone => "same_phone",
            Self::SameEmail => "same_email",
            Self::UnclosedQuote => "unclosed_quote",
        }
    }

    /// The code with this text form.
    pub fn from_slug(slug: &str) -> Option<Self> {
        let phones = PhoneError::ALL.into_iter().map(Self::Phone);
        Self::OTHERS.into_iter().chain(phones).find(|code| code.slug() == slug)
    }
}

impl Notice {
    const ALL: [Self; 7] = [
        Self::ExtraCells,
        Self::LostCharacters,
        Self::PassedOver,
        Self::NoName,
        Self::KeptAsWritten,
        Self::EmailTaken,
        Self::ListLeftOut,
    ];

    /// The text form.
    pub fn slug(self) -> &'static str {
        match self {
            Self::ExtraCells => "extra_cells",
            Self::LostCharacters => "lost_characters",
            Self::PassedOver => "passed_over",
            Self::NoName => "no_name",
            Self::KeptAsWritten => "kept_as_written",
            Self::EmailTaken => "email_taken",
            Self::ListLeftOut => "list_left_out",
        }
    }

    /// The notice with this text form.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.slug() == slug)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slug_is_unique_and_leads_back() {
        for code in ErrorCode::OTHERS.into_iter().chain(PhoneError::ALL.map(ErrorCode::Phone)) {
            assert_eq!(ErrorCode::from_slug(code.slug()), Some(code));
        }
        for notice in Notice::ALL {
            assert_eq!(Notice::from_slug(notice.slug()), Some(notice));
        }
    }
}

//! Phone numbers in E.164 form: a person's identity for duplicates, suppression and quotas.
use std::fmt;

mod numbering;
mod region;
mod written;

pub use region::{ParseRegionError, Region};

/// Most digits that E.164 allows, country calling code included.
const DIGITS_MAX: usize = 15;
/// Fewest digits that we take for a whole international number.
const DIGITS_MIN: usize = 7;

/// A phone number in E.164 form: `+`, a country calling code, the national number; 7 to 15 digits.
///
/// It is kept inside the value, without a heap allocation, padded with zero bytes; so the derived
/// order is the order of the texts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone {
    text: [u8; DIGITS_MAX + 1],
}

/// Why a text is no phone number that can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PhoneError {
    /// There is nothing there.
    #[error("the phone number is empty")]
    Empty,
    /// It ends with an extension, which cannot receive texts.
    #[error("a number with an extension cannot receive texts; give a direct number")]
    Extension,
    /// It has letters in it.
    #[error("a phone number has digits only, no letters")]
    Letters,
    /// It has signs that no phone number has, or no digits at all.
    #[error("this is not written like a phone number")]
    Malformed,
    /// It has fewer digits than any number of its region.
    #[error("the phone number is too short; is the area code missing?")]
    TooShort,
    /// It has more digits than any number of its region.
    #[error("the phone number is too long")]
    TooLong,
    /// It is long enough, but no such number is given out.
    #[error("no such phone number exists; a number from abroad starts with + and its country code")]
    NotInUse,
}

impl PhoneError {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Empty,
        Self::Extension,
        Self::Letters,
        Self::Malformed,
        Self::TooShort,
        Self::TooLong,
        Self::NotInUse,
    ];

    /// The reason's stable name, for machines.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Empty => "phone_empty",
            Self::Extension => "phone_extension",
            Self::Letters => "phone_letters",
            Self::Malformed => "phone_malformed",
            Self::TooShort => "phone_too_short",
            Self::TooLong => "phone_too_long",
            Self::NotInUse => "phone_not_in_use",
        }
    }
}

impl Phone {
    /// Reads a number as people write it; one without a country code belongs to `region`.
    ///
    /// Tolerated: direction marks and a byte-order mark; spaces, dots, brackets and hyphens of every
    /// kind, and what a lossy export left of them (`?`, U+FFFD); full-width and Arabic-Indic digits;
    /// a leading `tel:` or apostrophe. Where the number is not valid as it stands, a leading `00`,
    /// and `011` in a region that dials abroad with it, is read as `+`. The result is a number that
    /// the numbering plan of its region gives out (libphonenumber's metadata).
    pub fn parse(text: &str, region: Region) -> Result<Self, PhoneError> {
        let written = written::read(text)?;
        numbering::resolve(&written, region)
    }

    /// Reads the stored form, `+[1-9]` and 6 to 14 more digits, without asking whether it is in use:
    /// a number that was accepted once stays readable when numbering plans change.
    pub fn from_e164(text: &str) -> Result<Self, PhoneError> {
        let digits = text.strip_prefix('+').ok_or(PhoneError::Malformed)?;
        if digits.starts_with('0') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PhoneError::Malformed);
        }
        if digits.len() < DIGITS_MIN {
            return Err(PhoneError::TooShort);
        }
        let mut padded = [0; DIGITS_MAX + 1];
        let place = padded.get_mut(..text.len()).ok_or(PhoneError::TooLong)?;
        place.copy_from_slice(text.as_bytes());
        Ok(Self { text: padded })
    }

    /// The E.164 text, as in `+12125550123`.
    pub fn as_str(&self) -> &str {
        let length = self.text.iter().position(|byte| *byte == 0).unwrap_or(self.text.len());
        let bytes = self.text.get(..length).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The region that gave the number out; where its plan is shared and does not say, the main
    /// region of its calling code. `None` for calling codes of no region, as satellite phones have.
    pub fn region(&self) -> Option<Region> {
        numbering::region_of(self.as_str())
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Shows the last two digits only: logs and failed assertions never carry a whole number.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.as_str();
        let shown = text.len().saturating_sub(2);
        write!(f, "Phone(..{})", text.get(shown..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;

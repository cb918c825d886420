//! How long an invitation stands, as clients write it: a number of hours, or `until_close`.
use domain::expiry::{Expiry, ExpiryError};
use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt;
use utoipa::ToSchema;

const UNTIL_CLOSE: &str = "until_close";
const EXPECTED: &str = "a number of hours from 0.25 to 2160, or `until_close`";

/// A number of hours from 0.25 to 2160, or `until_close`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ExpiryHours {
    /// So many hours.
    Hours(f64),
    /// `until_close`.
    Word(String),
}

/// The text is not the one word that may stand there, or the number is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be {EXPECTED}")]
pub(crate) struct ExpiryHoursError;

impl From<ExpiryError> for ExpiryHoursError {
    fn from(_: ExpiryError) -> Self {
        Self
    }
}

impl ExpiryHours {
    pub(crate) fn parse(&self) -> Result<Expiry, ExpiryHoursError> {
        match self {
            Self::Hours(hours) => Ok(Expiry::from_hours(*hours)?),
            Self::Word(word) if word == UNTIL_CLOSE => Ok(Expiry::UntilClose),
            Self::Word(_) => Err(ExpiryHoursError),
        }
    }
}

impl From<&Expiry> for ExpiryHours {
    fn from(expiry: &Expiry) -> Self {
        expiry.hours().map_or_else(|| Self::Word(UNTIL_CLOSE.into()), Self::Hours)
    }
}

impl<'de> Deserialize<'de> for ExpiryHours {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(Reader)
    }
}

struct Reader;

impl de::Visitor<'_> for Reader {
    type Value = ExpiryHours;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_f64<E: de::Error>(self, hours: f64) -> Result<ExpiryHours, E> {
        Ok(ExpiryHours::Hours(hours))
    }

    fn visit_i64<E: de::Error>(self, hours: i64) -> Result<ExpiryHours, E> {
        let hours = i32::try_from(hours).map_err(|_| E::custom("out of range"))?;
        Ok(ExpiryHours::Hours(f64::from(hours)))
    }

    fn visit_u64<E: de::Error>(self, hours: u64) -> Result<ExpiryHours, E> {
        let hours = u32::try_from(hours).map_err(|_| E::custom("out of range"))?;
        Ok(ExpiryHours::Hours(f64::from(hours)))
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<ExpiryHours, E> {
        Ok(ExpiryHours::Word(word.to_owned()))
    }
}

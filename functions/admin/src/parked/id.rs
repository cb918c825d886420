//! Names of parked messages in paths.
use jiff::Timestamp;
use std::{fmt, str::FromStr};
use store::keys::{ParkedKey, Text};

/// Stands between the instant and the queue's id.
const SEPARATOR: char = '.';
/// Most bytes of a queue's id: SQS makes them of 36. No key is longer than the table takes.
const ID_BYTES_MAX: usize = 128;

/// A parked message: when it was sent, and the queue's id of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ParkedId(pub(super) ParkedKey);

/// The text names no parked message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this names no parked message")]
pub(super) struct ParseParkedIdError;

impl fmt::Display for ParkedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ParkedKey { at, id } = &self.0;
        write!(f, "{}{SEPARATOR}{}", at.as_millisecond(), id.0)
    }
}

impl FromStr for ParkedId {
    type Err = ParseParkedIdError;

    fn from_str(text: &str) -> Result<Self, ParseParkedIdError> {
        let (at, id) = text.split_once(SEPARATOR).ok_or(ParseParkedIdError)?;
        if id.len() > ID_BYTES_MAX {
            return Err(ParseParkedIdError);
        }
        let at = at.parse().ok().and_then(|at| Timestamp::from_millisecond(at).ok());
        Ok(Self(ParkedKey { at: at.ok_or(ParseParkedIdError)?, id: Text::from(id) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_message() {
        let at = Timestamp::from_millisecond(1_780_000_000_123).unwrap();
        let id = ParkedId(ParkedKey { at, id: Text::from("9b2c-1.2") });
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("now.9b2c".parse::<ParkedId>(), Err(ParseParkedIdError));
        assert_eq!("1780000000123".parse::<ParkedId>(), Err(ParseParkedIdError));
    }
}

//! How a file is to be read: fixed by the dry run, the same for all parts.

use std::{fmt, str::FromStr};

use super::{encoding::TextEncoding, mapping::Mapping};

/// What separates the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
    Pipe,
}

/// How bytes are rows and cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// How bytes are text.
    pub encoding: TextEncoding,
    /// What separates cells.
    pub delimiter: Delimiter,
    /// Whether the first row of the first part names the columns. Later parts have no such row.
    pub header: bool,
}

/// All that is needed to read any part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How bytes are rows and cells.
    pub format: Format,
    /// What each column is.
    pub mapping: Mapping,
}

/// The text names no delimiter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a delimiter is one of comma, semicolon, tab and pipe")]
pub struct ParseDelimiterError;

impl Delimiter {
    /// Every delimiter, the likeliest first.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    /// The character, which is ASCII.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    /// The text form.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Pipe => "pipe",
        }
    }
}

impl FromStr for Delimiter {
    type Err = ParseDelimiterError;
    fn from_str(text: &str) -> Result<Self, ParseDelimiterError> {
        Self::ALL.into_iter().find(|known| known.name() == text).ok_or(ParseDelimiterError)
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_survives_its_text_form() {
        for delimiter in Delimiter::ALL {
            assert_eq!(delimiter.to_string().parse(), Ok(delimiter));
        }
        assert_eq!(",".parse::<Delimiter>(), Err(ParseDelimiterError));
    }
}

//! How a file's bytes stand for text.

use std::{borrow::Cow, fmt, str::FromStr};

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A character encoding of the WHATWG Encoding Standard. Its text form is the standard's name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

/// The text names no encoding that contact files are read in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("name an encoding such as UTF-8, UTF-16LE or windows-1252")]
pub struct ParseEncodingError;

/// The unit in which a quote, a delimiter or a line end is one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Byte,
    LittleEndianPair,
    BigEndianPair,
}

impl TextEncoding {
    /// UTF-8, the encoding of our own exports.
    pub const UTF_8: Self = Self(UTF_8);
    /// UTF-16, low byte first, as spreadsheets save "Unicode text".
    pub const UTF_16LE: Self = Self(UTF_16LE);
    /// UTF-16, high byte first.
    pub const UTF_16BE: Self = Self(UTF_16BE);
    /// The usual encoding of old exports in western Europe.
    pub const WINDOWS_1252: Self = Self(WINDOWS_1252);

    /// The text of `bytes`, without a byte order mark; what cannot be decoded becomes U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        let (text, _) = self.0.decode_with_bom_removal(bytes);
        text
    }

    /// The standard's name of the encoding.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    pub(super) fn of(encoding: &'static Encoding) -> Self {
        Self(encoding)
    }

    pub(super) fn unit(self) -> Unit {
        if self == Self::UTF_16LE {
            Unit::LittleEndianPair
        } else if self == Self::UTF_16BE {
            Unit::BigEndianPair
        } else {
            Unit::Byte
        }
    }
}

impl FromStr for TextEncoding {
    type Err = ParseEncodingError;
    fn from_str(text: &str) -> Result<Self, ParseEncodingError> {
        let found = Encoding::for_label(text.as_bytes()).ok_or(ParseEncodingError)?;
        // In ISO-2022-JP a byte that looks like a quote can be half a character, so its rows cannot
        // be found without decoding; `replacement` decodes nothing at all.
        if found == REPLACEMENT || found == encoding_rs::ISO_2022_JP {
            return Err(ParseEncodingError);
        }
        Ok(Self(found))
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_known_by_any_of_its_labels() {
        assert_eq!("utf8".parse(), Ok(TextEncoding::UTF_8));
        assert_eq!("latin1".parse(), Ok(TextEncoding::WINDOWS_1252));
        assert_eq!("iso-2022-jp".parse::<TextEncoding>(), Err(ParseEncodingError));
        assert_eq!("klingon".parse::<TextEncoding>(), Err(ParseEncodingError));
    }

    #[test]
    fn an_encoding_survives_its_text_form() {
        for encoding in [TextEncoding::UTF_8, TextEncoding::UTF_16LE, TextEncoding::WINDOWS_1252] {
            assert_eq!(encoding.to_string().parse(), Ok(encoding));
        }
    }
}

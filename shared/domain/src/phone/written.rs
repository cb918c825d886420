//! From a number as it is written to its digits.
use super::PhoneError;

/// The digits of a number and whether a `+` stood before them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) international: bool,
    pub(super) digits: String,
}

/// Longest text that is looked at: twice what the longest number needs with a separator after each
/// digit and marks around it.
const CHARACTERS_MAX: usize = 64;

/// Words that introduce an extension, lower case.
const EXTENSION_WORDS: [&str; 13] = [
    "x",
    "ext",
    "extn",
    "extension",
    "poste",
    "anexo",
    "ramal",
    "int",
    "interno",
    "dw",
    "durchwahl",
    "toestel",
    "доб",
];

/// What a character does in a number.
enum Sign {
    Digit(u32),
    Plus,
    /// Between digits, without meaning.
    Separator,
    /// A pause or `#`: what follows is dialled after the call is answered.
    Pause,
    Letter,
    Foreign,
}

/// Reads `text` as one number.
pub(super) fn read(text: &str) -> Result<Written, PhoneError> {
    let text = text.trim_matches(is_blank);
    if text.is_empty() {
        return Err(PhoneError::Empty);
    }
    if text.chars().nth(CHARACTERS_MAX).is_some() {
        return Err(PhoneError::TooLong);
    }
    let text = without_prefix(text);
    let mut written = Written { international: false, digits: String::new() };
    for (at, character) in text.char_indices() {
        match sign(character) {
            Sign::Digit(value) => written.digits.extend(char::from_digit(value, 10)),
            Sign::Plus if written.digits.is_empty() && !written.international => {
                written.international = true;
            }
            Sign::Separator => {}
            Sign::Letter | Sign::Pause => {
                let rest = text.get(at..).unwrap_or_default();
                return Err(if !written.digits.is_empty() && is_extension(rest) {
                    PhoneError::Extension
                } else if matches!(sign(character), Sign::Letter) {
                    PhoneError::Letters
                } else {
                    PhoneError::Malformed
                });
            }
            Sign::Plus | Sign::Foreign => return Err(PhoneError::Malformed),
        }
    }
    if written.digits.is_empty() {
        return Err(PhoneError::Malformed);
    }
    Ok(written)
}

/// Without the scheme of a phone link, or the apostrophe with which spreadsheets mark text.
fn without_prefix(text: &str) -> &str {
    match text.split_at_checked("tel:".len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tel:") => rest,
        Some(_) | None => text.strip_prefix('\'').unwrap_or(text),
    }
}

/// Whether `rest` is a word or sign that introduces an extension, and the extension.
fn is_extension(rest: &str) -> bool {
    let word: String =
        rest.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let introduces = word.is_empty() || EXTENSION_WORDS.contains(&word.as_str());
    introduces && rest.chars().any(|character| matches!(sign(character), Sign::Digit(_)))
}

fn sign(character: char) -> Sign {
    if let Some(value) = digit(character) {
        return Sign::Digit(value);
    }
    match character {
        '+' | '\u{FF0B}' => Sign::Plus,
        '#' | ';' | ',' => Sign::Pause,
        character if is_blank(character) || is_punctuation(character) => Sign::Separator,
        character if character.is_alphabetic() => Sign::Letter,
        _ => Sign::Foreign,
    }
}

/// The value of an ASCII, full-width, Arabic-Indic or extended Arabic-Indic digit.
fn digit(character: char) -> Option<u32> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06F0}'..='\u{06F9}' => '\u{06F0}',
        _ => return None,
    };
    u32::from(character).checked_sub(u32::from(zero))
}

/// Spaces of every width, and marks that are not seen at all.
fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{00AD}' // soft hyphen
            | '\u{061C}' | '\u{200E}' | '\u{200F}' // direction marks
            | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' // embeddings, overrides, isolates
            | '\u{200B}'..='\u{200D}' | '\u{2060}' // zero width
            | '\u{FEFF}' // byte-order mark
        )
}

/// Signs that people put between groups of digits. A lossy export turns those beyond its character
/// set into `?`.
fn is_punctuation(character: char) -> bool {
    matches!(
        character,
        '-' | '.' | '(' | ')' | '[' | ']' | '/' | '~' | '\u{00B7}' | '?' | '\u{FFFD}' | '\u{2010}'
            ..='\u{2015}' | '\u{2043}' | '\u{2212}' // hyphens, dashes, minus
            | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' // small and full-width hyphens
            | '\u{FF08}' | '\u{FF09}' | '\u{FF0E}' | '\u{FF0F}' // full-width ( ) . /
    )
}

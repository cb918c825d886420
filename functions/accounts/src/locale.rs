//! Languages, as BCP 47 tags (RFC 5646).

/// Most characters of a tag (RFC 5646, section 4.4.1).
const LOCALE_CHARACTERS_MAX: usize = 35;
/// Most characters of one part of a tag (RFC 5646, section 2.1).
const SUBTAG_CHARACTERS_MAX: usize = 8;

/// The text was no language tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a language tag, as in en or pt-BR")]
pub(crate) struct NotALocale;

/// The tag that `text` is, as it was given. Whether we speak the language is another question.
pub(crate) fn parse_locale(text: &str) -> Result<String, NotALocale> {
    let text = text.trim();
    let mut subtags = text.split('-');
    let language = subtags.next().unwrap_or_default();
    let is_language =
        (2..=3).contains(&language.len()) && language.chars().all(|c| c.is_ascii_alphabetic());
    let is_subtag = |subtag: &str| {
        (1..=SUBTAG_CHARACTERS_MAX).contains(&subtag.len())
            && subtag.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let fits = text.len() <= LOCALE_CHARACTERS_MAX;
    if fits && is_language && subtags.all(is_subtag) {
        Ok(text.to_owned())
    } else {
        Err(NotALocale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_a_tag() {
        for text in ["en", "pt-BR", " zh-Hant-TW ", "gsw"] {
            assert_eq!(parse_locale(text).as_deref(), Ok(text.trim()));
        }
        for text in ["", "e", "english", "en_US", "en-", "en-toolongsubtag", "1n"] {
            assert_eq!(parse_locale(text), Err(NotALocale), "{text}");
        }
        assert!(parse_locale(&format!("en{}", "-abcdefgh".repeat(4))).is_err());
    }
}

//! Names that users log in with, beside their e-mail address.
use std::fmt;

/// Fewest characters of a username.
const USERNAME_CHARACTERS_MIN: usize = 3;
/// Most characters of a username.
const USERNAME_CHARACTERS_MAX: usize = 40;

/// The text was no username.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must have {USERNAME_CHARACTERS_MIN} to {USERNAME_CHARACTERS_MAX} of the characters a-z, 0-9, \
     `.`, `_` and `-`, and begin and end with a letter or a digit"
)]
pub struct NotAUsername;

/// A username in its one form, lower case. So few characters that no two look alike in another
/// script, and no `@`, so that none is taken for an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// The username that `text` is, in any case.
    pub fn parse(text: &str) -> Result<Self, NotAUsername> {
        let text = text.trim();
        // Only ASCII is folded: a character that would become one of ours is none of ours.
        let folded = text.to_ascii_lowercase();
        let length = USERNAME_CHARACTERS_MIN..=USERNAME_CHARACTERS_MAX;
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
        let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let edges = edge(folded.chars().next()) && edge(folded.chars().next_back());
        if length.contains(&folded.len()) && edges && folded.chars().all(known) {
            Ok(Self(folded))
        } else {
            Err(NotAUsername)
        }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_username_has_one_form() {
        assert_eq!(Username::parse(" Ada.Lovelace-1 ").unwrap().as_str(), "ada.lovelace-1");
        assert!(Username::parse(&"a".repeat(40)).is_ok());
        let wrong =
            ["", "ab", ".ada", "ada_", "a da", "ada@example.com", "a\u{430}da", "\u{212a}im"];
        for text in wrong {
            assert_eq!(Username::parse(text), Err(NotAUsername), "{text}");
        }
        assert!(Username::parse(&"a".repeat(41)).is_err());
    }
}

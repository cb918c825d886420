//! Words that a contact is looked for by.
use crate::limits::{SEARCH_CHARACTERS_MAX, SEARCH_WORDS_MAX};
use domain::phone::Phone;
use store::contacts::{ContactSummary, Email, folded};

/// Fewest digits that are looked for in a phone: fewer are in nearly every number.
const DIGITS_MIN: usize = 3;

/// Words, all of which must be found. No sign has a meaning of its own: `%` finds `%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Search {
    words: Vec<Word>,
}

/// A word in the forms in which it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// As names are folded.
    name: String,
    /// In small letters.
    email: String,
    /// Its digits without leading zeros, where it has enough of them and no letter.
    digits: Option<String>,
}

/// A search that cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SearchError {
    /// It is longer than anything that could be found.
    #[error("must have at most {SEARCH_CHARACTERS_MAX} characters")]
    TooLong,
    /// It has more words than a name.
    #[error("must have at most {SEARCH_WORDS_MAX} words")]
    TooManyWords,
}

impl Search {
    /// The search for these words. A phone may be written in groups: they are one word.
    pub(crate) fn parse(text: &str) -> Result<Self, SearchError> {
        if text.chars().count() > SEARCH_CHARACTERS_MAX {
            return Err(SearchError::TooLong);
        }
        let words: Vec<Word> = match digits(text) {
            Some(_) => vec![Word::of(text.trim())],
            None => text.split_whitespace().map(Word::of).collect(),
        };
        if words.len() > SEARCH_WORDS_MAX {
            return Err(SearchError::TooManyWords);
        }
        Ok(Self { words })
    }

    /// Whether every word is found in the contact's name, address or phone.
    pub(crate) fn finds(&self, contact: &ContactSummary) -> bool {
        let name = folded(&contact.name);
        let email = contact.email.as_ref().map(Email::folded).unwrap_or_default();
        let phone = contact.phone.as_ref().map(Phone::as_str).unwrap_or_default();
        self.words.iter().all(|word| {
            word.begins_a_word_of(&name)
                || email.starts_with(&word.email)
                || word.digits.as_ref().is_some_and(|digits| phone.contains(digits))
        })
    }
}

impl Word {
    fn of(text: &str) -> Self {
        Self { name: folded(text), email: text.to_lowercase(), digits: digits(text) }
    }

    /// A sign that begins no word, such as `%`, is found wherever it stands.
    fn begins_a_word_of(&self, name: &str) -> bool {
        let spelled = self.name.starts_with(char::is_alphanumeric);
        name.match_indices(&self.name).any(|(place, _)| {
            let before = name.get(..place).and_then(|before| before.chars().next_back());
            !spelled || !before.is_some_and(char::is_alphanumeric)
        })
    }
}

/// The digits of something that is written like a phone or a part of one. Leading zeros only say how
/// the number is dialled.
fn digits(text: &str) -> Option<String> {
    let phone = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-().".contains(c);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (text.chars().all(phone) && digits.len() >= DIGITS_MIN).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::ContactId;

    fn finds(words: &str, name: &str) -> bool {
        let contact = ContactSummary {
            id: ContactId::from_bytes([1; 10]),
            name: name.to_owned(),
            phone: Phone::from_e164("+972541234567").ok(),
            email: "Ada_L@example.com".parse().ok(),
            tags: Vec::new(),
        };
        Search::parse(words).unwrap().finds(&contact)
    }

    #[test]
    fn every_word_begins_a_word_of_the_name() {
        for words in ["ada", "LOVE", "love ada", "king love", "émi", "o'ne", "ne"] {
            assert!(finds(words, "Ada Emily King-Lovelace O'Nè"), "{words}");
        }
        for words in ["lace", "ada bob", "da"] {
            assert!(!finds(words, "Ada Lovelace"), "{words}");
        }
    }

    #[test]
    fn c19_a_phone_is_found_by_its_digits() {
        for words in ["0541234567", "054-123 4567", "+972 54", "972541", "4567", "ada 4567"] {
            assert!(finds(words, "Ada"), "{words}");
        }
        assert!(!finds("45 99", "Ada") && !finds("67", "Ada"));
    }

    #[test]
    fn c19_a_sign_finds_only_itself() {
        assert!(finds("%", "100% Ada") && finds("_", "a_b") && finds("100%", "Ada 100%"));
        assert!(!finds("%", "Ada") && !finds("_", "Ada") && !finds("a%a", "Ada"));
        assert!(finds("ada_l@ex", "Bob") && !finds("ada%l", "Bob"));
    }
}

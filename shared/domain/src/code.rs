//! Event codes: how a reply by text names its event (ENGINE.md, section 10).
use std::{fmt, str::FromStr};

/// Digits of an ordinary code; one more where those are taken.
const DIGITS_FEW: u32 = 3;
const DIGITS_MANY: u32 = 4;
/// Codes with three digits that are tried before four are.
const FEW_TRIED_MAX: u64 = 32;
/// The letters where a name gives none.
const LETTERS_FALLBACK: [u8; 2] = *b"EV";
/// Two letters that are an answer: a code that began with them would be read as one.
const LETTERS_ANSWER: [u8; 2] = *b"NO";
/// Steps through the numbers of either length: primes, so that every number is reached.
const STRIDE_FEW: u64 = 487;
const STRIDE_MANY: u64 = 4_999;

/// Two letters and three or four digits, as in `PA493`. With its digits it is no word of any answer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventCode(String);

/// The text was not an event code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an event code, as in PA493")]
pub struct ParseEventCodeError;

impl EventCode {
    /// Codes for an event of that name, one after the other until one is free: its first two letters
    /// and numbers that start from `random`. They do not repeat; there are over 9,000.
    pub fn candidates(name: &str, random: u64) -> impl Iterator<Item = Self> + use<> {
        let letters = letters(name);
        let few =
            numbers(DIGITS_FEW, random, STRIDE_FEW).take_while(|(tries, _)| *tries < FEW_TRIED_MAX);
        let many = numbers(DIGITS_MANY, random, STRIDE_MANY);
        few.chain(many).map(move |(_, number)| {
            let text = letters.iter().map(|letter| char::from(*letter)).collect::<String>();
            Self(format!("{text}{number}"))
        })
    }

    /// The code that `text` is, in any case.
    pub fn parse(text: &str) -> Result<Self, ParseEventCodeError> {
        let (letters, digits) = text.split_at_checked(2).ok_or(ParseEventCodeError)?;
        let lettered = letters.bytes().all(|byte| byte.is_ascii_alphabetic());
        let numbered = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        let sized = u32::try_from(digits.len())
            .is_ok_and(|length| (DIGITS_FEW..=DIGITS_MANY).contains(&length));
        let code = text.to_ascii_uppercase();
        let answers = code.as_bytes().starts_with(&LETTERS_ANSWER);
        (lettered && numbered && sized && !answers).then_some(Self(code)).ok_or(ParseEventCodeError)
    }

    /// Its text, in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EventCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for EventCode {
    type Err = ParseEventCodeError;
    fn from_str(text: &str) -> Result<Self, ParseEventCodeError> {
        Self::parse(text)
    }
}

/// Every number of so many digits once, with how many came before it.
fn numbers(digits: u32, random: u64, stride: u64) -> impl Iterator<Item = (u64, u64)> {
    let least = 10_u64.pow(digits - 1);
    let count = least * 9;
    let start = random % count;
    (0..count).map(move |tries| (tries, least + (start + tries * stride) % count))
}

/// The first two letters of `name`, without their accents, in capitals.
fn letters(name: &str) -> [u8; 2] {
    let mut found = name.chars().filter_map(fold).map(|letter| letter.to_ascii_uppercase());
    match (found.next(), found.next()) {
        (Some(first), Some(second)) if [first, second] != LETTERS_ANSWER => [first, second],
        (Some(_) | None, _) => LETTERS_FALLBACK,
    }
}

/// The letter that is left of a Latin letter when its accent is taken away.
fn fold(letter: char) -> Option<u8> {
    let plain = match letter {
        'a'..='z' | 'A'..='Z' => return u8::try_from(letter).ok(),
        'À'..='Æ' | 'à'..='æ' | 'Ā'..='ą' => 'a',
        'Ç' | 'ç' | 'Ć'..='č' => 'c',
        'Ð' | 'ð' | 'Ď'..='đ' => 'd',
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => 'e',
        'Ĝ'..='ģ' => 'g',
        'Ĥ'..='ħ' => 'h',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => 'i',
        'Ĵ'..='ĵ' => 'j',
        'Ķ'..='ĸ' => 'k',
        'Ĺ'..='ł' => 'l',
        'Ñ' | 'ñ' | 'Ń'..='ŋ' => 'n',
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='œ' => 'o',
        'Ŕ'..='ř' => 'r',
        'ß' | 'Ś'..='š' | 'Ș' | 'ș' | 'ẞ' => 's',
        'Þ' | 'þ' | 'Ţ'..='ŧ' | 'Ț' | 'ț' => 't',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => 'u',
        'Ŵ'..='ŵ' => 'w',
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => 'y',
        'Ź'..='ž' => 'z',
        _ => return None,
    };
    u8::try_from(plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn first(name: &str) -> String {
        EventCode::candidates(name, 393).next().unwrap().to_string()
    }

    #[test]
    fn a_code_begins_like_its_event() {
        assert_eq!(first("Party at ours"), "PA493");
        assert_eq!(first("Évasion d'été"), "EV493");
        assert_eq!(first("Übung"), "UB493");
        assert_eq!(first("5 o'clock"), "OC493");
    }

    #[test]
    fn j27_a_name_without_letters_has_a_code_too() {
        for name in ["", "   ", "42", "会議", "🎉", "A"] {
            assert_eq!(first(name), "EV493", "{name:?}");
        }
    }

    #[test]
    fn no_code_begins_with_an_answer() {
        assert_eq!(first("November night"), "EV493");
        assert!(EventCode::parse("NO493").is_err());
    }

    #[test]
    fn j27_candidates_do_not_repeat_and_do_not_run_out_soon() {
        let codes: Vec<EventCode> = EventCode::candidates("Party", u64::MAX).collect();
        let different: HashSet<_> = codes.iter().collect();
        assert_eq!(different.len(), codes.len());
        assert!(codes.len() > 9_000);
    }

    #[test]
    fn a_code_is_read_in_any_case() {
        assert_eq!(EventCode::parse("pa493").unwrap().as_str(), "PA493");
        assert_eq!(EventCode::parse("Pa4930").unwrap().as_str(), "PA4930");
        for text in ["", "PA", "PA49", "PA49301", "P4930", "PA093", "PÄ93", "STOP", "YES", "HELP"]
        {
            assert_eq!(EventCode::parse(text), Err(ParseEventCodeError), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_candidate_is_a_code(name in "\\PC{0,20}", random: u64) {
            for code in EventCode::candidates(&name, random).take(40) {
                prop_assert_eq!(EventCode::parse(code.as_str()), Ok(code));
            }
        }
    }
}

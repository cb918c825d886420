//! Names of people, and the form in which they are sorted and searched.
use icu_normalizer::DecomposingNormalizer;

/// Most bytes of a folded name: with the rest of its key it stays below the 1,024 bytes that a sort
/// key may have.
pub const FOLDED_NAME_BYTES_MAX: usize = 800;

/// A person's name. Either part may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct PersonName {
    first: String,
    last: String,
}

impl PersonName {
    /// The name with these parts; space around them does not count.
    pub fn new(first: &str, last: &str) -> Self {
        Self { first: first.trim().to_owned(), last: last.trim().to_owned() }
    }

    /// A whole name, cut before its last word. The cut is a guess that [`whole`](Self::whole) undoes.
    pub fn divided(whole: &str) -> Self {
        match whole.trim().rsplit_once(' ') {
            Some((first, last)) => Self::new(first, last),
            None => Self::new(whole, ""),
        }
    }

    /// First and middle names.
    pub fn first(&self) -> &str {
        &self.first
    }

    /// The last name.
    pub fn last(&self) -> &str {
        &self.last
    }

    /// Both, first names first.
    pub fn whole(&self) -> String {
        match (self.first.is_empty(), self.last.is_empty()) {
            (false, false) => format!("{} {}", self.first, self.last),
            (_, true) => self.first.clone(),
            (true, false) => self.last.clone(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty() && self.last.is_empty()
    }

    /// The name whose whole is `whole` and whose last part is `last`, as an item keeps it.
    pub(super) fn stored(whole: &str, last: &str) -> Self {
        let first = whole.strip_suffix(last).unwrap_or(whole);
        Self::new(first, last)
    }
}

/// A name as it is sorted and searched: small letters without accents, one space between words.
///
/// `Römer` and `romer` are the same, and so are the letters that look like a letter with a stroke:
/// `Ørsted` is found by `ors`.
pub fn folded(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut out = String::with_capacity(lower.len());
    let mut space = false;
    for character in DecomposingNormalizer::new_nfkd().normalize_iter(lower.chars()) {
        if character.is_whitespace() || character.is_control() {
            space = !out.is_empty();
        } else if !is_mark(character) {
            if space {
                out.push(' ');
                space = false;
            }
            match plain(character) {
                Some(letters) => out.push_str(letters),
                None => out.push(character),
            }
        }
        if out.len() >= FOLDED_NAME_BYTES_MAX {
            break;
        }
    }
    while out.len() > FOLDED_NAME_BYTES_MAX {
        out.pop();
    }
    out
}

/// Accents, which stand apart from their letters once a text is decomposed.
fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
    )
}

/// The letters that people type for one that Unicode does not decompose.
fn plain(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        '’' | '‘' | 'ʼ' => "'",
        '‐' | '‑' | '–' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_without_its_accents_and_its_case() {
        assert_eq!(folded("  Torben  RÖMER "), "torben romer");
        assert_eq!(folded("Ørsted"), "orsted");
        assert_eq!(folded("Łukasz Żak"), "lukasz zak");
        assert_eq!(folded("Straße"), "strasse");
        assert_eq!(folded("涼平"), "涼平");
    }

    #[test]
    fn a_folded_name_fits_its_key() {
        // One of these letters stands for eighteen.
        assert!(folded(&"\u{fdfa}".repeat(200)).len() <= FOLDED_NAME_BYTES_MAX);
    }

    #[test]
    fn a_name_survives_its_item() {
        for (first, last) in
            [("Ada", "Lovelace"), ("Ada", ""), ("", "Lovelace"), ("Ada Ada", "Ada")]
        {
            let name = PersonName::new(first, last);
            assert_eq!(PersonName::stored(&name.whole(), name.last()), name);
        }
    }
}

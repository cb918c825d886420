//! What pages say, in every language that they speak.
use super::Language;

/// Between the forms of a counted word.
const BETWEEN_FORMS: char = '|';
/// Around words of another direction (Unicode's bidirectional algorithm): what is between does not
/// disturb the line that it stands in.
const ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// Declares the words of pages as an enum `Word`: a name, then English, German and Arabic. `{..}` is
/// filled in; a word that goes with a number has its forms divided by `|`, as many as
/// [`Language::forms`](crate::page::Language::forms).
#[macro_export]
macro_rules! page_words {
    ($($Word:ident $english:literal $german:literal $arabic:literal;)+) => {
        /// Something that a page says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Word { $(#[doc = $english] $Word),+ }

        impl Word {
            /// Every word.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$Word),+];

            /// The word in a language.
            pub(crate) const fn text(self, language: $crate::page::Language) -> &'static str {
                match (self, language) {
                    $(
                        (Self::$Word, $crate::page::Language::English) => $english,
                        (Self::$Word, $crate::page::Language::German) => $german,
                        (Self::$Word, $crate::page::Language::Arabic) => $arabic,
                    )+
                }
            }
        }
    };
}

/// A word with its gaps filled in. Values are words, never gaps.
pub fn fill(text: &str, language: Language, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = opened.split_once('}').unwrap_or((opened, ""));
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        if runs_against(language, value) {
            out.extend([ISOLATE]);
            out.push_str(value);
            out.extend([END_OF_ISOLATE]);
        } else {
            out.push_str(value);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A counted word in the form that goes with `number`, which fills the gap `n`, and with its other gaps
/// filled in.
pub fn count(text: &str, language: Language, number: u64, values: &[(&str, &str)]) -> String {
    let form = text.split(BETWEEN_FORMS).nth(language.form(number)).unwrap_or(text);
    let number = number.to_string();
    let values: Vec<_> = values.iter().copied().chain([("n", number.as_str())]).collect();
    fill(form, language, &values)
}

/// Whether a translation is complete: it has words, the forms of its language where the English has
/// forms, and fills in what the English does. A form may leave the number out, and any translation the
/// guest's name.
pub fn is_translated(english: &str, translated: &str, language: Language) -> bool {
    let counted = english.contains(BETWEEN_FORMS);
    let forms = translated.split(BETWEEN_FORMS).count();
    let wanted = gaps(english);
    let may_lack = |gap: &&str| (counted && *gap == "n") || *gap == "name";
    let fills = |form: &str| {
        let gaps = gaps(form);
        gaps.iter().all(|gap| wanted.contains(gap))
            && wanted.iter().all(|gap| gaps.contains(gap) || may_lack(gap))
    };
    forms == if counted { language.forms() } else { 1 }
        && translated.split(BETWEEN_FORMS).all(|form| !form.trim().is_empty() && fills(form))
}

fn gaps(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|part| part.split('}').next()).collect()
}

/// Whether some of the words run the other way than the language's lines do.
fn runs_against(language: Language, words: &str) -> bool {
    match language {
        Language::English | Language::German => words.chars().any(runs_left),
        Language::Arabic => words.chars().any(|c| c.is_alphabetic() && !runs_left(c)),
    }
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and the presentation forms.
const fn runs_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_braces_stays_a_value() {
        let values = [("host", "{host} & co")];
        assert_eq!(fill("From {host}.", Language::English, &values), "From {host} & co.");
    }

    #[test]
    fn a_name_of_another_direction_does_not_disturb_its_line() {
        let name = |language, name| fill("{name}!", language, &[("name", name)]);
        assert_eq!(name(Language::Arabic, "Ada"), "\u{2068}Ada\u{2069}!");
        assert_eq!(name(Language::German, "آدا"), "\u{2068}آدا\u{2069}!");
        assert_eq!(name(Language::Arabic, "آدا"), "آدا!");
        assert_eq!(name(Language::English, "Ada"), "Ada!");
    }

    #[test]
    fn a_counted_word_takes_the_form_of_its_number() {
        let english = "one seat|{n} seats";
        assert_eq!(count(english, Language::English, 1, &[]), "one seat");
        assert_eq!(count(english, Language::English, 3, &[]), "3 seats");
        let arabic = "مقعد واحد|مقعدان|{n} مقاعد|{n} مقعدًا|{n} مقعد";
        assert_eq!(count(arabic, Language::Arabic, 2, &[]), "مقعدان");
        assert_eq!(count(arabic, Language::Arabic, 12, &[]), "12 مقعدًا");
        assert!(is_translated(english, arabic, Language::Arabic));
    }

    #[test]
    fn a_translation_that_lacks_something_is_none() {
        for (english, other) in [
            ("By {when}", "Bis bald"),
            ("By {when}", "Bis {wann}"),
            ("Yes", ""),
            ("one seat|{n} seats", "{n} Plätze"),
            ("Yes", "Ja|Jein"),
        ] {
            assert!(!is_translated(english, other, Language::German), "{english} {other}");
        }
        assert!(is_translated("Thanks, {name}", "Danke", Language::German));
    }
}

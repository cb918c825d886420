//! What column headings mean: Google's, Outlook's and plain ones, in English, French, German,
//! Spanish and Arabic.

use store::contacts::ContactField;

use super::vocabulary::{
    BUSINESS, EMAIL, HOME, MOBILE, NOT_AN_ADDRESS, OTHER, PHONE, PHRASES, PRIMARY, is_among,
};

/// The meaning of one heading, before the row of headings is seen as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    WholeName,
    /// `Name`, `Nom`, `Nombre`, `الاسم`: the whole name, or the part of it that the other columns
    /// leave out.
    SomeName,
    FirstName,
    LastName,
    Phone(PhoneKind),
    /// Says what kind the phone of this number is, row by row.
    PhoneLabel(u8),
    Email,
    Tags,
    Labels,
    Group,
    Note,
    Organization,
    Zone,
    CustomFields,
    Field(ContactField),
}

/// Whose phone it is; the earlier, the likelier it receives texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PhoneKind {
    Mobile,
    Primary,
    Plain,
    Numbered(u8),
    Home,
    Business,
    Other,
}

/// What a heading means, if it is known.
pub(super) fn meaning(heading: &str) -> Option<Meaning> {
    let folded = fold(heading);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let phrase = words.join(" ");
    PHRASES
        .iter()
        .find(|(_, phrases)| is_among(&phrase, phrases))
        .map(|(meaning, _)| *meaning)
        .or_else(|| numbered(&words))
        .or_else(|| by_words(&words))
}

/// Whether the heading is the bare word for the phone that texts go to.
pub(super) fn is_phone_itself(heading: &str) -> bool {
    phrase(heading) == "phone"
}

/// The field of its own that a heading names where the phone that texts go to has another column.
pub(super) fn beside_phone(heading: &str) -> Option<ContactField> {
    match phrase(heading).as_str() {
        "mobile" => Some(ContactField::Mobile),
        "whatsapp" => Some(ContactField::Whatsapp),
        _ => None,
    }
}

/// The heading's words, folded, one space between them.
fn phrase(heading: &str) -> String {
    fold(heading).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a phone's label, such as `* Mobile`, says that it is carried about.
pub(super) fn is_mobile(label: &str) -> bool {
    fold(label).split(' ').any(|word| is_among(word, MOBILE))
}

/// Google's numbered columns, of today's and the older export.
fn numbered(words: &[&str]) -> Option<Meaning> {
    match words {
        ["phone", number, "value"] => {
            Some(Meaning::Phone(PhoneKind::Numbered(number.parse().ok()?)))
        }
        ["phone", number, "label" | "type"] => Some(Meaning::PhoneLabel(number.parse().ok()?)),
        _ => None,
    }
}

fn by_words(words: &[&str]) -> Option<Meaning> {
    let any = |known: &str| words.iter().any(|word| is_among(word, known));
    if any(NOT_AN_ADDRESS) {
        return None;
    }
    if any(EMAIL) {
        return Some(Meaning::Email);
    }
    let kind = if any(MOBILE) {
        PhoneKind::Mobile
    } else if !any(PHONE) {
        return None;
    } else if any(PRIMARY) && !any(BUSINESS) {
        PhoneKind::Primary
    } else if any(HOME) {
        PhoneKind::Home
    } else if any(BUSINESS) {
        PhoneKind::Business
    } else if any(OTHER) {
        PhoneKind::Other
    } else {
        PhoneKind::Plain
    };
    Some(Meaning::Phone(kind))
}

/// Lower case without accents, hamzas and marks; all between words is one space.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ß' => folded.push_str("ss"),
            'أ' | 'إ' | 'آ' => folded.push('ا'),
            'ة' => folded.push('ه'),
            // Combining accents, Arabic vowel marks and the stretching tatweel.
            '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{640}' => {}
            c if c.is_alphanumeric() => folded.push(c),
            _ => folded.push(' '),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_five_languages() {
        for (heading, expected) in [
            ("Téléphone", Meaning::Phone(PhoneKind::Plain)),
            ("Te\u{301}le\u{301}phone", Meaning::Phone(PhoneKind::Plain)),
            ("Étiquettes", Meaning::Tags),
            ("Remarque", Meaning::Note),
            ("Vorname", Meaning::FirstName),
            ("Mobiltelefon", Meaning::Phone(PhoneKind::Mobile)),
            ("Teléfono móvil", Meaning::Phone(PhoneKind::Mobile)),
            ("Correo electrónico", Meaning::Email),
            ("رقم الهاتف", Meaning::Phone(PhoneKind::Plain)),
            ("الاسم الأول", Meaning::FirstName),
            ("E-mail 1 - Value", Meaning::Email),
            ("E-mail 2 Address", Meaning::Email),
            ("Phone 2 - Value", Meaning::Phone(PhoneKind::Numbered(2))),
            ("Phone 1 - Type", Meaning::PhoneLabel(1)),
            ("Company Main Phone", Meaning::Phone(PhoneKind::Business)),
            ("PHONE_NUMBER", Meaning::Phone(PhoneKind::Plain)),
        ] {
            assert_eq!(meaning(heading), Some(expected), "{heading}");
        }
    }

    #[test]
    fn a_heading_about_something_else_is_not_an_address() {
        for heading in
            ["Home Fax", "E-mail 1 - Label", "Phone ext", "Phonetic First Name", "Address 1 - City"]
        {
            assert_eq!(meaning(heading), None, "{heading}");
        }
    }

    #[test]
    fn a_label_says_whether_the_phone_is_carried_about() {
        assert!(is_mobile("* Mobile"));
        assert!(!is_mobile("Home"));
    }
}

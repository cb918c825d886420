//! How many segments a text is sent and billed as.
//!
//! GSM 03.38 for the alphabet, 3GPP TS 23.040 for texts of several parts.

/// Septets of a text in one part, and of each part of several.
const GSM7_ALONE: u32 = 160;
const GSM7_PART: u32 = 153;
/// UTF-16 code units of a text in one part, and of each part of several.
const UCS2_ALONE: u32 = 70;
const UCS2_PART: u32 = 67;

/// The alphabet of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// The GSM alphabet: seven bits a character, fourteen in its extension.
    Gsm7,
    /// Everything else: UTF-16.
    Ucs2,
}

/// The size of a text on the phone network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Segments {
    /// Its alphabet.
    pub encoding: Encoding,
    /// Septets, or UTF-16 code units.
    pub units: u32,
    /// Parts that it is sent as; 0 for an empty text.
    pub segments: u16,
}

/// The size of `text`. A character is never split over two parts: neither an escape of the GSM
/// alphabet nor a surrogate pair.
pub fn count(text: &str) -> Segments {
    let gsm7: Option<u32> = text.chars().map(septets).sum();
    if let Some(units) = gsm7 {
        let sizes = text.chars().filter_map(septets);
        let segments = parts(units, GSM7_ALONE, GSM7_PART, sizes);
        return Segments { encoding: Encoding::Gsm7, units, segments };
    }
    let sizes = text.chars().map(code_units);
    let units = sizes.clone().sum();
    let segments = parts(units, UCS2_ALONE, UCS2_PART, sizes);
    Segments { encoding: Encoding::Ucs2, units, segments }
}

fn parts(units: u32, alone: u32, part: u32, sizes: impl Iterator<Item = u32>) -> u16 {
    if units <= alone {
        return u16::from(units > 0);
    }
    let (mut parts, mut used) = (1_u16, 0);
    for size in sizes {
        if used + size > part {
            parts = parts.saturating_add(1);
            used = 0;
        }
        used += size;
    }
    parts
}

fn code_units(character: char) -> u32 {
    if u32::from(character) > 0xFFFF { 2 } else { 1 }
}

/// Septets of a character of the GSM alphabet; `None` for every other.
fn septets(character: char) -> Option<u32> {
    match character {
        '\u{C}' | '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => Some(2),
        '\n'
        | '\r'
        | ' '..='_'
        | 'a'..='z'
        | '£'
        | '¥'
        | 'è'
        | 'é'
        | 'ù'
        | 'ì'
        | 'ò'
        | 'Ç'
        | 'Ø'
        | 'ø'
        | 'Å'
        | 'å'
        | 'Δ'
        | 'Φ'
        | 'Γ'
        | 'Λ'
        | 'Ω'
        | 'Π'
        | 'Ψ'
        | 'Σ'
        | 'Θ'
        | 'Ξ'
        | 'Æ'
        | 'æ'
        | 'ß'
        | 'É'
        | '¤'
        | '¡'
        | 'Ä'
        | 'Ö'
        | 'Ñ'
        | 'Ü'
        | '§'
        | '¿'
        | 'ä'
        | 'ö'
        | 'ñ'
        | 'ü'
        | 'à' => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn size(text: &str) -> (Encoding, u32, u16) {
        let Segments { encoding, units, segments } = count(text);
        (encoding, units, segments)
    }

    #[test]
    fn one_part_takes_160_septets_and_more_parts_153_each() {
        assert_eq!(size(&"a".repeat(160)), (Encoding::Gsm7, 160, 1));
        assert_eq!(size(&"a".repeat(161)), (Encoding::Gsm7, 161, 2));
        assert_eq!(size(&"a".repeat(306)), (Encoding::Gsm7, 306, 2));
        assert_eq!(size(&"a".repeat(307)), (Encoding::Gsm7, 307, 3));
    }

    #[test]
    fn one_part_takes_70_code_units_and_more_parts_67_each() {
        assert_eq!(size(&"ж".repeat(70)), (Encoding::Ucs2, 70, 1));
        assert_eq!(size(&"ж".repeat(71)), (Encoding::Ucs2, 71, 2));
        assert_eq!(size(&"ж".repeat(134)), (Encoding::Ucs2, 134, 2));
        assert_eq!(size(&"ж".repeat(135)), (Encoding::Ucs2, 135, 3));
    }

    #[test]
    fn an_escape_is_not_split() {
        assert_eq!(size(&"€".repeat(80)), (Encoding::Gsm7, 160, 1));
        // The euro would take septets 153 and 154: it moves to the second part whole.
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(size(&text), (Encoding::Gsm7, 306, 3));
    }

    #[test]
    fn a_surrogate_pair_is_not_split() {
        assert_eq!(size(&"🎉".repeat(35)), (Encoding::Ucs2, 70, 1));
        // 33 pairs fit into 67 units, with one unit left over.
        assert_eq!(size(&"🎉".repeat(67)), (Encoding::Ucs2, 134, 3));
    }

    #[test]
    fn one_foreign_character_changes_the_alphabet() {
        assert_eq!(size("Bonjour à tous").0, Encoding::Gsm7);
        assert_eq!(size("Bonjour ça va").0, Encoding::Ucs2);
        assert_eq!(size("it’s").0, Encoding::Ucs2);
        assert_eq!(size("a`b").0, Encoding::Ucs2);
        assert_eq!(size("\t").0, Encoding::Ucs2);
        assert_eq!(size(""), (Encoding::Gsm7, 0, 0));
    }

    #[test]
    fn the_whole_gsm_alphabet_is_known() {
        let basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
        assert_eq!(basic.chars().count(), 127, "128 without the escape");
        assert!(basic.chars().all(|character| septets(character) == Some(1)));
        assert!("\u{C}^{}\\[~]|€".chars().all(|character| septets(character) == Some(2)));
        let all = (0..=0xFFFF).filter_map(char::from_u32).filter_map(septets).count();
        assert_eq!(all, 127 + 10);
    }

    proptest! {
        #[test]
        fn parts_are_enough_and_not_one_too_many(text in "[a-z€^ж🎉]{0,400}") {
            let Segments { encoding, units, segments } = count(&text);
            let (alone, part) = match encoding { Encoding::Gsm7 => (160, 153), Encoding::Ucs2 => (70, 67) };
            if units <= alone {
                prop_assert_eq!(segments, u16::from(units > 0));
            } else {
                let parts = u32::from(segments);
                prop_assert!(parts * part >= units);
                // A part that is not the last has at most one unit to spare.
                prop_assert!((parts - 1) * (part - 1) < units);
            }
        }
    }
}

//! The languages that pages speak.
use http::{HeaderMap, header};

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, and whatever we do not speak.
    English,
    /// German.
    German,
    /// Arabic, from right to left.
    Arabic,
}

/// Most languages of a browser's list that are looked at.
const WISHES_MAX: usize = 20;

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Arabic];

    /// Its tag (BCP 47), for `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Arabic => "ar",
        }
    }

    /// Which way its lines run, for `dir`.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::German => "ltr",
            Self::Arabic => "rtl",
        }
    }

    /// What the visitor's browser asks for.
    pub fn of(headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Self::preferred(accepted)
    }

    /// The best of a browser's `Accept-Language` (RFC 9110, 12.5.4); English where we speak none of
    /// them.
    pub fn preferred(accepted: Option<&str>) -> Self {
        let wishes = accepted.unwrap_or_default().split(',').take(WISHES_MAX).filter_map(wish);
        // The first of those with the highest weight: `max_by_key` would take the last.
        let best = wishes.fold(None, |best: Option<(u32, Self)>, wish| match best {
            Some(best) if best.0 >= wish.0 => Some(best),
            Some(_) | None => Some(wish),
        });
        best.map_or(Self::English, |(_, language)| language)
    }

    /// How many forms a counted word has, in the order of [`Language::form`].
    pub const fn forms(self) -> usize {
        match self {
            Self::English | Self::German => 2,
            Self::Arabic => 5,
        }
    }

    /// Which form of a word goes with `count` (the plural rules of Unicode's CLDR): one and other, in
    /// Arabic one, two, few, many and other. Nothing here counts to zero, so that has no form.
    pub const fn form(self, count: u64) -> usize {
        match self {
            Self::English | Self::German => match count {
                1 => 0,
                _ => 1,
            },
            Self::Arabic => match (count, count % 100) {
                (1, _) => 0,
                (2, _) => 1,
                (_, 3..=10) => 2,
                (_, 11..=99) => 3,
                (_, _) => 4,
            },
        }
    }
}

/// One entry of the list with its weight in thousandths; `None` for one that we do not speak.
fn wish(entry: &str) -> Option<(u32, Language)> {
    let mut parts = entry.split(';').map(str::trim);
    let tag = parts.next()?.split('-').next()?.to_ascii_lowercase();
    let language = Language::ALL.into_iter().find(|language| language.tag() == tag)?;
    let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1_000), thousandths)?;
    (weight > 0).then_some((weight, language))
}

/// `0.8` as 800. At most three decimals, as the header has them.
fn thousandths(weight: &str) -> Option<u32> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: u32 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    let decimals: u32 = format!("{decimals:0<3}").parse().ok()?;
    Some(whole * 1_000 + decimals).filter(|weight| *weight <= 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_wish_that_we_speak_is_granted() {
        for (accepted, language) in [
            (None, Language::English),
            (Some(""), Language::English),
            (Some("de-AT,en;q=0.8"), Language::German),
            (Some("fr-FR, ar;q=0.7, en;q=0.3"), Language::Arabic),
            (Some("en;q=0.5, de;q=0.9"), Language::German),
            (Some("de;q=0, fr"), Language::English),
            (Some("en, de"), Language::English),
            (Some("AR-eg"), Language::Arabic),
            (Some("de;q=nonsense, ar;q=0.1"), Language::Arabic),
            (Some("*"), Language::English),
        ] {
            assert_eq!(Language::preferred(accepted), language, "{accepted:?}");
        }
    }

    #[test]
    fn a_count_has_the_form_of_its_language() {
        for (language, count, form) in [
            (Language::English, 1, 0),
            (Language::English, 2, 1),
            (Language::German, 21, 1),
            (Language::Arabic, 1, 0),
            (Language::Arabic, 2, 1),
            (Language::Arabic, 3, 2),
            (Language::Arabic, 10, 2),
            (Language::Arabic, 11, 3),
            (Language::Arabic, 99, 3),
            (Language::Arabic, 100, 4),
            (Language::Arabic, 102, 4),
            (Language::Arabic, 103, 2),
        ] {
            assert_eq!(language.form(count), form, "{language:?} {count}");
        }
        for language in Language::ALL {
            assert!((1..200).all(|count| language.form(count) < language.forms()));
        }
    }
}

use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

fn region(code: &str) -> Region {
    Region::parse(code).unwrap()
}

fn parse(text: &str) -> Result<String, PhoneError> {
    parse_in("US", text)
}

fn parse_in(code: &str, text: &str) -> Result<String, PhoneError> {
    Phone::parse(text, region(code)).map(|phone| phone.to_string())
}

#[test]
fn one_number_is_known_in_every_dress() {
    for dress in [
        "+1 212 555 0123",
        "12125550123",
        "2125550123",
        "(212) 555-0123",
        "212.555.0123",
        "[212] 555/0123",
        "1 212 555 0123",
        "001 212 555 0123",
        "011 1 212 555 0123",
        "+001 212 555 0123",
        "\u{202A}+1 212\u{A0}555\u{2011}0123\u{202C}",
        "\u{FEFF}+1\u{202F}212\u{2007}555\u{2212}0123",
        "\u{2066}+1 212 555\u{2013}0123\u{2069}",
        "?+1 212\u{A0}555?0123?",
        "\u{FFFD}+1 212 555\u{FFFD}0123",
        "\u{FF0B}\u{FF11} \u{FF12}\u{FF11}\u{FF12} 555 0123",
        "+\u{661} \u{662}\u{661}\u{662} \u{665}\u{665}\u{665} \u{660}\u{661}\u{662}\u{663}",
        "'+12125550123",
        "tel:+1-212-555-0123",
    ] {
        assert_eq!(parse(dress).as_deref(), Ok("+12125550123"), "{dress:?}");
    }
}

#[test]
fn a_leading_double_zero_is_a_plus_where_the_number_is_not_valid_as_it_stands() {
    assert_eq!(parse("0061 491578148").as_deref(), Ok("+61491578148"));
    assert_eq!(parse("00 44 7400 123456").as_deref(), Ok("+447400123456"));
    assert_eq!(parse_in("GB", "0044 7400 123456").as_deref(), Ok("+447400123456"));
    assert_eq!(parse_in("AU", "001 808 555 0105").as_deref(), Ok("+18085550105"));
    assert_eq!(parse_in("AU", "0011 1 808 555 0105").as_deref(), Ok("+18085550105"));
    assert_eq!(parse("011 44 7400 123456").as_deref(), Ok("+447400123456"));
}

#[test]
fn a_number_without_country_belongs_to_the_region_that_is_given() {
    assert_eq!(parse_in("GB", "07400 123456").as_deref(), Ok("+447400123456"));
    assert_eq!(parse_in("DE", "01512 3456789").as_deref(), Ok("+4915123456789"));
    assert_eq!(parse_in("FR", "06 12 34 56 78").as_deref(), Ok("+33612345678"));
    assert_eq!(parse_in("AU", "0491 570 006").as_deref(), Ok("+61491570006"));
    assert_eq!(parse_in("GB", "+44 (0)7400 123456").as_deref(), Ok("+447400123456"));
    assert_eq!(parse_in("IT", "02 3661 8300").as_deref(), Ok("+390236618300"));
}

#[test]
fn an_extension_is_refused_with_its_own_reason() {
    for text in [
        "212 555 0123 x12",
        "+1 212 555 0123 ext. 5",
        "212-555-0123#5",
        "2125550123,,7",
        "2125550123;ext=5",
    ] {
        assert_eq!(parse(text), Err(PhoneError::Extension), "{text:?}");
    }
}

#[test]
fn letters_are_refused_with_their_own_reason() {
    for text in ["1-800-FLOWERS", "call me", "212 555 0123 home", "n/a", "phone: 2125550123"] {
        assert_eq!(parse(text), Err(PhoneError::Letters), "{text:?}");
    }
}

#[test]
fn what_is_no_number_says_why() {
    assert_eq!(parse(""), Err(PhoneError::Empty));
    assert_eq!(parse(" \u{202A}\u{A0}"), Err(PhoneError::Empty));
    assert_eq!(parse("???"), Err(PhoneError::Malformed));
    assert_eq!(parse("+"), Err(PhoneError::Malformed));
    assert_eq!(parse("=2125550123"), Err(PhoneError::Malformed));
    assert_eq!(parse("212+5550123"), Err(PhoneError::Malformed));
    assert_eq!(parse("12"), Err(PhoneError::TooShort));
    assert_eq!(parse("555 0123"), Err(PhoneError::TooShort));
    assert_eq!(parse("+1 212 555 012"), Err(PhoneError::TooShort));
    assert_eq!(parse("212 555 01234"), Err(PhoneError::TooLong));
    assert_eq!(parse("1 212 555 01234"), Err(PhoneError::TooLong));
    assert_eq!(parse("+1 212 555 01234"), Err(PhoneError::TooLong));
    assert_eq!(parse("2125550123 2125550124"), Err(PhoneError::TooLong));
    assert_eq!(parse("012 555 0123"), Err(PhoneError::NotInUse));
    assert_eq!(parse("+999 2125550123"), Err(PhoneError::NotInUse));
    assert_eq!(parse(&"1".repeat(65)), Err(PhoneError::TooLong));
}

#[test]
fn every_reason_has_its_own_slug() {
    let slugs: HashSet<_> = PhoneError::ALL.iter().map(|reason| reason.slug()).collect();
    assert_eq!(slugs.len(), PhoneError::ALL.len());
}

#[test]
fn the_stored_form_is_strict() {
    for text in [
        "12125550123",
        "+02125550123",
        "+1 2125550123",
        "+123456",
        "+1234567890123456",
        "+",
        "",
        "+1212555o123",
    ] {
        assert!(Phone::from_e164(text).is_err(), "{text:?}");
    }
    for text in ["+1234567", "+123456789012345", "+12125550123"] {
        assert_eq!(Phone::from_e164(text).unwrap().as_str(), text);
    }
}

#[test]
fn a_number_tells_its_region() {
    for (number, code) in [
        ("+12125550123", "US"),
        ("+16045550187", "CA"),
        ("+18765550123", "JM"),
        ("+61491570006", "AU"),
        ("+447400123456", "GB"),
        ("+390236618300", "IT"),
        ("+77011234567", "KZ"),
        ("+79011234567", "RU"),
    ] {
        assert_eq!(Phone::from_e164(number).unwrap().region(), Some(region(code)), "{number}");
    }
    assert_eq!(Phone::from_e164("+870773111632").unwrap().region(), None);
}

#[test]
fn a_logged_number_shows_its_last_two_digits() {
    let phone = Phone::from_e164("+12125550123").unwrap();
    assert_eq!(format!("{phone:?}"), "Phone(..23)");
}

#[test]
fn a_region_is_two_capital_letters_with_a_numbering_plan() {
    for text in ["us", "USA", "001", "", "ZZ", "É"] {
        assert_eq!(Region::parse(text), Err(ParseRegionError), "{text:?}");
    }
    assert_eq!(region("US"), Region::US);
}

proptest! {
    #[test]
    fn no_text_is_too_strange_to_be_answered(
        text in "\\PC{0,70}",
        code in prop::sample::select(vec!["US", "GB", "DE", "AU", "BR", "IT", "JP"]),
    ) {
        if let Ok(phone) = Phone::parse(&text, region(code)) {
            prop_assert_eq!(Phone::from_e164(phone.as_str()), Ok(phone));
        }
    }

    #[test]
    fn what_was_accepted_once_is_accepted_again(
        digits in "\\+?[0-9]{5,16}",
        code in prop::sample::select(vec!["US", "GB", "DE", "AU", "BR", "IT", "AR", "MX", "CI"]),
    ) {
        if let Ok(phone) = Phone::parse(&digits, region(code)) {
            prop_assert_eq!(Phone::parse(phone.as_str(), Region::US), Ok(phone));
        }
    }

    #[test]
    fn numbers_sort_as_their_texts(
        one in "\\+[1-9][0-9]{6,14}",
        other in "\\+[1-9][0-9]{6,14}",
    ) {
        let (a, b) = (Phone::from_e164(&one).unwrap(), Phone::from_e164(&other).unwrap());
        prop_assert_eq!(a.cmp(&b), one.cmp(&other));
    }
}

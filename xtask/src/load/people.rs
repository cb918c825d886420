//! Thousands of people with numbers that belong to nobody.
use anyhow::Context;

/// Area codes of the United States. The host's own sender is in another one.
const AREA_CODES: [u16; 100] = [
    201, 202, 203, 205, 206, 207, 208, 209, 210, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228,
    229, 231, 234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301,
    302, 303, 304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323,
    325, 330, 331, 334, 336, 337, 339, 347, 351, 352, 360, 361, 386, 401, 402, 404, 405, 406, 407,
    408, 409, 410, 412, 413, 414, 415, 417, 419, 423, 424, 425, 430, 432, 434, 435, 440, 443, 469,
    470, 478, 479, 480, 501,
];
/// Numbers of each area code that are reserved for fiction: 555-0100 to 555-0199.
const NUMBERS_EACH: u32 = 100;
/// As many people as there are such numbers.
pub(super) const PEOPLE_MAX: u32 = 10_000;

/// A contact file with `count` people, at most [`PEOPLE_MAX`].
pub(super) fn file(count: u32) -> anyhow::Result<String> {
    let mut lines = String::from("name,phone\n");
    for number in 0..count {
        let phone = phone(number).context("there are not so many reserved numbers")?;
        lines.push_str(&format!("Guest {number},{phone}\n"));
    }
    Ok(lines)
}

fn phone(number: u32) -> Option<String> {
    let area = AREA_CODES.get(usize::try_from(number / NUMBERS_EACH).ok()?)?;
    Some(format!("+1{area}55501{:02}", number % NUMBERS_EACH))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::phone::{Phone, Region};
    use std::collections::BTreeSet;

    #[test]
    fn there_are_ten_thousand_different_valid_numbers() {
        let phones: BTreeSet<String> = (0..PEOPLE_MAX).filter_map(phone).collect();
        assert_eq!(phones.len(), 10_000);
        let valid = phones.iter().filter(|phone| Phone::parse(phone, Region::US).is_ok());
        assert_eq!(valid.count(), 10_000);
        assert_eq!(phone(PEOPLE_MAX), None);
    }

    #[test]
    fn a_file_has_a_heading_and_a_line_for_each() {
        let file = file(101).unwrap();
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(lines.len(), 102);
        assert_eq!((lines[0], lines[1]), ("name,phone", "Guest 0,+12015550100"));
        assert_eq!(lines[101], "Guest 100,+12025550100");
        assert!(super::file(PEOPLE_MAX + 1).is_err());
    }
}

//! What a cell looks like, for guessing columns of files whose headings say nothing.

/// What kind of value a cell seems to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Blank,
    Email,
    Phone,
    /// Letters, as names have.
    Words,
    /// Dates, amounts and all else.
    Other,
}

/// Fewest digits of a cell that is taken for a phone: shorter ones are house numbers and ages.
const PHONE_DIGITS_MIN: usize = 7;
/// Most digits of a phone (E.164), with room for a leading 00.
const PHONE_DIGITS_MAX: usize = 17;

pub(super) fn shape(cell: &str) -> Shape {
    let text = super::cell::line(cell);
    if text.is_empty() {
        Shape::Blank
    } else if is_email(&text) {
        Shape::Email
    } else if is_phone(&text) {
        Shape::Phone
    } else if text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_numeric) {
        Shape::Words
    } else {
        Shape::Other
    }
}

/// Whether the text has the form of an e-mail address that a server would take. The rules are
/// those that matter to delivery, not all of RFC 5322: one `@`, no space, a domain with a dot.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    text.len() <= super::limits::EMAIL_BYTES_MAX
        && !local.is_empty()
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c))
        && domain.contains('.')
        && domain.split('.').all(label)
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let only_phone_characters =
        !text.chars().any(|c| c.is_alphabetic() || "@:,;#$%€£=\\".contains(c));
    (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits)
        && only_phone_characters
        && !is_date(text)
}

/// Three groups of digits between equal marks, one of them of four: a date, not a phone.
fn is_date(text: &str) -> bool {
    ['-', '/', '.'].into_iter().any(|mark| {
        let lengths: Vec<usize> = text.split(mark).map(str::len).collect();
        matches!(lengths.as_slice(), [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_known_by_its_shape() {
        for (cell, expected) in [
            (" ", Shape::Blank),
            ("ann@example.com", Shape::Email),
            ("ann@example", Shape::Words),
            ("+1 (212) 555-0123", Shape::Phone),
            ("'+12125550123", Shape::Phone),
            ("1980-09-14", Shape::Other),
            ("14/9/1980", Shape::Other),
            ("12", Shape::Other),
            ("Ann Lee", Shape::Words),
            ("涼平", Shape::Words),
        ] {
            assert_eq!(shape(cell), expected, "{cell}");
        }
    }

    #[test]
    fn an_address_that_no_server_takes_is_no_email() {
        for text in ["@example.com", "a@b", "a b@example.com", "a@@example.com", "a.@example.com"] {
            assert!(!is_email(text), "{text}");
        }
        assert!(is_email("o'brien+tag@mail.example.org"));
    }
}

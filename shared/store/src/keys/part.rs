//! What may stand in a hole of a key's template.
use domain::{
    ids::{
        BroadcastId, BulkId, ContactId, ContactListId, EventId, ImportId, InviteeId, MailId, OrgId,
        RegistrationCodeId, SessionId, TeamInvitationId, UserId,
    },
    message::Purpose,
    phone::Phone,
};
use jiff::Timestamp;

/// A value with one text form inside a key.
///
/// The text never contains `#`, and where it stands in a sort key its order as text is the value's
/// order.
pub trait Part: Sized {
    /// The text that stands in the key.
    fn render(&self) -> String;
    /// Reads the text back. `None` where no value renders so.
    fn read(text: &str) -> Option<Self>;
}

/// Any text. Whatever would disturb a key is escaped such that the order of two texts stays.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(pub String);

impl<T: Into<String>> From<T> for Text {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

/// `#` (0x23) must not appear, and its neighbour `"` (0x22) leads the two escapes, so that they sort
/// where the originals did: after everything up to `!`, before everything from `$`.
impl Part for Text {
    fn render(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        for character in self.0.chars() {
            match character {
                '"' => out.push_str("\"!"),
                '#' => out.push_str("\"$"),
                plain => out.push(plain),
            }
        }
        out
    }

    fn read(text: &str) -> Option<Self> {
        let mut out = String::with_capacity(text.len());
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            out.push(match character {
                '"' => match characters.next()? {
                    '!' => '"',
                    '$' => '#',
                    _ => return None,
                },
                '#' => return None,
                plain => plain,
            });
        }
        Some(Self(out))
    }
}

/// An instant is its whole milliseconds since 1970 in 13 digits, so that text order is time order from
/// 1970 to 2286; what lies outside is moved to the nearest end. A finer instant is cut down: the entry
/// is due at most a millisecond early, and the row itself keeps the exact instant.
impl Part for Timestamp {
    fn render(&self) -> String {
        format!("{:013}", self.as_millisecond().clamp(0, INSTANT_MILLISECONDS_MAX))
    }

    fn read(text: &str) -> Option<Self> {
        (text.len() == INSTANT_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
            .and_then(|milliseconds| Self::from_millisecond(milliseconds).ok())
    }
}

const INSTANT_DIGITS: usize = 13;
const INSTANT_MILLISECONDS_MAX: i64 = 9_999_999_999_999;

impl Part for Phone {
    fn render(&self) -> String {
        self.as_str().to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        Self::from_e164(text).ok()
    }
}

impl Part for Purpose {
    fn render(&self) -> String {
        self.name().to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

/// Identifiers stand in keys in their one text form.
macro_rules! identifiers {
    ($($Id:ty),+ $(,)?) => { $(
        impl Part for $Id {
            fn render(&self) -> String {
                self.to_string()
            }

            fn read(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )+ };
}
identifiers!(
    BroadcastId,
    BulkId,
    ContactId,
    ContactListId,
    EventId,
    ImportId,
    InviteeId,
    MailId,
    OrgId,
    RegistrationCodeId,
    SessionId,
    TeamInvitationId,
    UserId,
);

/// Numbers have as many digits as their largest value, so that text order is number order.
macro_rules! numbers {
    ($($Number:ty: $digits:literal),+ $(,)?) => { $(
        impl Part for $Number {
            fn render(&self) -> String {
                format!(concat!("{:0", $digits, "}"), self)
            }

            fn read(text: &str) -> Option<Self> {
                (text.len() == $digits && text.bytes().all(|byte| byte.is_ascii_digit()))
                    .then(|| text.parse().ok())
                    .flatten()
            }
        }
    )+ };
}
numbers!(u8: 3, u16: 5, u32: 10, u64: 20);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_survives_a_key_and_keeps_its_order(left in "[ -&a-c]{0,6}", right in "[ -&a-c]{0,6}") {
            let (left, right) = (Text(left), Text(right));
            prop_assert!(!left.render().contains('#'));
            prop_assert_eq!(Text::read(&left.render()), Some(left.clone()));
            prop_assert_eq!(left.cmp(&right), left.render().cmp(&right.render()));
        }

        #[test]
        fn instants_sort_as_text(left in 0..9_999_999_999_999_i64, right in 0..9_999_999_999_999_i64) {
            let instant = |at| Timestamp::from_millisecond(at).unwrap();
            prop_assert_eq!(left.cmp(&right), instant(left).render().cmp(&instant(right).render()));
            prop_assert_eq!(Timestamp::read(&instant(left).render()), Some(instant(left)));
        }

        #[test]
        fn numbers_sort_as_text(left: u16, right: u16) {
            prop_assert_eq!(left.cmp(&right), left.render().cmp(&right.render()));
            prop_assert_eq!(u16::read(&left.render()), Some(left));
        }
    }

    #[test]
    fn an_instant_outside_the_digits_sorts_at_the_end() {
        assert_eq!(Timestamp::MIN.render(), "0000000000000");
        assert_eq!(Timestamp::MAX.render(), "9999999999999");
    }

    #[test]
    fn a_number_has_one_text() {
        assert_eq!(u8::read("7"), None);
        assert_eq!(u8::read("+07"), None);
        assert_eq!(u8::read("007"), Some(7));
    }
}

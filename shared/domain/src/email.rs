//! E-mail addresses: what is one, and which two are the same.

/// Most characters of an address (RFC 5321, section 4.5.3.1.3: a path of 256 with its brackets).
pub const EMAIL_CHARACTERS_MAX: usize = 254;
/// What has a meaning of its own in a mail's header (RFC 5322, section 3.2.3): a text with one of them
/// may be several addresses, or another one than it seems.
const SPECIALS: &str = "<>()[],;:\\\"";

/// The text was no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be one e-mail address, in plain ASCII characters")]
pub struct NotAnEmail;

/// An address as it was given, without space around. Only mail that arrives proves more than this.
///
/// It is ASCII: among other characters some look alike and some become the same when their case is
/// folded, so that a login could be taken for another's. A host of other scripts has an ASCII form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The address that `text` is.
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim();
        let (_, host) = sides(text).ok_or(NotAnEmail)?;
        let plain = text.is_ascii() && !host.starts_with('.');
        if plain { Ok(Self(text.to_owned())) } else { Err(NotAnEmail) }
    }

    /// The address as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same for two addresses that differ only in case.
    pub fn canonical(&self) -> String {
        canonical(&self.0)
    }
}

/// What stands on either side of the `@` of `text`, where it is one address and nothing else: nothing
/// in it ends a header or names another address.
pub fn sides(text: &str) -> Option<(&str, &str)> {
    let (local, host) = text.split_once('@')?;
    let is_foreign = |c: char| c.is_control() || c.is_whitespace() || SPECIALS.contains(c);
    let whole = !local.is_empty() && !host.is_empty() && !host.contains('@');
    let fits = text.len() <= EMAIL_CHARACTERS_MAX && !text.contains(is_foreign);
    (whole && fits).then_some((local, host))
}

/// The one form of an address, or of what one begins with: addresses are equal when they differ only in
/// case or space around.
pub fn canonical(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_two_sides_and_no_space() {
        assert_eq!(Email::parse(" Ada@Example.com ").unwrap().canonical(), "ada@example.com");
        for text in ["", "ada", "@example.com", "ada@", "a da@example.com", "ada@.com", "a@b\n.c"] {
            assert_eq!(Email::parse(text), Err(NotAnEmail), "{text}");
        }
        assert!(Email::parse(&format!("{}@example.com", "a".repeat(250))).is_err());
    }

    #[test]
    fn an_address_is_one_address() {
        for text in ["o'brien@example.com", "Ada.King+x@example.com", "a=b/c@example.com"] {
            assert!(Email::parse(text).is_ok(), "{text}");
        }
        let several = ["a@b@example.com", "x@evil.com,ada@example.com", "<a>@example.com"];
        for text in several.into_iter().chain(["a;b@example.com", "a:b@example.com", "a\"@b.c"]) {
            assert_eq!(Email::parse(text), Err(NotAnEmail), "{text}");
        }
    }

    #[test]
    fn no_address_looks_like_anothers() {
        // A Kelvin sign, a Cyrillic a, a full-width a, a dotless i.
        for text in ["mi\u{212a}e@example.com", "\u{430}da@example.com", "\u{ff41}@example.com"] {
            assert_eq!(Email::parse(text), Err(NotAnEmail), "{text}");
        }
        assert_eq!(Email::parse("ada@\u{131}.example.com"), Err(NotAnEmail));
    }
}

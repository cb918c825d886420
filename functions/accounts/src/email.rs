//! E-mail addresses as logins.

/// Most characters of an address (RFC 5321, section 4.5.3.1.3: a path of 256 with its brackets).
const EMAIL_CHARACTERS_MAX: usize = 254;

/// The text was no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an e-mail address")]
pub(crate) struct NotAnEmail;

/// An address as it was given, without space around. Only mail that arrives proves more than this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Email(String);

impl Email {
    pub(crate) fn parse(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim();
        let (local, host) = text.rsplit_once('@').ok_or(NotAnEmail)?;
        let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
        let short = text.chars().count() <= EMAIL_CHARACTERS_MAX;
        let whole = !local.is_empty() && !host.is_empty() && !host.starts_with('.');
        if plain && short && whole { Ok(Self(text.to_owned())) } else { Err(NotAnEmail) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The same for two addresses that differ only in case.
    pub(crate) fn canonical(&self) -> String {
        self.0.to_lowercase()
    }
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
}

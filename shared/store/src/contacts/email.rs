//! E-mail addresses of contacts.
use std::{fmt, str::FromStr};

/// Most bytes of an address (RFC 5321, section 4.5.3.1.3, less the angle brackets).
pub const EMAIL_BYTES_MAX: usize = 254;

/// An e-mail address as its owner writes it. Two are the same person's when they differ in case only:
/// no server that matters keeps such mailboxes apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// The text has not the form of an address that a server would take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an e-mail address, as in ada@example.com")]
pub struct ParseEmailError;

impl Email {
    /// The address as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address by which it is found: its case is gone.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The rules are those that matter to delivery, not all of RFC 5322: one `@`, no space, a domain with
/// a dot.
impl FromStr for Email {
    type Err = ParseEmailError;
    fn from_str(text: &str) -> Result<Self, ParseEmailError> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(ParseEmailError)?;
        let right = text.len() <= EMAIL_BYTES_MAX
            && is_local_part(local)
            && domain.contains('.')
            && domain.split('.').all(is_label);
        if right { Ok(Self(text.to_owned())) } else { Err(ParseEmailError) }
    }
}

fn is_local_part(local: &str) -> bool {
    !local.is_empty()
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c))
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_no_server_takes_is_none() {
        for text in
            ["", "a@b", "@example.com", "a b@example.com", "a@@example.com", "a.@example.com"]
        {
            assert_eq!(text.parse::<Email>(), Err(ParseEmailError), "{text}");
        }
    }

    #[test]
    fn an_address_keeps_its_writing_and_is_found_without_its_case() {
        let email: Email = " Ada.Lovelace@Example.com ".parse().unwrap();
        assert_eq!(email.as_str(), "Ada.Lovelace@Example.com");
        assert_eq!(email.folded(), "ada.lovelace@example.com");
    }
}

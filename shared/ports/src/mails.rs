//! Mails of the system's own: one submission, one honest answer.
use async_trait::async_trait;
use domain::{email::sides, ids::MailId};
use jiff::Timestamp;
use std::fmt;

/// Most characters of a subject or a name.
const HEADER_CHARACTERS_MAX: usize = 200;

/// What stands in a mail's header: one line, whatever it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderText(String);

impl HeaderText {
    /// `text` on one line: what would break it is a space, and what is too long is cut.
    pub fn new(text: &str) -> Self {
        let plain = |character: char| if character.is_control() { ' ' } else { character };
        let text: String = text.trim().chars().take(HEADER_CHARACTERS_MAX).map(plain).collect();
        Self(text)
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An address that a mail can be sent to or come from: nothing in it ends a header or names another.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress(String);

/// The text was not an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an address, as in ada@example.com")]
pub struct ParseMailAddressError;

impl MailAddress {
    /// The address that `text` is. Every login is one ([`domain::email`] has the rule of both).
    pub fn parse(text: &str) -> Result<Self, ParseMailAddressError> {
        let text = text.trim();
        sides(text).map(|_| Self(text.to_owned())).ok_or(ParseMailAddressError)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }
}

/// Addresses are nobody's business in a log.
impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailAddress")
    }
}

/// Whose mails they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSender {
    /// The name that readers see, where there is one.
    pub name: Option<HeaderText>,
    /// The address that replies go to.
    pub address: MailAddress,
}

impl MailSender {
    /// The sender that `text` is: `ada@example.com` or `Ada <ada@example.com>`.
    pub fn parse(text: &str) -> Result<Self, ParseMailAddressError> {
        match text.trim().strip_suffix('>').and_then(|named| named.rsplit_once('<')) {
            Some((name, address)) => {
                let name = HeaderText::new(name.trim().trim_matches('"'));
                let name = (!name.as_str().is_empty()).then_some(name);
                Ok(Self { name, address: MailAddress::parse(address)? })
            }
            None => Ok(Self { name: None, address: MailAddress::parse(text)? }),
        }
    }
}

/// A mail ready for the provider. Its intent is already recorded as `submitting`.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Ours; the mail carries it.
    pub id: MailId,
    /// Who receives it.
    pub to: MailAddress,
    /// The subject.
    pub subject: HeaderText,
    /// The words, as plain text.
    pub text: String,
    /// The present, for its date.
    pub at: Timestamp,
}

/// The words carry links that open an account.
impl fmt::Debug for OutgoingMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingMail").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What came of one submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailSubmission {
    /// The provider has it.
    Accepted {
        /// The provider's id of the mail, or its words where it gives none.
        provider_id: String,
    },
    /// The provider answered that it does not take the mail.
    Refused {
        /// Its words, for an admin.
        words: String,
        /// Whether it would say so again.
        lasting: bool,
    },
    /// The mail was not handed over: refused connection, DNS, TLS or log-in failure.
    NotSent,
    /// It may or may not have been taken: a timeout or a reset after it was written, a 5xx.
    Unknown,
}

/// Submits mails.
#[async_trait]
pub trait Mails: Send + Sync + fmt::Debug {
    /// One submission, 10 s at most. Never repeated inside.
    async fn send(&self, mail: &OutgoingMail) -> MailSubmission;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_one_line() {
        let header = HeaderText::new("Hello\r\nBcc: eve@example.org\u{0}");
        assert!(!header.as_str().contains(char::is_control), "{header:?}");
        assert_eq!(HeaderText::new(&"x".repeat(1_000)).as_str().len(), HEADER_CHARACTERS_MAX);
    }

    #[test]
    fn an_address_is_one_address() {
        for text in ["ada@example.com", " Ada.King+x@example.com ", "o'brien@example.com"] {
            assert!(MailAddress::parse(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "ada@b@example.com",
            "ada@example.com, eve@example.org",
            "ada@example.com\r\nBcc: eve@example.org",
            "Ada <ada@example.com>",
            "a b@example.com",
        ] {
            assert_eq!(MailAddress::parse(text), Err(ParseMailAddressError), "{text}");
        }
    }

    #[test]
    fn a_sender_may_have_a_name() {
        let sender = MailSender::parse("\"The club\" <club@example.com>").unwrap();
        assert_eq!(sender.name.unwrap().as_str(), "The club");
        assert_eq!(sender.address.as_str(), "club@example.com");
        assert_eq!(sender.address.domain(), "example.com");
        assert_eq!(MailSender::parse("club@example.com").unwrap().name, None);
        assert!(MailSender::parse("club").is_err());
    }
}

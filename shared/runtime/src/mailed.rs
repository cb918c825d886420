//! Tokens that are mailed: who holds one has read the mail.
//!
//! A token carries the key of what it opens, which of its tokens it is, and the proof that we made it,
//! so that a forged one is refused before any read. The table keeps its hash and never the token: the
//! mail's text is put together when it is sent.
use crate::tag::{is_tag, tag};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};

/// Bytes of what a token is about: an identifier's.
pub const SUBJECT_BYTES: usize = 10;
/// Keeps these tags apart from whatever else the same key signs.
const TAGGED: &[u8] = b"convoke mailed token v1";
/// How long a token that sets a new password is good.
pub const RESET_LIFE: SignedDuration = SignedDuration::from_hours(1);
/// How long a token that proves an address is good.
pub const VERIFY_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);
const SIGNED_BYTES: usize = 1 + 2 * SUBJECT_BYTES + size_of::<u32>();

/// What a token is good for. A token of one purpose is none of another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Sets a new password.
    ResetPassword,
    /// Proves an address.
    VerifyEmail,
    /// Answers an invitation to a team.
    TeamInvitation,
    /// Lets somebody register.
    Registration,
    /// Puts a visitor on an org's list of contacts.
    SignUp,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 5] = [
        Self::ResetPassword,
        Self::VerifyEmail,
        Self::TeamInvitation,
        Self::Registration,
        Self::SignUp,
    ];

    /// Its stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset_password",
            Self::VerifyEmail => "verify_email",
            Self::TeamInvitation => "team_invitation",
            Self::Registration => "registration",
            Self::SignUp => "sign_up",
        }
    }

    /// The purpose of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// The page that its link opens, as a path.
    pub const fn page(self) -> &'static str {
        match self {
            Self::ResetPassword => "/reset",
            Self::VerifyEmail => "/verify",
            Self::TeamInvitation => "/invitation",
            Self::Registration => "/register",
            Self::SignUp => "/join",
        }
    }

    /// How long a token of it is good, as the mails say. None where each has a time of its own.
    pub const fn lifetime(self) -> Option<SignedDuration> {
        match self {
            Self::ResetPassword => Some(RESET_LIFE),
            Self::VerifyEmail => Some(VERIFY_LIFE),
            Self::TeamInvitation => Some(SignedDuration::from_hours(7 * 24)),
            Self::Registration | Self::SignUp => None,
        }
    }

    /// Whether its mails come from somebody else's wish: whoever has an org may have them sent to any
    /// address.
    pub const fn is_a_strangers(self) -> bool {
        match self {
            Self::TeamInvitation => true,
            Self::ResetPassword | Self::VerifyEmail | Self::Registration | Self::SignUp => false,
        }
    }

    const fn number(self) -> u8 {
        match self {
            Self::ResetPassword => 1,
            Self::VerifyEmail => 2,
            Self::TeamInvitation => 3,
            Self::Registration => 4,
            Self::SignUp => 5,
        }
    }
}

/// What a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailedToken {
    /// What it is good for.
    pub purpose: Purpose,
    /// The partition of the item that it opens: a user, an org, a code.
    pub subject: [u8; SUBJECT_BYTES],
    /// The item in that partition, where the partition has several; zeros otherwise.
    pub item: [u8; SUBJECT_BYTES],
    /// Which of the item's tokens it is: an older one is void.
    pub sequence: u32,
}

impl MailedToken {
    /// Its text, signed with `key`.
    pub fn sign(&self, key: &[u8]) -> String {
        let mut bytes = Vec::with_capacity(SIGNED_BYTES);
        bytes.push(self.purpose.number());
        bytes.extend(self.subject);
        bytes.extend(self.item);
        bytes.extend(self.sequence.to_be_bytes());
        let tag = tag(key, TAGGED, &bytes);
        bytes.extend(tag);
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What `text` stands for, if `key` signed it for `purpose`. The tag is compared in constant time.
    pub fn verify(key: &[u8], purpose: Purpose, text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text.trim()).ok()?;
        let (signed, given) = bytes.split_first_chunk::<SIGNED_BYTES>()?;
        if !is_tag(key, TAGGED, signed, given) {
            return None;
        }
        let (number, rest) = signed.split_first()?;
        let (subject, rest) = rest.split_first_chunk::<SUBJECT_BYTES>()?;
        let (item, sequence) = rest.split_first_chunk::<SUBJECT_BYTES>()?;
        let sequence = u32::from_be_bytes(sequence.try_into().ok()?);
        let token = Self { purpose, subject: *subject, item: *item, sequence };
        (*number == purpose.number()).then_some(token)
    }
}

/// What the table keeps of a token.
pub fn hash(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn token(purpose: Purpose) -> MailedToken {
        MailedToken { purpose, subject: [1; 10], item: [2; 10], sequence: 3 }
    }

    #[test]
    fn a_token_is_good_for_its_own_purpose_only() {
        for purpose in Purpose::ALL {
            let text = token(purpose).sign(KEY);
            for other in Purpose::ALL {
                let expected = (other == purpose).then_some(token(purpose));
                assert_eq!(MailedToken::verify(KEY, other, &text), expected);
            }
            assert_eq!(Purpose::parse(purpose.name()), Some(purpose));
        }
    }

    #[test]
    fn only_what_we_signed_is_a_token() {
        let text = token(Purpose::ResetPassword).sign(KEY);
        let verify =
            |key: &[u8], text: &str| MailedToken::verify(key, Purpose::ResetPassword, text);
        assert_eq!(verify(b"another key, also of 32 bytes ..", &text), None);
        for position in 0..text.len() {
            let mut forged = text.clone().into_bytes();
            forged[position] = if forged[position] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            // The last character of an unpadded text has bits that count for nothing.
            let same =
                BASE64_URL_SAFE_NO_PAD.decode(&forged) == BASE64_URL_SAFE_NO_PAD.decode(&text);
            assert!(same || verify(KEY, &forged).is_none(), "{position}");
        }
        assert_eq!(verify(KEY, ""), None);
        assert_ne!(hash(&text), text);
    }
}

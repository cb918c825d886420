//! Refresh tokens: the key of a session, which exchange it is for, and the proof that we gave it out.
//!
//! The table keeps no secret: the tag is what nobody else can make, and the session's `rotation` says
//! which token of the family counts. A forged token is refused before any read.
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::ids::{SessionId, UserId};
use runtime::tag::{is_tag, tag};

/// Keeps these tags apart from whatever else the same key signs.
const PURPOSE: &[u8] = b"convoke refresh token v1";
const SIGNED_BYTES: usize = UserId::SIZE + SessionId::SIZE + size_of::<u32>();

/// What a refresh token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RefreshToken {
    pub(crate) user: UserId,
    pub(crate) session: SessionId,
    pub(crate) rotation: u32,
}

impl RefreshToken {
    /// Its text, signed with `key`.
    pub(crate) fn sign(&self, key: &[u8]) -> String {
        let mut bytes = Vec::with_capacity(SIGNED_BYTES);
        bytes.extend(self.user.bytes());
        bytes.extend(self.session.bytes());
        bytes.extend(self.rotation.to_be_bytes());
        let tag = tag(key, PURPOSE, &bytes);
        bytes.extend(tag);
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What `text` stands for, if `key` signed it. The tag is compared in constant time.
    pub(crate) fn verify(key: &[u8], text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        let (signed, given) = bytes.split_first_chunk::<SIGNED_BYTES>()?;
        if !is_tag(key, PURPOSE, signed, given) {
            return None;
        }
        let (user, rest) = signed.split_first_chunk::<{ UserId::SIZE }>()?;
        let (session, rotation) = rest.split_first_chunk::<{ SessionId::SIZE }>()?;
        Some(Self {
            user: UserId::from_bytes(*user),
            session: SessionId::from_bytes(*session),
            rotation: u32::from_be_bytes(rotation.try_into().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";

    #[test]
    fn only_what_we_signed_is_a_token() {
        let token = RefreshToken {
            user: UserId::from_bytes([1; 10]),
            session: SessionId::from_bytes([2; 10]),
            rotation: 3,
        };
        let text = token.sign(KEY);
        assert_eq!(RefreshToken::verify(KEY, &text), Some(token));
        assert_eq!(RefreshToken::verify(b"another key", &text), None);
        let characters: Vec<char> = text.chars().collect();
        for at in 0..characters.len() {
            let mut forged = characters.clone();
            forged[at] = if forged[at] == 'A' { 'B' } else { 'A' };
            assert_eq!(RefreshToken::verify(KEY, &forged.iter().collect::<String>()), None);
            let cut: String = characters.iter().take(at).collect();
            assert_eq!(RefreshToken::verify(KEY, &cut), None);
        }
    }
}

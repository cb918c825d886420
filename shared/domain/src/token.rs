//! Guests' links: the key of an invitation and the proof that we gave it out (ENGINE.md, section 10).
use crate::ids::{EventId, InviteeId};
use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::{collections::BTreeMap, fmt};
use subtle::ConstantTimeEq;

/// Fewest bytes of a signing secret: as many as the hash has.
pub const LINK_SECRET_BYTES_MIN: usize = 32;
/// Characters of a link's token.
pub const TOKEN_CHARACTERS: usize = 31;

/// Bytes that are signed: event 6, invitee 5, generation 1, key id 1.
const SIGNED_BYTES: usize = EventId::SIZE + InviteeId::SIZE + 2;
/// Bytes of the truncated tag. 80 bits: guessing is hopeless online, and there is no offline check.
const TAG_BYTES: usize = 10;
const TOKEN_BYTES: usize = SIGNED_BYTES + TAG_BYTES;
const _: () = assert!(
    (TOKEN_BYTES * 8).div_ceil(6) == TOKEN_CHARACTERS,
    "base64 writes six bits a character"
);

/// One text for one token: no padding, and trailing bits must be zero.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(false),
);

/// What a guest's link stands for: one invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkToken {
    /// The event.
    pub event: EventId,
    /// The invitee.
    pub invitee: InviteeId,
    /// Which of the invitee's invitations.
    pub generation: u8,
}

/// The secrets that sign links: one signs, all verify, so that a secret can be replaced without
/// breaking links that are out.
#[derive(Clone)]
pub struct LinkKeys {
    current: u8,
    keys: BTreeMap<u8, Vec<u8>>,
}

/// Why a set of signing secrets cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkKeysError {
    /// A secret is too short.
    #[error("link key {0} has fewer than {LINK_SECRET_BYTES_MIN} bytes")]
    TooShort(u8),
    /// Two secrets have one id.
    #[error("link key {0} is given twice")]
    Twice(u8),
    /// The secret that is to sign is not there.
    #[error("link key {0} is to sign but is not given")]
    NoCurrent(u8),
}

impl LinkKeys {
    /// The secrets by their ids, of which `current` signs.
    pub fn new(current: u8, keys: Vec<(u8, Vec<u8>)>) -> Result<Self, LinkKeysError> {
        let mut by_id = BTreeMap::new();
        for (id, secret) in keys {
            if secret.len() < LINK_SECRET_BYTES_MIN {
                return Err(LinkKeysError::TooShort(id));
            }
            if by_id.insert(id, secret).is_some() {
                return Err(LinkKeysError::Twice(id));
            }
        }
        if !by_id.contains_key(&current) {
            return Err(LinkKeysError::NoCurrent(current));
        }
        Ok(Self { current, keys: by_id })
    }

    /// The text of `token`, signed with the current secret: 31 characters of base64url.
    pub fn sign(&self, token: &LinkToken) -> String {
        let mut bytes = Vec::with_capacity(TOKEN_BYTES);
        bytes.extend(token.event.bytes());
        bytes.extend(token.invitee.bytes());
        bytes.push(token.generation);
        bytes.push(self.current);
        let secret = self.keys.get(&self.current).map_or(&[][..], Vec::as_slice);
        let tag = tag(secret, &bytes);
        bytes.extend(tag);
        BASE64.encode(bytes)
    }

    /// What `text` stands for, if one of the secrets signed it. The tag is compared in constant time.
    pub fn verify(&self, text: &str) -> Option<LinkToken> {
        let mut bytes = [0; TOKEN_BYTES];
        if text.len() != TOKEN_CHARACTERS
            || BASE64.decode_slice(text, &mut bytes) != Ok(TOKEN_BYTES)
        {
            return None;
        }
        let (signed, given) = bytes.split_first_chunk::<SIGNED_BYTES>()?;
        let (event, rest) = signed.split_first_chunk::<{ EventId::SIZE }>()?;
        let (invitee, rest) = rest.split_first_chunk::<{ InviteeId::SIZE }>()?;
        let [generation, key] = *rest else { return None };
        let expected = tag(self.keys.get(&key)?, signed);
        bool::from(expected.ct_eq(given)).then_some(LinkToken {
            event: EventId::from_bytes(*event),
            invitee: InviteeId::from_bytes(*invitee),
            generation,
        })
    }
}

/// Shows which secrets there are, never a secret.
impl fmt::Debug for LinkKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<u8> = self.keys.keys().copied().collect();
        f.debug_struct("LinkKeys").field("current", &self.current).field("ids", &ids).finish()
    }
}

fn tag(secret: &[u8], signed: &[u8]) -> [u8; TAG_BYTES] {
    // A secret of any length makes a key; `LinkKeys::new` keeps the short ones out.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return [0; TAG_BYTES];
    };
    mac.update(signed);
    let whole: [u8; 32] = mac.finalize().into_bytes().into();
    whole.first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys() -> LinkKeys {
        LinkKeys::new(2, vec![(1, vec![7; 32]), (2, vec![9; 40])]).unwrap()
    }

    fn token() -> LinkToken {
        LinkToken {
            event: EventId::from_bytes([1, 2, 3, 4, 5, 6]),
            invitee: InviteeId::from_bytes([7, 8, 9, 10, 11]),
            generation: 3,
        }
    }

    #[test]
    fn a_link_opens_what_it_was_made_for() {
        let text = keys().sign(&token());
        assert_eq!(text.len(), TOKEN_CHARACTERS);
        assert_eq!(keys().verify(&text), Some(token()));
    }

    #[test]
    fn a_link_outlives_the_change_of_the_signing_key() {
        let before = LinkKeys::new(1, vec![(1, vec![7; 32])]).unwrap();
        assert_eq!(keys().verify(&before.sign(&token())), Some(token()));
        assert_eq!(before.verify(&keys().sign(&token())), None);
    }

    #[test]
    fn a_key_of_the_same_id_but_another_secret_opens_nothing() {
        let other = LinkKeys::new(2, vec![(2, vec![8; 40])]).unwrap();
        assert_eq!(keys().verify(&other.sign(&token())), None);
    }

    #[test]
    fn a_weak_or_missing_key_is_refused() {
        let new = |current, keys| LinkKeys::new(current, keys).map(|_| ());
        assert_eq!(new(1, vec![(1, vec![7; 31])]), Err(LinkKeysError::TooShort(1)));
        assert_eq!(new(1, vec![(2, vec![7; 32])]), Err(LinkKeysError::NoCurrent(1)));
        assert_eq!(new(1, vec![(1, vec![7; 32]), (1, vec![8; 32])]), Err(LinkKeysError::Twice(1)));
    }

    #[test]
    fn keys_are_not_shown() {
        assert_eq!(format!("{:?}", keys()), "LinkKeys { current: 2, ids: [1, 2] }");
    }

    #[test]
    fn every_changed_character_breaks_the_link() {
        let text = keys().sign(&token());
        for at in 0..text.len() {
            for replacement in
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=".chars()
            {
                let mut changed: Vec<char> = text.chars().collect();
                if changed[at] == replacement {
                    continue;
                }
                changed[at] = replacement;
                let changed: String = changed.into_iter().collect();
                assert_eq!(keys().verify(&changed), None, "{changed}");
            }
        }
    }

    #[test]
    fn a_truncated_or_padded_link_opens_nothing() {
        let text = keys().sign(&token());
        assert_eq!(keys().verify(text.get(..30).unwrap()), None);
        assert_eq!(keys().verify(&format!("{text}=")), None);
        assert_eq!(keys().verify(""), None);
    }

    proptest! {
        #[test]
        fn every_token_survives_its_text(event: [u8; 6], invitee: [u8; 5], generation: u8) {
            let token = LinkToken {
                event: EventId::from_bytes(event),
                invitee: InviteeId::from_bytes(invitee),
                generation,
            };
            prop_assert_eq!(keys().verify(&keys().sign(&token)), Some(token));
        }

        #[test]
        fn a_made_up_text_opens_nothing(text in "[A-Za-z0-9_-]{31}") {
            prop_assert_eq!(keys().verify(&text), None);
        }
    }
}

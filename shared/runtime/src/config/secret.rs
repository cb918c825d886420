//! Whether a secret deserves its name.
use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use std::collections::BTreeSet;

/// Fewest bytes of a key that signs: as many as SHA-256 has.
const KEY_BYTES_MIN: usize = 32;
/// Fewest characters of a secret that somebody else chose, such as a provider's.
const TEXT_CHARACTERS_MIN: usize = 16;
/// Fewest different bytes: 16 random hexadecimal digits have fewer once in millions.
const DIFFERENT_BYTES_MIN: usize = 5;
/// Words that people leave in examples. A random key contains one of them about never.
const DEFAULTS: [&str; 9] = [
    "changeme",
    "change-me",
    "change_me",
    "secret",
    "password",
    "default",
    "example",
    "placeholder",
    "insecure",
];

/// Either alphabet, with or without padding.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// Why a secret cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Weakness {
    #[error("is a default; make a random one with `openssl rand -base64 32`")]
    Default,
    #[error("repeats itself; make a random one with `openssl rand -base64 32`")]
    Repeats,
    #[error("has fewer than {TEXT_CHARACTERS_MIN} characters")]
    ShortText,
    #[error("has fewer than {KEY_BYTES_MIN} bytes; make one with `openssl rand -base64 32`")]
    ShortKey,
    #[error("is not base64; make one with `openssl rand -base64 32`")]
    NotBase64,
}

/// Whether `secret` could have been chosen at random.
pub(super) fn strength(secret: &[u8]) -> Result<(), Weakness> {
    let text = String::from_utf8_lossy(secret).to_lowercase();
    if DEFAULTS.iter().any(|word| text.contains(word)) {
        return Err(Weakness::Default);
    }
    if secret.len() < TEXT_CHARACTERS_MIN {
        return Err(Weakness::ShortText);
    }
    if secret.iter().collect::<BTreeSet<_>>().len() < DIFFERENT_BYTES_MIN {
        return Err(Weakness::Repeats);
    }
    Ok(())
}

/// The bytes of a signing key written in base64.
pub(super) fn bytes_of(text: &str) -> Result<Vec<u8>, Weakness> {
    match strength(text.as_bytes()) {
        Err(Weakness::ShortText) => return Err(Weakness::ShortKey),
        other => other?,
    }
    let engines =
        [GeneralPurpose::new(&STANDARD, LENIENT), GeneralPurpose::new(&URL_SAFE, LENIENT)];
    let bytes = engines.iter().find_map(|engine| engine.decode(text).ok());
    let bytes = bytes.ok_or(Weakness::NotBase64)?;
    if bytes.len() < KEY_BYTES_MIN {
        return Err(Weakness::ShortKey);
    }
    strength(&bytes)?;
    Ok(bytes)
}

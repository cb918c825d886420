//! Crockford's base 32, lower case, without check digit: how ids are written.
//! <https://www.crockford.com/base32.html>

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// `bytes` as text, most significant bits first; the last digit is padded with zero bits.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(8).div_ceil(5));
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(digit(held >> bits));
        }
    }
    if bits > 0 {
        text.push(digit(held << (5 - bits)));
    }
    text
}

/// The bytes that `text` stands for; `None` unless it is exactly what [`encode`] writes for `N` bytes.
pub(crate) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes: [u8; N] = decode_vec(text)?.try_into().ok()?;
    Some(bytes)
}

/// As [`decode`], for any number of bytes.
pub(crate) fn decode_vec(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len().saturating_mul(5) / 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for character in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == character)?;
        held = ((held << 5) | u32::try_from(value).ok()?) & 0xFFF;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xFF).ok()?);
        }
    }
    (encode(&bytes) == text).then_some(bytes)
}

fn digit(value: u32) -> char {
    let index = usize::try_from(value & 31).unwrap_or_default();
    ALPHABET.get(index).map_or('0', |byte| char::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(bytes: [u8; 6]) {
            prop_assert_eq!(decode::<6>(&encode(&bytes)), Some(bytes));
        }

        #[test]
        fn a_text_has_one_form(text in "[0-9a-z]{10}") {
            if let Some(bytes) = decode::<6>(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}

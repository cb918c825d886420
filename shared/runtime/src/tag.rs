//! Tags: the proof that we made something which somebody brings back. HMAC-SHA-256 (RFC 2104).
use hmac::{Hmac, Mac, digest::Key};
use sha2::{Digest, Sha256};

/// Bytes of a tag.
pub const TAG_BYTES: usize = 32;

/// The tag of `signed` under `key`. `purpose` keeps it apart from whatever else the same key tags: none
/// begins with another's.
pub fn tag(key: &[u8], purpose: &[u8], signed: &[u8]) -> [u8; TAG_BYTES] {
    mac(key, purpose, signed).finalize().into_bytes().into()
}

/// Whether `given` is that tag, compared in constant time.
pub fn is_tag(key: &[u8], purpose: &[u8], signed: &[u8], given: &[u8]) -> bool {
    mac(key, purpose, signed).verify_slice(given).is_ok()
}

fn mac(key: &[u8], purpose: &[u8], signed: &[u8]) -> Hmac<Sha256> {
    // A key of another length than the block's is padded or hashed, as the standard says.
    let mut block = Key::<Hmac<Sha256>>::default();
    let hashed = Sha256::digest(key);
    let key = if key.len() > block.len() { hashed.as_slice() } else { key };
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = Hmac::<Sha256>::new(&block);
    mac.update(purpose);
    mac.update(signed);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_the_one_of_the_standard_for_keys_of_every_length() {
        // RFC 4231, test cases 2 and 6.
        let short = tag(b"Jefe", b"what do ya want ", b"for nothing?");
        assert_eq!(short[..4], [0x5b, 0xdc, 0xc1, 0x46]);
        let words = b"Test Using Larger Than Block-Size Key - Hash Key First";
        let long = tag(&[0xaa; 131], b"", words);
        assert_eq!(long[..4], [0x60, 0xe4, 0x31, 0x59]);
        assert!(is_tag(&[0xaa; 131], b"", words, &long));
        assert!(!is_tag(&[0xaa; 131], b"another purpose", words, &long));
        assert!(!is_tag(&[0xaa; 131], b"", words, &long[..31]));
    }
}

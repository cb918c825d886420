//! Cursors: where a client's next page begins, in a form that only we can make.
use crate::query::{Position, Query};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac, digest::Key};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::fmt;

/// Bytes of the tag: 128 bits against a forger who can try as often as the gateway lets him.
const TAG_BYTES: usize = 16;

/// The text is no cursor of ours, or belongs to another query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cursor does not belong to this list")]
pub struct InvalidCursor;

/// Makes and opens cursors.
#[derive(Clone)]
pub struct Cursors {
    mac: Hmac<Sha256>,
}

impl fmt::Debug for Cursors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cursors")
    }
}

impl Cursors {
    /// Cursors that are authenticated with `key`.
    pub fn new(key: &[u8]) -> Self {
        // Hashed to one length, as the standard does with a long key: no length can then be refused.
        let mut block = Key::<Hmac<Sha256>>::default();
        for (to, from) in block.iter_mut().zip(Sha256::digest(key)) {
            *to = from;
        }
        Self { mac: Hmac::new(&block) }
    }

    /// A cursor for `position` in the list that `fingerprint` describes: who may see it, what it
    /// holds, in what order.
    pub fn seal(&self, fingerprint: &str, position: &impl Serialize) -> String {
        let mut bytes = serde_json::to_vec(position).unwrap_or_default();
        let tag = self.tagged(fingerprint, &bytes).finalize().into_bytes();
        bytes.extend(tag.iter().take(TAG_BYTES));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The position in the list that `fingerprint` describes.
    pub fn open<P: DeserializeOwned>(
        &self,
        fingerprint: &str,
        cursor: &str,
    ) -> Result<P, InvalidCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| InvalidCursor)?;
        let (position, tag) = bytes
            .len()
            .checked_sub(TAG_BYTES)
            .and_then(|at| bytes.split_at_checked(at))
            .ok_or(InvalidCursor)?;
        self.tagged(fingerprint, position).verify_truncated_left(tag).map_err(|_| InvalidCursor)?;
        serde_json::from_slice(position).map_err(|_| InvalidCursor)
    }

    /// A cursor for the page after `position` of `query`.
    pub fn seal_query(&self, query: &Query, position: &Position) -> String {
        self.seal(&query.fingerprint(), position)
    }

    /// `query` from where the cursor points.
    pub fn resume(&self, query: Query, cursor: Option<&str>) -> Result<Query, InvalidCursor> {
        let position = cursor.map(|cursor| self.open(&query.fingerprint(), cursor)).transpose()?;
        Ok(query.after(position))
    }

    fn tagged(&self, fingerprint: &str, position: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.mac.clone();
        // The length keeps a fingerprint's end and a position's beginning apart.
        mac.update(&u64::try_from(fingerprint.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(fingerprint.as_bytes());
        mac.update(position);
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursors() -> Cursors {
        Cursors::new(b"a key of the tests")
    }

    #[test]
    fn a_cursor_finds_back_to_its_place() {
        let cursor = cursors().seal("contacts of one org", &"position");
        assert_eq!(cursors().open("contacts of one org", &cursor), Ok("position".to_owned()));
    }

    #[test]
    fn a_cursor_opens_no_other_list() {
        let cursor = cursors().seal("contacts of one org", &"position");
        assert_eq!(cursors().open::<String>("contacts of another", &cursor), Err(InvalidCursor));
        let other = Cursors::new(b"another key");
        assert_eq!(other.open::<String>("contacts of one org", &cursor), Err(InvalidCursor));
    }

    #[test]
    fn a_changed_or_cut_cursor_is_refused() {
        let cursor = cursors().seal("list", &"position");
        for at in 0..cursor.len() {
            let mut forged: Vec<char> = cursor.chars().collect();
            forged[at] = if forged[at] == 'A' { 'B' } else { 'A' };
            let forged: String = forged.into_iter().collect();
            assert_eq!(cursors().open::<String>("list", &forged), Err(InvalidCursor), "{forged}");
            assert_eq!(
                cursors().open::<String>("list", cursor.get(..at).unwrap()),
                Err(InvalidCursor)
            );
        }
    }
}

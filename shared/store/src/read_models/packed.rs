//! What lists keep in their entries.
use crate::failure::StoreError;
use serde::{Serialize, de::DeserializeOwned};

/// The kind that errors name.
const KIND: &str = "list entry";

/// Some entries of a list, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice<T, P = String> {
    /// The entries. There may be fewer than were asked for, and still more to come.
    pub items: Vec<T>,
    /// The place to go on after. `None` at the end.
    pub next: Option<P>,
}

/// A value as an entry keeps it. Tuples make the shortest text.
pub(super) fn pack(value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value)
        .map_err(|error| StoreError::Unwritable { kind: KIND, reason: error.to_string() })
}

/// Reads what [`pack`] wrote.
pub(super) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|_| unreadable())
}

/// An entry is not what was written.
pub(super) fn unreadable() -> StoreError {
    StoreError::Unreadable { kind: KIND, reason: "it is not what was written".into() }
}

/// The text, cut to `most` characters.
pub(super) fn bounded(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(bounded("Zoë", 3), "Zoë");
        assert_eq!(bounded("Zoë is", 4), "Zoë…");
    }
}

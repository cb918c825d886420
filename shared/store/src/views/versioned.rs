//! Bodies that know how new they are, for entries whose item has moved on.

/// A body made from one revision of an item.
///
/// Two bodies of one entry are joined into what is known in the end, whatever their order: the newer
/// says what is so, and a tail that only the older has stays. A label says as what the entry is
/// counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned {
    /// The revision of the item that it was made from.
    pub rev: u64,
    /// As what it is counted: at most 255 bytes.
    pub label: String,
    /// What it weighs where its label is counted: the label's weights are summed beside its entries.
    pub weight: u16,
    /// What the newest revision says: at most 64 kB.
    pub head: Vec<u8>,
    /// What stays where a newer body has nothing here.
    pub tail: Vec<u8>,
}

impl Versioned {
    /// The body as bytes: the revision, the weight, the label and the head after their lengths, the
    /// tail.
    pub fn encode(&self) -> Vec<u8> {
        let (label, head) = (self.label.as_bytes(), self.head.as_slice());
        let label_length = u8::try_from(label.len()).unwrap_or(u8::MAX);
        let head_length = u16::try_from(head.len()).unwrap_or(u16::MAX);
        let mut bytes = Vec::with_capacity(head.len().saturating_add(self.tail.len()));
        bytes.extend(self.rev.to_be_bytes());
        bytes.extend(self.weight.to_be_bytes());
        bytes.push(label_length);
        bytes.extend(label.iter().take(usize::from(label_length)));
        bytes.extend(head_length.to_be_bytes());
        bytes.extend(head.iter().take(usize::from(head_length)));
        bytes.extend(&self.tail);
        bytes
    }

    /// Reads a body. `None` where the bytes are none.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (rev, rest) = bytes.split_first_chunk::<8>()?;
        let (weight, rest) = rest.split_first_chunk::<2>()?;
        let (label_length, rest) = rest.split_first()?;
        let (label, rest) = rest.split_at_checked(usize::from(*label_length))?;
        let (head_length, rest) = rest.split_first_chunk::<2>()?;
        let (head, tail) = rest.split_at_checked(usize::from(u16::from_be_bytes(*head_length)))?;
        Some(Self {
            rev: u64::from_be_bytes(*rev),
            label: String::from_utf8(label.to_vec()).ok()?,
            weight: u16::from_be_bytes(*weight),
            head: head.to_vec(),
            tail: tail.to_vec(),
        })
    }

    /// What both know.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        let (newer, older) = if self.rev >= other.rev { (self, other) } else { (other, self) };
        let tail = if newer.tail.is_empty() { older.tail } else { newer.tail };
        Self { tail, ..newer }
    }
}

/// What two bodies know together; bytes that are no body give way.
pub(super) fn joined(held: &[u8], body: &[u8]) -> Vec<u8> {
    match (Versioned::decode(held), Versioned::decode(body)) {
        (Some(held), Some(body)) => held.joined(body).encode(),
        (Some(_), None) => held.to_vec(),
        (None, _) => body.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(rev: u64, head: &str, tail: &str) -> Vec<u8> {
        let (head, tail) = (head.as_bytes().to_vec(), tail.as_bytes().to_vec());
        Versioned { rev, label: format!("label {head:?}"), weight: 3, head, tail }.encode()
    }

    #[test]
    fn a_body_survives_its_bytes() {
        let bytes = body(7, "head", "tail");
        assert_eq!(Versioned::decode(&bytes).map(|body| body.weight), Some(3));
        assert_eq!(Versioned::decode(&bytes).map(|body| body.encode()), Some(bytes));
        assert_eq!(Versioned::decode(b"short"), None);
    }

    #[test]
    fn bodies_join_to_the_same_in_any_order() {
        let bodies = [body(1, "queued", "words"), body(2, "sent", ""), body(3, "delivered", "")];
        let orders = [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1], [0, 2, 1], [1, 0, 2]];
        for order in orders {
            let [first, second, third] = order.map(|at: usize| bodies[at].clone());
            let all = joined(&joined(&first, &second), &third);
            let known = Versioned::decode(&all).unwrap();
            assert_eq!((known.rev, known.head.as_slice()), (3, b"delivered".as_slice()));
            assert_eq!(known.tail, b"words");
            assert_eq!(joined(&all, &first), all, "a repetition adds nothing");
        }
    }
}

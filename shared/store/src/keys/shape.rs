//! Key templates as data, and what they match.

/// Where a key places its item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The table itself: the key is the item's identity.
    Table,
    /// The first sparse index: the engine's work and the names of contacts.
    Gsi1,
    /// The second sparse index: wakes, the outbox and an org's events.
    Gsi2,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 3] = [Self::Table, Self::Gsi1, Self::Gsi2];

    /// The index's name. `None` for the table.
    pub const fn index(self) -> Option<&'static str> {
        match self {
            Self::Table => None,
            Self::Gsi1 => Some("gsi1"),
            Self::Gsi2 => Some("gsi2"),
        }
    }

    /// The attribute that holds the partition key.
    pub const fn pk(self) -> &'static str {
        match self {
            Self::Table => "pk",
            Self::Gsi1 => "gsi1pk",
            Self::Gsi2 => "gsi2pk",
        }
    }

    /// The attribute that holds the sort key.
    pub const fn sk(self) -> &'static str {
        match self {
            Self::Table => "sk",
            Self::Gsi1 => "gsi1sk",
            Self::Gsi2 => "gsi2sk",
        }
    }
}

/// The key templates of one entity, as data: docs, checks and parsing all read this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The key type's name.
    pub entity: &'static str,
    /// What it identifies.
    pub doc: &'static str,
    /// Where.
    pub place: Place,
    /// The partition key's template.
    pub pk: &'static str,
    /// The sort key's template.
    pub sk: &'static str,
}

/// A stored key did not have the shape its entity declares.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("stored key `{pk}` / `{sk}` does not match {entity}")]
pub struct MalformedKey {
    /// The key type.
    pub entity: &'static str,
    /// The stored partition key.
    pub pk: String,
    /// The stored sort key.
    pub sk: String,
}

/// The text that `template`'s `{name}` stands for in `text`.
pub(super) fn hole<'t>(template: &str, text: &'t str, name: &str) -> Option<&'t str> {
    let at = template
        .split('#')
        .position(|word| word.strip_prefix('{').and_then(|w| w.strip_suffix('}')) == Some(name))?;
    text.split('#').nth(at)
}

/// Whether `text` could have been rendered from `template`.
pub(super) fn matches(template: &str, text: &str) -> bool {
    let (mut template, mut text) = (template.split('#'), text.split('#'));
    loop {
        match (template.next(), text.next()) {
            (None, None) => return true,
            (Some(word), Some(value)) if word.starts_with('{') || word == value => (),
            (Some(_) | None, Some(_)) | (Some(_), None) => return false,
        }
    }
}

/// The constant text that every key of the template begins with.
pub(super) const fn head(template: &'static str) -> &'static str {
    let bytes = template.as_bytes();
    let mut rest = bytes;
    let mut length = 0;
    while let [first, tail @ ..] = rest {
        if *first == b'{' {
            break;
        }
        rest = tail;
        length += 1;
    }
    template.split_at(length).0
}

/// Whether some key text of one place belongs to both shapes.
pub fn overlap(left: &Shape, right: &Shape) -> bool {
    fn clash(left: &str, right: &str) -> bool {
        let (left, right): (Vec<&str>, Vec<&str>) =
            (left.split('#').collect(), right.split('#').collect());
        left.len() == right.len()
            && left
                .iter()
                .zip(&right)
                .all(|(l, r)| l.starts_with('{') || r.starts_with('{') || l == r)
    }
    left.place == right.place && clash(left.pk, right.pk) && clash(left.sk, right.sk)
}

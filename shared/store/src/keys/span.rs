//! Keys as values: one place in the table or an index, and ranges of them.
use super::{Part, Place, shape::MalformedKey, shape::Shape};

/// A key type of the table or an index.
pub trait Key: Sized {
    /// Its templates.
    const SHAPE: Shape;
    /// The partition key text.
    fn pk(&self) -> String;
    /// The sort key text.
    fn sk(&self) -> String;
    /// Reads a key back.
    fn parse(pk: &str, sk: &str) -> Result<Self, MalformedKey>;
    /// The key as plain text.
    fn address(&self) -> Address {
        Address { place: Self::SHAPE.place, pk: self.pk(), sk: self.sk() }
    }
}

/// A key as text, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// The table or an index.
    pub place: Place,
    /// The partition key text.
    pub pk: String,
    /// The sort key text.
    pub sk: String,
}

impl<K: Key> From<&K> for Address {
    fn from(key: &K) -> Self {
        key.address()
    }
}

/// A contiguous range of one partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The table or an index.
    pub place: Place,
    /// The partition key text.
    pub pk: String,
    head: &'static str,
    /// Which sort keys.
    pub range: Range,
}

/// Which sort keys of a partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Range {
    /// All.
    All,
    /// Those that begin with the text.
    Head(String),
    /// From the first to the second, both included.
    Between(String, String),
}

/// Sorts, as UTF-8 does, after every text that goes on from the same place.
const AFTER: char = char::MAX;

impl Span {
    pub(super) fn of(place: Place, pk: String, head: &'static str) -> Self {
        let range = if head.is_empty() { Range::All } else { Range::Head(head.to_owned()) };
        Self { place, pk, head, range }
    }

    /// Only those whose first part is at most `last`, or goes on from it.
    #[must_use]
    pub fn up_to(mut self, last: &impl Part) -> Self {
        let head = self.head;
        // A sort key is never empty, so the lowest bound of a range without a head is a space.
        let low = if head.is_empty() { " ".to_owned() } else { head.to_owned() };
        self.range = Range::Between(low, format!("{head}{}{AFTER}", last.render()));
        self
    }

    /// Only those whose first and only part is at most `last`, or whose first part is less.
    #[must_use]
    pub fn through(mut self, last: &impl Part) -> Self {
        let head = self.head;
        let low = if head.is_empty() { " ".to_owned() } else { head.to_owned() };
        self.range = Range::Between(low, format!("{head}{}", last.render()));
        self
    }

    /// Only those whose first part is at least `first`.
    #[must_use]
    pub fn from(mut self, first: &impl Part) -> Self {
        let head = self.head;
        self.range = Range::Between(format!("{head}{}", first.render()), format!("{head}{AFTER}"));
        self
    }

    /// Only those whose first part is `first` to `last`, both included.
    #[must_use]
    pub fn between(mut self, first: &impl Part, last: &impl Part) -> Self {
        let head = self.head;
        self.range = Range::Between(
            format!("{head}{}", first.render()),
            format!("{head}{}{AFTER}", last.render()),
        );
        self
    }

    /// Only those whose first part begins with `text`, as a name does with what was typed of it.
    #[must_use]
    pub fn starting(mut self, text: &impl Part) -> Self {
        self.range = Range::Head(format!("{}{}", self.head, text.render()));
        self
    }

    /// Only those whose first part is `part`.
    #[must_use]
    pub fn within(mut self, part: &impl Part) -> Self {
        self.range = Range::Head(format!("{}{}#", self.head, part.render()));
        self
    }
}

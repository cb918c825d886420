//! How a value is stored as an item.
//!
//! Beside its own fields every item carries `pk`, `sk`, `kind`, `v` (the schema's version), `rev`
//! (counts its writes, from 1) and, where an actor is known, `by`; sparse index keys and `ttl` where it
//! has them. An entity may rename its fields to short attribute names with serde, where an item must
//! stay small; the item type's doc then lists them.
use crate::{
    failure::StoreError,
    keys::{Address, Key, MalformedKey, Place},
};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use std::{collections::HashMap, fmt};

/// A value that is stored under a key of the table.
pub trait Item: Serialize + DeserializeOwned {
    /// The key that it is stored under. Its fields need no second place in the value.
    type Key: Key + fmt::Debug + Clone + PartialEq;
    /// The `kind` attribute.
    const KIND: &'static str;
    /// The `v` attribute. Changes whenever an older reader would misread the item.
    const VERSION: u8;

    /// Where the indexes show the item, and when the table forgets it.
    fn places(&self, key: &Self::Key) -> Places {
        let _ = key;
        Places::default()
    }
}

/// An item's places in the indexes, and its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    /// The first index.
    pub gsi1: Option<Address>,
    /// The second index.
    pub gsi2: Option<Address>,
    /// When the table may forget it, in whole seconds.
    pub ttl: Option<Timestamp>,
}

impl Places {
    /// One place in the index that the address belongs to.
    pub fn at(address: impl Into<Address>) -> Self {
        let address = address.into();
        match address.place {
            Place::Table => Self::default(),
            Place::Gsi1 => Self { gsi1: Some(address), ..Self::default() },
            Place::Gsi2 => Self { gsi2: Some(address), ..Self::default() },
        }
    }

    /// Forgotten at `at`, or soon after.
    #[must_use]
    pub const fn until(mut self, at: Timestamp) -> Self {
        self.ttl = Some(at);
        self
    }
}

/// A value as it was read: with its key, its revision and who wrote it last.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored<T: Item> {
    /// Its key.
    pub key: T::Key,
    /// The value.
    pub value: T,
    /// Counts its writes; a replacement names the one it saw.
    pub rev: u64,
    /// Who wrote it last, where known.
    pub by: Option<String>,
    /// Where the indexes show it.
    pub places: Places,
}

/// An item, or an index's projection of one, before it is read as anything.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row(pub(crate) HashMap<String, AttributeValue>);

impl From<HashMap<String, AttributeValue>> for Row {
    fn from(attributes: HashMap<String, AttributeValue>) -> Self {
        Self(attributes)
    }
}

impl Row {
    /// Its kind. `None` where the projection has none.
    pub fn kind(&self) -> Option<&str> {
        self.text("kind")
    }

    /// Its revision. `None` where the projection has none.
    pub fn rev(&self) -> Option<u64> {
        self.0.get("rev")?.as_n().ok()?.parse().ok()
    }

    /// A text attribute.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_s().ok().map(String::as_str)
    }

    /// A set of texts, in order; empty where there is none.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let set = self.0.get(name).and_then(|value| value.as_ss().ok());
        let mut texts = set.cloned().unwrap_or_default();
        texts.sort_unstable();
        texts
    }

    /// A whole-number attribute.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_n().ok()?.parse().ok()
    }

    /// Its key in the table or an index. `None` where it has no place there.
    pub fn address(&self, place: Place) -> Option<Address> {
        let (pk, sk) = (self.text(place.pk())?.to_owned(), self.text(place.sk())?.to_owned());
        Some(Address { place, pk, sk })
    }

    /// Its key in the place that `K` belongs to.
    pub fn key<K: Key>(&self) -> Result<K, MalformedKey> {
        let address = self.address(K::SHAPE.place);
        let (pk, sk) = address.map(|address| (address.pk, address.sk)).unwrap_or_default();
        K::parse(&pk, &sk)
    }

    /// Reads the whole item.
    pub fn read<T: Item>(self) -> Result<Stored<T>, StoreError> {
        let unreadable = |reason: String| StoreError::Unreadable { kind: T::KIND, reason };
        if self.kind() != Some(T::KIND) {
            return Err(unreadable(format!("its kind is {:?}", self.kind())));
        }
        let version = self.0.get("v").and_then(|v| v.as_n().ok()).and_then(|v| v.parse().ok());
        if version != Some(T::VERSION) {
            return Err(unreadable(format!("its version is {version:?}, not {}", T::VERSION)));
        }
        let rev = self.rev().ok_or_else(|| unreadable("it has no revision".into()))?;
        let key = self.key().map_err(|_| unreadable("its key has another shape".into()))?;
        let by = self.text("by").map(ToOwned::to_owned);
        let places = self.places();
        Ok(Stored { key, value: self.project()?, rev, by, places })
    }

    /// Reads some of its attributes, as from an index that projects only those.
    pub fn project<P: DeserializeOwned>(self) -> Result<P, StoreError> {
        serde_dynamo::from_item(self.0).map_err(|error| StoreError::Unreadable {
            kind: "projection",
            reason: error.to_string(),
        })
    }

    fn places(&self) -> Places {
        Places {
            gsi1: self.address(Place::Gsi1),
            gsi2: self.address(Place::Gsi2),
            ttl: self
                .0
                .get("ttl")
                .and_then(|ttl| ttl.as_n().ok()?.parse().ok())
                .and_then(|seconds| Timestamp::from_second(seconds).ok()),
        }
    }
}

/// What can be read of some rows. One that cannot is logged, and holds nobody else up.
pub(crate) fn readable<R>(
    rows: impl IntoIterator<Item = Row>,
    read: impl Fn(Row) -> Result<R, StoreError>,
) -> Vec<R> {
    let read = |row| {
        read(row).inspect_err(|error| {
            tracing::error!(cause = %error, alarm = true, "a row that cannot be read is left out");
        })
    };
    rows.into_iter().filter_map(|row| read(row).ok()).collect()
}

/// The item that stores `value` under `key`.
pub(crate) fn encode<T: Item>(
    key: &T::Key,
    value: &T,
    rev: u64,
    by: Option<&str>,
) -> Result<HashMap<String, AttributeValue>, StoreError> {
    let mut item: HashMap<String, AttributeValue> = serde_dynamo::to_item(value)
        .map_err(|error| StoreError::Unwritable { kind: T::KIND, reason: error.to_string() })?;
    let places = value.places(key);
    let mut own = HashMap::from([
        ("kind".to_owned(), AttributeValue::S(T::KIND.to_owned())),
        ("v".to_owned(), AttributeValue::N(T::VERSION.to_string())),
        ("rev".to_owned(), AttributeValue::N(rev.to_string())),
    ]);
    for address in [Some(key.address()), places.gsi1, places.gsi2].into_iter().flatten() {
        own.insert(address.place.pk().to_owned(), AttributeValue::S(address.pk));
        own.insert(address.place.sk().to_owned(), AttributeValue::S(address.sk));
    }
    if let Some(by) = by {
        own.insert("by".to_owned(), AttributeValue::S(by.to_owned()));
    }
    if let Some(ttl) = places.ttl {
        own.insert("ttl".to_owned(), AttributeValue::N(ttl.as_second().to_string()));
    }
    if let Some(name) = own.keys().find(|name| item.contains_key(*name)) {
        let reason = format!("its field `{name}` has a name of the table's own");
        return Err(StoreError::Unwritable { kind: T::KIND, reason });
    }
    item.extend(own);
    Ok(item)
}

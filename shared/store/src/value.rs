//! Attribute values for conditions and updates.
use crate::failure::StoreError;
use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};
use jiff::Timestamp;
use serde::Serialize;

/// A value that an expression refers to.
#[derive(Debug, Clone, PartialEq)]
pub struct Value(pub(crate) AttributeValue);

impl Value {
    /// Whatever `value` serializes to, as an item's attribute would.
    pub fn of(value: &impl Serialize) -> Result<Self, StoreError> {
        serde_dynamo::to_attribute_value(value)
            .map(Self)
            .map_err(|error| StoreError::Unwritable { kind: "value", reason: error.to_string() })
    }

    /// A set of texts. Must not be empty: the table has no empty sets.
    pub fn texts(texts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(AttributeValue::Ss(texts.into_iter().map(Into::into).collect()))
    }

    /// A list, as `list_append` takes it.
    pub fn list(values: impl IntoIterator<Item = Self>) -> Self {
        Self(AttributeValue::L(values.into_iter().map(|value| value.0).collect()))
    }

    /// Raw bytes.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self(AttributeValue::B(Blob::new(bytes)))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(AttributeValue::S(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(AttributeValue::S(text))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self(AttributeValue::Bool(flag))
    }
}

/// An instant as `jiff` serializes it, so that it equals the attribute of an item's field. To compare
/// instants in a condition, store and compare [`milliseconds`](Value::milliseconds).
impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self(AttributeValue::S(at.to_string()))
    }
}

impl Value {
    /// An instant as its whole milliseconds since 1970, a number.
    pub fn milliseconds(at: Timestamp) -> Self {
        Self::from(at.as_millisecond())
    }
}

/// Numbers are stored as numbers.
macro_rules! numbers {
    ($($Number:ty),+) => { $(
        impl From<$Number> for Value {
            fn from(number: $Number) -> Self {
                Self(AttributeValue::N(number.to_string()))
            }
        }
    )+ };
}
numbers!(u8, u16, u32, u64, i32, i64);

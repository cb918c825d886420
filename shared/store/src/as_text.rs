//! Domain values as text in items: `#[serde(with = "crate::as_text")]`.
//!
//! The domain knows no serialization; whatever has one text form, such as an id, is stored as that.
use serde::{Deserialize, Deserializer, Serializer, de::Error};
use std::{borrow::Cow, fmt::Display, str::FromStr};

/// Writes the value's text form.
pub fn serialize<T: Display, S: Serializer>(value: &T, writer: S) -> Result<S::Ok, S::Error> {
    writer.collect_str(value)
}

/// Reads the text form back.
pub fn deserialize<'de, T, D>(reader: D) -> Result<T, D::Error>
where
    T: FromStr,
    D: Deserializer<'de>,
{
    let text = Cow::<'de, str>::deserialize(reader)?;
    // The parser's words are not repeated: they could hold the value.
    text.parse().map_err(|_| D::Error::custom("a text is not what was stored"))
}

/// The same for a value that may be absent: add `#[serde(default)]` and
/// `skip_serializing_if = "Option::is_none"`.
pub mod optional {
    use super::{Cow, Deserialize, Deserializer, Display, Error, FromStr, Serializer};

    /// Writes the value's text form, or nothing.
    pub fn serialize<T: Display, S: Serializer>(
        value: &Option<T>,
        writer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => writer.collect_str(value),
            None => writer.serialize_none(),
        }
    }

    /// Reads the text form back.
    pub fn deserialize<'de, T, D>(reader: D) -> Result<Option<T>, D::Error>
    where
        T: FromStr,
        D: Deserializer<'de>,
    {
        let text = Option::<Cow<'de, str>>::deserialize(reader)?;
        let parsed = text.map(|text| text.parse()).transpose();
        parsed.map_err(|_| D::Error::custom("a text is not what was stored"))
    }
}

/// The same for several values: add `#[serde(default)]` and `skip_serializing_if = "Vec::is_empty"`.
pub mod list {
    use super::{Cow, Deserialize, Deserializer, Display, Error, FromStr, Serializer};

    /// Writes the values' text forms.
    pub fn serialize<T: Display, S: Serializer>(
        values: &[T],
        writer: S,
    ) -> Result<S::Ok, S::Error> {
        writer.collect_seq(values.iter().map(ToString::to_string))
    }

    /// Reads the text forms back.
    pub fn deserialize<'de, T, D>(reader: D) -> Result<Vec<T>, D::Error>
    where
        T: FromStr,
        D: Deserializer<'de>,
    {
        let texts = Vec::<Cow<'de, str>>::deserialize(reader)?;
        let parsed = texts.iter().map(|text| text.parse()).collect::<Result<_, _>>();
        parsed.map_err(|_| D::Error::custom("a text is not what was stored"))
    }
}

/// A role by its name.
pub mod role {
    use super::{Cow, Deserialize, Deserializer, Error, Serializer};
    use domain::rights::Role;

    /// Writes the role's name.
    pub fn serialize<S: Serializer>(role: &Role, writer: S) -> Result<S::Ok, S::Error> {
        writer.serialize_str(role.name())
    }

    /// Reads a role's name.
    pub fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<Role, D::Error> {
        let name = Cow::<'de, str>::deserialize(reader)?;
        Role::parse(&name).ok_or_else(|| D::Error::custom("an unknown role"))
    }
}

/// A role on an event by its name.
pub mod event_role {
    use super::{Cow, Deserialize, Deserializer, Error, Serializer};
    use domain::rights::EventRole;

    /// Writes the role's name.
    pub fn serialize<S: Serializer>(role: &EventRole, writer: S) -> Result<S::Ok, S::Error> {
        writer.serialize_str(role.name())
    }

    /// Reads a role's name.
    pub fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<EventRole, D::Error> {
        let name = Cow::<'de, str>::deserialize(reader)?;
        EventRole::parse(&name).ok_or_else(|| D::Error::custom("an unknown role"))
    }
}

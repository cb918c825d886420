//! Which column is which field.

use std::{collections::BTreeSet, fmt, str::FromStr};

use store::contacts::ContactField;

use super::limits::{COLUMNS_MAX, CUSTOM_FIELDS_MAX, CUSTOM_NAME_CHARACTERS_MAX};

/// What a column holds. Its text form is what a client overrides a guess with: `ignore`, `name`,
/// `phone:1`, `tags:/`, `job_title`, `custom:Shoe size`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnUse {
    Ignore,
    /// The whole name; its last word is taken for the last name.
    Name,
    FirstName,
    LastName,
    /// A phone; the lowest rank that is usable in a row is the contact's.
    Phone {
        rank: u8,
    },
    /// What kind of phone is in the column of the same rank; one that says mobile goes first.
    PhoneLabel {
        rank: u8,
    },
    /// An e-mail address; the lowest rank that is usable in a row is the contact's.
    Email {
        rank: u8,
    },
    /// Tags between commas, semicolons or pipes, and between these characters too.
    Tags {
        also: String,
    },
    /// Google's labels: between ` ::: `, its own `* myContacts` left out.
    Labels,
    /// The name of a list that the contact is on; several stand between ` ::: `.
    Group,
    Note,
    Organization,
    /// The person's time zone by its IANA name.
    Zone,
    /// Any other field of a contact.
    Field(ContactField),
    /// Custom fields by name, as a JSON object of texts.
    CustomFields,
    /// Kept as a custom field of this name.
    Custom(String),
}

/// What each column of a file holds, from the left. Columns beyond it are not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping(Vec<ColumnUse>);

/// A mapping that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    #[error("a mapping has at most 256 columns")]
    TooManyColumns,
    #[error("a mapping has at most 20 custom fields")]
    TooManyCustomFields,
    #[error("the custom field `{0}` is given twice")]
    CustomFieldTwice(String),
    #[error("a custom field's name has 1 to 60 characters")]
    CustomFieldName,
    #[error("`{0}` is no use of a column")]
    UnknownUse(String),
}

impl Mapping {
    /// The mapping with these uses from the left.
    pub fn new(uses: Vec<ColumnUse>) -> Result<Self, MappingError> {
        if uses.len() > COLUMNS_MAX {
            return Err(MappingError::TooManyColumns);
        }
        let mut names = BTreeSet::new();
        for name in uses.iter().filter_map(ColumnUse::custom_name) {
            if name.trim() != name
                || !(1..=CUSTOM_NAME_CHARACTERS_MAX).contains(&name.chars().count())
            {
                return Err(MappingError::CustomFieldName);
            }
            if !names.insert(name) {
                return Err(MappingError::CustomFieldTwice(name.to_owned()));
            }
        }
        if names.len() > CUSTOM_FIELDS_MAX {
            return Err(MappingError::TooManyCustomFields);
        }
        Ok(Self(uses))
    }

    /// The mapping in text form, one use per column.
    pub fn parse<T: AsRef<str>>(uses: &[T]) -> Result<Self, MappingError> {
        Self::new(uses.iter().map(|text| text.as_ref().parse()).collect::<Result<_, _>>()?)
    }

    /// A mapping within the limits by the way it is made.
    pub(super) fn of_columns(uses: Vec<ColumnUse>) -> Self {
        Self(uses)
    }

    /// What each column holds, from the left.
    pub fn uses(&self) -> &[ColumnUse] {
        &self.0
    }
}

impl ColumnUse {
    /// The name of the custom field that the column fills.
    pub(super) fn custom_name(&self) -> Option<&str> {
        match self {
            Self::Custom(name) => Some(name),
            Self::Ignore
            | Self::Name
            | Self::FirstName
            | Self::LastName
            | Self::Phone { .. }
            | Self::PhoneLabel { .. }
            | Self::Email { .. }
            | Self::Tags { .. }
            | Self::Labels
            | Self::Group
            | Self::Note
            | Self::Organization
            | Self::Zone
            | Self::Field(_)
            | Self::CustomFields => None,
        }
    }
}

impl fmt::Display for ColumnUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ignore => f.write_str("ignore"),
            Self::Name => f.write_str("name"),
            Self::FirstName => f.write_str("first-name"),
            Self::LastName => f.write_str("last-name"),
            Self::Phone { rank } => write!(f, "phone:{rank}"),
            Self::PhoneLabel { rank } => write!(f, "phone-label:{rank}"),
            Self::Email { rank } => write!(f, "email:{rank}"),
            Self::Tags { also } if also.is_empty() => f.write_str("tags"),
            Self::Tags { also } => write!(f, "tags:{also}"),
            Self::Labels => f.write_str("labels"),
            Self::Group => f.write_str("group"),
            Self::Note => f.write_str("note"),
            Self::Organization => f.write_str("organization"),
            Self::Zone => f.write_str("zone"),
            Self::Field(field) => f.write_str(field.name()),
            Self::CustomFields => f.write_str("custom-fields"),
            Self::Custom(name) => write!(f, "custom:{name}"),
        }
    }
}

impl FromStr for ColumnUse {
    type Err = MappingError;
    fn from_str(text: &str) -> Result<Self, MappingError> {
        let unknown = || MappingError::UnknownUse(text.to_owned());
        let (word, detail) = match text.split_once(':') {
            Some((word, detail)) => (word, Some(detail)),
            None => (text, None),
        };
        // `phone` alone is what a person writes who has one.
        let rank = || detail.unwrap_or("1").parse::<u8>().map_err(|_| unknown());
        Ok(match (word, detail) {
            ("ignore", None) => Self::Ignore,
            ("name", None) => Self::Name,
            ("first-name", None) => Self::FirstName,
            ("last-name", None) => Self::LastName,
            ("phone", _) => Self::Phone { rank: rank()? },
            ("phone-label", _) => Self::PhoneLabel { rank: rank()? },
            ("email", _) => Self::Email { rank: rank()? },
            ("tags", also) => Self::Tags { also: also.unwrap_or_default().to_owned() },
            ("labels", None) => Self::Labels,
            ("group", None) => Self::Group,
            ("note", None) => Self::Note,
            ("organization", None) => Self::Organization,
            ("zone", None) => Self::Zone,
            ("custom-fields", None) => Self::CustomFields,
            ("custom", Some(name)) => Self::Custom(name.to_owned()),
            (field, None) => Self::Field(field.parse().map_err(|_| unknown())?),
            _ => return Err(unknown()),
        })
    }
}

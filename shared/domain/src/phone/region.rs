//! Regions: countries and territories with a numbering plan.
use phonenumber::{country, metadata::DATABASE};
use std::{fmt, str::FromStr};

/// A country or territory, by its ISO 3166 alpha-2 code, that has a numbering plan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region([u8; 2]);

/// The text was not the code of a region with phones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a country code of two capital letters, as in US")]
pub struct ParseRegionError;

impl Region {
    /// The United States: the default of a new org.
    pub const US: Self = Self(*b"US");

    /// The region with this code, two capital letters.
    pub fn parse(code: &str) -> Result<Self, ParseRegionError> {
        let [first, second] = *code.as_bytes() else {
            return Err(ParseRegionError);
        };
        let known = country::Id::from_str(code).is_ok() && DATABASE.by_id(code).is_some();
        known.then_some(Self([first, second])).ok_or(ParseRegionError)
    }

    /// Its code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The numbering library's name for it.
    pub(super) fn id(self) -> Option<country::Id> {
        self.as_str().parse().ok()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Region {
    type Err = ParseRegionError;
    fn from_str(text: &str) -> Result<Self, ParseRegionError> {
        Self::parse(text)
    }
}

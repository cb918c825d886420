//! Conditions of writes.
use super::Attributes;
use crate::value::Value;
use std::collections::HashMap;

/// What must hold for an item: an expression with its placeholders' meanings.
///
/// Attributes whose names are reserved words (`left`, `status`, `name`, `by`, `zone`, ..) need a `#`
/// placeholder, values a `:` placeholder.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Condition {
    pub(crate) expression: String,
    pub(crate) names: HashMap<String, String>,
    pub(crate) values: Attributes,
}

impl Condition {
    /// The expression, in DynamoDB's language.
    pub fn new(expression: impl Into<String>) -> Self {
        Self { expression: expression.into(), ..Self::default() }
    }

    /// The item exists.
    pub fn exists() -> Self {
        Self::new("attribute_exists(pk)")
    }

    /// The item does not exist.
    pub fn absent() -> Self {
        Self::new("attribute_not_exists(pk)")
    }

    /// The item has this revision.
    pub fn rev(rev: u64) -> Self {
        Self::new("rev = :rev_seen").value(":rev_seen", rev)
    }

    /// The meaning of a `#` placeholder.
    #[must_use]
    pub fn name(mut self, placeholder: &str, attribute: &str) -> Self {
        self.names.insert(placeholder.to_owned(), attribute.to_owned());
        self
    }

    /// The meaning of a `:` placeholder.
    #[must_use]
    pub fn value(mut self, placeholder: &str, value: impl Into<Value>) -> Self {
        self.values.insert(placeholder.to_owned(), value.into().0);
        self
    }

    /// Both hold. Placeholders are shared.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.expression = format!("({}) AND ({})", self.expression, other.expression);
        self.names.extend(other.names);
        self.values.extend(other.values);
        self
    }
}

//! What is wrong with which field.
use crate::problem::Problem;
use serde::Serialize;
use std::{borrow::Cow, fmt};
use utoipa::ToSchema;

/// One field that needs a correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Where: a JSON pointer into the body (RFC 6901), or `/name` for a parameter of the query.
    pub pointer: String,
    /// What would be right, in plain words.
    #[schema(value_type = String)]
    pub detail: Cow<'static, str>,
}

impl FieldError {
    /// `detail` about the field at `pointer`.
    pub fn new(pointer: impl Into<String>, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into() }
    }
}

/// Collects what is wrong with a request, so that the caller hears of all of it at once.
///
/// ```
/// # use runtime::extract::Fields;
/// let mut fields = Fields::new();
/// fields.check("/capacity", false, "must be 1 to 100,000");
/// let region = fields.take("/region", "XY".parse::<u8>().map_err(|_| "must be a region"));
/// assert!(region.is_none());
/// assert_eq!(fields.finish().unwrap_err().errors().len(), 2);
/// ```
#[derive(Debug, Default)]
#[must_use = "nothing is refused until `finish` is asked"]
pub struct Fields {
    errors: Vec<FieldError>,
}

impl Fields {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Records `detail` about `pointer` unless `right`.
    pub fn check(&mut self, pointer: &str, right: bool, detail: impl Into<Cow<'static, str>>) {
        if !right {
            self.refuse(pointer, detail);
        }
    }

    /// Records `detail` about `pointer`.
    pub fn refuse(&mut self, pointer: &str, detail: impl Into<Cow<'static, str>>) {
        self.errors.push(FieldError::new(pointer, detail));
    }

    /// The parsed value, or `None` with the parser's words recorded about `pointer`. The words are
    /// public: give it only errors that were written for callers.
    pub fn take<T, E: fmt::Display>(&mut self, pointer: &str, parsed: Result<T, E>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.refuse(pointer, error.to_string());
                None
            }
        }
    }

    /// As [`Self::take`], for a field that may be absent: `Some(None)` where it is.
    pub fn take_optional<T, E: fmt::Display>(
        &mut self,
        pointer: &str,
        parsed: Option<Result<T, E>>,
    ) -> Option<Option<T>> {
        match parsed {
            None => Some(None),
            Some(parsed) => self.take(pointer, parsed).map(Some),
        }
    }

    /// Checks that a text has 1 to `max` characters, not counting space around it, and no control
    /// characters; gives the trimmed text.
    pub fn text(&mut self, pointer: &str, text: &str, max: usize) -> Option<String> {
        let text = text.trim();
        let characters = text.chars().count();
        if characters == 0 || characters > max {
            self.refuse(pointer, format!("must have 1 to {max} characters"));
            return None;
        }
        if text.chars().any(char::is_control) {
            self.refuse(pointer, "must be on one line, without control characters");
            return None;
        }
        Some(text.to_owned())
    }

    /// Refuses if anything was recorded.
    pub fn finish(self) -> Result<(), Problem> {
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::invalid(self.errors)) }
    }

    /// All of `values`, or the refusal: for a tuple of options that [`Self::take`] gave.
    pub fn all<T>(self, values: Option<T>) -> Result<T, Problem> {
        self.finish()?;
        values.ok_or_else(|| Problem::new(crate::ProblemKind::InvalidFields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut fields = Fields::new();
        fields.check("/capacity", false, "must be 1 to 100,000");
        assert_eq!(fields.text("/name", "  Ada ", 200), Some("Ada".to_owned()));
        assert_eq!(fields.text("/host", "", 200), None);
        assert_eq!(fields.text("/venue", "two\nlines", 200), None);
        let problem = fields.finish().unwrap_err();
        let pointers: Vec<&str> = problem.errors().iter().map(|e| e.pointer.as_str()).collect();
        assert_eq!(pointers, ["/capacity", "/host", "/venue"]);
    }
}

//! Texts with variables, checked when they are saved.
use super::{TEMPLATE_CHARS_MAX, Text, Variable, Variables};
use std::fmt;

/// What is wrong with a template. Each names its place, in characters from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// It says nothing.
    #[error("the text is empty")]
    Empty,
    /// It has more than [`TEMPLATE_CHARS_MAX`] characters.
    #[error("the text has {characters} characters; {TEMPLATE_CHARS_MAX} is the most")]
    TooLong {
        /// How many it has.
        characters: usize,
    },
    /// `{{` without `}}`.
    #[error("the braces opened at character {at} are not closed")]
    Unclosed {
        /// Where they open.
        at: usize,
    },
    /// No variable has that name.
    #[error("there is no variable `{name}`")]
    Unknown {
        /// What stands between the braces.
        name: String,
        /// Where they open.
        at: usize,
    },
    /// The variable has no value in this kind of message.
    #[error("`{}` cannot be used in this text", .variable.name())]
    NotHere {
        /// The variable.
        variable: Variable,
        /// Where its braces open.
        at: usize,
    },
    /// The message would be useless without the variable.
    #[error("the text has to contain {{{{{}}}}}", .variable.name())]
    Missing {
        /// The variable.
        variable: Variable,
    },
}

/// A checked text with variables in double braces, as in `Hello {{name}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Words(String),
    Value(Variable),
}

impl Template {
    /// Checks `text` for use as `kind`; all that is wrong with it is reported at once.
    pub fn parse(kind: Text, text: &str) -> Result<Self, Vec<TemplateError>> {
        let mut errors = Vec::new();
        let characters = text.chars().count();
        if text.trim().is_empty() {
            errors.push(TemplateError::Empty);
        }
        if characters > TEMPLATE_CHARS_MAX {
            errors.push(TemplateError::TooLong { characters });
        }
        let parts = parts(text, kind, &mut errors);
        for required in kind.required() {
            if !parts.contains(&Part::Value(*required)) {
                errors.push(TemplateError::Missing { variable: *required });
            }
        }
        if errors.is_empty() { Ok(Self { text: text.to_owned(), parts }) } else { Err(errors) }
    }

    /// The default words of `kind`.
    pub fn default_of(kind: Text) -> Self {
        let text = kind.default_text();
        Self { text: text.to_owned(), parts: parts(text, kind, &mut Vec::new()) }
    }

    /// The organizer's words where there are any that (still) pass the check, else the default.
    pub fn chosen(kind: Text, own: Option<&str>) -> Self {
        own.and_then(|text| Self::parse(kind, text).ok()).unwrap_or_else(|| Self::default_of(kind))
    }

    /// The message. Values are words, never templates: braces in them stay braces.
    pub fn render(&self, variables: &Variables) -> String {
        let words = self.parts.iter().map(|part| match part {
            Part::Words(words) => words.as_str(),
            Part::Value(variable) => variables.get(*variable),
        });
        words.collect()
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Takes `text` apart; what is wrong with it goes to `errors`.
fn parts(text: &str, kind: Text, errors: &mut Vec<TemplateError>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut at = 0;
    while let Some((words, opened)) = rest.split_once("{{") {
        at += words.chars().count();
        parts.push(Part::Words(words.to_owned()));
        let Some((name, after)) = opened.split_once("}}") else {
            errors.push(TemplateError::Unclosed { at });
            return parts;
        };
        match Variable::parse(name.trim()) {
            Some(variable) if kind.allowed().contains(&variable) => {
                parts.push(Part::Value(variable));
            }
            Some(variable) => errors.push(TemplateError::NotHere { variable, at }),
            None => errors.push(TemplateError::Unknown { name: name.trim().to_owned(), at }),
        }
        at += "{{}}".len() + name.chars().count();
        rest = after;
    }
    parts.push(Part::Words(rest.to_owned()));
    parts
}

//! Query strings in which a parameter may stand several times, as in `?tag=family&tag=vip`.
use runtime::{Problem, extract::Fields};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// The parameters of a request, taken out one by one.
#[derive(Debug)]
pub(crate) struct Parameters {
    values: BTreeMap<String, Vec<String>>,
    fields: Fields,
}

impl Parameters {
    /// Of the pairs that the query string has.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Self {
        let mut values = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in pairs {
            values.entry(name).or_default().push(value);
        }
        Self { values, fields: Fields::new() }
    }

    /// All values of a parameter.
    pub(crate) fn all(&mut self, name: &str) -> Vec<String> {
        self.values.remove(name).unwrap_or_default()
    }

    /// The value of a parameter that may stand once; empty is absent.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let mut values = self.all(name);
        self.fields.check(&pointer(name), values.len() <= 1, "is given twice");
        values.pop().filter(|value| !value.is_empty())
    }

    /// The same, parsed; the parser's words are for the caller.
    pub(crate) fn parsed<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        let text = self.text(name)?;
        self.fields.take(&pointer(name), text.parse())
    }

    /// The number of rows that a page shall have.
    pub(crate) fn page_limit(&mut self) -> Option<u16> {
        let text = self.text("limit")?;
        let limit = text.parse().map_err(|_| "must be a number");
        self.fields.take("/limit", limit)
    }

    /// A parameter that is `true` or `false`.
    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        let text = self.text(name)?;
        let flag = text.parse().map_err(|_| "must be true or false");
        self.fields.take(&pointer(name), flag)
    }

    /// The parameters whose names begin with `prefix`, by the rest of their names.
    pub(crate) fn beginning(&mut self, prefix: &str) -> BTreeMap<String, String> {
        let names: Vec<String> =
            self.values.keys().filter(|name| name.starts_with(prefix)).cloned().collect();
        let mut found = BTreeMap::new();
        for name in names {
            let mut values = self.all(&name);
            self.fields.check(&pointer(&name), values.len() <= 1, "is given twice");
            let rest = name.strip_prefix(prefix).unwrap_or(&name).to_owned();
            found.extend(values.pop().map(|value| (rest, value)));
        }
        found
    }

    /// Where something else that reads the parameters records what is wrong.
    pub(crate) const fn fields(&mut self) -> &mut Fields {
        &mut self.fields
    }

    /// Records what is wrong with a parameter.
    pub(crate) fn refuse(&mut self, name: &str, detail: impl Into<String>) {
        self.fields.refuse(&pointer(name), detail.into());
    }

    /// Refuses if anything was wrong, or if a parameter was given that nobody took.
    pub(crate) fn finish(mut self) -> Result<(), Problem> {
        for name in self.values.keys() {
            self.fields.refuse(&pointer(name), "is not a parameter here");
        }
        self.fields.finish()
    }
}

/// As a JSON pointer writes a name (RFC 6901, section 3).
fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(pairs: &[(&str, &str)]) -> Parameters {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Parameters::of(pairs.iter().map(owned).collect())
    }

    #[test]
    fn j25_a_repeated_parameter_keeps_all_its_values() {
        let mut query = parameters(&[("tag", "a"), ("limit", "5"), ("tag", "b")]);
        assert_eq!(query.all("tag"), ["a", "b"]);
        assert_eq!(query.page_limit(), Some(5));
        assert!(query.finish().is_ok());
    }

    #[test]
    fn every_parameter_that_does_not_fit_is_named() {
        let mut query =
            parameters(&[("cursor", "x"), ("cursor", "y"), ("limit", "-1"), ("page", "2")]);
        query.text("cursor");
        query.page_limit();
        let problem = query.finish().unwrap_err();
        let pointers: Vec<&str> = problem.errors().iter().map(|e| e.pointer.as_str()).collect();
        assert_eq!(pointers, ["/cursor", "/limit", "/page"]);
    }
}

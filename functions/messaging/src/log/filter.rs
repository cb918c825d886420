//! What a request asks of the log.
use domain::message::{Delivery, Purpose};
use jiff::Timestamp;
use runtime::{
    Problem,
    extract::{Fields, page_limit},
};
use store::read_models::MessageFilter;

/// A page of the log that somebody wants.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Which messages.
    pub(super) filter: MessageFilter,
    /// At most so many.
    pub(super) limit: u16,
    /// Where the page before ended.
    pub(super) cursor: Option<String>,
}

/// Reads the pairs of a query string. `state` and `purpose` may stand several times: any of them will
/// do.
pub(super) fn read(pairs: Vec<(String, String)>) -> Result<Wanted, Problem> {
    let mut fields = Fields::new();
    let mut filter = MessageFilter::default();
    let (mut limit, mut cursor) = (None, None);
    for (name, value) in pairs {
        match name.as_str() {
            "state" => {
                let state = state(&value).ok_or("is not a state of a message");
                filter.states.extend(fields.take("/state", state));
            }
            "purpose" => {
                let purpose = Purpose::parse(&value).ok_or("is not a purpose of a message");
                filter.purposes.extend(fields.take("/purpose", purpose));
            }
            "since" => {
                fields.check("/since", filter.since.is_none(), "is given twice");
                let since = value.parse::<Timestamp>();
                let since = since.map_err(|_| "must be an instant, as 2026-06-01T12:00:00Z");
                filter.since = fields.take("/since", since);
            }
            "limit" => {
                fields.check("/limit", limit.is_none(), "is given twice");
                limit = fields.take("/limit", value.parse().map_err(|_| "must be a number"));
            }
            "cursor" => {
                fields.check("/cursor", cursor.is_none(), "is given twice");
                cursor = Some(value);
            }
            unknown => fields.refuse(&pointer(unknown), "is not a parameter here"),
        }
    }
    fields.finish()?;
    Ok(Wanted { filter, limit: page_limit(limit)?, cursor })
}

fn state(name: &str) -> Option<Delivery> {
    Delivery::parse(name).filter(|delivery| delivery.tally().is_some())
}

/// As a JSON pointer writes a name (RFC 6901, section 3).
fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Result<Wanted, Problem> {
        read(pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
    }

    #[test]
    fn j25_a_repeated_filter_keeps_all_its_values() {
        let wanted = asked(&[("state", "queued"), ("limit", "5"), ("state", "dropped")]).unwrap();
        assert_eq!(wanted.filter.states, [Delivery::Queued, Delivery::Dropped]);
        assert_eq!(wanted.limit, 5);
    }

    #[test]
    fn every_parameter_that_does_not_fit_is_named() {
        let problem = asked(&[
            ("state", "none"),
            ("purpose", "spam"),
            ("since", "yesterday"),
            ("limit", "-1"),
            ("page", "2"),
        ])
        .unwrap_err();
        let pointers: Vec<&str> = problem.errors().iter().map(|e| e.pointer.as_str()).collect();
        assert_eq!(pointers, ["/state", "/purpose", "/since", "/limit", "/page"]);
        assert_eq!(asked(&[("limit", "201")]).unwrap_err().errors()[0].pointer, "/limit");
    }
}

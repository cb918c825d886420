//! Parameters of a query string.
use super::body::field_error;
use crate::problem::Problem;
use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;

/// The query string as a `T`, which denies unknown fields. What does not fit is `invalid-fields`.
#[derive(Debug, Clone, Copy)]
pub struct QueryOf<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        read_query(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    let reader = serde_urlencoded::Deserializer::new(pairs);
    serde_path_to_error::deserialize(reader).map_err(|error| {
        Problem::invalid(vec![field_error(error.path(), &error.inner().to_string())])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ProblemKind;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Listing {
        limit: Option<u16>,
        cursor: Option<String>,
    }

    fn pointer(query: &str) -> String {
        let problem = read_query::<Listing>(query).unwrap_err();
        assert_eq!(problem.kind(), ProblemKind::InvalidFields);
        problem.errors()[0].pointer.clone()
    }

    #[test]
    fn a_query_is_read_or_its_wrong_parameter_named() {
        let listing: Listing = read_query("limit=5&cursor=a%20b").unwrap();
        assert_eq!((listing.limit, listing.cursor.as_deref()), (Some(5), Some("a b")));
        assert_eq!(pointer("limit=-1"), "/limit");
        assert_eq!(pointer("limit=many"), "/limit");
        assert_eq!(pointer("page=2"), "/page");
        assert_eq!(pointer("limit=1&limit=2"), "/limit");
    }
}

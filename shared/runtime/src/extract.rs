//! What handlers take from a request, parsed, or a [`Problem`](crate::Problem) that says what to correct.
mod body;
mod fields;
mod page;
mod path;
mod query;

pub use body::{
    BODY_LIMIT_BYTES, Body, BodyOrDefault, RawBody, UPLOAD_LIMIT_BYTES, body_limit, nullable,
    read_json,
};
pub use fields::{FieldError, Fields};
pub use page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, page_limit};
pub(crate) use path::ORG_PARAMETER;
pub use path::{FromSegments, PathIds};
pub use query::QueryOf;

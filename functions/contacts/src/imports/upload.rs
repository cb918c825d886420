//! A part of a file as a request's body.
use crate::csv::problems::FileError;
use http::{HeaderMap, header};
use runtime::{Problem, ProblemKind};

/// What browsers and programs call a file of comma-separated values.
const CONTENT_TYPES: [&str; 5] = [
    "text/csv",
    "application/octet-stream",
    "text/plain",
    "text/tab-separated-values",
    "application/vnd.ms-excel",
];

/// Refuses a body that says that it is something else: a form or JSON would be read as rows.
pub(super) fn check_content_type(headers: &HeaderMap) -> Result<(), Problem> {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return Ok(()) };
    let essence = value.to_str().ok().and_then(|value| value.split(';').next()).unwrap_or_default();
    let known = CONTENT_TYPES.iter().any(|known| essence.trim().eq_ignore_ascii_case(known));
    if known {
        return Ok(());
    }
    Err(Problem::new(ProblemKind::UnsupportedMediaType)
        .detail("send the bytes of the file as text/csv"))
}

/// What the caller can do about a file that cannot be read. The sentences are written for organizers.
pub(super) fn unreadable(error: &FileError) -> Problem {
    let words = error.to_string();
    match error {
        FileError::Empty | FileError::NotText => Problem::field("", words),
        FileError::PartTooLarge { .. } | FileError::TooManyRows => {
            Problem::new(ProblemKind::TooLarge).detail(words)
        }
    }
}

//! Revisions as clients see them: `ETag` and `If-Match` (RFC 9110, sections 8.8.3 and 13.1.1).
use http::{HeaderMap, HeaderName, HeaderValue, header};
use runtime::{Problem, ProblemKind};

/// What a caller says it has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Nothing in particular.
    Anything,
    /// This revision.
    Revision(u64),
}

impl Seen {
    /// The request's `If-Match`.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(value) = headers.get(header::IF_MATCH) else { return Ok(Self::Anything) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self::Anything);
        }
        let revision = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        revision.and_then(|revision| revision.parse().ok()).map(Self::Revision).ok_or_else(|| {
            Problem::new(ProblemKind::Malformed).detail("If-Match takes the ETag of a contact")
        })
    }

    /// 412 unless the stored revision is the one that was seen.
    pub(crate) fn check(self, stored: u64) -> Result<(), Problem> {
        match self {
            Self::Revision(seen) if seen != stored => Err(ProblemKind::Stale.into()),
            Self::Revision(_) | Self::Anything => Ok(()),
        }
    }
}

/// The header that tells a revision.
pub(crate) fn etag(rev: u64) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&format!("\"{rev}\""));
    (header::ETAG, value.unwrap_or(HeaderValue::from_static("\"\"")))
}

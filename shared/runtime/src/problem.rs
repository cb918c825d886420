//! RFC 9457 problems: the only error body the API has.
//!
//! A [`Problem`] travels as a response without a body; [`crate::http::serve`] logs it once and writes
//! the body, because only there the request's id is known.
use crate::extract::FieldError;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use jiff::SignedDuration;
use serde::Serialize;
use std::{borrow::Cow, error::Error, fmt, sync::Arc};
use store::{CommitError, StoreError, cursor::InvalidCursor};
use utoipa::ToSchema;

/// Declares every problem the API can answer with.
macro_rules! problems {
    ($($(#[doc = $doc:literal])+ $Kind:ident $status:literal $slug:literal $title:literal;)+) => {
        /// Every problem the API can answer with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ProblemKind { $($(#[doc = $doc])+ $Kind),+ }

        impl ProblemKind {
            /// Every kind, for documents and translations.
            pub const ALL: &[Self] = &[$(Self::$Kind),+];

            /// Its HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Self::$Kind => $status),+ }
            }

            /// Its stable name, the last segment of `type`.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$Kind => $slug),+ }
            }

            /// Its title: the same words for every occurrence.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$Kind => $title),+ }
            }
        }

        const _: () = { $(assert!(400 <= $status && $status <= 599, "a problem is a 4xx or a 5xx");)+ };
    };
}

problems! {
    /// The request could not be read at all.
    Malformed 400 "malformed" "The request could not be read";
    /// No credentials, or none we accept.
    Unauthenticated 401 "unauthenticated" "Sign in first";
    /// The resource may be known, but not touched with this role, origin or signature.
    Forbidden 403 "forbidden" "You may not do this";
    /// Absent, or none of the caller's business: the same answer.
    NotFound 404 "not-found" "There is nothing here";
    /// The path exists, the method on it does not.
    MethodNotAllowed 405 "method-not-allowed" "This cannot be done here";
    /// Somebody else changed the same thing at the same time; reading it again and repeating is safe.
    Conflict 409 "conflict" "It changed at the same moment";
    /// The transition is not listed for the present state.
    NotAllowedNow 409 "not-allowed-now" "This is not possible in the present state";
    /// The capacity would fall below the seats that are already accepted.
    BelowAccepted 409 "below-accepted" "More seats are accepted than that";
    /// More people than the guest may bring or the event can seat; `max` says how many would do.
    PartyTooLarge 409 "party-too-large" "There is no room for that many";
    /// No free seat.
    EventFull 409 "event-full" "The event is full";
    /// The event takes no more answers.
    EventClosed 409 "event-closed" "The event is closed";
    /// The event was cancelled.
    EventCancelled 409 "event-cancelled" "The event is cancelled";
    /// Someone with the same phone is on the list already; `name` is the first one's.
    SamePhone 409 "same-phone" "The same phone is already on the list";
    /// The name, e-mail, phone or code is in use.
    Taken 409 "taken" "It is already taken";
    /// The org would be left without an owner.
    LastOwner 409 "last-owner" "An organization keeps at least one owner";
    /// Nobody would be left to run the platform; make somebody else an admin first.
    LastAdmin 409 "last-admin" "Somebody has to run the platform";
    /// The guest answered while the organizer was looking.
    AlreadyAnswered 409 "already-answered" "The guest has already answered";
    /// The phone has opted out of this sender's texts.
    Suppressed 409 "suppressed" "This phone does not want texts";
    /// A request with the same idempotency key is still running.
    InProgress 409 "in-progress" "The same request is still running";
    /// The one-time step was taken before.
    AlreadyDone 409 "already-done" "This was done before and cannot be repeated";
    /// The caller's copy is older than the stored one.
    Stale 412 "stale" "Your copy is out of date";
    /// The body or file is larger than the route takes.
    TooLarge 413 "too-large" "The request is too large";
    /// The body's content type is not one that the route reads.
    UnsupportedMediaType 415 "unsupported-media-type" "This kind of content is not read here";
    /// Some fields are missing, unknown or out of range; `errors` names each.
    InvalidFields 422 "invalid-fields" "Some fields need a correction";
    /// The idempotency key was used for a different request.
    IdempotencyMismatch 422 "idempotency-mismatch" "The key was used for another request";
    /// Too many attempts; `Retry-After` says when the next one counts.
    TooManyRequests 429 "too-many-requests" "Too many attempts";
    /// Sending would pass a message quota; `Retry-After` says when there is room.
    QuotaSpent 429 "quota-spent" "The message quota is spent";
    /// Our fault.
    Internal 500 "internal" "Something went wrong";
    /// Something that we depend on did not answer; repeating is safe.
    Unavailable 503 "unavailable" "Not available for the moment";
}

/// A problem on its way out: public words outside, the cause inside for the log.
#[derive(Clone)]
pub struct Problem(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ProblemKind,
    detail: Option<Cow<'static, str>>,
    errors: Vec<FieldError>,
    members: serde_json::Map<String, serde_json::Value>,
    retry_after_seconds: Option<u64>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

/// What the client sees (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemView {
    /// A relative reference whose last segment is the problem's stable name.
    #[serde(rename = "type")]
    kind: String,
    /// The same words for every occurrence of the type.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What is special about this occurrence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    detail: Option<Cow<'static, str>>,
    /// The request's id, as in the `x-request-id` header and the log.
    instance: String,
    /// With `invalid-fields`: each field that needs a correction.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// Members that belong to the type, such as `max` of `party-too-large`.
    #[serde(flatten)]
    #[schema(ignore)]
    members: serde_json::Map<String, serde_json::Value>,
}

impl Problem {
    /// A problem without details.
    pub fn new(kind: ProblemKind) -> Self {
        Self(Box::new(Inner {
            kind,
            detail: None,
            errors: Vec::new(),
            members: serde_json::Map::new(),
            retry_after_seconds: None,
            source: None,
        }))
    }

    /// `invalid-fields` with what is wrong with each. `errors` is not empty.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let mut problem = Self::new(ProblemKind::InvalidFields);
        problem.0.errors = errors;
        problem
    }

    /// `invalid-fields` for one field. `pointer` is a JSON pointer (RFC 6901).
    pub fn field(pointer: impl Into<String>, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::invalid(vec![FieldError::new(pointer, detail)])
    }

    /// Words for the caller. Never interpolate an error here; that is what [`Self::because`] is for.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// A member that belongs to the problem's type, such as `max` of `party-too-large`.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<serde_json::Value>) -> Self {
        self.0.members.insert(member.to_owned(), value.into());
        self
    }

    /// When to try again, as the `Retry-After` header: whole seconds, rounded up, at least 1.
    #[must_use]
    pub fn retry_after(mut self, wait: SignedDuration) -> Self {
        let rounding = i64::from(wait.subsec_nanos() > 0);
        let seconds = wait.as_secs().saturating_add(rounding).max(1);
        self.0.retry_after_seconds = Some(seconds.unsigned_abs());
        self
    }

    /// The cause, for the log only.
    #[must_use]
    pub fn because(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    /// Which problem it is.
    pub fn kind(&self) -> ProblemKind {
        self.0.kind
    }

    /// The fields that need a correction, for callers that show them elsewhere.
    pub fn errors(&self) -> &[FieldError] {
        &self.0.errors
    }

    /// What the `Retry-After` header says, for callers that say it elsewhere.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        self.0.retry_after_seconds
    }

    /// Its HTTP status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The body for request `request_id`.
    pub fn view(&self, request_id: &str) -> ProblemView {
        ProblemView {
            kind: format!("/problems/{}", self.0.kind.slug()),
            title: self.0.kind.title(),
            status: self.0.kind.status(),
            detail: self.0.detail.clone(),
            instance: request_id.to_owned(),
            errors: self.0.errors.clone(),
            members: self.0.members.clone(),
        }
    }

    /// The causes in one line, outermost first, for the log; empty when there is none.
    pub fn causes(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        let mut next: Option<&(dyn Error + 'static)> = self.source();
        while let Some(error) = next {
            words.push(error.to_string());
            next = error.source();
        }
        words.join(": ")
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("kind", &self.0.kind)
            .field("detail", &self.0.detail)
            .field("errors", &self.0.errors)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.kind.slug())
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}

impl From<ProblemKind> for Problem {
    fn from(kind: ProblemKind) -> Self {
        Self::new(kind)
    }
}

/// What the table could not do. A condition that did not hold is never our fault: whoever has a better
/// word for it says so before it gets here.
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if error.is_transient() {
            Self::new(ProblemKind::Unavailable)
                .retry_after(SignedDuration::from_secs(1))
                .because(error)
        } else {
            Self::new(ProblemKind::Internal).because(error)
        }
    }
}

impl From<CommitError> for Problem {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Refused(_) | CommitError::Conflict => {
                Self::new(ProblemKind::Conflict).because(error)
            }
            CommitError::Store(error) => error.into(),
        }
    }
}

/// The cursor is a parameter of the query like any other.
impl From<InvalidCursor> for Problem {
    fn from(error: InvalidCursor) -> Self {
        Self::field("/cursor", error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(seconds) = self.0.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_problem_has_its_own_name() {
        let slugs: BTreeSet<&str> = ProblemKind::ALL.iter().map(|kind| kind.slug()).collect();
        assert_eq!(slugs.len(), ProblemKind::ALL.len());
        assert!(slugs.iter().all(|s| s.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
    }

    #[test]
    fn a_problem_shows_its_words_and_hides_its_cause() {
        let problem = Problem::new(ProblemKind::PartyTooLarge)
            .detail("2 seats are held for you")
            .with("max", 2)
            .because(std::io::Error::other("row 17 is odd"));
        let body = serde_json::to_value(problem.view("req_1")).unwrap();
        assert_eq!(
            body,
            serde_json::json!({
                "type": "/problems/party-too-large",
                "title": "There is no room for that many",
                "status": 409,
                "detail": "2 seats are held for you",
                "instance": "req_1",
                "max": 2,
            })
        );
        assert_eq!(problem.causes(), "row 17 is odd");
    }

    #[test]
    fn a_wait_is_rounded_up_to_whole_seconds() {
        let wait = |span| {
            let problem = Problem::new(ProblemKind::TooManyRequests).retry_after(span);
            problem.into_response().headers()[header::RETRY_AFTER].to_str().unwrap().to_owned()
        };
        assert_eq!(wait(SignedDuration::from_millis(1_001)), "2");
        assert_eq!(wait(SignedDuration::from_secs(900)), "900");
        assert_eq!(wait(SignedDuration::ZERO), "1");
    }
}

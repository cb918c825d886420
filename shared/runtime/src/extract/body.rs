//! JSON bodies, and what is wrong with one that does not fit.
use super::fields::FieldError;
use crate::problem::{Problem, ProblemKind};
use axum::extract::{DefaultBodyLimit, FromRequest, Request, rejection::BytesRejection};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use serde_path_to_error::{Path, Segment};
use std::borrow::Cow;

/// Largest body of an ordinary request, in bytes.
pub const BODY_LIMIT_BYTES: usize = 1024 * 1024;
/// Largest body of a request that uploads a part of a file, in bytes: a gateway's event may be 6 MB
/// in base64, so 4 MB of file and its envelope fit.
pub const UPLOAD_LIMIT_BYTES: usize = 4 * 1024 * 1024;
const _: () = assert!(UPLOAD_LIMIT_BYTES * 4 / 3 < 6_000_000, "an upload fits into one invocation");
/// Most fields named in one answer; more would only repeat the same mistake.
const ERRORS_MAX: usize = 20;

/// A layer that lets one route take bodies up to `bytes`, in place of [`BODY_LIMIT_BYTES`].
pub fn body_limit(bytes: usize) -> DefaultBodyLimit {
    DefaultBodyLimit::max(bytes)
}

/// A JSON body as a `T`, which denies unknown fields.
///
/// 400 when it is not JSON, 413 when it is too large, 415 when it does not say that it is JSON, and
/// 422 `invalid-fields` naming every field that does not fit.
#[derive(Debug, Clone, Copy)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !says_json(request.headers()) {
            return Err(Problem::new(ProblemKind::UnsupportedMediaType)
                .detail("send the body as application/json"));
        }
        let RawBody(bytes) = RawBody::from_request(request, state).await?;
        read_json(&bytes).map(Self)
    }
}

/// As [`Body`], for a command of which nothing needs to be said: no body at all is `T::default()`.
#[derive(Debug, Clone, Copy)]
pub struct BodyOrDefault<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for BodyOrDefault<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = says_json(request.headers());
        let RawBody(bytes) = RawBody::from_request(request, state).await?;
        if bytes.is_empty() {
            return Ok(Self(T::default()));
        }
        if !json {
            return Err(Problem::new(ProblemKind::UnsupportedMediaType)
                .detail("send the body as application/json"));
        }
        read_json(&bytes).map(Self)
    }
}

/// The body's bytes, within the route's limit, whatever its content type.
#[derive(Debug, Clone)]
pub struct RawBody(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for RawBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Bytes::from_request(request, state).await.map(Self).map_err(refused_bytes)
    }
}

fn refused_bytes(rejection: BytesRejection) -> Problem {
    let kind = if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        ProblemKind::TooLarge
    } else {
        ProblemKind::Malformed
    };
    Problem::new(kind).because(rejection)
}

fn says_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
        || essence.rsplit_once('+').is_some_and(|(_, suffix)| suffix.eq_ignore_ascii_case("json"))
}

/// Reads JSON as a `T`, with the problems of [`Body`].
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let error = match serde_path_to_error::deserialize(&mut reader) {
        Ok(value) => match reader.end() {
            Ok(()) => return Ok(value),
            Err(error) => return Err(Problem::new(ProblemKind::Malformed).because(error)),
        },
        Err(error) => error,
    };
    if let Some(field) = number_no_json_has(&error, bytes) {
        return Err(Problem::invalid(vec![field]));
    }
    let mut errors = match serde_json::from_slice::<Value>(bytes) {
        Ok(value) => field_errors::<T>(value),
        Err(error) => return Err(Problem::new(ProblemKind::Malformed).because(error)),
    };
    if errors.is_empty() {
        // A field given twice: a `Value` keeps the last only.
        errors.push(field_error(error.path(), &error.inner().to_string()));
    }
    Err(Problem::invalid(errors))
}

/// Some writers of JSON write `NaN`, `Infinity` or `1e999`. No JSON, but the caller is better served
/// with the name of the field.
fn number_no_json_has(
    error: &serde_path_to_error::Error<serde_json::Error>,
    bytes: &[u8],
) -> Option<FieldError> {
    if !error.inner().is_syntax() || error.path().iter().len() == 0 {
        return None;
    }
    let line = bytes.split(|byte| *byte == b'\n').nth(error.inner().line().checked_sub(1)?)?;
    let from = line.get(error.inner().column().saturating_sub(2)..)?;
    let written = |word: &[u8]| from.windows(word.len()).take(3).any(|window| window == word);
    let unreal = written(b"NaN") || written(b"Infinity") || written(b"-Infinity");
    let too_long = error.inner().to_string().starts_with("number out of range");
    (unreal || too_long).then(|| FieldError::new(pointer(error.path()), "must be a finite number"))
}

/// Every field of `value` that does not fit a `T`: whatever is refused is taken out, and the rest is
/// tried again.
fn field_errors<T: DeserializeOwned>(mut value: Value) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> = Vec::new();
    while errors.len() < ERRORS_MAX {
        let Err(error) = serde_path_to_error::deserialize::<_, T>(value.clone()) else { break };
        let message = error.inner().to_string();
        let field = field_error(error.path(), &message);
        if errors.iter().any(|known| known.pointer == field.pointer) {
            break;
        }
        let removed = remove(&mut value, &field.pointer);
        errors.push(field);
        if !removed {
            break;
        }
    }
    errors
}

/// Takes the member that `pointer` names out of its object; false where there is none.
fn remove(value: &mut Value, pointer: &str) -> bool {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return false };
    let name = name.replace("~1", "/").replace("~0", "~");
    value
        .pointer_mut(parent)
        .and_then(Value::as_object_mut)
        .is_some_and(|object| object.remove(&name).is_some())
}

/// What `message`, an error of serde's at `path`, says about which field.
pub(super) fn field_error(path: &Path, message: &str) -> FieldError {
    let mut pointer = pointer(path);
    for lead in ["unknown field `", "missing field `", "duplicate field `"] {
        let name = message.strip_prefix(lead).and_then(|rest| rest.split('`').next());
        if let Some(name) = name {
            let last = format!("/{}", escape(name));
            if !(pointer.ends_with(&last) && lead.starts_with("unknown")) {
                pointer.push_str(&last);
            }
        }
    }
    FieldError::new(pointer, plain_words(message))
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", escape(key))),
            Segment::Enum { .. } | Segment::Unknown => (),
        }
    }
    pointer
}

/// RFC 6901, section 3.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Serde's message in words for callers. It must not repeat the value, which may be personal.
fn plain_words(message: &str) -> Cow<'static, str> {
    let expected = message.rsplit_once(", expected ").map(|(_, expected)| expected);
    let expected = expected.and_then(|expected| expected.split(" at line ").next());
    if message.starts_with("unknown field") {
        "is not a field here".into()
    } else if message.starts_with("missing field") {
        "is required".into()
    } else if message.starts_with("duplicate field") {
        "is given twice".into()
    } else if message.starts_with("unknown variant") {
        format!("must be {}", expected.unwrap_or("one of the known words")).into()
    } else if message.starts_with("invalid type") {
        format!("has the wrong type, expected {}", expected.unwrap_or("another")).into()
    } else if message.starts_with("invalid value") || message.starts_with("invalid length") {
        format!("is out of range, expected {}", expected.unwrap_or("another value")).into()
    } else {
        "is not valid".into()
    }
}

/// `null` and absent are different in a change: absent leaves a field, `null` clears it. For fields
/// `Option<Option<T>>` with `#[serde(default, deserialize_with = "runtime::extract::nullable")]`.
pub fn nullable<'de, T, D>(reader: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    Option::deserialize(reader).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Event {
        name: String,
        capacity: u32,
        expiry_hours: Option<f64>,
        reminders: Option<Vec<u16>>,
        fill: Option<Fill>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Fill {
        Guaranteed,
        Fast,
    }

    fn pointers(json: &str) -> Vec<String> {
        let problem = read_json::<Event>(json.as_bytes()).unwrap_err();
        assert_eq!(problem.kind(), ProblemKind::InvalidFields, "{json}");
        problem.errors().iter().map(|error| error.pointer.clone()).collect()
    }

    #[test]
    fn a_wrong_field_is_named() {
        assert_eq!(pointers(r#"{"name":"Tea","capacity":-1}"#), ["/capacity"]);
        assert_eq!(pointers(r#"{"name":"Tea","capacity":"many"}"#), ["/capacity"]);
        assert_eq!(pointers(r#"{"name":"Tea","capacity":1.5}"#), ["/capacity"]);
        assert_eq!(pointers(r#"{"name":"Tea"}"#), ["/capacity"]);
        assert_eq!(pointers(r#"{"name":"Tea","capacity":1,"color":"red"}"#), ["/color"]);
        assert_eq!(pointers(r#"{"name":"Tea","capacity":1,"fill":"slow"}"#), ["/fill"]);
        assert_eq!(
            pointers(r#"{"name":"Tea","capacity":1,"reminders":[1,"b"]}"#),
            ["/reminders/1"]
        );
        assert_eq!(pointers(r#"{"name":"Tea","name":"Tee","capacity":1}"#), ["/name"]);
        assert_eq!(pointers("[]"), [""]);
        assert_eq!(pointers("null"), [""]);
    }

    #[test]
    fn all_wrong_fields_are_named_at_once() {
        let mut named = pointers(r#"{"name":7,"capacity":-1,"a/b":1,"expiry_hours":"nan"}"#);
        named.sort();
        assert_eq!(named, ["/a~1b", "/capacity", "/expiry_hours", "/name"]);
    }

    #[test]
    fn j9_a_number_that_is_none_is_a_wrong_field() {
        for number in ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"] {
            let json = format!(r#"{{"name":"Tea","expiry_hours": {number}, "capacity":1}}"#);
            assert_eq!(pointers(&json), ["/expiry_hours"], "{number}");
        }
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        for text in ["", "{", "{}x", r#"{"name":}"#, r#"{"name":"Tea","capacity":1} {}"#, "\u{7f}"]
        {
            let problem = read_json::<Event>(text.as_bytes()).unwrap_err();
            assert_eq!(problem.kind(), ProblemKind::Malformed, "{text}");
        }
    }

    #[test]
    fn an_answer_never_repeats_the_value() {
        let problem =
            read_json::<Event>(br#"{"name":"Tea","capacity":"+12125550123"}"#).unwrap_err();
        assert_eq!(problem.errors()[0].detail, "has the wrong type, expected u32");
    }
}

//! A function's answer as HTTP.
use super::Answer;
use axum::body::Bytes;
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use http_body_util::Full;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Headers that belong to a connection or are counted anew.
const DROPPED: [HeaderName; 3] =
    [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    cookies: Vec<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// Reads the encoded answer. `None` where the gateway could not either.
pub(super) fn decode(payload: &[u8]) -> Option<Answer> {
    let payload: Payload = serde_json::from_slice(payload).ok()?;
    let body = payload.body.unwrap_or_default();
    let body = if payload.is_base64_encoded {
        BASE64_STANDARD.decode(body).ok()?
    } else {
        body.into_bytes()
    };
    let mut answer = Response::new(Full::new(Bytes::from(body)));
    *answer.status_mut() = StatusCode::from_u16(payload.status_code).ok()?;
    for (name, value) in payload.headers {
        let name = HeaderName::try_from(name).ok()?;
        if !DROPPED.contains(&name) {
            answer.headers_mut().insert(name, HeaderValue::try_from(value).ok()?);
        }
    }
    for cookie in payload.cookies {
        answer.headers_mut().append(header::SET_COOKIE, HeaderValue::try_from(cookie).ok()?);
    }
    Some(answer)
}

//! What an answer of the provider means for a submission (ENGINE.md, S5).
use ports::Submission;
use serde::Deserialize;

/// Longest answer read, in bytes: a page of 50 messages of 1,600 characters with room to spare.
pub(super) const ANSWER_BYTES_MAX: usize = 1_000_000;
/// The provider's code for too many requests, which it gives in the body as a rule.
const TOO_MANY_REQUESTS: u32 = 20429;

/// An answer read to its end.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) retry_after: Option<String>,
    pub(super) body: Vec<u8>,
}

#[derive(Deserialize)]
struct Created {
    sid: String,
    num_segments: Option<String>,
}

#[derive(Deserialize)]
struct Fault {
    code: Option<u32>,
}

/// What came of a submission that was answered with `status`, the `Retry-After` header and `body`.
///
/// 2xx with a readable message: accepted. 4xx: refused, with the provider's code (0 where it gave
/// none; 20429 for a bare 429). All else may have been accepted: unknown. A `Retry-After` that is a
/// date is not read: the back-off does not need it.
pub fn classify(status: u16, retry_after: Option<&str>, body: &[u8]) -> Submission {
    match status {
        200..=299 => accepted(body),
        400..=499 => Submission::Refused {
            code: code(body).unwrap_or(if status == 429 { TOO_MANY_REQUESTS } else { 0 }),
            status,
            retry_after_seconds: retry_after.and_then(|text| text.trim().parse().ok()),
        },
        _ => Submission::Unknown,
    }
}

fn accepted(body: &[u8]) -> Submission {
    match serde_json::from_slice::<Created>(body) {
        Ok(created) if !created.sid.is_empty() => Submission::Accepted {
            provider_id: created.sid,
            segments: created.num_segments.and_then(|text| text.parse().ok()).unwrap_or(0),
        },
        Ok(_) | Err(_) => Submission::Unknown,
    }
}

fn code(body: &[u8]) -> Option<u32> {
    serde_json::from_slice::<Fault>(body).ok()?.code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_readable_2xx_is_accepted_with_its_segments() {
        let body = br#"{"sid":"SM1","num_segments":"2","status":"queued"}"#;
        let expected = Submission::Accepted { provider_id: "SM1".to_owned(), segments: 2 };
        assert_eq!(classify(201, None, body), expected);
        let uncounted = Submission::Accepted { provider_id: "SM1".to_owned(), segments: 0 };
        assert_eq!(classify(200, None, br#"{"sid":"SM1"}"#), uncounted);
    }

    #[test]
    fn an_unreadable_2xx_is_unknown_and_never_asked_again() {
        for body in [&b""[..], b"<html>", b"{}", br#"{"sid":""}"#, br#"{"sid":"SM1"#] {
            assert_eq!(classify(201, None, body), Submission::Unknown);
        }
    }

    #[test]
    fn a_4xx_is_refused_with_the_providers_code() {
        let body = br#"{"code":21211,"message":"..","more_info":"..","status":400}"#;
        let expected = Submission::Refused { code: 21211, status: 400, retry_after_seconds: None };
        assert_eq!(classify(400, None, body), expected);
        let silent = Submission::Refused { code: 0, status: 403, retry_after_seconds: None };
        assert_eq!(classify(403, None, b"<html>"), silent);
    }

    #[test]
    fn a_429_is_throttled_and_says_for_how_long() {
        let refused = |retry_after_seconds| Submission::Refused {
            code: 20429,
            status: 429,
            retry_after_seconds,
        };
        assert_eq!(classify(429, Some("7"), b""), refused(Some(7)));
        assert_eq!(classify(429, Some("Wed, 21 Oct 2026 07:28:00 GMT"), b""), refused(None));
        assert_eq!(classify(429, None, br#"{"code":20429}"#), refused(None));
    }

    #[test]
    fn a_5xx_or_a_redirect_may_have_been_accepted() {
        for status in [100, 301, 307, 500, 502, 503, 504] {
            assert_eq!(classify(status, Some("5"), b"{}"), Submission::Unknown);
        }
    }
}

//! Access tokens: who is asking, for 15 minutes, and nothing about what they may do.
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::ids::{SessionId, UserId};
use hmac::{Hmac, Mac};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// How long an access token is good for.
pub const ACCESS_TOKEN_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// Whom a token names. Proves only that we gave it out and that its time is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer {
    /// The user.
    pub user: UserId,
    /// The session that the token was made for.
    pub session: SessionId,
}

/// The token could not be written. Nothing that a caller could mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an access token could not be signed")]
pub struct SignError;

/// RFC 7519's names.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    sub: String,
    sid: String,
    iat: i64,
    exp: i64,
}

/// The head of every token of ours, `{"typ":"JWT","alg":"HS256"}`. A token with another one is none of
/// ours, so nobody who writes one chooses how it is checked.
const HEAD: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9";

/// A token for `bearer`, good from `now` for [`ACCESS_TOKEN_LIFE`]. `key` has at least 32 bytes.
pub fn sign(key: &[u8], bearer: Bearer, now: Timestamp) -> Result<String, SignError> {
    let claims = Claims {
        sub: bearer.user.to_string(),
        sid: bearer.session.to_string(),
        iat: now.as_second(),
        exp: now.as_second().saturating_add(ACCESS_TOKEN_LIFE.as_secs()),
    };
    let claims = serde_json::to_vec(&claims).map_err(|_| SignError)?;
    let signed = format!("{HEAD}.{}", BASE64_URL_SAFE_NO_PAD.encode(claims));
    let signature = mac(key, &signed).ok_or(SignError)?.finalize().into_bytes();
    Ok(format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
}

/// Whom `token` names, if `key` signed it and its time is not over at `now`.
pub fn verify(key: &[u8], token: &str, now: Timestamp) -> Option<Bearer> {
    let (signed, signature) = token.rsplit_once('.')?;
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?;
    // In constant time.
    mac(key, signed)?.verify_slice(&signature).ok()?;
    let (head, claims) = signed.split_once('.')?;
    let claims = BASE64_URL_SAFE_NO_PAD.decode(claims).ok()?;
    let claims: Claims = serde_json::from_slice(&claims).ok()?;
    let expires_at = Timestamp::from_second(claims.exp).ok()?;
    if head != HEAD || expires_at <= now {
        return None;
    }
    Some(Bearer { user: claims.sub.parse().ok()?, session: claims.sid.parse().ok()? })
}

fn mac(key: &[u8], signed: &str) -> Option<Hmac<Sha256>> {
    let mac = Hmac::new_from_slice(key).ok()?;
    Some(Mac::chain_update(mac, signed))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";
    const OTHER: &[u8] = b"fedcba9876543210fedcba9876543210";

    fn now() -> Timestamp {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn bearer() -> Bearer {
        let (user, session) = (UserId::from_bytes([1; 10]), SessionId::from_bytes([2; 10]));
        Bearer { user, session }
    }

    #[test]
    fn a_token_names_its_bearer_until_its_time_is_over() {
        let token = sign(KEY, bearer(), now()).unwrap();
        assert_eq!(verify(KEY, &token, now()), Some(bearer()));
        let end = now() + ACCESS_TOKEN_LIFE;
        assert_eq!(verify(KEY, &token, end - SignedDuration::from_nanos(1)), Some(bearer()));
        assert_eq!(verify(KEY, &token, end), None);
    }

    #[test]
    fn a_token_is_a_json_web_token() {
        let token = sign(KEY, bearer(), now()).unwrap();
        let parts: Vec<_> =
            token.split('.').map(|part| BASE64_URL_SAFE_NO_PAD.decode(part)).collect();
        let [Ok(head), Ok(claims), Ok(signature)] = parts.as_slice() else { panic!("{token}") };
        assert_eq!(head, br#"{"typ":"JWT","alg":"HS256"}"#);
        let claims: serde_json::Value = serde_json::from_slice(claims).unwrap();
        assert_eq!(claims["exp"], claims["iat"].as_i64().unwrap() + 900);
        assert_eq!(signature.len(), 32);
    }

    #[test]
    fn a_token_of_another_key_or_algorithm_names_nobody() {
        let token = sign(KEY, bearer(), now()).unwrap();
        assert_eq!(verify(OTHER, &token, now()), None);
        let payload = token.split('.').nth(1).unwrap();
        // {"alg":"none","typ":"JWT"}
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}.");
        assert_eq!(verify(KEY, &unsigned, now()), None);
        // Nor does one that our own key signed under that head.
        let signed = unsigned.strip_suffix('.').unwrap();
        let signature = mac(KEY, signed).unwrap().finalize().into_bytes();
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
        assert_eq!(verify(KEY, &format!("{signed}.{signature}"), now()), None);
        let cut = token.strip_suffix(|_: char| true).unwrap();
        assert_eq!(verify(KEY, cut, now()), None);
        assert_eq!(verify(KEY, "", now()), None);
    }
}

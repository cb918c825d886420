//! Access tokens: who is asking, for 15 minutes, and nothing about what they may do.
use domain::ids::{SessionId, UserId};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

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

/// RFC 7519's names.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    sub: String,
    sid: String,
    iat: i64,
    exp: i64,
}

/// A token for `bearer`, good from `now` for [`ACCESS_TOKEN_LIFE`]. `key` has at least 32 bytes.
pub fn sign(
    key: &[u8],
    bearer: Bearer,
    now: Timestamp,
) -> Result<String, jsonwebtoken::errors::Error> {
    let claims = Claims {
        sub: bearer.user.to_string(),
        sid: bearer.session.to_string(),
        iat: now.as_second(),
        exp: now.as_second().saturating_add(ACCESS_TOKEN_LIFE.as_secs()),
    };
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(key))
}

/// Whom `token` names, if `key` signed it and its time is not over at `now`.
pub fn verify(key: &[u8], token: &str, now: Timestamp) -> Option<Bearer> {
    let mut validation = Validation::new(Algorithm::HS256);
    // The library would read the machine's clock; time is an argument here.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.set_required_spec_claims::<&str>(&[]);
    let key = DecodingKey::from_secret(key);
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation).ok()?.claims;
    let expires_at = Timestamp::from_second(claims.exp).ok()?;
    if expires_at <= now {
        return None;
    }
    Some(Bearer { user: claims.sub.parse().ok()?, session: claims.sid.parse().ok()? })
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
    fn a_token_of_another_key_or_algorithm_names_nobody() {
        let token = sign(KEY, bearer(), now()).unwrap();
        assert_eq!(verify(OTHER, &token, now()), None);
        let payload = token.split('.').nth(1).unwrap();
        // {"alg":"none","typ":"JWT"}
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}.");
        assert_eq!(verify(KEY, &unsigned, now()), None);
        let cut = token.strip_suffix(|_: char| true).unwrap();
        assert_eq!(verify(KEY, cut, now()), None);
        assert_eq!(verify(KEY, "", now()), None);
    }
}

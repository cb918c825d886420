//! Twilio's request signature (`X-Twilio-Signature`).
//!
//! Source: <https://www.twilio.com/docs/usage/security#validating-requests>. The full URL as the
//! provider was told it, then every POST parameter sorted by name, name and value joined without a
//! separator; HMAC-SHA1 of that with the account's auth token; base64.
use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

/// The header that carries the signature.
pub const HEADER: &str = "x-twilio-signature";

/// The signature of a POST of `params` to `url` with the account's `auth_token`.
///
/// `url` is the whole configured public URL with its query, never one rebuilt from a `Host` header.
pub fn sign(auth_token: &str, url: &str, params: &[(String, String)]) -> String {
    BASE64_STANDARD.encode(digest(auth_token, url, params))
}

/// Whether `signature` is the one of this request. Takes the same time wherever they differ.
pub fn verify(auth_token: &str, url: &str, params: &[(String, String)], signature: &str) -> bool {
    let Ok(given) = BASE64_STANDARD.decode(signature) else { return false };
    digest(auth_token, url, params).as_slice().ct_eq(&given).into()
}

fn digest(auth_token: &str, url: &str, params: &[(String, String)]) -> Vec<u8> {
    let mut sorted: Vec<&(String, String)> = params.iter().collect();
    sorted.sort();
    // Where a name is given twice with the same value, the provider counts it once.
    sorted.dedup();
    // An HMAC takes a key of any length, so this cannot fail; an empty answer would match nothing.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(auth_token.as_bytes()) else {
        return Vec::new();
    };
    mac.update(url.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "12345";

    fn documented() -> Vec<(String, String)> {
        [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    #[test]
    fn the_documented_example_has_its_documented_signature() {
        assert_eq!(
            sign(TOKEN, "https://mycompany.com/myapp.php?foo=1&bar=2", &documented()),
            "RSOYDt4T1cUTdK1PDd93/VVr8B8="
        );
    }

    #[test]
    fn the_order_of_the_parameters_does_not_matter() {
        let mut reversed = documented();
        reversed.reverse();
        let url = "https://example.com/hooks";
        assert_eq!(sign(TOKEN, url, &documented()), sign(TOKEN, url, &reversed));
    }

    #[test]
    fn a_changed_url_parameter_or_token_is_refused() {
        let url = "https://example.com/hooks?m=1";
        let params = documented();
        let signature = sign(TOKEN, url, &params);
        assert!(verify(TOKEN, url, &params, &signature));
        assert!(!verify(TOKEN, "https://example.com/hooks?m=2", &params, &signature));
        assert!(!verify("54321", url, &params, &signature));
        let mut changed = params.clone();
        changed[2].1.push('5');
        assert!(!verify(TOKEN, url, &changed, &signature));
        assert!(!verify(TOKEN, url, &params, "not base64!"));
        assert!(!verify(TOKEN, url, &params, ""));
    }
}

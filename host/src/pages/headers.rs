//! The headers of the organizer's page: those of the cloud (`infra/ui.yaml`), so that what its policy
//! forbids is seen here first.
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// What each page may load and where it may lead. `style-src` lets in `style` elements: the page's
/// components write their responsive rules into such, and a file that is made once can have no nonce.
/// Scripts have no such way in.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const SECURITY_HEADERS: [(HeaderName, HeaderValue); 7] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000; includeSubDomains"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// Sets them.
pub(super) fn secure(headers: &mut HeaderMap) {
    headers.extend(SECURITY_HEADERS);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeMap, fs, path::Path};

    /// What follows `key` in the template, a folded text in one line.
    fn after(template: &str, key: &str) -> String {
        let mut lines = template.lines().skip_while(|line| !line.trim_start().starts_with(key));
        let line = lines.next().unwrap();
        let value = line.trim_start().strip_prefix(key).unwrap().trim();
        if value != ">-" {
            return value.to_owned();
        }
        let indent = |line: &str| line.len() - line.trim_start().len();
        let folded: Vec<&str> =
            lines.take_while(|next| indent(next) > indent(line)).map(str::trim).collect();
        folded.join(" ")
    }

    fn of_cloudfront() -> BTreeMap<String, String> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/ui.yaml");
        let template = fs::read_to_string(file).unwrap();
        let (_, policy) = template.split_once("SecurityHeadersConfig:").unwrap();
        let (policy, _) = policy.split_once("\n  Distribution:").unwrap();
        assert_eq!(after(policy, "ContentTypeOptions:"), "{ Override: true }");
        assert_eq!(after(policy, "FrameOptions:"), "{ FrameOption: DENY, Override: true }");
        let referrer = "{ ReferrerPolicy: no-referrer, Override: true }";
        assert_eq!(after(policy, "ReferrerPolicy:"), referrer);
        assert_eq!(after(policy, "IncludeSubdomains:"), "true");
        let seconds = after(policy, "AccessControlMaxAgeSec:");
        let (_, content) = policy.split_once("ContentSecurityPolicy:\n").unwrap();
        let mut headers = BTreeMap::from([
            ("content-security-policy".to_owned(), after(content, "ContentSecurityPolicy:")),
            ("x-content-type-options".to_owned(), "nosniff".to_owned()),
            ("x-frame-options".to_owned(), "DENY".to_owned()),
            ("referrer-policy".to_owned(), "no-referrer".to_owned()),
            (
                "strict-transport-security".to_owned(),
                format!("max-age={seconds}; includeSubDomains"),
            ),
        ]);
        for custom in policy.split("- Header:").skip(1) {
            let name = custom.lines().next().unwrap().trim().to_lowercase();
            headers.insert(name, after(custom, "Value:"));
        }
        headers
    }

    #[test]
    fn the_page_has_the_same_headers_here_as_behind_cloudfront() {
        let mut headers = HeaderMap::new();
        secure(&mut headers);
        let here: BTreeMap<String, String> = headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        assert_eq!(here, of_cloudfront());
    }

    #[test]
    fn no_script_is_let_in_but_the_pages_own() {
        let scripts = POLICY.split("; ").find(|part| part.starts_with("script-src"));
        assert_eq!(scripts, Some("script-src 'self'"));
    }
}

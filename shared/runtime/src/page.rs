//! Pages for people without an account: plain HTML, one style sheet inside, no script.
use crate::{
    ctx::Ctx,
    problem::{Problem, ProblemKind},
};
use axum::response::{IntoResponse, Response};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderName, StatusCode, header};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// The style sheet, as it stands in every page.
const STYLE: &str = include_str!("page.css");
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
});

/// What a page may do: show our one style sheet and send forms to us.
pub fn content_security_policy() -> &'static str {
    &POLICY
}

/// What a page is set in.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The language's tag (BCP 47).
    pub language: &'a str,
    /// Which way its lines run: `ltr` or `rtl`.
    pub direction: &'a str,
    /// The title, as text.
    pub title: &'a str,
}

impl Frame<'_> {
    /// A whole page around `article`, with `footer` below it.
    pub fn around(&self, article: &Markup, footer: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.language) dir=(self.direction) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width,initial-scale=1";
                    meta name="robots" content="noindex,nofollow";
                    meta name="format-detection" content="telephone=no,date=no,address=no";
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    main { article { (article) } }
                    (footer)
                }
            }
        }
    }
}

/// A page as an answer. What the whole API says of caching and referrers is right here, too.
pub fn answer(status: StatusCode, language: &str, page: Markup) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, language),
        (header::CONTENT_SECURITY_POLICY, content_security_policy()),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (ROBOTS, "noindex, nofollow"),
    ];
    (status, headers, page.into_string()).into_response()
}

/// The fields of a URL-encoded form. 415 where the body says that it is something else.
pub fn form_fields(headers: &HeaderMap, body: &[u8]) -> Result<Vec<(String, String)>, Problem> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    if !essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Problem::new(ProblemKind::UnsupportedMediaType)
            .detail("send the form as application/x-www-form-urlencoded"));
    }
    Ok(url::form_urlencoded::parse(body).into_owned().collect())
}

/// Where `path` is under our public address, without scheme and host: where forms are sent and redirects
/// lead.
pub fn path_of(ctx: &Ctx, path: &str) -> String {
    let base = url::Url::parse(&ctx.config.base_url).ok();
    let prefix = base.as_ref().map_or("", |url| url.path().trim_end_matches('/'));
    format!("{prefix}{path}")
}

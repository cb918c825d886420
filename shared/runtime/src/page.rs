//! Pages for people without an account: plain HTML with one style sheet inside. Nothing on them needs a
//! script; one page has a small one, which adds the visitor's own time.
mod language;
mod words;

pub use language::Language;
pub use words::{count, fill, is_translated};

use crate::{
    ctx::Ctx,
    extract::FieldError,
    problem::{Problem, ProblemKind},
};
use axum::response::{IntoResponse, Response};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderName, StatusCode, header};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, sync::LazyLock};

/// The style sheet, as it stands in every page.
const STYLE: &str = include_str!("page.css");
/// The script, as it stands in a page that shows a time.
const SCRIPT: &str = include_str!("page.js");
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
});

/// What a page may do: show our one style sheet, run our one script and send forms to us.
pub fn content_security_policy() -> &'static str {
    &POLICY
}

/// What a page is set in.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The language.
    pub language: Language,
    /// The title, as text.
    pub title: &'a str,
}

impl Frame<'_> {
    /// A whole page around `article`, with `footer` below it.
    pub fn around(&self, article: &Markup, footer: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) dir=(self.language.direction()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width,initial-scale=1";
                    meta name="color-scheme" content="light dark";
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

/// The script. It looks for the first `time` and for `#here`, whose `data-offset` is the minutes by which
/// that time's own clocks are ahead of UTC: where the visitor's differ, `data-say` is shown with `{when}`
/// filled in; where they do not, nothing is.
pub fn own_time_script() -> Markup {
    html! { script { (PreEscaped(SCRIPT)) } }
}

/// A page as an answer. What the whole API says of caching and referrers is right here, too.
pub fn answer(status: StatusCode, language: Language, page: Markup) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, language.tag()),
        (header::CONTENT_SECURITY_POLICY, content_security_policy()),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (ROBOTS, "noindex, nofollow"),
    ];
    (status, headers, page.into_string()).into_response()
}

/// The fields of a URL-encoded form. 415 where the body says that it is something else; 422 that names a
/// field that is there more than once: which of its values is meant, nobody can know.
pub fn form_fields(headers: &HeaderMap, body: &[u8]) -> Result<Vec<(String, String)>, Problem> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    if !essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Problem::new(ProblemKind::UnsupportedMediaType)
            .detail("send the form as application/x-www-form-urlencoded"));
    }
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(body).into_owned().collect();
    let mut seen = BTreeSet::new();
    let repeated: BTreeSet<&String> =
        fields.iter().map(|(name, _)| name).filter(|name| !seen.insert(*name)).collect();
    if repeated.is_empty() {
        return Ok(fields);
    }
    let error = |name: &String| FieldError::new(field_pointer(name), "is there more than once");
    Err(Problem::invalid(repeated.into_iter().map(error).collect()))
}

/// Most characters of an unknown field's name that an answer repeats.
const FIELD_CHARACTERS_MAX: usize = 40;

/// A JSON pointer to the form's field of that name (RFC 6901).
pub fn field_pointer(name: &str) -> String {
    let name: String = name.chars().take(FIELD_CHARACTERS_MAX).collect();
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Where `path` is under our public address, without scheme and host: where forms are sent and redirects
/// lead.
pub fn path_of(ctx: &Ctx, path: &str) -> String {
    let base = url::Url::parse(&ctx.config.base_url).ok();
    let prefix = base.as_ref().map_or("", |url| url.path().trim_end_matches('/'));
    format!("{prefix}{path}")
}

#[cfg(test)]
mod tests;

//! What every page is set in.
use crate::{language::Language, words::Word};
use base64::{Engine, prelude::BASE64_STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// The style sheet, as it stands in every page.
const STYLE: &str = include_str!("page.css");

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
});

/// What a page may do: show our one style sheet and send forms to us.
pub(crate) fn content_security_policy() -> &'static str {
    &POLICY
}

/// A whole page around `article`, with `footer` below it.
pub(super) fn page(language: Language, title: &str, article: &Markup, footer: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.tag()) dir=(language.direction()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="robots" content="noindex,nofollow";
                meta name="format-detection" content="telephone=no,date=no,address=no";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main { article { (article) } }
                (footer)
            }
        }
    }
}

/// A page that shows nobody's data: a title and what to do.
pub(crate) fn message(language: Language, title: Word, text: Word) -> Markup {
    let title = title.text(language);
    let article = html! {
        h1 { (title) }
        p.say { (text.text(language)) }
    };
    page(language, title, &article, &html! {})
}

//! What every page is set in.
use crate::words::Word;
use maud::{Markup, html};
use runtime::page::{Frame, Language};

/// A whole page around `article`, with `footer` below it.
pub(super) fn page(language: Language, title: &str, article: &Markup, footer: &Markup) -> Markup {
    Frame { language, title }.around(article, footer)
}

/// A page that shows nobody's data: a title, what to do, and where `back` leads, if it does.
pub(crate) fn message(
    language: Language,
    title: Word,
    text: &str,
    back: Option<(Word, &str)>,
) -> Markup {
    let title = title.text(language);
    let article = html! {
        h1 { (title) }
        p.say { (text) }
        @if let Some((label, path)) = back {
            a.button.first href=(path) { (label.text(language)) }
        }
    };
    page(language, title, &article, &html! {})
}

//! What every page is set in.
use crate::{language::Language, words::Word};
use maud::{Markup, html};
use runtime::page::Frame;

/// A whole page around `article`, with `footer` below it.
pub(super) fn page(language: Language, title: &str, article: &Markup, footer: &Markup) -> Markup {
    let frame = Frame { language: language.tag(), direction: language.direction(), title };
    frame.around(article, footer)
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

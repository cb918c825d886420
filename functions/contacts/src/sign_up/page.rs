//! The page of a list. Whatever somebody wrote is text here: nothing of it becomes markup.
use super::{
    form::{Fault, TRAP, Written},
    link::Opened,
    words::Word,
};
use crate::limits::NAME_CHARACTERS_MAX;
use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};
use runtime::page::{Frame, Language, answer, fill};

/// The form, with what was written before and what was wrong with it.
pub(crate) fn form(
    language: Language,
    opened: &Opened,
    path: &str,
    written: &Written,
    faults: &[Fault],
) -> Response {
    let say = |word: Word| word.text(language);
    // The first field that is wrong has the focus, so that it and its fault are read out.
    let first = |fault: Fault| faults.first() == Some(&fault);
    let wrong = |fault: Fault| faults.contains(&fault).then_some("true");
    let described = |fault: Fault| faults.contains(&fault).then(|| fault.id());
    let name = html! {
        input #name name="name" dir="auto" value=(written.name) maxlength=(NAME_CHARACTERS_MAX)
            autocomplete="name" required autofocus[first(Fault::Name)]
            aria-invalid=[wrong(Fault::Name)] aria-describedby=[described(Fault::Name)];
    };
    let phone = html! {
        input #phone type="tel" name="phone" dir="ltr" value=(written.phone) maxlength="40"
            autocomplete="tel" required autofocus[first(Fault::Phone)]
            aria-invalid=[wrong(Fault::Phone)] aria-describedby=[described(Fault::Phone)];
    };
    let consent = html! {
        input type="checkbox" name="consent" value="yes" checked[written.agrees] required
            autofocus[first(Fault::Consent)]
            aria-invalid=[wrong(Fault::Consent)] aria-describedby=[described(Fault::Consent)];
    };
    let explained = |fault: Fault| explanation(language, faults, fault);
    let article = html! {
        p.host { bdi { (host(opened)) } }
        h1 { bdi { (opened.title) } }
        form method="post" action=(path) {
            div { label { b { (say(Word::Name)) } (name) } (explained(Fault::Name)) }
            div { label { b { (say(Word::Phone)) } (phone) } (explained(Fault::Phone)) }
            div {
                label.tick { (consent) span dir="auto" { (opened.sign_up.words) } }
                (explained(Fault::Consent))
            }
            label hidden {
                (say(Word::LeaveEmpty))
                input name=(TRAP) tabindex="-1" autocomplete="off";
            }
            button.first { (say(Word::Join)) }
        }
    };
    if faults.is_empty() {
        return page(StatusCode::OK, language, &opened.title, &article);
    }
    let title = fill(say(Word::WrongTitle), language, &[("title", &opened.title)]);
    page(StatusCode::UNPROCESSABLE_ENTITY, language, &title, &article)
}

fn explanation(language: Language, faults: &[Fault], fault: Fault) -> Markup {
    html! {
        @if faults.contains(&fault) {
            small.fault id=(fault.id()) { (fault.word().text(language)) }
        }
    }
}

/// What everybody is told whose form was taken.
pub(crate) fn thanks(language: Language, opened: &Opened) -> Response {
    let title = Word::ThanksTitle.text(language);
    let article = html! {
        p.host { bdi { (host(opened)) } }
        div role="status" {
            h1 tabindex="-1" autofocus { (title) }
            p.say { (Word::ThanksText.text(language)) }
        }
    };
    page(StatusCode::OK, language, &format!("{title} · {}", opened.title), &article)
}

/// A link that leads nowhere.
pub(crate) fn unknown(language: Language) -> Response {
    let text = Word::UnknownText.text(language);
    message(StatusCode::NOT_FOUND, language, Word::UnknownTitle, text, None)
}

/// A title and what to do, with a way to `back` where there is one.
pub(crate) fn message(
    status: StatusCode,
    language: Language,
    title: Word,
    text: &str,
    back: Option<&str>,
) -> Response {
    let title = title.text(language);
    let article = html! {
        h1 { (title) }
        p.say { (text) }
        @if let Some(path) = back {
            a.button.first href=(path) { (Word::Back.text(language)) }
        }
    };
    page(status, language, title, &article)
}

fn page(status: StatusCode, language: Language, title: &str, article: &Markup) -> Response {
    answer(status, language, Frame { language, title }.around(article, &html! {}))
}

fn host(opened: &Opened) -> &str {
    let org = &opened.org;
    if org.host.is_empty() { &org.display_name } else { &org.host }
}

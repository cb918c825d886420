//! The page of a list. Whatever somebody wrote is text here: nothing of it becomes markup.
use super::{
    form::{Fault, TRAP, Written},
    link::Opened,
};
use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};
use runtime::page::{Frame, answer};

/// The page's language.
const LANGUAGE: &str = "en";

/// The form, with what was written before and what was wrong with it.
pub(crate) fn form(opened: &Opened, path: &str, written: &Written, faults: &[Fault]) -> Response {
    let host = host(opened);
    let article = html! {
        p.host { (host) }
        h1 { (opened.title) }
        @for fault in faults {
            p.notice role="alert" { (fault.words()) }
        }
        form method="post" action=(path) {
            label {
                b { "Your name" }
                input name="name" value=(written.name) maxlength="200" autocomplete="name" required;
            }
            label {
                b { "Your phone number" }
                input type="tel" name="phone" value=(written.phone) maxlength="40"
                    autocomplete="tel" required;
            }
            label.tick {
                input type="checkbox" name="consent" value="yes" checked[written.agrees] required;
                span { (opened.sign_up.words) }
            }
            label hidden {
                "Leave this empty"
                input name=(TRAP) tabindex="-1" autocomplete="off";
            }
            button.first { "Join" }
        }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(status, &opened.title, &article)
}

/// What everybody is told whose form was taken.
pub(crate) fn thanks(opened: &Opened) -> Response {
    let article = html! {
        p.host { (host(opened)) }
        h1 { "Thank you" }
        p.say { "We have what you wrote. To end it at any time, text STOP." }
    };
    page(StatusCode::OK, "Thank you", &article)
}

/// A link that leads nowhere.
pub(crate) fn unknown() -> Response {
    let text = "It may have been replaced. Please ask whoever gave it to you for a new one.";
    message(StatusCode::NOT_FOUND, "This link leads nowhere", text)
}

/// A title and what to do.
pub(crate) fn message(status: StatusCode, title: &str, text: &str) -> Response {
    let article = html! {
        h1 { (title) }
        p.say { (text) }
    };
    page(status, title, &article)
}

fn page(status: StatusCode, title: &str, article: &Markup) -> Response {
    let frame = Frame { language: LANGUAGE, direction: "ltr", title };
    answer(status, LANGUAGE, frame.around(article, &html! {}))
}

fn host(opened: &Opened) -> &str {
    let org = &opened.org;
    if org.host.is_empty() { &org.display_name } else { &org.host }
}

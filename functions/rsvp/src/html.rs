//! Answers to guests' browsers.
use crate::{
    notice::Notice,
    page::message,
    words::{Word, fill},
};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use maud::Markup;
use runtime::{Problem, ProblemKind, page::Language};

/// Whether the client would rather have JSON than a page.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let accepted = accepted.unwrap_or_default();
    accepted.contains("application/json") && !accepted.contains("text/html")
}

/// A page.
pub(crate) fn page(status: StatusCode, language: Language, page: Markup) -> Response {
    runtime::page::answer(status, language, page)
}

/// A page that waits before it may be asked for again.
pub(crate) fn with_retry_after(mut response: Response, notice: Notice) -> Response {
    if let Notice::TooOften { seconds } = notice {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A link that we never gave out.
pub(crate) fn unknown(language: Language) -> Response {
    plain(StatusCode::NOT_FOUND, language, Word::UnknownTitle, Word::UnknownText)
}

/// An older invitation's link.
pub(crate) fn replaced(language: Language) -> Response {
    plain(StatusCode::GONE, language, Word::ReplacedTitle, Word::ReplacedText)
}

/// A link to what was deleted.
pub(crate) fn gone(language: Language) -> Response {
    plain(StatusCode::GONE, language, Word::GoneTitle, Word::GoneText)
}

/// No calendar file for this guest.
pub(crate) fn no_calendar(language: Language) -> Response {
    plain(StatusCode::NOT_FOUND, language, Word::NoCalendarTitle, Word::NoCalendarText)
}

fn plain(status: StatusCode, language: Language, title: Word, text: Word) -> Response {
    page(status, language, message(language, title, text.text(language), None))
}

/// What the form itself was wrong about, and the way back to the page at `path`.
pub(crate) fn unreadable(problem: &Problem, language: Language, path: &str) -> Option<Response> {
    let ours = matches!(
        problem.kind(),
        ProblemKind::InvalidFields | ProblemKind::UnsupportedMediaType | ProblemKind::TooLarge
    );
    ours.then(|| {
        let text = match problem.errors().first() {
            Some(error) => {
                let field = error.pointer.trim_start_matches('/');
                fill(Word::UnreadableField, language, &[("field", field)])
            }
            None => Word::UnreadableText.text(language).to_owned(),
        };
        let words = message(language, Word::UnreadableTitle, &text, Some((Word::Back, path)));
        page(problem.status(), language, words)
    })
}

/// What went wrong on our side, as a page with the way back to `path`. Logged here, because no problem
/// reaches the edge.
pub(crate) fn failed(problem: &Problem, language: Language, path: &str) -> Response {
    if problem.status().is_server_error() {
        tracing::error!(problem = %problem, cause = problem.causes(), "a guest's request failed");
    }
    let text = Word::FailureText.text(language);
    let words = message(language, Word::FailureTitle, text, Some((Word::Back, path)));
    page(problem.status(), language, words)
}

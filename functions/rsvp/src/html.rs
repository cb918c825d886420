//! Answers to guests' browsers.
use crate::{language::Language, notice::Notice, page::message, words::Word};
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use maud::Markup;
use runtime::{Problem, ProblemKind};

/// Whether the client would rather have JSON than a page.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let accepted = accepted.unwrap_or_default();
    accepted.contains("application/json") && !accepted.contains("text/html")
}

/// The guest's language.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::preferred(accepted)
}

/// A page.
pub(crate) fn page(status: StatusCode, language: Language, page: Markup) -> Response {
    runtime::page::answer(status, language.tag(), page)
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
    page(StatusCode::NOT_FOUND, language, message(language, Word::UnknownTitle, Word::UnknownText))
}

/// An older invitation's link.
pub(crate) fn replaced(language: Language) -> Response {
    page(StatusCode::GONE, language, message(language, Word::ReplacedTitle, Word::ReplacedText))
}

/// A link to what was deleted.
pub(crate) fn gone(language: Language) -> Response {
    page(StatusCode::GONE, language, message(language, Word::GoneTitle, Word::GoneText))
}

/// No calendar file for this guest.
pub(crate) fn no_calendar(language: Language) -> Response {
    let words = message(language, Word::NoCalendarTitle, Word::NoCalendarText);
    page(StatusCode::NOT_FOUND, language, words)
}

/// What the form itself was wrong about.
pub(crate) fn unreadable(problem: &Problem, language: Language) -> Option<Response> {
    let ours = matches!(
        problem.kind(),
        ProblemKind::InvalidFields | ProblemKind::UnsupportedMediaType | ProblemKind::TooLarge
    );
    ours.then(|| {
        let words = message(language, Word::NotNowNotice, Word::UnreadableNotice);
        page(problem.status(), language, words)
    })
}

/// What went wrong on our side, as a page. Logged here, because no problem reaches the edge.
pub(crate) fn failed(problem: &Problem, language: Language) -> Response {
    if problem.status().is_server_error() {
        tracing::error!(problem = %problem, cause = problem.causes(), "a guest's request failed");
    }
    let words = message(language, Word::FailureTitle, Word::FailureText);
    page(problem.status(), language, words)
}

//! What the host serves beside the API: the organizer's page once it is built, where everything is
//! until then, and, where the phones are simulated, the dead letters.
use crate::{
    gateway::{Answer, refusal},
    queues::LocalQueues,
};
use axum::body::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use http_body_util::Full;
use maud::{DOCTYPE, Markup, html};
use std::path::{Component, Path, PathBuf};

/// Where the organizer's page is built to.
const BUILT_PAGE: &str = "ui/dist";
/// What begins here belongs to the API.
const API_PREFIXES: [&str; 3] = ["/v1/", "/r/", "/hooks/"];

/// The pages of a host.
#[derive(Debug)]
pub(crate) struct Pages {
    /// The folder of the built page.
    folder: PathBuf,
    /// The inbox of the simulated phones, if they are.
    inbox: Option<String>,
    /// The mailbox, if there is one.
    mails: Option<String>,
}

impl Pages {
    pub(crate) fn new(inbox: Option<String>, mails: Option<String>) -> Self {
        Self { folder: PathBuf::from(BUILT_PAGE), inbox, mails }
    }

    /// Answers what is not for the API; `None` for what is.
    pub(crate) fn answer(
        &self,
        method: &Method,
        path: &str,
        queues: &LocalQueues,
    ) -> Option<Answer> {
        if API_PREFIXES.iter().any(|prefix| path.starts_with(prefix)) {
            return None;
        }
        if path.starts_with("/sim/") {
            // Beside real phones the port may be public, and letters hold what guests wrote.
            return self.inbox.is_some().then(|| simulation(method, path, queues));
        }
        if method != Method::GET && method != Method::HEAD {
            return None;
        }
        if let Some(file) = self.file(path) {
            return Some(file);
        }
        (path == "/").then(|| page(&self.home()))
    }

    /// A file of the built page; its index for a path without an extension, so that each of its views
    /// has an address.
    fn file(&self, path: &str) -> Option<Answer> {
        let relative = Path::new(path.trim_start_matches('/'));
        let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
        if !plain {
            return None;
        }
        let index = Path::new("index.html");
        let name = if relative.extension().is_some() { relative } else { index };
        let body = std::fs::read(self.folder.join(name)).ok()?;
        Some(with_type(body, content_type(name)))
    }

    fn home(&self) -> Markup {
        frame(
            "Convoke",
            &html! {
                p { "This host runs every function in one process, on a table in its data folder." }
                ul {
                    li { a href="/v1/openapi.json" { "The API, described" } " (" code { "/v1" } ")" }
                    @if let Some(inbox) = &self.inbox {
                        li { a href=(inbox) { "The simulated phones" } ": read texts, open links, reply" }
                        li { a href="/sim/dead-letters" { "Dead letters" } ": what no job could handle" }
                    } @else {
                        li { "Texts go to a provider outside this host." }
                    }
                    @if let Some(mails) = &self.mails {
                        li { a href=(mails) { "The mailbox" } ": mails, with their links" }
                    } @else {
                        li { "Mails go to a server outside this host." }
                    }
                }
            },
        )
    }
}

fn simulation(method: &Method, path: &str, queues: &LocalQueues) -> Answer {
    let number =
        path.strip_prefix("/sim/dead-letters/").and_then(|rest| rest.strip_suffix("/redrive"));
    match (method, number.and_then(|number| number.parse().ok())) {
        (&Method::POST, Some(number)) => match queues.redrive(number) {
            Ok(true) => see_other("/sim/dead-letters"),
            Ok(false) => refusal(StatusCode::NOT_FOUND),
            Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR),
        },
        (&Method::GET | &Method::HEAD, None) if path == "/sim/dead-letters" => {
            page(&dead_letters(queues))
        }
        _ => refusal(StatusCode::NOT_FOUND),
    }
}

fn dead_letters(queues: &LocalQueues) -> Markup {
    let letters = queues.dead_letters();
    frame(
        "Dead letters",
        &html! {
            @if letters.is_empty() {
                p { "None. Every message that came was handled." }
            }
            @for letter in &letters {
                section {
                    h2 { (letter.queue) " " small { (letter.at) } }
                    p { (letter.why) }
                    pre { (letter.body) }
                    @if letter.queue != "stream" {
                        form method="post" action={ "/sim/dead-letters/" (letter.number) "/redrive" } {
                            button { "Put back into " (letter.queue) }
                        }
                    }
                }
            }
            p { a href="/" { "Back" } }
        },
    )
}

fn frame(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style {
                    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}"
                    "pre{overflow:auto;padding:.5rem;border:1px solid}"
                    ":root{color-scheme:light dark}"
                }
            }
            body { h1 { (title) } (content) }
        }
    }
}

fn page(markup: &Markup) -> Answer {
    with_type(markup.0.clone().into_bytes(), "text/html; charset=utf-8")
}

fn with_type(body: Vec<u8>, content_type: &'static str) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from(body)));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

fn see_other(path: &'static str) -> Answer {
    let mut answer = Response::new(Full::default());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    answer.headers_mut().insert(header::LOCATION, HeaderValue::from_static(path));
    answer
}

fn content_type(name: &Path) -> &'static str {
    match name.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Folder;
    use std::{fs, sync::Arc};
    use testkit::FakeClock;

    fn status(pages: &Pages, path: &str) -> Option<u16> {
        answered(pages, &Method::GET, path)
    }

    fn answered(pages: &Pages, method: &Method, path: &str) -> Option<u16> {
        let clock = FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap());
        let queues = LocalQueues::memory(Arc::new(clock));
        pages.answer(method, path, &queues).map(|answer| answer.status().as_u16())
    }

    #[test]
    fn the_api_is_left_to_the_gateway() {
        let pages = Pages::new(None, None);
        for path in ["/v1/health", "/r/abc", "/hooks/twilio/AC1/status", "/unknown"] {
            assert_eq!(status(&pages, path), None, "{path}");
        }
        assert_eq!(status(&pages, "/"), Some(200));
    }

    #[test]
    fn dead_letters_are_shown_only_beside_simulated_phones() {
        let simulated = Pages::new(Some("http://127.0.0.1:3001/".to_owned()), None);
        assert_eq!(status(&simulated, "/sim/dead-letters"), Some(200));
        assert_eq!(status(&simulated, "/sim/other"), Some(404));
        let redrive = "/sim/dead-letters/1/redrive";
        assert_eq!(answered(&simulated, &Method::POST, redrive), Some(404));
        assert!(simulated.home().0.contains("/sim/dead-letters"));

        let real = Pages::new(None, None);
        assert_eq!(status(&real, "/sim/dead-letters"), None);
        assert_eq!(answered(&real, &Method::POST, redrive), None);
        assert!(!real.home().0.contains("/sim/dead-letters"));
    }

    #[test]
    fn only_files_of_the_built_page_are_served() {
        let folder = Folder::new("pages");
        let built = folder.path().join("dist");
        fs::create_dir(&built).unwrap();
        fs::write(built.join("index.html"), "page").unwrap();
        fs::write(folder.path().join("secrets.json"), "{}").unwrap();
        let pages = Pages { folder: built, inbox: None, mails: None };
        for path in ["/", "/index.html", "/events/evt_1"] {
            assert_eq!(status(&pages, path), Some(200), "{path}");
        }
        for path in ["/../secrets.json", "/./../secrets.json", "/missing.js"] {
            assert_eq!(status(&pages, path), None, "{path}");
        }
    }
}

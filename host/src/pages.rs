//! What the host serves beside the API: the organizer's page once it is built, where everything is
//! until then, and, where the phones are simulated, the dead letters.
mod built;
mod headers;

use crate::{
    gateway::{Answer, refusal},
    queues::LocalQueues,
};
use axum::body::Bytes;
use built::Built;
use http::{HeaderValue, Method, Response, StatusCode, header, request::Parts};
use http_body_util::Full;
use maud::{DOCTYPE, Markup, html};
use std::path::PathBuf;

/// The first parts of paths that belong to the API or to the host itself.
const APIS: [&str; 5] = ["v1", "r", "join", "hooks", "host"];

/// The pages of a host.
#[derive(Debug)]
pub(crate) struct Pages {
    /// The built page, where a folder for it is named.
    built: Option<Built>,
    /// The inbox of the simulated phones, if they are.
    inbox: Option<String>,
    /// The mailbox, if there is one.
    mails: Option<String>,
}

impl Pages {
    pub(crate) fn new(
        folder: Option<PathBuf>,
        inbox: Option<String>,
        mails: Option<String>,
    ) -> Self {
        Self { built: folder.map(Built::new), inbox, mails }
    }

    /// Answers what is not for the API; `None` for what is.
    pub(crate) async fn answer(&self, head: &Parts, queues: &LocalQueues) -> Option<Answer> {
        let (method, path) = (&head.method, head.uri.path());
        if path.split('/').nth(1).is_some_and(|first| APIS.contains(&first)) {
            return None;
        }
        if path.starts_with("/sim/") {
            // Beside real phones the port may be public, and letters hold what guests wrote.
            return self.inbox.is_some().then(|| simulation(method, path, queues));
        }
        if method != Method::GET && method != Method::HEAD {
            return None;
        }
        match self.built.as_ref().filter(|built| built.is_there()) {
            Some(built) => built.answer(path, &head.headers).await,
            None => (path == "/").then(|| page(&self.home())),
        }
    }

    fn home(&self) -> Markup {
        frame(
            "Convoke",
            &html! {
                p { "This host runs every function in one process, on a table in its data folder." }
                (self.not_built())
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

    /// How the organizer's page comes here.
    fn not_built(&self) -> Markup {
        html! {
            p {
                "The organizer's page is not built yet. "
                @match &self.built {
                    Some(built) => {
                        code { "./run" } " builds it, where Node.js is installed; by hand it is "
                        code { "npm ci && npm run build" } " in the folder " code { "ui" }
                        ". Then load this page again: it is looked for in "
                        code { (built.folder().display()) } "."
                    },
                    None => { "This host was started without a folder for it." },
                }
            }
        }
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
    let mut answer = Response::new(Full::new(Bytes::from(markup.0.clone().into_bytes())));
    let headers = answer.headers_mut();
    headers::secure(headers);
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, html);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

fn see_other(path: &'static str) -> Answer {
    let mut answer = Response::new(Full::default());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    answer.headers_mut().insert(header::LOCATION, HeaderValue::from_static(path));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Folder;
    use http::Request;
    use std::{fs, sync::Arc};
    use testkit::FakeClock;

    async fn status(pages: &Pages, path: &str) -> Option<u16> {
        answered(pages, Method::GET, path).await
    }

    async fn answered(pages: &Pages, method: Method, path: &str) -> Option<u16> {
        let clock = FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap());
        let queues = LocalQueues::memory(Arc::new(clock));
        let (head, ()) = Request::builder().method(method).uri(path).body(()).unwrap().into_parts();
        pages.answer(&head, &queues).await.map(|answer| answer.status().as_u16())
    }

    /// Pages with a page that is built, and the folder that it goes with.
    fn built() -> (Pages, Folder) {
        let folder = Folder::new("pages");
        fs::write(folder.path().join("index.html"), "page").unwrap();
        (Pages::new(Some(folder.path().to_owned()), None, None), folder)
    }

    #[tokio::test]
    async fn the_api_is_left_to_the_gateway_whether_or_not_the_page_is_built() {
        let (built, _folder) = built();
        for pages in [Pages::new(None, None, None), built] {
            for path in [
                "/v1",
                "/v1/health",
                "/r/abc",
                "/join/abc",
                "/hooks/twilio/AC1/status",
                "/host",
                "/host/guests",
            ] {
                assert_eq!(status(&pages, path).await, None, "{path}");
            }
            assert_eq!(answered(&pages, Method::POST, "/events").await, None);
            assert_eq!(status(&pages, "/").await, Some(200));
            assert_eq!(answered(&pages, Method::HEAD, "/").await, Some(200));
        }
    }

    #[tokio::test]
    async fn where_no_page_is_built_the_home_says_how_and_a_view_is_not_found() {
        let folder = Folder::new("unbuilt");
        let dist = folder.path().join("dist");
        let pages = Pages::new(Some(dist.clone()), None, None);
        assert!(pages.home().0.contains("npm ci &amp;&amp; npm run build"));
        assert_eq!(status(&pages, "/events").await, None);
        // Built while the host runs.
        fs::create_dir(&dist).unwrap();
        fs::write(dist.join("index.html"), "page").unwrap();
        assert_eq!(status(&pages, "/events").await, Some(200));
    }

    #[tokio::test]
    async fn dead_letters_are_shown_only_beside_simulated_phones() {
        let simulated = Pages::new(None, Some("http://127.0.0.1:3001/".to_owned()), None);
        assert_eq!(status(&simulated, "/sim/dead-letters").await, Some(200));
        assert_eq!(status(&simulated, "/sim/other").await, Some(404));
        let redrive = "/sim/dead-letters/1/redrive";
        assert_eq!(answered(&simulated, Method::POST, redrive).await, Some(404));
        assert!(simulated.home().0.contains("/sim/dead-letters"));

        let real = Pages::new(None, None, None);
        assert_eq!(status(&real, "/sim/dead-letters").await, None);
        assert_eq!(answered(&real, Method::POST, redrive).await, None);
        assert!(!real.home().0.contains("/sim/dead-letters"));
    }
}

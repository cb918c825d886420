//! The built page, as `infra/ui.yaml` has it served from its bucket.
use super::headers;
use crate::gateway::{Answer, refusal};
use axum::body::Bytes;
use http::{HeaderMap, HeaderValue, Request, StatusCode, header, response::Parts};
use http_body_util::{BodyExt, Empty, Full};
use std::path::{Path, PathBuf};
use tower::ServiceExt;
use tower_http::{compression::Compression, services::ServeDir};

/// The one page for every view of it.
const INDEX: &str = "/index.html";
/// Files whose names change with what is in them.
const ASSETS_PREFIX: &str = "/assets/";
/// For good: another build names its files anew.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Kept, but asked for each time: it names the files of the latest build.
const ASKED_EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");
/// What a client says about the copy that it has, and about what it can read.
const ABOUT_COPIES: [header::HeaderName; 4] =
    [header::ACCEPT_ENCODING, header::IF_MODIFIED_SINCE, header::IF_RANGE, header::RANGE];

/// The folder that the page was built to.
#[derive(Debug)]
pub(super) struct Built {
    folder: PathBuf,
}

impl Built {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Whether there is a page. It may be built while the host runs.
    pub(super) fn is_there(&self) -> bool {
        self.folder.join(INDEX.trim_start_matches('/')).is_file()
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file at `path`, or the index for a view; `None` where there is no such file.
    pub(super) async fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Answer> {
        let file = if is_view(path) { INDEX } else { path };
        let mut request = Request::get(file).body(Empty::<Bytes>::new()).ok()?;
        for name in ABOUT_COPIES {
            let said = headers.get(&name).cloned();
            request.headers_mut().extend(said.map(|value| (name, value)));
        }
        let files = ServeDir::new(&self.folder).append_index_html_on_directories(false);
        let served = match Compression::new(files).oneshot(request).await {
            Ok(served) => served,
            Err(never) => match never {},
        };
        let (mut head, body) = served.into_parts();
        if !is_found(&head) {
            return None;
        }
        let Ok(body) = body.collect().await else {
            return Some(refusal(StatusCode::INTERNAL_SERVER_ERROR));
        };
        headers::secure(&mut head.headers);
        head.headers.insert(header::CACHE_CONTROL, cache_control(file));
        Some(Answer::from_parts(head, Full::new(body.to_bytes())))
    }
}

/// Every address without a dot in its last part, as `PageFallback` in `infra/ui.yaml` has it.
fn is_view(path: &str) -> bool {
    path.rsplit('/').next().is_none_or(|last| !last.contains('.'))
}

fn is_found(head: &Parts) -> bool {
    let status = head.status;
    status.is_success()
        || status == StatusCode::NOT_MODIFIED
        || status == StatusCode::RANGE_NOT_SATISFIABLE
}

fn cache_control(file: &str) -> HeaderValue {
    if file.starts_with(ASSETS_PREFIX) { FOR_GOOD } else { ASKED_EACH_TIME }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Folder;
    use std::fs;

    struct Page {
        folder: Folder,
        built: Built,
    }

    fn page() -> Page {
        let folder = Folder::new("built");
        let dist = folder.path().join("dist");
        fs::create_dir_all(dist.join("assets")).unwrap();
        fs::write(dist.join("index.html"), "<!doctype html><title>page</title>").unwrap();
        fs::write(dist.join("assets/index-1a2b.js"), "let a = 1;\n".repeat(1_000)).unwrap();
        fs::write(dist.join("favicon.svg"), "<svg/>").unwrap();
        fs::write(folder.path().join("secrets.json"), "{}").unwrap();
        Page { folder, built: Built::new(dist) }
    }

    async fn ask(
        page: &Page,
        path: &str,
        headers: &[(header::HeaderName, &str)],
    ) -> Option<Answer> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap()));
        page.built.answer(path, &headers.collect()).await
    }

    #[tokio::test]
    async fn every_view_is_the_one_page_and_is_asked_for_each_time() {
        let page = page();
        for path in ["/", "/index.html", "/login", "/orgs/org_1/events/evt_1", "/assets/"] {
            let answer = ask(&page, path, &[]).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/html", "{path}");
            assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-cache", "{path}");
            assert!(answer.headers().contains_key(header::CONTENT_SECURITY_POLICY), "{path}");
        }
    }

    #[tokio::test]
    async fn an_asset_is_kept_for_good_and_what_is_missing_is_not_the_page() {
        let page = page();
        let answer = ask(&page, "/assets/index-1a2b.js", &[]).await.unwrap();
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/javascript");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], FOR_GOOD);
        let icon = ask(&page, "/favicon.svg", &[]).await.unwrap();
        assert_eq!(icon.headers()[header::CONTENT_TYPE], "image/svg+xml");
        assert_eq!(icon.headers()[header::CACHE_CONTROL], ASKED_EACH_TIME);
        for path in ["/assets/index-0000.js", "/.env", "/favicon.ico"] {
            assert!(ask(&page, path, &[]).await.is_none(), "{path}");
        }
    }

    #[tokio::test]
    async fn what_is_packed_is_smaller_and_what_is_known_is_not_sent_again() {
        let page = page();
        let file = "/assets/index-1a2b.js";
        let plain = ask(&page, file, &[]).await.unwrap();
        let packed = ask(&page, file, &[(header::ACCEPT_ENCODING, "gzip, br")]).await.unwrap();
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(packed.headers()[header::VARY], "accept-encoding");
        let size = |answer: Answer| async { answer.collect().await.unwrap().to_bytes().len() };
        let modified = plain.headers()[header::LAST_MODIFIED].to_str().unwrap().to_owned();
        assert!(size(packed).await * 4 < size(plain).await);
        let known = ask(&page, file, &[(header::IF_MODIFIED_SINCE, &modified)]).await.unwrap();
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(size(known).await, 0);
    }

    #[tokio::test]
    async fn no_path_leads_out_of_the_folder() {
        let page = page();
        assert!(page.folder.path().join("secrets.json").is_file());
        for path in [
            "/../secrets.json",
            "/./../secrets.json",
            "/assets/../../secrets.json",
            "/%2e%2e/secrets.json",
            "/..%2fsecrets.json",
            "/..%5csecrets.json",
            "//../secrets.json",
            "/%00/index.html",
        ] {
            assert!(ask(&page, path, &[]).await.is_none(), "{path}");
        }
    }
}

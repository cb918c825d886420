//! The organizer's page on the API's port.
use super::{Folder, get};
use host::{Host, Options};
use std::fs;

#[tokio::test]
async fn the_page_and_the_api_share_a_port() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path().join("assets")).unwrap();
    fs::write(folder.path().join("index.html"), "<title>the page</title>").unwrap();
    fs::write(folder.path().join("assets/index-1a2b.js"), "let a;").unwrap();
    let ui = Some(folder.path().to_owned());
    let host = Host::start(Options { ui, ..Options::memory() }).await.unwrap();
    let at = |path: &str| format!("{}{path}", host.address());
    for view in ["/", "/login", "/orgs/org_1/events/evt_1"] {
        assert_eq!(get(&at(view)).await, (200, "<title>the page</title>".to_owned()), "{view}");
    }
    assert_eq!(get(&at("/v1/health")).await.1, r#"{"status":"ok"}"#);
    for missing in ["/v1/unknown", "/r/unknown", "/assets/index-0000.js", "/host/unknown"] {
        let (status, body) = get(&at(missing)).await;
        assert!(status == 404 && !body.contains("the page"), "{missing} {status} {body}");
    }
    let asset = at("/assets/index-1a2b.js");
    let answer = reqwest::Client::new().head(asset).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    assert_eq!(answer.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(answer.headers()["content-length"], "6");
    host.stop().await;
}

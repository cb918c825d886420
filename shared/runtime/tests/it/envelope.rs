//! What every request passes through.
use axum::{Router, body::Body as HttpBody, routing::get};
use http::header;
use jiff::SignedDuration;
use runtime::{
    Problem, ProblemKind,
    extract::{BODY_LIMIT_BYTES, Body, QueryOf, RawBody, UPLOAD_LIMIT_BYTES, body_limit},
    http::{REQUEST_ID, same_origin, serve},
};
use serde::Deserialize;
use testkit::{
    Stage,
    stage::{Api, Reply},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thing {
    size: u8,
}

async fn api() -> Api {
    let stage = Stage::new().await;
    let routes = Router::new()
        .route("/fine", get(async || "fine"))
        .route("/panic", get(async || -> &'static str { panic!("a secret in a panic") }))
        .route(
            "/wait",
            get(async || {
                Problem::new(ProblemKind::TooManyRequests).retry_after(SignedDuration::from_secs(7))
            }),
        )
        .route(
            "/thing",
            get(async |QueryOf(Thing { size })| size.to_string())
                .post(async |Body(Thing { size })| size.to_string()),
        )
        .route(
            "/file",
            axum::routing::post(async |RawBody(bytes)| bytes.len().to_string())
                .layer(body_limit(UPLOAD_LIMIT_BYTES)),
        );
    stage.api(serve(routes, stage.ctx.clone()))
}

async fn ask(path: &str) -> Reply {
    api().await.get(path).send().await
}

async fn post(path: &str, body: impl Into<HttpBody>) -> Reply {
    api().await.post(path).body("application/json; charset=utf-8", body).send().await
}

#[tokio::test]
async fn j33_every_answer_carries_its_security_headers_and_id() {
    for path in ["/fine", "/nowhere", "/panic"] {
        let answer = ask(path).await;
        let header = |name: &str| answer.headers.get(name).map(|v| v.to_str().unwrap().to_owned());
        assert!(header("content-security-policy").unwrap().contains("default-src 'none'"));
        assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"));
        assert_eq!(header("referrer-policy").as_deref(), Some("no-referrer"));
        assert!(header("strict-transport-security").unwrap().starts_with("max-age="));
        assert_eq!(header("cache-control").as_deref(), Some("no-store"));
        assert!(header(REQUEST_ID.as_str()).unwrap().len() >= 16);
    }
}

#[tokio::test]
async fn a_problem_is_json_and_names_its_request() {
    let answer = ask("/nowhere").await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
    let body = answer.json();
    assert_eq!(body["type"], "/problems/not-found");
    assert_eq!(body["status"], 404);
    assert_eq!(body["instance"].as_str().unwrap(), answer.headers[REQUEST_ID]);
}

#[tokio::test]
async fn a_method_that_a_path_has_not_is_a_problem() {
    let answer = api().await.delete("/fine").send().await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["type"].as_str().unwrap().to_owned()),
        (405, "/problems/method-not-allowed".to_owned())
    );
    assert!(answer.headers.contains_key(header::ALLOW));
}

#[tokio::test]
async fn a_panic_is_an_internal_problem_without_its_words() {
    let answer = ask("/panic").await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.json()["type"], "/problems/internal");
    assert!(!answer.body.contains("secret"));
}

#[tokio::test]
async fn a_wait_is_in_its_header() {
    let answer = ask("/wait").await;
    assert_eq!(
        (answer.status.as_u16(), &answer.headers[header::RETRY_AFTER]),
        (429, &"7".parse().unwrap())
    );
}

#[tokio::test]
async fn a_body_must_be_json_that_fits() {
    assert_eq!(post("/thing", r#"{"size":7}"#).await.status, 200);
    assert_eq!(
        api().await.post("/thing").body("text/plain", r#"{"size":7}"#).send().await.status,
        415
    );
    assert_eq!(post("/thing", r#"{"size":"#).await.status, 400);
    let wrong = post("/thing", r#"{"size":256}"#).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/size");
    let query = ask("/thing?size=x").await;
    assert_eq!(
        (query.status.as_u16(), &query.json()["errors"][0]["pointer"]),
        (422, &"/size".into())
    );
}

#[tokio::test]
async fn a_body_has_a_limit_and_an_upload_a_larger_one() {
    let most = vec![b' '; BODY_LIMIT_BYTES];
    assert_eq!(post("/thing", most.clone()).await.status, 400);
    let more = [most, vec![b' ']].concat();
    let refused = post("/thing", more.clone()).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["type"]),
        (413, &"/problems/too-large".into())
    );
    assert_eq!(post("/file", more).await.status, 200);
    assert_eq!(post("/file", vec![0; UPLOAD_LIMIT_BYTES]).await.status, 200);
    assert_eq!(post("/file", vec![0; UPLOAD_LIMIT_BYTES + 1]).await.status, 413);
}

#[tokio::test]
async fn j33_only_our_own_pages_may_use_the_cookie() {
    let stage = Stage::new().await;
    let allowed = |pairs: &[(&'static str, &str)]| {
        let mut headers = http::HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        same_origin(&stage.ctx, &headers).is_ok()
    };
    assert!(allowed(&[]));
    assert!(allowed(&[("origin", "https://rsvp.example.com")]));
    assert!(allowed(&[("origin", "https://localhost"), ("sec-fetch-site", "same-origin")]));
    assert!(allowed(&[("sec-fetch-site", "none")]));
    assert!(!allowed(&[("origin", "https://evil.example.org")]));
    assert!(!allowed(&[("origin", "https://rsvp.example.com.evil.example.org")]));
    assert!(!allowed(&[("origin", "http://rsvp.example.com")]));
    assert!(!allowed(&[("origin", "null")]));
    assert!(!allowed(&[("sec-fetch-site", "cross-site")]));
    assert!(!allowed(&[("sec-fetch-site", "same-site")]));
}

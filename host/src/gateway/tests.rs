use super::*;
use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue},
    response::IntoResponse,
    routing::{get, post},
};
use http_body_util::BodyExt;
use testkit::{FakeClock, SeededIds};

async fn echo(headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let seen = format!("{:?} {:?} {}", text("x-many"), text("cookie"), body.len());
    ([("x-seen", seen)], body)
}

async fn cookies() -> impl IntoResponse {
    let mut headers = HeaderMap::new();
    for cookie in ["a=1; Path=/", "b=2"] {
        headers.append(header::SET_COOKIE, cookie.parse().unwrap());
    }
    (headers, [0xFF_u8, 0xFE].to_vec())
}

fn gateway(limit: Option<u32>) -> Gateway {
    let router = Router::new()
        .route("/echo", post(echo))
        .route("/cookies", get(cookies))
        .route("/r/{token}", get(|Path(token): Path<String>| async { token }))
        .route("/panic", get(|| async { assert_eq!(1, 2, "on purpose") }));
    let clock = FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap());
    let throttle = limit.map(|limit| Throttle::new(limit, HeaderValue::from_static("pass")));
    Gateway::new(router, Arc::new(clock), Arc::new(SeededIds::new(1)), throttle)
}

const SOURCE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

fn request(method: &str, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path).header("host", "127.0.0.1:3000")
}

async fn call(gateway: &Gateway, request: http::request::Builder, body: &[u8]) -> (Head, Vec<u8>) {
    let request = request.body(Bytes::copy_from_slice(body)).unwrap();
    let (head, body) = gateway.call(request, SOURCE).await.into_parts();
    (head, body.collect().await.unwrap().to_bytes().to_vec())
}

type Head = http::response::Parts;

#[tokio::test]
async fn guests_behind_a_proxy_that_proves_itself_are_held_back_each_for_themselves() {
    const KEY: &str = "0123456789abcdef0123456789abcdef";
    let proxied = |key: &'static str, viewer: &'static str| {
        request("GET", "/r/token")
            .header("x-convoke-viewer-key", key)
            .header("x-convoke-viewer-address", viewer)
    };
    let gateway = gateway(Some(1)).behind(Some(KEY.to_owned()));
    for (key, viewer, status) in [
        (KEY, "192.0.2.1", StatusCode::OK),
        (KEY, "192.0.2.1", StatusCode::TOO_MANY_REQUESTS),
        (KEY, "192.0.2.2", StatusCode::OK),
        // Whoever guesses counts as where it comes from.
        ("a guess", "192.0.2.3", StatusCode::OK),
        ("a guess", "192.0.2.4", StatusCode::TOO_MANY_REQUESTS),
    ] {
        let (head, _) = call(&gateway, proxied(key, viewer), b"").await;
        assert_eq!(head.status, status, "{key} {viewer}");
    }
}

#[tokio::test]
async fn headers_are_joined_and_cookies_and_bytes_survive() {
    let gateway = gateway(None);
    let binary: Vec<u8> = (0..=255).collect();
    let many = request("POST", "/echo").header("x-many", "a").header("X-Many", "b");
    let many = many.header("cookie", "one=1; two=2").header("content-type", "application/zip");
    let (head, body) = call(&gateway, many, &binary).await;
    assert_eq!(head.headers["x-seen"], r#"Some("a,b") Some("one=1; two=2") 256"#);
    assert_eq!(body, binary);
    let (head, body) = call(&gateway, request("GET", "/cookies"), b"").await;
    assert_eq!(head.headers.get_all("set-cookie").iter().count(), 2);
    assert_eq!(body, [0xFF, 0xFE]);
}

#[tokio::test]
async fn what_the_gateway_would_not_pass_on_is_refused_here_too() {
    let gateway = gateway(None);
    let json = |bytes: usize| vec![b'a'; bytes];
    let post = || request("POST", "/echo").header("content-type", "text/csv");
    let (head, _) = call(&gateway, post(), &json(PAYLOAD_BYTES_MAX)).await;
    assert_eq!(head.status, StatusCode::PAYLOAD_TOO_LARGE);
    let (head, _) = call(&gateway, post().header("x-long", "a".repeat(11_000)), b"").await;
    assert_eq!(head.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    let odd = Request::builder().uri("/echo").header("host", "a b");
    let (head, _) = call(&gateway, odd, b"").await;
    assert_eq!(head.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_panic_is_one_failed_request() {
    let gateway = gateway(None);
    let (head, _) = call(&gateway, request("GET", "/panic"), b"").await;
    assert_eq!(head.status, StatusCode::INTERNAL_SERVER_ERROR);
    let (head, body) = call(&gateway, request("GET", "/r/abc?a=yes"), b"").await;
    assert_eq!((head.status, body.as_slice()), (StatusCode::OK, b"abc".as_slice()));
}

#[tokio::test]
async fn an_address_that_asks_guests_pages_too_often_waits() {
    let gateway = gateway(Some(2));
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(call(&gateway, request("GET", "/r/abc"), b"").await.0.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 429]);
    let (head, _) = call(&gateway, request("GET", "/cookies"), b"").await;
    assert_eq!(head.status, StatusCode::OK);
}

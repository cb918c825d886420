use super::{PASSWORD, admin, get, log_in};
use host::{Host, Options};

#[tokio::test]
async fn a_host_tells_that_it_is_well_and_what_it_can_do() {
    let host = Host::start(Options::memory()).await.unwrap();
    let (status, body) = get(&format!("{}/v1/health", host.address())).await;
    assert_eq!((status, body.as_str()), (200, r#"{"status":"ok"}"#));
    let (status, body) = get(&format!("{}/v1/openapi.json", host.address())).await;
    let document: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(status, 200);
    assert!(document["paths"]["/v1/session"]["post"].is_object());
    let (status, page) = get(host.address()).await;
    assert!(status == 200 && page.contains(host.network_address().unwrap()));
    host.stop().await;
}

#[tokio::test]
async fn the_first_admin_of_the_environment_can_log_in() {
    let host = Host::start(Options { variable: admin, ..Options::memory() }).await.unwrap();
    let answer = log_in(&host, PASSWORD).await;
    assert_eq!(answer.status().as_u16(), 200);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly"), "{cookie}");
    assert_eq!(log_in(&host, "another password").await.status().as_u16(), 401);
    host.stop().await;
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let host = Host::start(Options::memory()).await.unwrap();
    let port = host.address().rsplit(':').next().unwrap().parse().unwrap();
    let second = Host::start(Options { port, ..Options::memory() }).await;
    let words = second.err().unwrap().to_string();
    assert!(words.contains(&port.to_string()), "{words}");
    host.stop().await;
}

#[tokio::test]
async fn a_real_account_without_its_secret_stops_the_start() {
    let variable = |name: &str| match name {
        "TWILIO_ACCOUNT_SID" => Some("AC0123456789abcdef0123456789abcdef".to_owned()),
        _ => None,
    };
    let started = Host::start(Options { variable, ..Options::memory() }).await;
    let words = started.err().unwrap().to_string();
    assert!(words.contains("TWILIO_AUTH_TOKEN is missing"), "{words}");
}

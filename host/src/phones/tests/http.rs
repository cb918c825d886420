//! The network on its port, called by the real client and by a plain one.
use super::world::{HOUR, SENDER, SID, TOKEN, World, form, invitation, number};
use crate::phones::{Behaviour, Faults, router, serve};
use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{
    message::{MessageId, MessageKey, Purpose},
    phone::Phone,
};
use http_body_util::BodyExt;
use ports::{Found, Probe, Submission, Text, Texts, TwilioAccount};
use providers::Twilio;
use serde_json::Value;
use std::{future::pending, sync::Arc, time::Duration};
use tokio::{net::TcpListener, task::JoinSet};
use tower::ServiceExt;

const MESSAGES: &str = "/2010-04-01/Accounts/AC0123456789abcdef/Messages.json";

fn world(faults: Faults) -> World {
    World::new(1, Behaviour::default(), faults)
}

async fn call(world: &World, request: Request<Body>) -> Response<Body> {
    router(Arc::clone(&world.network)).oneshot(request).await.unwrap()
}

async fn json(response: Response<Body>) -> Value {
    serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap()
}

async fn html(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn request(method: &str, uri: &str, body: String) -> Request<Body> {
    let credentials = BASE64_STANDARD.encode(format!("{SID}:{TOKEN}"));
    Request::builder()
        .method(method)
        .uri(uri)
        .header(header::AUTHORIZATION, format!("Basic {credentials}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap()
}

#[tokio::test]
async fn a_message_has_the_providers_shape() {
    let world = world(Faults::default());
    let created =
        call(&world, request("POST", MESSAGES, form(&number(1), &"é€".repeat(40), "msg_1"))).await;
    assert_eq!(created.status(), StatusCode::CREATED);
    let message = json(created).await;
    let sid = message["sid"].as_str().unwrap();
    let digits = sid.strip_prefix("SM").unwrap();
    assert!(digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(message["status"], "queued");
    assert_eq!(message["to"], number(1).as_str());
    assert_eq!(message["from"], SENDER);
    assert_eq!(message["date_sent"], Value::Null);
    assert_eq!(message["date_created"], "Mon, 1 Jun 2026 12:00:00 +0000");
    assert_eq!(message["error_code"], Value::Null);
    let uri = format!("/2010-04-01/Accounts/{SID}/Messages/{sid}.json");
    assert_eq!(message["uri"], uri.as_str());
    world.pass(HOUR).await;
    let fetched = json(call(&world, request("GET", &uri, String::new())).await).await;
    assert_eq!(fetched["status"], "delivered");
    assert!(fetched["date_sent"].is_string());
    assert_eq!(fetched["num_segments"], "1");
}

#[tokio::test]
async fn a_list_is_filtered_and_paged_from_the_newest() {
    let world = world(Faults::default());
    for n in 0..5 {
        world.send(1, &format!("text {n}"), &format!("msg_{n}"));
        world.send(2, "other", "msg_other");
        world.pass(HOUR).await;
    }
    let mut uri = format!("{MESSAGES}?To=%2B12125550101&DateSent%3E=2026-06-01&PageSize=2");
    let mut bodies = Vec::new();
    loop {
        let page = json(call(&world, request("GET", &uri, String::new())).await).await;
        let messages = page["messages"].as_array().unwrap();
        assert!(messages.len() <= 2);
        bodies.extend(messages.iter().map(|message| message["body"].as_str().unwrap().to_owned()));
        match page["next_page_uri"].as_str() {
            Some(next) => uri = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(bodies, ["text 4", "text 3", "text 2", "text 1", "text 0"]);
    let later = format!("{MESSAGES}?DateSent%3E=2026-06-02");
    let page = json(call(&world, request("GET", &later, String::new())).await).await;
    assert_eq!(page["messages"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn wrong_credentials_are_refused_everywhere() {
    let world = world(Faults::default());
    world.send(1, "Hello?", "msg_1");
    let sid = world.network.messages(None)[0].sid.clone();
    let one = format!("/2010-04-01/Accounts/{SID}/Messages/{sid}.json");
    for (method, uri) in [("POST", MESSAGES), ("GET", MESSAGES), ("GET", one.as_str())] {
        for credentials in ["", "Basic !", "Basic QUM6dG9rZW4=", "Bearer token"] {
            let mut request = request(method, uri, String::new());
            request.headers_mut().insert(header::AUTHORIZATION, credentials.parse().unwrap());
            let response = call(&world, request).await;
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
            assert_eq!(json(response).await["code"], 20003);
        }
    }
    let foreign = MESSAGES.replace(SID, "ACother");
    let response = call(&world, request("GET", &foreign, String::new())).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_missing_or_wrong_has_the_providers_code() {
    let world = world(Faults::default());
    for (body, code) in [
        ("From=%2B12125550100&Body=a", 21604),
        ("To=12125550101&From=%2B12125550100&Body=a", 21211),
        ("To=%2B12125550101&Body=a", 21603),
        ("To=%2B12125550101&From=x&Body=a", 21212),
        ("To=%2B12125550101&From=%2B12125550100", 21602),
    ] {
        let response = call(&world, request("POST", MESSAGES, body.to_owned())).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let error = json(response).await;
        assert_eq!((&error["code"], &error["status"]), (&Value::from(code), &Value::from(400)));
    }
    let long = form(&number(1), &"a".repeat(1_601), "msg_1");
    let error = json(call(&world, request("POST", MESSAGES, long)).await).await;
    assert_eq!(error["code"], 21617);
}

/// The real client against the network on a real port, under `faults`. The server ends with the
/// last value.
async fn submit(faults: Faults) -> (Submission, World, Twilio, JoinSet<()>) {
    let world = world(faults);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let network = Arc::clone(&world.network);
    let mut server = JoinSet::new();
    server.spawn(serve(listener, router(network), pending()));
    let account = TwilioAccount {
        sid: SID.to_owned(),
        auth_token: TOKEN.to_owned(),
        sender: SENDER.to_owned(),
    };
    let twilio = Twilio::new(&base, "https://convoke.example.com", account).unwrap();
    let twilio = twilio.with_timeout(Duration::from_millis(500));
    let submission = twilio.submit(&text()).await;
    (submission, world, twilio, server)
}

fn text() -> Text {
    let to = Phone::from_e164(number(1).as_str()).unwrap();
    let key = MessageKey::Recipient { phone: to.clone(), purpose: Purpose::Reply, nonce: 1 };
    Text { id: MessageId::of(key), to, body: invitation(1) }
}

#[tokio::test]
async fn the_real_client_sends_finds_and_is_told_the_message_id() {
    let (submission, world, twilio, _server) = submit(Faults::default()).await;
    let Submission::Accepted { provider_id, segments: 1 } = submission else {
        panic!("{submission:?}")
    };
    assert_eq!(world.network.accepted()[0].message_id, Some(text().id.to_string()));
    let since = "2026-06-01T12:00:00Z".parse().unwrap();
    let others = std::collections::BTreeSet::new();
    let probe = Probe { to: text().to, since, body: text().body, others };
    assert_eq!(twilio.find(&probe).await, Found::Yes { provider_id: provider_id.clone() });
    world.pass(HOUR).await;
    assert_eq!(twilio.find(&probe).await, Found::Yes { provider_id });
    let other = Probe { body: invitation(2), ..probe };
    assert_eq!(twilio.find(&other).await, Found::No);
}

#[tokio::test]
async fn each_fault_reaches_the_real_client_as_what_it_is() {
    let lost = Faults { lost_percent: 100, ..Faults::default() };
    let (submission, world, ..) = submit(lost).await;
    assert_eq!((submission, world.network.accepted().len()), (Submission::Unknown, 1));

    let after = Faults { failed_after_percent: 100, ..Faults::default() };
    let (submission, world, ..) = submit(after).await;
    assert_eq!((submission, world.network.accepted().len()), (Submission::Unknown, 1));

    let before = Faults { failed_before_percent: 100, ..Faults::default() };
    let (submission, world, ..) = submit(before).await;
    assert_eq!((submission, world.network.accepted().len()), (Submission::Unknown, 0));

    let slow = Faults { slow_percent: 100, slow_milliseconds: 5_000, ..Faults::default() };
    let (submission, world, ..) = submit(slow).await;
    assert_eq!((submission, world.network.accepted().len()), (Submission::Unknown, 1));

    let throttled = Faults { throttled_percent: 100, ..Faults::default() };
    let (submission, ..) = submit(throttled).await;
    let retry_after_seconds = Some(2);
    assert_eq!(submission, Submission::Refused { code: 20429, status: 429, retry_after_seconds });

    let refused = Faults { refused_percent: 100, ..Faults::default() };
    let (submission, ..) = submit(refused).await;
    let retry_after_seconds = None;
    assert_eq!(submission, Submission::Refused { code: 21211, status: 400, retry_after_seconds });
}

#[tokio::test]
async fn the_inbox_shows_texts_escaped_and_their_links_open() {
    let world = world(Faults::default());
    world.send(1, "<script>alert(1)</script> & https://example.com/r/1?a=\"x", "msg_1");
    let list = html(call(&world, request("GET", "/", String::new())).await).await;
    assert!(list.contains("1<span class=\"hidden\"> unread</span>"));
    let page =
        html(call(&world, request("GET", "/?phone=%2B12125550101", String::new())).await).await;
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; "));
    assert!(page.contains("<a href=\"https://example.com/r/1?a=&quot;x\" target=\"_blank\""));
    assert!(!page.contains("<script>alert"));
    let list = html(call(&world, request("GET", "/", String::new())).await).await;
    assert!(!list.contains(" unread"), "what was looked at is read");
}

#[tokio::test]
async fn a_reply_typed_into_the_inbox_reaches_the_api() {
    let world = world(Faults::default());
    world.send(1, "Will you come?", "msg_1");
    let typed = "phone=%2B12125550101&body=YES+2".to_owned();
    let response = call(&world, request("POST", "/reply", typed.clone())).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    world.pass(HOUR).await;
    assert_eq!(world.calls("/inbound")[0].field("Body"), Some("YES 2"));
    let mut foreign = request("POST", "/reply", typed);
    foreign.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(call(&world, foreign).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn settings_are_changed_by_the_form_and_by_json() {
    let world = world(Faults::default());
    let sent = "scope=run&yes=3&party=1%2C+2&via=mixed&lost_percent=7".to_owned();
    call(&world, request("POST", "/settings", sent)).await;
    let settings = world.network.settings();
    assert_eq!((settings.behaviour.yes, settings.behaviour.party.clone()), (3, vec![1, 2]));
    assert_eq!((settings.seed, settings.faults.lost_percent), (1, 7));
    let mut wanted = settings;
    wanted.faults.lost_percent = 101;
    for (percent, status) in [(101, StatusCode::UNPROCESSABLE_ENTITY), (9, StatusCode::OK)] {
        wanted.faults.lost_percent = percent;
        let body = serde_json::to_string(&wanted).unwrap();
        let mut request = request("PUT", "/sim/settings", body);
        request.headers_mut().insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
        assert_eq!(call(&world, request).await.status(), status);
    }
    assert_eq!(world.network.settings().faults.lost_percent, 9);
}

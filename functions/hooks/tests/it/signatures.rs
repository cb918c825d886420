//! Who may tell us anything.
use crate::world::{World, form, pair};
use http::StatusCode;
use providers::signature;
use testkit::stage::{ACCOUNT, AUTH_TOKEN, BASE_URL, SENDER};

fn params(from: &str, body: &str) -> Vec<(String, String)> {
    vec![
        pair("AccountSid", ACCOUNT),
        pair("MessageSid", "SM1"),
        pair("From", from),
        pair("To", SENDER),
        pair("Body", body),
    ]
}

#[tokio::test]
async fn j30_a_forged_webhook_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let guest = world.invited(&world.event(1, 5).await, 1).await;
    let from = guest.phone.as_ref().unwrap().as_str();
    let path = format!("/hooks/twilio/{ACCOUNT}/inbound");
    let params = params(from, "STOP");
    let url = format!("{BASE_URL}{path}");
    let before = world.table.rows().unwrap();
    world.table.reset_meter();
    for signature in [
        String::new(),
        "nonsense".into(),
        signature::sign("another token", &url, &params),
        signature::sign(AUTH_TOKEN, &format!("https://evil.example.org{path}"), &params),
        signature::sign(AUTH_TOKEN, &format!("{url}?x=1"), &params),
        signature::sign(AUTH_TOKEN, &url, &params[..4]),
    ] {
        assert_eq!(world.post(&path, &params, &signature).await, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.table.meter().calls(), 0, "nothing is read for who has not signed");
    assert_eq!(world.table.rows().unwrap(), before);
    assert_eq!(world.signed(&path, &params).await, StatusCode::OK);
    assert!(world.suppressed(guest.phone.as_ref().unwrap()).await);
}

#[tokio::test]
async fn another_accounts_webhook_is_refused() {
    let world = World::new().await;
    let params = params("+16465550101", "YES");
    let other = "/hooks/twilio/AC00000000000000000000000000000002/inbound";
    assert_eq!(world.signed(other, &params).await, StatusCode::FORBIDDEN);
    let path = format!("/hooks/twilio/{ACCOUNT}/inbound");
    for (name, value) in [("AccountSid", "AC2"), ("To", "+12125550199")] {
        let mut changed = params.clone();
        for param in &mut changed {
            if param.0 == name {
                value.clone_into(&mut param.1);
            }
        }
        assert_eq!(world.signed(&path, &changed).await, StatusCode::FORBIDDEN, "{name}");
    }
}

#[tokio::test]
async fn a_text_to_the_accounts_messaging_service_is_the_accounts() {
    let world = World::new().await;
    assert_eq!(world.ctx.secrets.twilio.sender, SENDER);
    let path = format!("/hooks/twilio/{ACCOUNT}/inbound");
    let mut params = params("+16465550101", "hello");
    params[3].1 = "+12125550199".into();
    params.push(pair("MessagingServiceSid", SENDER));
    assert_eq!(world.signed(&path, &params).await, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_form_or_too_large_is_refused() {
    let world = World::new().await;
    let path = format!("/hooks/twilio/{ACCOUNT}/inbound");
    let json = world.api.post(&path).body("application/json", "{}").send().await;
    assert_eq!(json.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let large = form(&params("+16465550101", &"x".repeat(70_000)));
    let large = world.api.post(&path).form(large).send().await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = params("+16465550101", &"x".repeat(1_601));
    assert_eq!(world.signed(&path, &long).await, StatusCode::UNPROCESSABLE_ENTITY);
    let mut nameless = params("+16465550101", "YES");
    nameless[1].1 = "not an id!".into();
    assert_eq!(world.signed(&path, &nameless).await, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = format!("/hooks/twilio/{ACCOUNT}/status?m=msg_x");
    assert_eq!(world.signed(&unknown, &params("x", "")).await, StatusCode::UNPROCESSABLE_ENTITY);
}

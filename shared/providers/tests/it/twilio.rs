//! The Twilio client against a server.
use crate::server::{Reply, Server, refused};
use domain::{
    ids::{EventId, InviteeId},
    message::{MessageId, MessageKey, Purpose},
    phone::Phone,
};
use ports::{Found, Probe, Submission, Text, Texts, TwilioAccount};
use providers::Twilio;
use std::{collections::BTreeSet, time::Duration};

const CREATED: &str = r#"{"sid":"SM0123456789abcdef0123456789abcdef","num_segments":"1"}"#;
const LIST: &str = "/2010-04-01/Accounts/AC0123/Messages.json";

fn client(base_url: &str, sender: &str) -> Twilio {
    let account = TwilioAccount {
        sid: "AC0123".to_owned(),
        auth_token: "token".to_owned(),
        sender: sender.to_owned(),
    };
    let twilio = Twilio::new(base_url, "https://convoke.example.com/", account).unwrap();
    twilio.with_timeout(Duration::from_millis(200))
}

fn text() -> Text {
    let key = MessageKey::Invitation {
        event: EventId::from_bytes([1; 6]),
        invitee: InviteeId::from_bytes([2; 5]),
        generation: 1,
        purpose: Purpose::Invite,
        sequence: 1,
    };
    Text {
        id: MessageId::of(key),
        to: Phone::from_e164("+12125550123").unwrap(),
        body: "Café & more? https://example.com/r/1".to_owned(),
    }
}

fn probe() -> Probe {
    Probe {
        to: text().to,
        since: "2026-06-01T12:00:00Z".parse().unwrap(),
        body: text().body,
        others: BTreeSet::from(["SM_known".to_owned()]),
    }
}

async fn submit(reply: Reply) -> Submission {
    let server = Server::start(vec![reply]);
    client(&server.url, "+12125550100").submit(&text()).await
}

#[tokio::test]
async fn a_201_is_accepted() {
    let expected = Submission::Accepted {
        provider_id: "SM0123456789abcdef0123456789abcdef".to_owned(),
        segments: 1,
    };
    assert_eq!(submit(Reply::json(201, "", CREATED)).await, expected);
}

#[tokio::test]
async fn a_submission_says_who_what_and_where_to_report() {
    let server = Server::start(vec![Reply::json(201, "", CREATED); 2]);
    client(&server.url, "+12125550100").submit(&text()).await;
    client(&server.url, "MG0123").submit(&text()).await;
    let requests = server.requests();
    assert!(requests[0].starts_with(&format!("POST {LIST} HTTP/1.1\r\n")));
    assert!(requests[0].to_lowercase().contains("authorization: basic qumwmtizonrva2vu"));
    let (_, body) = requests[0].split_once("\r\n\r\n").unwrap();
    let callback = format!(
        "StatusCallback=https%3A%2F%2Fconvoke.example.com%2Fhooks%2Ftwilio%2FAC0123%2Fstatus%3Fm%3D{}",
        text().id
    );
    assert_eq!(
        body.split('&').collect::<Vec<_>>(),
        [
            "To=%2B12125550123",
            "From=%2B12125550100",
            "Body=Caf%C3%A9+%26+more%3F+https%3A%2F%2Fexample.com%2Fr%2F1",
            "SmartEncoded=false",
            callback.as_str(),
        ]
    );
    assert!(requests[1].contains("&MessagingServiceSid=MG0123&"));
    assert!(!requests[1].contains("&From="));
}

#[tokio::test]
async fn a_400_is_refused_with_the_providers_code() {
    let body = r#"{"code":21211,"message":"Invalid","more_info":"..","status":400}"#;
    let expected = Submission::Refused { code: 21211, status: 400, retry_after_seconds: None };
    assert_eq!(submit(Reply::json(400, "", body)).await, expected);
}

#[tokio::test]
async fn a_429_is_refused_with_its_pause() {
    let body = r#"{"code":20429,"message":"Too Many Requests","status":429}"#;
    let expected = Submission::Refused { code: 20429, status: 429, retry_after_seconds: Some(3) };
    assert_eq!(submit(Reply::json(429, "retry-after: 3\r\n", body)).await, expected);
}

#[tokio::test]
async fn a_500_is_unknown() {
    assert_eq!(submit(Reply::json(500, "", "{}")).await, Submission::Unknown);
}

#[tokio::test]
async fn a_connection_that_closes_without_an_answer_is_unknown_and_asked_once() {
    let server = Server::start(vec![Reply::Closed]);
    let twilio = client(&server.url, "+12125550100");
    assert_eq!(twilio.submit(&text()).await, Submission::Unknown);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_unknown() {
    assert_eq!(submit(Reply::Cut(CREATED.to_owned())).await, Submission::Unknown);
}

#[tokio::test]
async fn a_provider_that_stays_silent_is_unknown() {
    assert_eq!(submit(Reply::Silent).await, Submission::Unknown);
}

#[tokio::test]
async fn a_refused_connection_sent_nothing() {
    let twilio = client(&refused(), "+12125550100");
    assert_eq!(twilio.submit(&text()).await, Submission::NotSent);
}

#[tokio::test]
async fn a_failed_handshake_sent_nothing() {
    // A server without TLS answers the client's hello with plain text.
    let server = Server::start(vec![Reply::Unread("HTTP/1.1 400 Bad Request\r\n\r\n".to_owned())]);
    let base = server.url.replace("http:", "https:");
    let sent = client(&base, "+12125550100").submit(&text()).await;
    assert_eq!(sent, Submission::NotSent);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Reply::json(307, "location: http://127.0.0.1:9/\r\n", "{}");
    assert_eq!(submit(elsewhere).await, Submission::Unknown);
}

fn listed(sid: &str, body: &str, sent: Option<&str>) -> serde_json::Value {
    serde_json::json!({
        "sid": sid, "body": body, "date_sent": sent,
        "date_created": "Mon, 01 Jun 2026 12:00:05 +0000"
    })
}

fn page(messages: &[serde_json::Value], next: Option<&str>) -> Reply {
    let page = serde_json::json!({ "messages": messages, "next_page_uri": next });
    Reply::json(200, "", &page.to_string())
}

async fn find(replies: Vec<Reply>) -> (Found, Vec<String>) {
    let server = Server::start(replies);
    let found = client(&server.url, "+12125550100").find(&probe()).await;
    let lines = server.requests().iter().map(|r| r.lines().next().unwrap().to_owned()).collect();
    (found, lines)
}

const SENT: Option<&str> = Some("Mon, 01 Jun 2026 12:00:07 +0000");

#[tokio::test]
async fn a_message_is_found_by_its_exact_words_on_any_page() {
    let next = "/2010-04-01/Accounts/AC0123/Messages.json?Page=1";
    let replies = vec![
        page(&[listed("SM1", "other words", SENT)], Some(next)),
        page(&[listed("SM2", &text().body, SENT)], None),
    ];
    let (found, lines) = find(replies).await;
    assert_eq!(found, Found::Yes { provider_id: "SM2".to_owned() });
    let query = "To=%2B12125550123&DateSent%3E=2026-06-01&PageSize=50";
    assert_eq!(lines, [format!("GET {LIST}?{query} HTTP/1.1"), format!("GET {next} HTTP/1.1")]);
}

#[tokio::test]
async fn a_message_whose_blanks_the_provider_changed_is_found() {
    let blanks = listed("SM1", "Café &  more?\u{a0}https://example.com/r/1 ", SENT);
    let (found, _) = find(vec![page(&[blanks], None)]).await;
    assert_eq!(found, Found::Yes { provider_id: "SM1".to_owned() });
}

#[tokio::test]
async fn a_message_that_may_be_ours_with_other_words_is_not_proven_absent() {
    let doubtful = listed("SM1", "Café & more? https://example.com/r/1 Bye", SENT);
    let pages = || vec![page(std::slice::from_ref(&doubtful), None), page(&[], None)];
    assert_eq!(find(pages()).await.0, Found::CannotAsk);
    let mut reversed = pages();
    reversed.reverse();
    assert_eq!(find(reversed).await.0, Found::CannotAsk);
    let ours = listed("SM2", &text().body, None);
    let waiting = vec![page(std::slice::from_ref(&doubtful), None), page(&[ours], None)];
    assert_eq!(find(waiting).await.0, Found::Yes { provider_id: "SM2".to_owned() });
}

#[tokio::test]
async fn another_message_about_the_same_invitation_does_not_stand_for_ours() {
    let reminder = listed("SM1", "Reminder: Café & more. https://example.com/r/1", SENT);
    assert_eq!(find(vec![page(&[reminder], None), page(&[], None)]).await.0, Found::No);
}

#[tokio::test]
async fn an_earlier_message_with_the_same_words_does_not_stand_for_ours() {
    let earlier = || listed("SM_known", &text().body, SENT);
    let pages = vec![page(&[earlier()], None), page(&[earlier()], None)];
    assert_eq!(find(pages).await.0, Found::No);
    let both = vec![page(&[earlier(), listed("SM2", &text().body, SENT)], None)];
    assert_eq!(find(both).await.0, Found::Yes { provider_id: "SM2".to_owned() });
}

#[tokio::test]
async fn a_message_that_still_waits_at_the_provider_is_found_without_the_filter() {
    let waiting = listed("SM3", &text().body, None);
    let (found, lines) = find(vec![page(&[], None), page(&[waiting], None)]).await;
    assert_eq!(found, Found::Yes { provider_id: "SM3".to_owned() });
    assert!(!lines[1].contains("DateSent"));
}

#[tokio::test]
async fn the_same_words_sent_earlier_are_another_message() {
    let earlier = listed("SM1", &text().body, Some("Mon, 01 Jun 2026 11:45:00 +0000"));
    let (found, _) =
        find(vec![page(std::slice::from_ref(&earlier), None), page(&[earlier], None)]).await;
    assert_eq!(found, Found::No);
}

#[tokio::test]
async fn a_search_that_fails_or_does_not_end_proves_nothing() {
    assert_eq!(find(vec![Reply::json(500, "", "{}")]).await.0, Found::CannotAsk);
    assert_eq!(find(vec![Reply::json(200, "", "[]")]).await.0, Found::CannotAsk);
    assert_eq!(find(vec![Reply::Closed]).await.0, Found::CannotAsk);
    let endless = vec![page(&[listed("SM1", "other words", SENT)], Some(LIST)); 5];
    assert_eq!(find(endless).await.0, Found::CannotAsk);
    let twilio = client(&refused(), "+12125550100");
    assert_eq!(twilio.find(&probe()).await, Found::CannotAsk);
}

#[tokio::test]
async fn a_page_that_points_elsewhere_is_not_followed() {
    let elsewhere = page(&[], Some("http://127.0.0.1:9/"));
    assert_eq!(find(vec![elsewhere]).await.0, Found::CannotAsk);
}

//! SES behind a connector that answers as the service does, and behind a line that breaks.
use crate::aws::Service;
use aws_credential_types::Credentials;
use aws_sdk_sesv2::config::{BehaviorVersion, Region};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use domain::ids::MailId;
use ports::{HeaderText, MailAddress, MailSender, MailSubmission, Mails, OutgoingMail};
use providers::Ses;

const TAKEN: (u16, &str) = (200, r#"{"MessageId":"0100018f-abc"}"#);

fn ses(service: &Service, sender: &str) -> Ses {
    let configuration = aws_sdk_sesv2::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::from_keys("id", "secret", None))
        .http_client(SharedHttpClient::new(service.clone()))
        .build();
    let sender = MailSender::parse(sender).unwrap();
    Ses::new(aws_sdk_sesv2::Client::from_conf(configuration), sender)
}

fn mail() -> OutgoingMail {
    OutgoingMail {
        id: MailId::from_bytes([5; 10]),
        to: MailAddress::parse("ada@example.org").unwrap(),
        subject: HeaderText::new("Please confirm"),
        text: "https://rsvp.example.com/verify#token=abc".to_owned(),
        at: "2026-06-01T12:00:00Z".parse().unwrap(),
    }
}

async fn sent(service: &Service) -> MailSubmission {
    ses(service, "The club <club@example.com>").send(&mail()).await
}

#[tokio::test]
async fn a_mail_carries_our_id_and_says_that_nobody_wrote_it() {
    let service = Service::answering(&[TAKEN]);
    let provider_id = "0100018f-abc".to_owned();
    assert_eq!(sent(&service).await, MailSubmission::Accepted { provider_id });
    let (line, body) = &service.asked()[0];
    let url = "https://email.us-east-1.amazonaws.com/v2/email/outbound-emails";
    assert_eq!(line, &format!("POST {url}"));
    assert_eq!(body["FromEmailAddress"], "\"The club\" <club@example.com>");
    assert_eq!(body["Destination"]["ToAddresses"][0], "ada@example.org");
    let simple = &body["Content"]["Simple"];
    assert_eq!(simple["Subject"]["Data"], "Please confirm");
    assert_eq!(simple["Body"]["Text"]["Charset"], "UTF-8");
    assert!(simple["Body"]["Text"]["Data"].as_str().unwrap().ends_with("#token=abc"));
    assert!(simple["Body"]["Html"].is_null());
    let id = MailId::from_bytes([5; 10]).to_string();
    assert_eq!(simple["Headers"][0]["Name"], "Auto-Submitted");
    assert_eq!(simple["Headers"][0]["Value"], "auto-generated");
    assert_eq!(simple["Headers"][1]["Value"], id.as_str());
    assert_eq!(body["EmailTags"][0]["Value"], id.as_str());
}

#[tokio::test]
async fn a_senders_name_outside_ascii_is_encoded() {
    let service = Service::answering(&[TAKEN]);
    ses(&service, "Der Klub am Öresund <club@example.com>").send(&mail()).await;
    let from = service.asked()[0].1["FromEmailAddress"].as_str().unwrap().to_owned();
    assert!(from.is_ascii() && from.starts_with("=?UTF-8?B?"), "{from}");
    assert!(from.ends_with("?= <club@example.com>"), "{from}");
}

#[tokio::test]
async fn what_ses_says_of_a_mail_is_told_and_nothing_is_asked_twice() {
    for (status, code, lasting) in [
        (400, "MessageRejected", true),
        (400, "BadRequestException", true),
        (429, "TooManyRequestsException", false),
        (400, "SendingPausedException", false),
        (400, "MailFromDomainNotVerifiedException", false),
        (403, "AccessDeniedException", false),
    ] {
        let answer = format!(r#"{{"__type":"{code}","message":"ada@example.org"}}"#).leak();
        let service = Service::answering(&[(status, answer)]);
        let words = code.to_owned();
        assert_eq!(sent(&service).await, MailSubmission::Refused { words, lasting }, "{code}");
        assert_eq!(service.asked().len(), 1, "{code}");
    }
}

#[tokio::test]
async fn a_service_that_fails_may_have_taken_the_mail() {
    for status in [500, 503] {
        let service = Service::answering(&[(status, "{}")]);
        assert_eq!(sent(&service).await, MailSubmission::Unknown, "{status}");
        assert_eq!(service.asked().len(), 1);
    }
}

#[tokio::test]
async fn a_line_that_was_never_there_took_nothing_and_one_that_broke_may_have() {
    // What the client says where nobody listens, and where the other side closes without an answer.
    let url = crate::server::refused();
    let unreachable = reqwest::get(url).await.unwrap_err();
    assert!(unreachable.is_connect());
    let service = Service::failing(unreachable);
    assert_eq!(sent(&service).await, MailSubmission::NotSent);
    let server = crate::server::Server::start(vec![crate::server::Reply::Closed]);
    let broken = reqwest::get(server.url.clone()).await.unwrap_err();
    let service = Service::failing(broken);
    assert_eq!(sent(&service).await, MailSubmission::Unknown);
}

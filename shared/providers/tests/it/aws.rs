//! SQS and the scheduler behind a connector that answers as the services do.
use aws_credential_types::Credentials;
use aws_smithy_runtime_api::{
    client::{
        http::{
            HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings,
            SharedHttpClient, SharedHttpConnector,
        },
        orchestrator::{HttpRequest, HttpResponse},
        result::ConnectorError,
        runtime_components::RuntimeComponents,
    },
    http::StatusCode,
};
use aws_smithy_types::body::SdkBody;
use domain::ids::EventId;
use jiff::Timestamp;
use ports::{Clock, Queue, QueueMessage, Queues, Schedules};
use providers::{EventScheduler, QueueUrls, Sqs, WakeTarget};
use std::sync::{Arc, Mutex};

/// Answers the calls in turn and keeps what was asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Service {
    /// What the next call fails with.
    failure: Arc<Mutex<Option<reqwest::Error>>>,
    answers: Arc<Mutex<Vec<(u16, &'static str)>>>,
    asked: Arc<Mutex<Vec<(String, serde_json::Value)>>>,
}

impl Service {
    pub(crate) fn answering(answers: &[(u16, &'static str)]) -> Self {
        let answers = answers.iter().rev().copied().collect();
        Self { answers: Arc::new(Mutex::new(answers)), ..Self::default() }
    }

    /// Its line fails once, as the HTTP client has it.
    pub(crate) fn failing(error: reqwest::Error) -> Self {
        Self { failure: Arc::new(Mutex::new(Some(error))), ..Self::default() }
    }

    pub(crate) fn asked(&self) -> Vec<(String, serde_json::Value)> {
        self.asked.lock().unwrap().clone()
    }
}

impl HttpConnector for Service {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = serde_json::from_slice(request.body().bytes().unwrap_or_default());
        let line = format!("{} {}", request.method(), request.uri());
        self.asked.lock().unwrap().push((line, body.unwrap_or_default()));
        if let Some(error) = self.failure.lock().unwrap().take() {
            return HttpConnectorFuture::ready(Err(ConnectorError::io(error.into())));
        }
        let (status, body) = self.answers.lock().unwrap().pop().expect("an answer is left");
        let status = StatusCode::try_from(status).unwrap();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(body))))
    }
}

impl HttpClient for Service {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

fn sqs(service: &Service) -> Sqs {
    let configuration = aws_sdk_sqs::Config::builder()
        .behavior_version(aws_sdk_sqs::config::BehaviorVersion::latest())
        .region(aws_sdk_sqs::config::Region::new("us-east-1"))
        .credentials_provider(Credentials::from_keys("id", "secret", None))
        .http_client(SharedHttpClient::new(service.clone()))
        .build();
    let urls = QueueUrls {
        wakes: "https://sqs.us-east-1.amazonaws.com/1/wakes.fifo".to_owned(),
        outbox: "https://sqs.us-east-1.amazonaws.com/1/outbox".to_owned(),
        imports: "https://sqs.us-east-1.amazonaws.com/1/imports".to_owned(),
    };
    Sqs::new(aws_sdk_sqs::Client::from_conf(configuration), urls)
}

fn message(queue: Queue, body: &str) -> QueueMessage {
    QueueMessage {
        queue,
        group: None,
        deduplication_id: None,
        delay_seconds: 0,
        body: body.to_owned(),
    }
}

#[tokio::test]
async fn a_fifo_message_carries_its_group_and_its_own_deduplication_id() {
    let service = Service::answering(&[(200, r#"{"Successful":[],"Failed":[]}"#)]);
    let wake = QueueMessage {
        group: Some("evt_1".to_owned()),
        deduplication_id: Some("evt_1-7".to_owned()),
        ..message(Queue::Wakes, "{}")
    };
    sqs(&service).send(vec![wake]).await.unwrap();
    let (_, body) = &service.asked()[0];
    assert!(body["QueueUrl"].as_str().unwrap().ends_with("/wakes.fifo"));
    assert_eq!(body["Entries"][0]["MessageGroupId"], "evt_1");
    assert_eq!(body["Entries"][0]["MessageDeduplicationId"], "evt_1-7");
}

#[tokio::test]
async fn a_partial_failure_is_reported_with_its_count_and_stops_no_other_batch() {
    let partly = r#"{"Successful":[],"Failed":[
        {"Id":"0","SenderFault":false,"Code":"InternalError","Message":"try later"},
        {"Id":"3","SenderFault":false,"Code":"InternalError"}]}"#;
    let service = Service::answering(&[(200, partly), (200, r#"{"Successful":[],"Failed":[]}"#)]);
    let messages = (0..12).map(|_| message(Queue::Outbox, "{}")).collect();
    let error = sqs(&service).send(messages).await.unwrap_err();
    assert_eq!(error.failed, 2);
    assert_eq!(error.reason, "InternalError: try later");
    let sizes: Vec<_> =
        service.asked().iter().map(|(_, body)| body["Entries"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [10, 2]);
}

#[derive(Debug)]
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }
}

fn scheduler(service: &Service) -> EventScheduler {
    let configuration = aws_sdk_scheduler::Config::builder()
        .behavior_version(aws_sdk_scheduler::config::BehaviorVersion::latest())
        .region(aws_sdk_scheduler::config::Region::new("us-east-1"))
        .credentials_provider(Credentials::from_keys("id", "secret", None))
        .http_client(SharedHttpClient::new(service.clone()))
        .build();
    let target = WakeTarget {
        group: "convoke".to_owned(),
        queue_arn: "arn:aws:sqs:us-east-1:1:wakes.fifo".to_owned(),
        role_arn: "arn:aws:iam::1:role/wake".to_owned(),
    };
    EventScheduler::new(aws_sdk_scheduler::Client::from_conf(configuration), target, Arc::new(Noon))
}

const DONE: (u16, &str) = (200, r#"{"ScheduleArn":"arn:aws:scheduler:us-east-1:1:schedule/a/b"}"#);
const MISSING: (u16, &str) = (404, r#"{"__type":"ResourceNotFoundException","Message":"none"}"#);
const TAKEN: (u16, &str) = (409, r#"{"__type":"ConflictException","Message":"exists"}"#);

fn event() -> EventId {
    EventId::from_bytes([9; 6])
}

#[tokio::test]
async fn an_events_timer_is_replaced_or_made() {
    let at: Timestamp = "2026-06-02T08:30:00Z".parse().unwrap();
    let service = Service::answering(&[MISSING, DONE]);
    scheduler(&service).wake_at(event(), at).await.unwrap();
    let asked = service.asked();
    assert!(asked[0].0.starts_with("PUT ") && asked[1].0.starts_with("POST "));
    let body = &asked[1].1;
    assert_eq!(body["ScheduleExpression"], "at(2026-06-02T08:30:00)");
    assert_eq!(body["ActionAfterCompletion"], "DELETE");
    assert_eq!(body["FlexibleTimeWindow"]["Mode"], "OFF");
    assert_eq!(body["GroupName"], "convoke");
    assert_eq!(body["Target"]["SqsParameters"]["MessageGroupId"], event().to_string());
    assert!(asked[1].0.ends_with(&format!("/schedules/wake-{}", event())));
}

#[tokio::test]
async fn a_timer_in_the_past_fires_at_once() {
    let at: Timestamp = "2026-06-01T11:00:00Z".parse().unwrap();
    let service = Service::answering(&[DONE]);
    scheduler(&service).wake_at(event(), at).await.unwrap();
    assert_eq!(service.asked()[0].1["ScheduleExpression"], "at(2026-06-01T12:00:05)");
}

#[tokio::test]
async fn two_workers_setting_one_timer_both_succeed() {
    let service = Service::answering(&[MISSING, TAKEN, DONE]);
    scheduler(&service).wake_at(event(), Noon.now()).await.unwrap();
    assert_eq!(service.asked().len(), 3);
}

#[tokio::test]
async fn clearing_a_timer_that_is_gone_succeeds() {
    let service = Service::answering(&[MISSING]);
    scheduler(&service).clear(event()).await.unwrap();
    let refused = Service::answering(&[(403, r#"{"__type":"AccessDeniedException"}"#)]);
    assert!(scheduler(&refused).clear(event()).await.is_err());
}

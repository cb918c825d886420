//! Queues, timers, mails and texts: each takes what it is given and says so.
use super::cloud::{Reply, empty, reply, target};
use crate::identity::{self, Asked};
use http::{Method, StatusCode, request::Parts};
use serde_json::{Value, json};

/// Something that the function handed on.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// The service's operation, or the method and path of the request.
    pub what: String,
    /// Its body: JSON, or text where it is none.
    pub body: Value,
}

/// What a function gets that may not ask for this
/// (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html>).
pub(super) fn refusal(head: &Parts, body: &[u8]) -> Option<Reply> {
    let given: Value = serde_json::from_slice(body).unwrap_or_default();
    let path = head.uri.path();
    let asked = if target(head).starts_with("AmazonSQS.") {
        let url = given.get("QueueUrl").and_then(Value::as_str).unwrap_or_default();
        let name = url.rsplit('/').next().unwrap_or_default();
        Asked::Queue(name.trim_end_matches(".fifo"))
    } else if path.starts_with("/schedules/") {
        identity::timer(&head.method)
    } else if path.starts_with("/v2/email/") {
        Asked::Mail
    } else {
        return None;
    };
    let denied = identity::allowed(&asked).err()?;
    let error = json!({
        "__type": "com.amazon.coral.service#AccessDeniedException",
        "message": denied.to_string(),
    });
    Some(reply(StatusCode::FORBIDDEN, "application/json", error.to_string()))
}

/// What a service answers, and what it was given.
pub(super) fn answer(head: &Parts, body: &[u8]) -> (Sent, Reply) {
    let given = serde_json::from_slice(body)
        .unwrap_or_else(|_| Value::from(String::from_utf8_lossy(body).into_owned()));
    let target = target(head);
    let path = head.uri.path();
    let (status, answer) = match target {
        "AmazonSQS.SendMessageBatch" => (StatusCode::OK, taken(&given)),
        _ if path.starts_with("/schedules/") => (
            StatusCode::OK,
            json!({ "ScheduleArn": "arn:aws:scheduler:us-east-1:000000000000:schedule/events/sample" }),
        ),
        _ if path.starts_with("/v2/email/") => {
            (StatusCode::OK, json!({ "MessageId": "0100000000000000-sample" }))
        }
        _ if path.starts_with("/2010-04-01/Accounts/") => texts(&head.method),
        _ => (StatusCode::NOT_IMPLEMENTED, Value::Null),
    };
    let what =
        if target.is_empty() { format!("{} {path}", head.method) } else { target.to_owned() };
    let sent = Sent { what, body: given };
    if answer.is_null() {
        return (sent, empty(status));
    }
    (sent, reply(status, "application/json", answer.to_string()))
}

/// Every entry was taken
/// (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html>).
fn taken(given: &Value) -> Value {
    let entries = given.get("Entries").and_then(Value::as_array).into_iter().flatten();
    let taken = entries.map(|entry| {
        let id = entry.get("Id").cloned().unwrap_or_default();
        json!({ "Id": id, "MessageId": "00000000-0000-4000-8000-000000000000", "MD5OfMessageBody": "" })
    });
    json!({ "Successful": taken.collect::<Vec<_>>(), "Failed": [] })
}

/// The provider takes every text, and remembers none
/// (<https://www.twilio.com/docs/messaging/api/message-resource>).
fn texts(method: &Method) -> (StatusCode, Value) {
    if method == Method::POST {
        let sid = "SM00000000000000000000000000000001";
        return (
            StatusCode::CREATED,
            json!({ "sid": sid, "num_segments": "1", "status": "queued" }),
        );
    }
    (StatusCode::OK, json!({ "messages": [], "next_page_uri": null }))
}

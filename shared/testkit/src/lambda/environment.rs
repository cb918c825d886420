//! The environment of a function that lives on a [`Cloud`](super::Cloud).
use crate::{
    embedded::TABLE,
    stage::{ACCOUNT, AUTH_TOKEN, BASE_URL, SENDER},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use std::net::SocketAddr;

/// What the function `handler` finds in its environment. The keys are those of every
/// [`Stage`](crate::Stage), so that each reads what the other signed.
pub fn variables(handler: &str, cloud: SocketAddr) -> Vec<(&'static str, String)> {
    let here = format!("http://{cloud}");
    let key =
        |from: u8| BASE64_STANDARD.encode((from..from.saturating_add(32)).collect::<Vec<_>>());
    let queue = |name: &str| format!("{here}/000000000000/{name}");
    let text = str::to_owned;
    vec![
        ("_HANDLER", text(handler)),
        ("TZ", text(":UTC")),
        ("AWS_LAMBDA_RUNTIME_API", cloud.to_string()),
        ("AWS_LAMBDA_FUNCTION_NAME", text(handler)),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", text("256")),
        ("AWS_LAMBDA_FUNCTION_VERSION", text("$LATEST")),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{handler}")),
        ("AWS_LAMBDA_LOG_STREAM_NAME", text("sample")),
        ("AWS_REGION", text("us-east-1")),
        // Words that nobody could mistake for somebody's keys. The id says who asks.
        ("AWS_ACCESS_KEY_ID", text(handler)),
        ("AWS_SECRET_ACCESS_KEY", text("sample")),
        ("AWS_ENDPOINT_URL", here.clone()),
        ("CONVOKE_TABLE", text(TABLE)),
        ("CONVOKE_BASE_URL", text(BASE_URL)),
        ("CONVOKE_TWILIO_BASE_URL", here.clone()),
        ("CONVOKE_MAIL_FROM", text("Convoke <convoke@example.com>")),
        ("CONVOKE_LINK_KEYS", format!("1:{}", key(0))),
        ("CONVOKE_ACCESS_KEY", key(32)),
        ("CONVOKE_CURSOR_KEY", key(64)),
        ("TWILIO_ACCOUNT_SID", text(ACCOUNT)),
        ("TWILIO_AUTH_TOKEN", text(AUTH_TOKEN)),
        ("TWILIO_FROM", text(SENDER)),
        ("CONVOKE_QUEUE_URL_WAKES", queue("wakes.fifo")),
        ("CONVOKE_QUEUE_URL_OUTBOX", queue("outbox")),
        ("CONVOKE_QUEUE_URL_IMPORTS", queue("imports")),
        ("CONVOKE_SCHEDULE_GROUP", text("events")),
        ("CONVOKE_WAKE_QUEUE_ARN", text("arn:aws:sqs:us-east-1:000000000000:wakes.fifo")),
        ("CONVOKE_SCHEDULE_ROLE_ARN", text("arn:aws:iam::000000000000:role/schedules")),
    ]
}

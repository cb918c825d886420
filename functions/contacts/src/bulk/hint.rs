//! What a queue carries of a job: that its next step wants to be done.
use domain::ids::BulkId;
use ports::{Queue, QueueMessage};
use runtime::Ctx;
use serde::{Deserialize, Serialize};

/// The body of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    bulk: String,
}

/// The job of the message with this body; `None` where it names none.
pub(crate) fn read(body: &str) -> Option<BulkId> {
    let body: Body = serde_json::from_str(body).ok()?;
    body.bulk.parse().ok()
}

/// The message that asks for the next step of a job.
fn message(bulk: BulkId) -> QueueMessage {
    QueueMessage {
        queue: Queue::Imports,
        group: None,
        deduplication_id: None,
        delay_seconds: 0,
        body: serde_json::json!({ "bulk": bulk.to_string() }).to_string(),
    }
}

/// Queues a job's next step; whether the queue took it.
pub(crate) async fn queue(ctx: &Ctx, bulk: BulkId) -> bool {
    match ctx.queues.send(vec![message(bulk)]).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(bulk.id = %bulk, cause = %error, "a job's next step was not queued");
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_survives_the_queue() {
        let bulk = BulkId::from_bytes([3; 10]);
        assert_eq!(read(&message(bulk).body), Some(bulk));
        assert_eq!(read("{}"), None);
    }
}

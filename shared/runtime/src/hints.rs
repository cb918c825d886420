//! What the queues carry: hints, never truth. Whoever receives one looks at the table.
use domain::{
    ids::{BroadcastId, EventId, MailId},
    message::MessageId,
};
use ports::{Queue, QueueMessage};
use serde::Deserialize;
use serde_json::json;

/// Longest delay of a queue message, in seconds, as SQS has it.
const DELAY_SECONDS_MAX: u16 = 900;

/// The engine should look at an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wake {
    /// The event.
    pub event: EventId,
}

impl Wake {
    /// The message for the wake queue. `unique` tells this cause from every other: a repetition
    /// within 5 minutes with the same text would be swallowed.
    pub fn message(self, cause: &str, unique: &str) -> QueueMessage {
        let event = self.event.to_string();
        QueueMessage {
            queue: Queue::Wakes,
            deduplication_id: Some(format!("{event}-{unique}")),
            body: json!({ "event": event, "cause": cause }).to_string(),
            group: Some(event),
            delay_seconds: 0,
        }
    }

    /// Reads a wake's body; what else it says is for the reader of a log.
    pub fn read(body: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Body {
            event: String,
        }
        let body: Body = serde_json::from_str(body).ok()?;
        Some(Self { event: body.event.parse().ok()? })
    }
}

/// Somebody should look at something in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outbox {
    /// A message: send it, or find out what became of it.
    Message(MessageId),
    /// A broadcast: record the next of its messages.
    Broadcast(EventId, BroadcastId),
    /// A mail: send it.
    Mail(MailId),
}

impl Outbox {
    /// The message for the outbox queue, visible after a while; of a longer one the receiver asks again.
    pub fn message(&self, delay_seconds: u16) -> QueueMessage {
        let body = match self {
            Self::Message(message) => json!({ "message": message.to_string() }),
            Self::Mail(mail) => json!({ "mail": mail.to_string() }),
            Self::Broadcast(event, broadcast) => {
                json!({ "event": event.to_string(), "broadcast": broadcast.to_string() })
            }
        };
        QueueMessage {
            queue: Queue::Outbox,
            group: None,
            deduplication_id: None,
            delay_seconds: delay_seconds.min(DELAY_SECONDS_MAX),
            body: body.to_string(),
        }
    }

    /// The mail that it names.
    pub const fn mail(&self) -> Option<MailId> {
        match self {
            Self::Mail(mail) => Some(*mail),
            Self::Message(_) | Self::Broadcast(..) => None,
        }
    }

    /// Reads a hint's body.
    pub fn read(body: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Body {
            message: Option<String>,
            mail: Option<String>,
            event: Option<String>,
            broadcast: Option<String>,
        }
        let body: Body = serde_json::from_str(body).ok()?;
        match (body.message, body.mail, body.event, body.broadcast) {
            (Some(message), None, None, None) => Some(Self::Message(message.parse().ok()?)),
            (None, Some(mail), None, None) => Some(Self::Mail(mail.parse().ok()?)),
            (None, None, Some(event), Some(broadcast)) => {
                Some(Self::Broadcast(event.parse().ok()?, broadcast.parse().ok()?))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_survives_the_queue() {
        let event = EventId::from_bytes([3; 6]);
        let wake = Wake { event };
        assert_eq!(Wake::read(&wake.message("answer", "7").body), Some(wake));
        let broadcast = Outbox::Broadcast(event, BroadcastId::from_bytes([4; 10]));
        assert_eq!(Outbox::read(&broadcast.message(0).body), Some(broadcast));
        let mail = Outbox::Mail(MailId::from_bytes([5; 10]));
        assert_eq!(Outbox::read(&mail.message(0).body), Some(mail));
        assert_eq!(Outbox::read("{}"), None);
    }
}

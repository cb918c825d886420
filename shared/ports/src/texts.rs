//! Text messages: one submission, one honest answer.
use async_trait::async_trait;
use domain::{message::MessageId, phone::Phone};
use jiff::Timestamp;
use std::{collections::BTreeSet, fmt};

/// Which provider account submits, and from what number or service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The account's id.
    pub sid: String,
    /// The sender: an E.164 number or a messaging service id.
    pub sender: String,
}

/// A text ready for the provider. Its intent is already recorded as `submitting`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Ours; carried in the status callback's URL.
    pub id: MessageId,
    /// Who receives it.
    pub to: Phone,
    /// The frozen words.
    pub body: String,
}

/// What came of one HTTP call (ENGINE.md, S5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submission {
    /// 2xx: the provider has it.
    Accepted {
        /// The provider's id of the message.
        provider_id: String,
        /// How many segments the provider counted; 0 where it did not say.
        segments: u16,
    },
    /// The provider answered with an error. `code` is its own (0 where it gave none).
    Refused {
        /// The provider's error code.
        code: u32,
        /// The HTTP status.
        status: u16,
        /// From `Retry-After`, in seconds.
        retry_after_seconds: Option<u32>,
    },
    /// Nothing was written to the provider: refused connection, DNS or TLS failure.
    NotSent,
    /// It may or may not have been accepted: a timeout, a reset after the request was written, a 5xx.
    Unknown,
}

/// How to find a message whose submission is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The recipient.
    pub to: Phone,
    /// Only messages sent at or after this instant.
    pub since: Timestamp,
    /// The exact body, which carries our link.
    pub body: String,
    /// The provider's ids of other messages to the recipient: the same words may have been sent twice
    /// within the hour, and none of these is the one looked for.
    pub others: BTreeSet<String>,
}

/// What the provider knows of a probed message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The provider has it, with its id there.
    Yes {
        /// The provider's id of the message.
        provider_id: String,
    },
    /// The provider lists the recipient's messages and it is not among them.
    No,
    /// The provider could not be asked.
    CannotAsk,
}

/// Submits texts and finds them again.
#[async_trait]
pub trait Texts: Send + Sync + fmt::Debug {
    /// The account and sender in use.
    fn account(&self) -> Account;
    /// One HTTP call, 10 s at most. Never retried inside.
    async fn submit(&self, text: &Text) -> Submission;
    /// Looks a message up by recipient, time and body.
    async fn find(&self, probe: &Probe) -> Found;
}

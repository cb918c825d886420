//! What the network remembers.
use super::{number::Number, settings::Settings};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Who a message went to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To the phone.
    Outbound,
    /// From the phone.
    Inbound,
}

/// A message's status, in the provider's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Accepted.
    Queued,
    /// Handed to the carrier.
    Sent,
    /// On the phone.
    Delivered,
    /// The carrier gave it back.
    Undelivered,
    /// The provider gave it up.
    Failed,
    /// From the phone, received.
    Received,
}

impl Status {
    /// The provider's word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Undelivered => "undelivered",
            Self::Failed => "failed",
            Self::Received => "received",
        }
    }

    /// Whether the message has left the provider.
    pub const fn has_left(self) -> bool {
        match self {
            Self::Queued | Self::Failed => false,
            Self::Sent | Self::Delivered | Self::Undelivered | Self::Received => true,
        }
    }
}

/// A text to or from a phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The provider's id.
    pub sid: String,
    /// To or from the phone.
    pub direction: Direction,
    /// The simulated phone.
    pub phone: Number,
    /// The number at the other end.
    pub sender: Number,
    /// The messaging service that it was sent through, if any.
    pub service: Option<String>,
    /// The words.
    pub body: String,
    /// How many segments the words take.
    pub segments: u16,
    /// What became of it so far.
    pub status: Status,
    /// Why it failed.
    pub error_code: Option<u32>,
    /// When it was accepted or written.
    pub created_at: Timestamp,
    /// When it left the provider.
    pub sent_at: Option<Timestamp>,
    /// When its status changed last.
    pub updated_at: Timestamp,
    /// Where its status is reported to.
    pub status_callback: Option<String>,
}

impl Message {
    /// The sender's own id of the message, from `m` in its status callback.
    pub fn message_id(&self) -> Option<String> {
        let (_, query) = self.status_callback.as_deref()?.split_once('?')?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(name, _)| name == "m").map(|(_, value)| value.into_owned())
    }
}

/// One acceptance by the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedRecord {
    /// The sender's id of the message, where its status callback carried one.
    pub message_id: Option<String>,
    /// The provider's id.
    pub sid: String,
    /// The phone.
    pub to: Number,
    /// The words.
    pub body: String,
    /// When.
    pub at: Timestamp,
}

/// A message that was accepted more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// The sender's id of the message.
    pub message_id: String,
    /// How often it was accepted.
    pub times: u32,
}

/// What a person did about an invitation, and what came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Who.
    pub phone: Number,
    /// When.
    pub at: Timestamp,
    /// The link that was opened.
    pub link: String,
    /// Yes or no.
    pub yes: bool,
    /// For how many, where the page asked.
    pub party: Option<u32>,
    /// Whether the page asked; where it did not, nothing was sent.
    pub asked: bool,
    /// The HTTP status of the answer to the form, or of the page that asked nothing.
    pub status: u16,
}

/// What a person decided about one invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Decision {
    /// To come, with this many.
    Yes(u32),
    /// Not to come.
    No,
    /// Nothing.
    Silent,
    /// To get no more texts.
    Stop,
}

/// Something that will happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A message reaches a status.
    Status {
        /// Which message.
        sid: String,
        /// Its new status.
        status: Status,
        /// Why, where it failed.
        error_code: Option<u32>,
    },
    /// The provider reports a status.
    Callback {
        /// Which message.
        sid: String,
        /// The status it reports, whatever it is by now.
        status: Status,
        /// Why, where it failed.
        error_code: Option<u32>,
    },
    /// A person opens a link and sends its form.
    Answer {
        /// The link.
        link: String,
        /// Yes or no.
        yes: bool,
        /// How many, where the page asks.
        party: u32,
    },
    /// A person writes a text.
    Write {
        /// The words.
        body: String,
        /// The number it goes to.
        to: Number,
        /// The messaging service that the number belongs to, if any.
        service: Option<String>,
    },
    /// The provider hands on a text from a phone.
    Inbound {
        /// Which message.
        sid: String,
        /// The provider's opt-out field.
        opt_out: Option<String>,
    },
}

/// An action and when it is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Orders what is due at the same instant. Given when the plan is written down.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Whose.
    pub phone: Number,
    /// What.
    pub action: Action,
    /// How often it has failed.
    pub failures: u8,
}

/// A phone in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhoneSummary {
    /// Its number.
    pub number: Number,
    /// How many texts it got and wrote.
    pub messages: usize,
    /// How many texts came since its conversation was last looked at.
    pub unread: usize,
    /// Since when it wants no texts.
    pub opted_out_at: Option<Timestamp>,
    /// The last text.
    pub last: Option<Message>,
}

/// One line of the journal. The state is the fold of all lines, live and after a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Entry {
    /// The settings are replaced.
    Settings(Settings),
    /// A phone was asked for the n-th time.
    Attempts { phone: Number, attempts: u64 },
    /// A message is new or changed.
    Message(Message),
    /// A phone wants texts or none.
    OptOut { phone: Number, at: Option<Timestamp> },
    /// A person decided. `about` is the link or the words.
    Decided { phone: Number, about: String, decision: Decision },
    /// A person answered.
    Answered(Answered),
    /// A conversation was looked at when it had this many messages.
    Seen { phone: Number, messages: usize },
    /// Something will happen.
    Planned(Pending),
    /// It has happened.
    Done { number: u64, at: Timestamp },
}

//! What a mailbox keeps and shows.
use crate::links::{self, Piece};
use jiff::Timestamp;
use ports::OutgoingMail;
use serde::{Deserialize, Serialize};

/// A mail that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedMail {
    /// Our id of it.
    pub id: String,
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The words.
    pub text: String,
    /// When it was sent.
    pub at: Timestamp,
}

impl From<&OutgoingMail> for ReceivedMail {
    fn from(mail: &OutgoingMail) -> Self {
        Self {
            id: mail.id.to_string(),
            to: mail.to.as_str().to_owned(),
            subject: mail.subject.as_str().to_owned(),
            text: mail.text.clone(),
            at: mail.at,
        }
    }
}

/// A mail as scripts read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownMail {
    /// The mail.
    #[serde(flatten)]
    pub mail: ReceivedMail,
    /// The first of its links that carries a token.
    pub link: Option<String>,
    /// The token in that link.
    pub token: Option<String>,
}

impl From<ReceivedMail> for ShownMail {
    fn from(mail: ReceivedMail) -> Self {
        let found = links::pieces(&mail.text).into_iter().find_map(|piece| match piece {
            Piece::Link(link) => Some((link.to_owned(), link.split_once("#token=")?.1.to_owned())),
            Piece::Words(_) => None,
        });
        let (link, token) = found.unzip();
        Self { mail, link, token }
    }
}

/// What happens to mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// They arrive.
    #[default]
    Accept,
    /// They arrive, but nobody is told: their outcome is unknown.
    LoseReply,
    /// They are refused for good.
    Refuse,
}

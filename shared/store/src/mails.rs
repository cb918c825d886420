//! Mails of the system's own: the intent is recorded with whatever it is about, and sent once.
use crate::{
    as_text,
    item::{Item, Places},
    keys::{MailKey, OutboxKey},
    transaction::Transaction,
};
use domain::ids::{MailId, OrgId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a mail is kept.
pub const MAIL_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// What stands for the link in a mail's words.
pub const LINK_PLACE: &str = "{link}";

/// A mail, frozen when it was recorded but for its link, whose secret the table does not know.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The words, with [`LINK_PLACE`] where the link stands.
    pub text: String,
    /// The link, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<MailedLink>,
    /// The org that it is about, where it is about one.
    #[serde(default, with = "as_text::optional", skip_serializing_if = "Option::is_none")]
    pub org: Option<OrgId>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// What became of it.
    pub state: MailState,
}

/// What a mailed link is made of when the mail is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailedLink {
    /// The page, as a path that begins with a slash; the token follows as `#token=..`, which browsers
    /// send to nobody.
    pub page: String,
    /// What the token is for: `runtime::mailed::Purpose` by name.
    pub purpose: String,
    /// The partition of the item that the token opens.
    pub subject: [u8; 10],
    /// The item in that partition; zeros where there is one only.
    pub item: [u8; 10],
    /// Which of the tokens for it this is: an older one is void.
    pub sequence: u32,
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum MailState {
    /// To be sent.
    Queued,
    /// It is nobody's: recorded only so that a stranger's request costs the same.
    Void,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail")
            .field("org", &self.org)
            .field("created_at", &self.created_at)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Item for Mail {
    type Key = MailKey;
    const KIND: &'static str = "mail";
    const VERSION: u8 = 1;

    fn places(&self, _: &MailKey) -> Places {
        let end = self.created_at.checked_add(MAIL_KEPT).unwrap_or(Timestamp::MAX);
        let places = match self.state {
            MailState::Queued => Places::at(&OutboxKey { at: self.created_at }),
            MailState::Void => Places::default(),
        };
        places.until(end)
    }
}

impl Transaction {
    /// Records a mail. The stream has it sent.
    pub fn create_mail(&mut self, id: MailId, mail: &Mail) -> usize {
        self.create(&MailKey { mail: id }, mail)
    }
}

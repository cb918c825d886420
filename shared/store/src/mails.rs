//! Mails of the system's own: the intent is recorded with whatever it is about, and sent once.
mod access;
mod life;

pub use access::{DecideError, MailDecision, MailPage};
pub use life::{LEASE, MailCall, MailStep, SENT_WITHIN};

use crate::{
    as_text,
    item::{Item, Places},
    keys::{MailKey, OutboxKey, UnknownMailsKey},
};
use domain::ids::OrgId;
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
    /// When it is too late to send it.
    pub not_after: Timestamp,
    /// How often it was handed to the provider and certainly not taken.
    #[serde(default)]
    pub attempts: u8,
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
    Queued {
        /// Not before this instant, where it was held back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        not_before: Option<Timestamp>,
    },
    /// Somebody is handing it to the provider. Its item's revision is the fence: whoever writes what
    /// came of the call names the revision of the claim.
    Submitting {
        /// When it was claimed.
        claimed_at: Timestamp,
        /// From when on the claim is lost.
        lease_until: Timestamp,
    },
    /// The provider took it.
    Sent {
        /// When.
        at: Timestamp,
        /// The provider's id of it.
        provider_id: String,
    },
    /// It was certainly not sent, and will not be.
    Failed {
        /// Since when.
        at: Timestamp,
        /// Why.
        why: MailFailure,
    },
    /// Nobody knows whether the provider took it. Never sent again by itself.
    Unknown {
        /// When it was handed to the provider.
        claimed_at: Timestamp,
    },
    /// It is nobody's: recorded only so that a stranger's request costs the same.
    Void,
}

/// Why a mail was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum MailFailure {
    /// The provider refused it for good.
    Refused {
        /// The provider's words, without the address.
        words: String,
    },
    /// It could not be sent in its time.
    TooLate,
    /// An admin of the platform decided that it was not sent.
    Decided,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail")
            .field("org", &self.org)
            .field("created_at", &self.created_at)
            .field("attempts", &self.attempts)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Item for Mail {
    type Key = MailKey;
    const KIND: &'static str = "mail";
    const VERSION: u8 = 1;

    /// What the sweep has to look at by when, or what an admin has to decide.
    fn places(&self, key: &MailKey) -> Places {
        let end = self.created_at.checked_add(MAIL_KEPT).unwrap_or(Timestamp::MAX);
        let places = match &self.state {
            MailState::Queued { not_before } => {
                Places::at(&OutboxKey { at: not_before.unwrap_or(self.created_at) })
            }
            MailState::Submitting { lease_until, .. } => {
                Places::at(&OutboxKey { at: *lease_until })
            }
            MailState::Unknown { claimed_at } => {
                Places::at(&UnknownMailsKey { at: *claimed_at, mail: key.mail })
            }
            MailState::Sent { .. } | MailState::Failed { .. } | MailState::Void => {
                Places::default()
            }
        };
        places.until(end)
    }
}

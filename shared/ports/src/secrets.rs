//! What must not be known.
use domain::token::LinkKeys;
use std::fmt;

/// A messaging provider account and how it signs.
#[derive(Clone, PartialEq, Eq)]
pub struct TwilioAccount {
    /// The account's id (`AC..`), also the name in the webhooks' paths.
    pub sid: String,
    /// Signs webhooks and authorises requests.
    pub auth_token: String,
    /// The number in E.164 or the messaging service (`MG..`) that texts come from.
    pub sender: String,
}

impl fmt::Debug for TwilioAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TwilioAccount").field("sid", &self.sid).finish_non_exhaustive()
    }
}

/// Every secret of the process, read once at its start.
#[derive(Clone)]
pub struct Secrets {
    /// Sign and verify guests' links.
    pub links: LinkKeys,
    /// Signs access tokens. At least 32 bytes.
    pub access: Vec<u8>,
    /// Signs cursors and derives what must not be guessed (anti-forgery, hashes of refresh tokens).
    pub cursors: Vec<u8>,
    /// The provider's account.
    pub twilio: TwilioAccount,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").field("twilio", &self.twilio).finish_non_exhaustive()
    }
}

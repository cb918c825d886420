//! The ledger of consent: what somebody agreed to or took back, when, how, and in which words.
//!
//! Entries are only ever added. They are about a phone or an address and outlive the contact.
use crate::{
    as_text,
    client::Store,
    failure::StoreError,
    item::{Item, Row, Stored},
    keys::{ConsentKey, Text},
    query::Query,
    suppressions::Recipient,
    transaction::Transaction,
};
use domain::ids::{ContactListId, OrgId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What somebody said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    /// Agreed to be written to.
    Given,
    /// Took it back.
    Withdrawn,
}

impl ConsentKind {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The way it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentSource {
    /// On the page of a list.
    SignUp,
    /// By text.
    Text,
    /// An organizer wrote it down for them.
    Organizer,
}

impl ConsentSource {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::Text => "text",
            Self::Organizer => "organizer",
        }
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// What was said.
    #[serde(rename = "said")]
    pub kind: ConsentKind,
    /// The way.
    pub source: ConsentSource,
    /// The words that were agreed to, or that were said; empty where there were none.
    pub words: String,
    /// The list whose page it was.
    #[serde(default, with = "as_text::optional", skip_serializing_if = "Option::is_none")]
    pub list: Option<ContactListId>,
}

impl Item for Consent {
    type Key = ConsentKey;
    const KIND: &'static str = "consent";
    const VERSION: u8 = 1;
}

impl Store {
    /// The latest entries about a phone or an address, the newest first.
    pub async fn consents(
        &self,
        org: OrgId,
        recipient: &Recipient,
        most: u16,
    ) -> Result<Vec<Stored<Consent>>, StoreError> {
        let span = ConsentKey::span(&org).within(&Text(recipient.folded()));
        let page = self.query(&Query::of(span, most).descending().consistent()).await?;
        page.rows.into_iter().map(Row::read).collect()
    }
}

impl Transaction {
    /// Adds an entry. Refused where there is one of the same millisecond.
    pub fn record_consent(
        &mut self,
        org: OrgId,
        recipient: &Recipient,
        at: Timestamp,
        consent: &Consent,
    ) -> usize {
        self.create(&ConsentKey { org, address: Text(recipient.folded()), at }, consent)
    }
}

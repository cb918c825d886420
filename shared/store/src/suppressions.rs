//! Phones and addresses that an org does not write to, and why.
//!
//! A phone that asked for no more texts is kept by the platform for its sender, whichever org wrote; an
//! org's own word about a phone stands on the phone's row too, so that the claim of a message has one
//! condition for both.
use crate::{
    client::{Consistency, Store},
    contacts::{Contact, Email},
    failure::StoreError,
    item::{Item, Row, Stored},
    keys::{Key, SuppressionKey, Text},
    query::{Page, Query},
    transaction::Transaction,
};
use domain::{ids::OrgId, phone::Phone};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt};

/// Suppressions that are read to see whether there are few: a unit or less.
const GLANCE: u16 = 40;

/// Where somebody is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// By text.
    Phone(Phone),
    /// By mail.
    Email(Email),
}

impl Recipient {
    /// The form by which it is found: in E.164, or without its case.
    pub fn folded(&self) -> String {
        match self {
            Self::Phone(phone) => phone.as_str().to_owned(),
            Self::Email(email) => email.folded(),
        }
    }

    /// Of a text that [`Self::folded`] made.
    pub fn of_folded(text: &str) -> Option<Self> {
        let phone = Phone::from_e164(text).ok().map(Self::Phone);
        phone.or_else(|| text.parse().ok().map(Self::Email))
    }

    /// The phone, where it is one.
    pub const fn phone(&self) -> Option<&Phone> {
        match self {
            Self::Phone(phone) => Some(phone),
            Self::Email(_) => None,
        }
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.folded())
    }
}

/// That an org does not write to somebody. At least one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Suppression {
    /// Since when the person wants nothing more. Only the person can take it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Timestamp>,
    /// What an organizer decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organizer: Option<OrganizersWord>,
}

/// Why an organizer does not want somebody to be written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizersWord {
    /// Why, in the organizer's words; empty if none were given.
    pub reason: String,
    /// Who said so.
    pub actor: String,
    /// Since when.
    pub since: Timestamp,
}

impl Suppression {
    /// Whether nothing is left of it.
    pub const fn is_empty(&self) -> bool {
        self.stopped_at.is_none() && self.organizer.is_none()
    }
}

impl Item for Suppression {
    type Key = SuppressionKey;
    const KIND: &'static str = "suppression";
    const VERSION: u8 = 1;
}

fn key(org: OrgId, recipient: &Recipient) -> SuppressionKey {
    SuppressionKey { org, address: Text(recipient.folded()) }
}

impl Store {
    /// Why an org does not write to somebody, as it is now; `None` where it does.
    pub async fn suppression(
        &self,
        org: OrgId,
        recipient: &Recipient,
    ) -> Result<Option<Stored<Suppression>>, StoreError> {
        self.get(&key(org, recipient), Consistency::Strong).await
    }

    /// Those of some phones that an org does not text, as of a moment ago: half a unit where the org has
    /// few suppressions, else half a unit each.
    pub async fn suppressed_phones(
        &self,
        org: OrgId,
        phones: &[Phone],
    ) -> Result<BTreeSet<Phone>, StoreError> {
        if phones.is_empty() {
            return Ok(BTreeSet::new());
        }
        let all = self.query(&Query::of(SuppressionKey::span(&org), GLANCE)).await?;
        let is_whole = all.next.is_none();
        let found = if is_whole {
            all.into_suppressions()?
        } else {
            let key = |phone: &Phone| key(org, &Recipient::Phone(phone.clone()));
            let keys: Vec<SuppressionKey> = phones.iter().map(key).collect();
            self.batch_get::<Suppression>(&keys, Consistency::Eventual).await?
        };
        let found: BTreeSet<Phone> =
            found.iter().filter_map(|one| Phone::from_e164(&one.key.address.0).ok()).collect();
        Ok(phones.iter().filter(|phone| found.contains(*phone)).cloned().collect())
    }

    /// Whether an org does not text a contact's phone, as it is now: a unit, and none where there is no
    /// phone.
    pub async fn is_opted_out(&self, org: OrgId, contact: &Contact) -> Result<bool, StoreError> {
        let Some(phone) = contact.phone.clone() else { return Ok(false) };
        Ok(self.suppression(org, &Recipient::Phone(phone)).await?.is_some())
    }

    /// Whom an org does not write to, by phone and address.
    pub fn suppressions_query(org: OrgId, limit: u16) -> Query {
        Query::of(SuppressionKey::span(&org), limit).consistent()
    }
}

impl Page {
    /// The page of a [list of suppressions](Store::suppressions_query).
    pub fn into_suppressions(self) -> Result<Vec<Stored<Suppression>>, StoreError> {
        self.rows.into_iter().map(Row::read).collect()
    }
}

impl Transaction {
    /// Makes what an org keeps of a recipient `now` instead of `seen`, and what the phone's row says of
    /// an organizer's word. Where nothing is left of it, a tombstone made at `at` says who lifted it.
    /// Answers the operation that is refused where it changed since.
    pub fn change_suppression(
        &mut self,
        org: OrgId,
        recipient: &Recipient,
        seen: Option<&Stored<Suppression>>,
        now: &Suppression,
        at: Timestamp,
    ) -> usize {
        let key = key(org, recipient);
        let written = match seen {
            Some(seen) if now.is_empty() => {
                self.leave_tombstone(key.address(), at);
                self.delete(&key, seen.rev)
            }
            Some(seen) => self.replace(&key, now, seen.rev),
            None => self.create(&key, now),
        };
        let was = seen.is_some_and(|seen| seen.value.organizer.is_some());
        if let Some(phone) = recipient.phone() {
            match (was, now.organizer.is_some()) {
                (false, true) => self.withhold(phone, org),
                (true, false) => self.release(phone, org),
                (true, true) | (false, false) => written,
            };
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_is_known_by_its_folded_form() {
        for (text, folded) in
            [("+12125550101", "+12125550101"), ("Ada@Example.com", "ada@example.com")]
        {
            let recipient = Recipient::of_folded(text).unwrap();
            assert_eq!(recipient.folded(), folded);
            assert_eq!(
                Recipient::of_folded(folded).map(|one| one.folded()),
                Some(folded.to_owned())
            );
        }
        assert_eq!(Recipient::of_folded("nobody"), None);
    }
}

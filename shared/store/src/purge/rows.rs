//! Deleting rows, as many as a run may.
use crate::{
    client::Store,
    commit::CommitError,
    contacts::{Contact, Email, folded},
    entries::OrgEntry,
    event_roles::EventRoleItem,
    item::{Item, Row},
    keys::{
        Address, ContactEmailKey, ContactKey, ContactListKey, ContactListNameKey, ContactPhoneKey,
        EventRoleKey, InvitedEmailKey, Key, MemberKey, OrgEntryKey, Place, Span, SuppressionKey,
        TeamInvitationKey, Text, UserEntryKey, UserEventRoleKey, UserOrgKey,
    },
    orgs::Member,
    query::Query,
    suppressions::Suppression,
    team::TeamInvitation,
    transaction::{Condition, Transaction},
};
use domain::phone::Phone;
use futures::future::join_all;

/// Rows of a page.
const PAGE: u16 = 100;
/// Rows that are deleted side by side.
const TOGETHER: usize = 10;

/// How many rows a run may still delete. To find that there are none is cheap, and costs nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    left: usize,
    spent: usize,
}

impl Budget {
    /// That many rows.
    pub const fn of(rows: usize) -> Self {
        Self { left: rows, spent: 0 }
    }

    /// Whether nothing is left of it.
    pub const fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Rows that went on it, about.
    pub const fn spent(&self) -> usize {
        self.spent
    }

    pub(super) fn take(&mut self, rows: usize) {
        self.left = self.left.saturating_sub(rows);
        self.spent = self.spent.saturating_add(rows);
    }
}

impl Store {
    /// Deletes the rows of a range, those of the kinds in `kept` apart, with whatever else was written
    /// only for them. Whether the range had none but those.
    pub(crate) async fn delete_range(
        &self,
        range: &Span,
        kept: &[&str],
        budget: &mut Budget,
    ) -> Result<bool, CommitError> {
        let mut query = Query::of(range.clone(), PAGE).consistent();
        let mut clean = true;
        while !budget.is_spent() {
            let page = self.query(&query).await?;
            let goes = |row: &&Row| !row.kind().is_some_and(|kind| kept.contains(&kind));
            let going: Vec<&Row> = page.rows.iter().filter(goes).take(budget.left).collect();
            clean &= going.is_empty();
            budget.take(going.len());
            for some in going.chunks(TOGETHER) {
                for deleted in join_all(some.iter().map(|row| self.delete_row(row))).await {
                    deleted?;
                }
            }
            if page.next.is_none() {
                return Ok(clean);
            }
            query = query.after(page.next);
        }
        Ok(false)
    }

    /// Deletes a row as it was read. One that changed meanwhile is left for the next run.
    async fn delete_row(&self, row: &Row) -> Result<(), CommitError> {
        let Some(address) = row.address(Place::Table) else { return Ok(()) };
        let mut transaction = Transaction::new();
        add_mirrors(&mut transaction, row, &address);
        transaction.delete_at(address, row.rev().map(Condition::rev));
        match self.commit(transaction).await {
            Ok(_) | Err(CommitError::Refused(_) | CommitError::Conflict) => Ok(()),
            Err(error @ CommitError::Store(_)) => Err(error),
        }
    }
}

/// The rows elsewhere that say the same as this one from another side, or lock a name for it.
fn add_mirrors(transaction: &mut Transaction, row: &Row, Address { pk, sk, .. }: &Address) {
    match row.kind() {
        Some(Member::KIND) => {
            if let Ok(MemberKey { org, user }) = MemberKey::parse(pk, sk) {
                transaction.delete_if(&UserOrgKey { user, org }, None);
            }
        }
        Some(OrgEntry::KIND) => {
            if let Ok(OrgEntryKey { org, user, .. }) = OrgEntryKey::parse(pk, sk) {
                transaction.delete_if(&UserEntryKey { user, org }, None);
            }
        }
        Some(EventRoleItem::KIND) => {
            if let Ok(EventRoleKey { event, user }) = EventRoleKey::parse(pk, sk) {
                transaction.delete_if(&UserEventRoleKey { user, event }, None);
            }
        }
        Some(TeamInvitation::KIND) => {
            if let Ok(TeamInvitationKey { org, .. }) = TeamInvitationKey::parse(pk, sk) {
                let email = row.text("email").unwrap_or_default();
                transaction.delete_if(&InvitedEmailKey::canonical(email, org), None);
            }
        }
        Some(Contact::KIND) => add_locks(transaction, row, pk, sk),
        Some(Suppression::KIND) => {
            let withheld = row.0.contains_key("organizer");
            if let Ok(SuppressionKey { org, address }) = SuppressionKey::parse(pk, sk)
                && let Ok(phone) = Phone::from_e164(&address.0)
                && withheld
            {
                transaction.release(&phone, org);
            }
        }
        Some(_) | None => add_name(transaction, row, pk, sk),
    }
}

/// The locks on a contact's phone and address. All contacts of the org go, so that it does not matter whose
/// they are.
fn add_locks(transaction: &mut Transaction, row: &Row, pk: &str, sk: &str) {
    let Ok(ContactKey { org, .. }) = ContactKey::parse(pk, sk) else { return };
    if let Some(phone) = row.text("phone").and_then(|phone| Phone::from_e164(phone).ok()) {
        transaction.delete_if(&ContactPhoneKey { org, phone }, None);
    }
    if let Some(email) = row.text("email").and_then(|email| email.parse::<Email>().ok()) {
        transaction.delete_if(&ContactEmailKey { org, email: Text(email.folded()) }, None);
    }
}

/// The lock on the name of a list of contacts.
fn add_name(transaction: &mut Transaction, row: &Row, pk: &str, sk: &str) {
    let Ok(ContactListKey { org, .. }) = ContactListKey::parse(pk, sk) else { return };
    if let Some(name) = row.text("title").map(folded) {
        transaction.delete_if(&ContactListNameKey { org, name: Text(name) }, None);
    }
}

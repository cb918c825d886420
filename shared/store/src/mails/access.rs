//! Reading and writing mails.
use super::{Mail, MailFailure, MailState};
use crate::{
    attempts::Attempts,
    client::{Consistency, Store},
    commit::CommitError,
    failure::StoreError,
    item::{Stored, readable},
    keys::{MailKey, UnknownMailsKey},
    query::{Position, Query},
    transaction::Transaction,
};
use domain::ids::MailId;
use jiff::Timestamp;

/// Mails, and where the next page begins.
pub type MailPage = (Vec<Stored<Mail>>, Option<Position>);

/// What an admin of the platform found out about a mail whose outcome is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailDecision {
    /// It was sent.
    Sent,
    /// It was not, and is not sent any more: what it is about can be asked for again.
    NotSent,
}

/// A mail was not decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is no such mail.
    #[error("there is no such mail")]
    Missing,
    /// Its outcome is known.
    #[error("the mail's outcome is known")]
    Known,
    /// The table could not do it.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Store {
    /// A mail.
    pub async fn mail(
        &self,
        id: MailId,
        consistency: Consistency,
    ) -> Result<Option<Stored<Mail>>, StoreError> {
        self.get(&MailKey { mail: id }, consistency).await
    }

    /// Puts `next` in the place of `seen`, which everything that happens to a mail goes through.
    /// Answers the revision, or `None` where somebody else was first.
    pub async fn move_mail(
        &self,
        seen: &Stored<Mail>,
        next: &Mail,
    ) -> Result<Option<u64>, CommitError> {
        let mut rounds = Attempts::default();
        loop {
            let mut transaction = Transaction::new();
            transaction.replace(&seen.key, next, seen.rev);
            match self.commit(transaction).await {
                Ok(_) => return Ok(Some(seen.rev.saturating_add(1))),
                Err(CommitError::Refused(_)) => return Ok(None),
                Err(error) => rounds.again(error)?,
            }
        }
    }

    /// Mails of which nobody knows whether they were sent, the oldest first.
    pub async fn unknown_mails(
        &self,
        limit: u16,
        after: Option<Position>,
    ) -> Result<MailPage, StoreError> {
        let query = Query::of(UnknownMailsKey::span(), limit).after(after);
        let page = self.query(&query).await?;
        let keys = readable(page.rows, |row| {
            row.key::<MailKey>()
                .map_err(|error| StoreError::Unreadable { kind: "mail", reason: error.to_string() })
        });
        let mut mails = Vec::with_capacity(keys.len());
        for key in keys {
            let mail = self.get::<Mail>(&key, Consistency::Strong).await?;
            // The index is a moment late.
            mails.extend(mail.filter(|one| matches!(one.value.state, MailState::Unknown { .. })));
        }
        Ok((mails, page.next))
    }

    /// Writes down what `actor` found out about a mail whose outcome is unknown.
    ///
    /// Errors: [`DecideError::Known`] where it is known by now, whoever found out.
    pub async fn decide_mail(
        &self,
        id: MailId,
        decision: MailDecision,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), DecideError> {
        let mut rounds = Attempts::default();
        loop {
            let seen = self.mail(id, Consistency::Strong).await.map_err(CommitError::from)?;
            let seen = seen.ok_or(DecideError::Missing)?;
            let mut transaction = Transaction::by(actor);
            let decided = transaction.decide_mail(&seen, decision, now);
            decided.ok_or(DecideError::Known)?;
            let Err(error) = self.commit(transaction).await else { return Ok(()) };
            rounds.again(error)?;
        }
    }
}

impl Transaction {
    /// Records a mail. The stream has it sent.
    pub fn create_mail(&mut self, id: MailId, mail: &Mail) -> usize {
        self.create(&MailKey { mail: id }, mail)
    }

    /// Settles a mail whose outcome is unknown, in the revision that was seen; `None` where it is known.
    pub fn decide_mail(
        &mut self,
        seen: &Stored<Mail>,
        decision: MailDecision,
        now: Timestamp,
    ) -> Option<usize> {
        let MailState::Unknown { claimed_at } = seen.value.state else { return None };
        let state = match decision {
            MailDecision::Sent => MailState::Sent { at: claimed_at, provider_id: String::new() },
            MailDecision::NotSent => MailState::Failed { at: now, why: MailFailure::Decided },
        };
        Some(self.replace(&seen.key, &seen.value.as_state(state), seen.rev))
    }
}

//! Committing what a transition decided: the invitee, the seats and a message, together.
use super::item::Kept;
use crate::{
    client::Store,
    commit::{CommitError, Refusal},
    outbox::{MessageItem, message_key},
    transaction::Transaction,
};
use domain::ids::OrgId;
use domain::{message::MessageKey, outbox::Life, phone::Phone, transition::Outcome};
use jiff::Timestamp;

/// A message to record beside a change.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMessage {
    /// Its unique key.
    pub key: MessageKey,
    /// Whose it is.
    pub org: OrgId,
    /// The recipient's name, for the log.
    pub name: String,
    /// Who receives it.
    pub phone: Phone,
    /// Its life, queued.
    pub life: Life,
    /// When it was recorded.
    pub created_at: Timestamp,
}

/// Why a decided change was not committed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LostRace {
    /// The invitee changed meanwhile: load and decide again.
    #[error("the invitee changed meanwhile")]
    Invitee,
    /// The seats are gone, or somebody joined the waitlist: load and decide again.
    #[error("the seats changed meanwhile")]
    Seats,
    /// The message exists already.
    #[error("the message exists already")]
    Message,
    /// The table could not do it, or too many were at it at once.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl LostRace {
    /// Whether loading and deciding again can help.
    pub const fn is_worth_another_try(&self) -> bool {
        match self {
            Self::Invitee | Self::Seats | Self::Commit(CommitError::Conflict) => true,
            Self::Message | Self::Commit(_) => false,
        }
    }
}

impl Transaction {
    /// Everything that `outcome` says, as operations. Answers the numbers of the invitee's, the
    /// seats' and the message's.
    pub fn apply(
        &mut self,
        before: &Kept,
        outcome: &Outcome,
        message: Option<&NewMessage>,
    ) -> (usize, Option<usize>, Option<usize>) {
        let invitee = self.replace_invitee(&outcome.invitee, before.rev);
        let seats =
            self.change_seats(before.invitee.event, outcome.seats, outcome.guard, outcome.wake);
        let message = message.map(|message| self.create_message(message));
        (invitee, seats, message)
    }

    /// Records a message under its unique key.
    pub fn create_message(&mut self, message: &NewMessage) -> usize {
        let item = MessageItem::from(message);
        match message_key(&message.key) {
            crate::outbox::AnyMessageKey::Invitation(key) => self.create(&key, &item),
            crate::outbox::AnyMessageKey::Recipient(key) => {
                self.create(&key, &crate::outbox::RecipientMessageItem(item))
            }
        }
    }
}

impl Store {
    /// Commits one outcome for one invitee.
    pub async fn commit_outcome(
        &self,
        before: &Kept,
        outcome: &Outcome,
        message: Option<&NewMessage>,
        by: &str,
    ) -> Result<(), LostRace> {
        self.commit_outcome_beside(before, outcome, message, by, Transaction::new()).await
    }

    /// Commits one outcome for one invitee together with `beside`. Where a condition of `beside` does
    /// not hold, nothing is written and its refusals alone are the answer, numbered as in `beside`.
    pub async fn commit_outcome_beside(
        &self,
        before: &Kept,
        outcome: &Outcome,
        message: Option<&NewMessage>,
        by: &str,
        beside: Transaction,
    ) -> Result<(), LostRace> {
        let mut transaction = Transaction::by(by);
        let changes =
            outcome.invitee != before.invitee || message.is_some() || !outcome.seats.is_none();
        let (_, seats, created) =
            if changes { transaction.apply(before, outcome, message) } else { (0, None, None) };
        let own = transaction.len();
        transaction.append(beside);
        match self.commit(transaction).await {
            Ok(_) => Ok(()),
            Err(error) if let Some(refusals) = refusals_from(&error, own) => {
                Err(CommitError::Refused(refusals).into())
            }
            Err(error) if created.is_some_and(|created| error.refuses(created)) => {
                Err(LostRace::Message)
            }
            Err(error) if seats.is_some_and(|seats| error.refuses(seats)) => Err(LostRace::Seats),
            Err(CommitError::Refused(_)) => Err(LostRace::Invitee),
            Err(error) => Err(error.into()),
        }
    }
}

/// The refusals of the operations from `first` on, numbered from there; `None` where there are none.
fn refusals_from(error: &CommitError, first: usize) -> Option<Vec<Refusal>> {
    let CommitError::Refused(refusals) = error else { return None };
    let later: Vec<_> = refusals
        .iter()
        .filter_map(|refusal| {
            let operation = refusal.operation.checked_sub(first)?;
            Some(Refusal { operation, old: refusal.old.clone() })
        })
        .collect();
    (!later.is_empty()).then_some(later)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refusals_beside_are_numbered_as_they_were_given() {
        let refused = |operations: &[usize]| {
            let refusal = |operation: &usize| Refusal { operation: *operation, old: None };
            CommitError::Refused(operations.iter().map(refusal).collect())
        };
        let beside = refusals_from(&refused(&[0, 3, 4]), 3).map(CommitError::Refused);
        assert_eq!(beside, Some(refused(&[0, 1])));
        assert_eq!(refusals_from(&refused(&[0, 2]), 3), None);
        assert_eq!(refusals_from(&CommitError::Conflict, 0), None);
    }
}

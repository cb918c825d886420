//! The cheap answer: a yes within the held seats, one conditional update of one item.
use super::{
    history::Packed,
    item::{InviteeItem, Kept, key},
};
use crate::{
    client::Store,
    commit::CommitError,
    keys::InviteeKey,
    transaction::{Condition, Transaction, Update},
    value::Value,
};
use domain::{
    change::{Actor, Change, HISTORY_MAX, Reason},
    invitee::{Invitee, StatusName},
    message::Delivery,
    token::LinkToken,
};
use jiff::Timestamp;

/// A yes for exactly the seats that a live invitation holds.
///
/// Committed seats stay the same and so do the index keys, so nothing but the invitee's own item is
/// touched: its status, its history, and that a first confirmation is due. Its entry among what is due
/// is never later than the guest's next reminder ([`domain::due::next_due`]), so it may stay, too. A new
/// message that waits to be sent has to be taken back, which is not done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerWithinHeld {
    /// Whose invitation: the verified link.
    pub link: LinkToken,
    /// n = h.
    pub party: u8,
    /// The present.
    pub now: Timestamp,
    /// The guest, by link or by text.
    pub by: Actor,
}

/// What the cheap path came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Shortcut {
    /// It was taken; the invitee is now so.
    Accepted(Box<Invitee>),
    /// Something else is the case: load, decide, commit. The invitee as it was, where there is one.
    Ordinary(Option<Box<Kept>>),
}

impl AnswerWithinHeld {
    /// The one write.
    fn update(&self) -> Update {
        let change = Change {
            at: self.now,
            by: self.by,
            before: Some(StatusName::Invited),
            after: StatusName::Accepted,
            party: self.party,
            reason: Reason::Plain,
        };
        let key = InviteeKey { event: self.link.event, invitee: self.link.invitee };
        let now = || Value::milliseconds(self.now);
        Update::of(&key)
            .set("st = :accepted, h = list_append(h, :entry), cd = :first, cat = :at")
            .value(":accepted", StatusName::Accepted.name())
            .value(":entry", Packed::appended(&change))
            .value(":first", 1_u8)
            .value(":at", Value::list([now()]))
            .when(
                Condition::new(
                    "st = :invited AND generation = :generation AND seats = :party \
                     AND #exp > :now AND size(h) < :most AND attribute_not_exists(cd) \
                     AND NOT dl = :queued_message",
                )
                .name("#exp", "exp")
                .value(":queued_message", Delivery::Queued.name())
                .value(":invited", StatusName::Invited.name())
                .value(":generation", self.link.generation)
                .value(":party", self.party)
                .value(":now", now())
                .value(":most", u8::try_from(HISTORY_MAX).unwrap_or(u8::MAX)),
            )
    }
}

impl Store {
    /// Takes a yes within the held seats: one write unit, one call. A refused one is billed too, so
    /// what is known to be no such answer should not be tried.
    pub async fn answer_within_held(
        &self,
        answer: &AnswerWithinHeld,
    ) -> Result<Shortcut, CommitError> {
        let mut transaction = Transaction::by(answer.by.name());
        transaction.update(answer.update());
        match self.commit(transaction).await {
            Ok(committed) => {
                let row = committed.new.ok_or_else(|| crate::failure::StoreError::Unreadable {
                    kind: "invitee",
                    reason: "an update answered no item".into(),
                })?;
                let kept = Kept::try_from(row.read::<InviteeItem>()?)?;
                Ok(Shortcut::Accepted(Box::new(kept.invitee)))
            }
            Err(CommitError::Refused(refusals)) => {
                let old = refusals.into_iter().find_map(|refusal| refusal.old);
                let kept = old.map(|row| Kept::try_from(row.read::<InviteeItem>()?)).transpose()?;
                Ok(Shortcut::Ordinary(kept.map(Box::new)))
            }
            Err(error) => Err(error),
        }
    }
}

impl Transaction {
    /// Adds a new invitee. Refused where the id is taken, by this identity or by another.
    pub fn create_invitee(&mut self, invitee: &Invitee) -> usize {
        self.create(&key(invitee), &InviteeItem::from(invitee))
    }

    /// Replaces an invitee.
    pub fn replace_invitee(&mut self, invitee: &Invitee, rev: u64) -> usize {
        self.replace(&key(invitee), &InviteeItem::from(invitee), rev)
    }
}

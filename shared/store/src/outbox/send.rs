//! Claiming an invitation's message, and what its one provider call leaves behind.
use crate::{
    client::Store,
    commit::CommitError,
    invitees::{InviteeItem, Kept, history::Packed},
    keys::{DueKey, InviteeKey},
    transaction::{Condition, Transaction, Update},
    value::Value,
};
use domain::{
    change::{Actor, Change, HISTORY_MAX, Reason},
    ids::{EventId, InviteeId},
    invitee::StatusName,
    message::Delivery,
    outbox::{LEASE, Life},
};
use jiff::Timestamp;

/// What a claim came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Claimed {
    /// The message is ours until the lease ends; this is the invitee with it.
    Yes(Box<Kept>),
    /// It is not to be claimed: this is what is there.
    No(Option<Box<Kept>>),
}

/// An invitation that the provider accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct SentInvitation {
    /// To what.
    pub event: EventId,
    /// To whom.
    pub invitee: InviteeId,
    /// g: which of the invitee's invitations was sent.
    pub generation: u8,
    /// Which of that invitation's messages was sent.
    pub sequence: u16,
    /// The claim that it was sent under.
    pub fence: u32,
    /// h, for the history.
    pub held: u8,
    /// The provider's id.
    pub provider_id: String,
    /// Segments billed.
    pub segments: u16,
    /// Now.
    pub sent_at: Timestamp,
    /// The deadline.
    pub expires_at: Timestamp,
    /// When it is first to be looked at.
    pub due_at: Timestamp,
}

impl Store {
    /// Claims the invitation's message for 60 s: one conditional update, committed before the first
    /// network byte (S3).
    pub async fn claim_invitation(
        &self,
        (event, invitee): (EventId, InviteeId),
        (generation, sequence): (u8, u16),
        opt_out_hint: bool,
        now: Timestamp,
    ) -> Result<Claimed, CommitError> {
        let lease = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
        let mut update = Update::of(&InviteeKey { event, invitee })
            .set("dl = :submitting, le = :lease, ca = if_not_exists(ca, :now)")
            .add_to("fe :one")
            .remove("mnb")
            .value(":submitting", Delivery::Submitting.name())
            .value(":lease", Value::milliseconds(lease))
            .value(":now", Value::milliseconds(now))
            .value(":one", 1_u8)
            .when(
                Condition::new(
                    "generation = :generation AND sq = :sequence AND dl = :queued_message \
                     AND (st = :inviting OR st = :invited) \
                     AND (attribute_not_exists(mnb) OR mnb <= :now) AND na > :now",
                )
                .value(":generation", generation)
                .value(":sequence", sequence)
                .value(":queued_message", Delivery::Queued.name())
                .value(":inviting", StatusName::Inviting.name())
                .value(":invited", StatusName::Invited.name()),
            );
        if opt_out_hint {
            update = update.set("hint = :hint").value(":hint", true);
        }
        let mut transaction = Transaction::by(Actor::Engine.name());
        transaction.update(update);
        match self.commit(transaction).await {
            Ok(committed) => {
                let kept = committed
                    .new
                    .map(|row| Kept::try_from(row.read::<InviteeItem>()?))
                    .transpose()?;
                Ok(kept.map_or(Claimed::No(None), |kept| Claimed::Yes(Box::new(kept))))
            }
            Err(CommitError::Refused(refusals)) => {
                let old = refusals.into_iter().find_map(|refusal| refusal.old);
                let kept = old.map(|row| Kept::try_from(row.read::<InviteeItem>()?)).transpose()?;
                Ok(Claimed::No(kept.map(Box::new)))
            }
            Err(error) => Err(error),
        }
    }

    /// T3 as one update; `false` where it is not the case any more (then T3b, the ordinary way).
    pub async fn invitation_sent(&self, sent: &SentInvitation) -> Result<bool, CommitError> {
        let change = Change {
            at: sent.sent_at,
            by: Actor::Engine,
            before: Some(StatusName::Inviting),
            after: StatusName::Invited,
            party: sent.held,
            reason: Reason::Plain,
        };
        let event = sent.event;
        let update = Update::of(&InviteeKey { event, invitee: sent.invitee })
            .set("st = :invited, #exp = :expires_at, due = :due_at, sent = :sent_at")
            .set("dl = :submitted, pid = :provider_id, sg = :segments")
            .set("h = list_append(h, :entry)")
            .remove("body, le, rs")
            .place(&DueKey { event, at: sent.due_at })
            .name("#exp", "exp")
            .value(":invited", StatusName::Invited.name())
            .value(":expires_at", Value::milliseconds(sent.expires_at))
            .value(":due_at", Value::milliseconds(sent.due_at))
            .value(":sent_at", Value::milliseconds(sent.sent_at))
            .value(":submitted", Delivery::Submitted.name())
            .value(":provider_id", sent.provider_id.as_str())
            .value(":segments", sent.segments)
            .value(":entry", Packed::appended(&change))
            .when(
                Condition::new(
                    "st = :inviting AND generation = :generation AND sq = :sequence \
                     AND dl = :submitting AND fe = :fence AND size(h) < :most",
                )
                .value(":generation", sent.generation)
                .value(":sequence", sent.sequence)
                .value(":inviting", StatusName::Inviting.name())
                .value(":submitting", Delivery::Submitting.name())
                .value(":fence", sent.fence)
                .value(":most", u8::try_from(HISTORY_MAX).unwrap_or(u8::MAX)),
            );
        let mut transaction = Transaction::by(Actor::Engine.name());
        transaction.update(update);
        match self.commit(transaction).await {
            Ok(_) => Ok(true),
            Err(CommitError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Writes what is known of an invitation's message, where that is still the latest, `life.fence` its
    /// latest claim, and nothing else came in between (S7). Status and index stay.
    pub async fn settle_invitation(
        &self,
        (event, invitee): (EventId, InviteeId),
        generation: u8,
        from: Delivery,
        life: &Life,
    ) -> Result<bool, CommitError> {
        let mut update = Update::of(&InviteeKey { event, invitee })
            .set("dl = :delivery, tries = :tries")
            .value(":delivery", life.delivery.name())
            .value(":tries", life.attempts)
            .when(
                Condition::new(
                    "generation = :generation AND sq = :sequence AND fe = :fence AND dl = :from",
                )
                .value(":generation", generation)
                .value(":sequence", life.sequence)
                .value(":fence", life.fence)
                .value(":from", from.name()),
            );
        let optional = [
            ("mnb", life.not_before.map(Value::milliseconds)),
            ("le", life.lease_until.map(Value::milliseconds)),
            ("ca", life.claimed_at.map(Value::milliseconds)),
            ("ab", life.absent_at.map(Value::milliseconds)),
            ("er", life.error.map(Value::from)),
        ];
        for (attribute, value) in optional {
            update = match value {
                Some(value) => update
                    .set(&format!("{attribute} = :{attribute}"))
                    .value(&format!(":{attribute}"), value),
                None => update.remove(attribute),
            };
        }
        let mut transaction = Transaction::by(Actor::Engine.name());
        transaction.update(update);
        match self.commit(transaction).await {
            Ok(_) => Ok(true),
            Err(CommitError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A delivery report for an invitation that is known to be out: one write unit. `false` where the
    /// ordinary way has to decide.
    pub async fn invitation_delivered(
        &self,
        (event, invitee): (EventId, InviteeId),
        (generation, sequence): (u8, u16),
        delivery: Delivery,
        provider_id: &str,
    ) -> Result<bool, CommitError> {
        let update = Update::of(&InviteeKey { event, invitee })
            .set("dl = :delivery")
            .value(":delivery", delivery.name())
            .when(
                Condition::new(
                    "generation = :generation AND sq = :sequence AND pid = :provider_id \
                     AND dl = :submitted",
                )
                .value(":generation", generation)
                .value(":sequence", sequence)
                .value(":provider_id", provider_id)
                .value(":submitted", Delivery::Submitted.name()),
            );
        let mut transaction = Transaction::by(Actor::Callback.name());
        transaction.update(update);
        match self.commit(transaction).await {
            Ok(_) => Ok(true),
            Err(CommitError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

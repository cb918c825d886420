//! What a step does apart from its waves: visits, promotions, and recording whom it passed over.
use super::{
    Step,
    group::{Decided, commit_all},
    look::Sight,
};
use domain::{
    change::Actor,
    due::Visit,
    ids::InviteeId,
    invitee::{Invitee, Skip, Status},
    message::{Delivery, MessageId, MessageKey, Purpose},
    outbox::Life,
    step::PassedOver,
    texts::Text,
    transition::{Circumstances, Outcome, Trigger, transition},
};
use futures::future::try_join_all;
use jiff::SignedDuration;
use runtime::{Ctx, JobError, hints::Outbox, invitation};
use store::{Attempts, CommitError, Consistency, Transaction, invitees::Kept};

/// How often it is written down of a party that it does not fit, once that is flagged.
const RECORDED_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// Rows that are passed over together: each is a write of its own.
const PASSED_TOGETHER: usize = 25;

impl Step<'_> {
    pub(super) fn circumstances(&self) -> Circumstances<'_> {
        Circumstances {
            event: &self.seen.event,
            seats: &self.seen.seats,
            now: self.now,
            by: Actor::Engine,
        }
    }

    /// Step 1: expiry, reminders, ends of waits, second tries.
    pub(super) async fn visit(&mut self, visits: &[Visit], sight: &Sight) -> Result<(), JobError> {
        let mut decided = Vec::with_capacity(visits.len());
        for visit in visits {
            let Some(kept) = sight.loaded.get(&visit.outcome.invitee.id) else { continue };
            let mut outcome = visit.outcome.clone();
            // The step that frees the seat looks at the queue itself.
            outcome.wake = false;
            if visit.resend {
                self.resend(&mut outcome.invitee);
            }
            let message =
                invitation::message_of(self.ctx, kept, &self.seen.event, &outcome, self.now);
            decided.push(Decided { kept: kept.clone(), outcome, message });
            if let Some(sequence) = visit.confirm {
                confirm(self.ctx, &self.seen.event, (&kept.invitee, sequence), self.now).await?;
            }
        }
        self.hint_stuck(visits).await?;
        self.again |= !commit_all(self.ctx, decided).await?;
        Ok(())
    }

    /// One new message after a failed delivery, with the first one's words. Like everything but a wave,
    /// it takes its permit when it is sent.
    fn resend(&self, invitee: &mut Invitee) {
        let Some(before) = &invitee.message else { return };
        let kind = if invitee.offer { Text::Offer } else { Text::Invite };
        let sequence = before.sequence.saturating_add(1);
        let whom = (invitee.id, invitee.generation, invitee.name.as_str());
        let life = invitation::invitation_life(self.ctx, &self.seen.event, whom, (kind, sequence));
        let fence = before.fence.saturating_add(1);
        invitee.message = Some(Life { fence, is_retry: true, ..life });
        invitee.due_at = domain::due::next_due(invitee, &self.seen.event, self.now);
    }

    /// The message of one who is visited may have lost its hint.
    async fn hint_stuck(&self, visits: &[Visit]) -> Result<(), JobError> {
        let hints: Vec<_> = visits
            .iter()
            .map(|visit| &visit.outcome.invitee)
            .filter(|invitee| is_unsettled(invitee.delivery()) && is_answerable(&invitee.status))
            .filter_map(|invitee| Some(Outbox::Message(invitation_id(invitee)?).message(0)))
            .collect();
        if !hints.is_empty() {
            self.ctx.queues.send(hints).await?;
        }
        Ok(())
    }

    /// Step 2: the waitlist, in its order.
    pub(super) async fn promote(
        &mut self,
        promotions: &[InviteeId],
        sight: &Sight,
    ) -> Result<(), JobError> {
        let mut decided = Vec::with_capacity(promotions.len());
        for kept in promotions.iter().filter_map(|id| sight.loaded.get(id)) {
            let promoted = transition(&kept.invitee, Trigger::Promote, &self.circumstances());
            let Ok(outcome) = promoted else { continue };
            let message =
                invitation::message_of(self.ctx, kept, &self.seen.event, &outcome, self.now);
            decided.push(Decided { kept: kept.clone(), outcome, message });
        }
        self.again |= !commit_all(self.ctx, decided).await?;
        Ok(())
    }

    /// Records whom it passed over, and why. Timed ones leave the queue until their time, permanent
    /// ones until the reason is lifted.
    pub(super) async fn pass_over(&mut self, passed: &[PassedOver]) -> Result<(), JobError> {
        for group in passed.chunks(PASSED_TOGETHER) {
            let ids: Vec<InviteeId> = group.iter().map(|passed| passed.invitee).collect();
            let event = self.seen.event.id;
            let loaded = self.ctx.store.readable_invitees(event, &ids).await?;
            let writes = loaded.iter().filter_map(|kept| {
                let passed = group.iter().find(|passed| passed.invitee == kept.invitee.id)?;
                Some(self.write_passed(kept, *passed))
            });
            try_join_all(writes).await?;
        }
        Ok(())
    }

    /// A party that does not fit stays in the queue and is passed over by every wave: once the organizer
    /// knows of it, an hour's worth of that is written down once.
    fn is_told_already(&self, kept: &Kept, passed: PassedOver) -> bool {
        kept.invitee.skip.is_some_and(|skip| {
            skip.reason == passed.reason
                && skip.is_flagged()
                && self.now.duration_since(skip.at) < RECORDED_EVERY
        })
    }

    async fn write_passed(&self, kept: &Kept, passed: PassedOver) -> Result<(), CommitError> {
        if kept.invitee.status != Status::Queued || self.is_told_already(kept, passed) {
            return Ok(());
        }
        let mut outcome = Outcome::of_unchanged(&kept.invitee);
        let before = kept.invitee.skip.filter(|skip| skip.reason == passed.reason);
        let times = before.map_or(0, |skip| skip.times).saturating_add(1);
        outcome.invitee.skip = Some(Skip { reason: passed.reason, at: self.now, times });
        outcome.invitee.not_before = passed.until;
        outcome.invitee.due_at = passed.until;
        let mut transaction = Transaction::by(Actor::Engine.name());
        transaction.replace_invitee(&outcome.invitee, kept.rev);
        let mut attempts = Attempts::default();
        loop {
            match self.ctx.store.commit(transaction.clone()).await {
                // Somebody changed the row: the next step looks at it again.
                Ok(_) | Err(CommitError::Refused(_)) => return Ok(()),
                // It met another write, and may be as it was: the reason has to stand there.
                Err(error) => attempts.again(error)?,
            }
        }
    }
}

/// Makes sure that a confirmation that is due exists, and that somebody looks after it.
pub(crate) async fn confirm(
    ctx: &Ctx,
    event: &domain::event::Event,
    (invitee, sequence): (&Invitee, u16),
    now: jiff::Timestamp,
) -> Result<(), JobError> {
    let kind = (Purpose::Confirmation, sequence);
    let Some(message) = invitation::new_message(ctx, event, invitee, kind, &[], now) else {
        return Ok(());
    };
    if let Some(kept) = ctx.store.message(&message.key, Consistency::Strong).await? {
        if is_unsettled(kept.message.life.delivery) {
            // Recorded, and perhaps nobody knows: no index lists it.
            let hint = Outbox::Message(MessageId::of(message.key)).message(0);
            ctx.queues.send(vec![hint]).await?;
        }
        return Ok(());
    }
    let mut transaction = Transaction::by(Actor::Engine.name());
    transaction.create_message(&message);
    match ctx.store.commit(transaction).await {
        Ok(_) | Err(CommitError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The id of an invitee's present invitation.
pub(crate) fn invitation_id(invitee: &Invitee) -> Option<MessageId> {
    let sequence = invitee.message.as_ref()?.sequence;
    Some(MessageId::of(MessageKey::Invitation {
        event: invitee.event,
        invitee: invitee.id,
        generation: invitee.generation,
        purpose: Purpose::Invite,
        sequence,
    }))
}

/// Whether somebody still has to do something about a message in this state.
pub(crate) const fn is_unsettled(delivery: Delivery) -> bool {
    match delivery {
        Delivery::Queued | Delivery::Submitting | Delivery::Unknown => true,
        Delivery::None
        | Delivery::Unconfirmed
        | Delivery::Submitted
        | Delivery::Delivered
        | Delivery::Read
        | Delivery::Undelivered
        | Delivery::Rejected
        | Delivery::GaveUp
        | Delivery::Dropped => false,
    }
}

const fn is_answerable(status: &Status) -> bool {
    matches!(status, Status::Inviting { .. } | Status::Invited { .. })
}

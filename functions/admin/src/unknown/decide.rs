//! Writing down what a person found out about a text.
use domain::{
    change::{Actor, Reason},
    due,
    ids::{EventId, InviteeId},
    invitee::{Invitee, Status},
    message::{MessageId, MessageKey, Purpose},
    outbox::{Life, Verdict, decided},
    transition::Trigger,
};
use jiff::Timestamp;
use runtime::{
    Ctx, PlatformAdmin, Problem, ProblemKind,
    invitation::{self, ChangeError},
};
use store::{Attempts, Consistency, Transaction, events::EventAndSeats, outbox::KeptMessage};

/// The message after the verdict. 404 where there is none, or another took its place; 409 where its
/// outcome is known.
pub(super) async fn decide(
    ctx: &Ctx,
    by: &PlatformAdmin,
    id: &MessageId,
    verdict: Verdict,
) -> Result<Life, Problem> {
    match id.key() {
        MessageKey::Invitation {
            event,
            invitee,
            generation,
            purpose: Purpose::Invite,
            sequence,
        } => {
            let which = (*generation, *sequence);
            invitation((ctx, by), (*event, *invitee), which, verdict).await
        }
        key @ (MessageKey::Invitation { .. } | MessageKey::Recipient { .. }) => {
            message((ctx, by), key, verdict).await
        }
    }
}

async fn message(
    (ctx, by): (&Ctx, &PlatformAdmin),
    key: &MessageKey,
    verdict: Verdict,
) -> Result<Life, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let kept = ctx.store.message(key, Consistency::Strong).await?;
        let KeptMessage { mut message, rev } = kept.ok_or(ProblemKind::NotFound)?;
        message.life = decided(&message.life, verdict).ok_or_else(known)?;
        let mut transaction = Transaction::by(by.actor());
        transaction.replace_message(&message, rev);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(message.life),
            Err(error) => attempts.again(error)?,
        }
    }
}

/// An invitation takes the transition that the provider's own word would have made.
async fn invitation(
    (ctx, by): (&Ctx, &PlatformAdmin),
    place: (EventId, InviteeId),
    which: (u8, u16),
    verdict: Verdict,
) -> Result<Life, Problem> {
    let decide = |invitee: &Invitee, found: &EventAndSeats, now: Timestamp| {
        let life =
            invitee.message.as_ref().filter(|life| (invitee.generation, life.sequence) == which);
        let life = life.ok_or(ChangeError::NotFound)?;
        let message = decided(life, verdict).ok_or_else(known)?;
        Ok(trigger(invitee, verdict, message, due::deadline(invitee, &found.event, now)))
    };
    let changed = invitation::change(ctx, place, Actor::Admin(by.user()), decide).await?;
    changed.outcome.invitee.message.ok_or_else(|| ProblemKind::NotFound.into())
}

/// What the verdict does to a guest. An invitation that never left ends as a failure, and its seats are
/// free; one that counts as out stays, and its organizer may have it sent again.
fn trigger(invitee: &Invitee, verdict: Verdict, message: Life, expires_at: Timestamp) -> Trigger {
    let is_invited = matches!(invitee.status, Status::Invited { .. });
    match verdict {
        Verdict::Sent => Trigger::ProviderAccepted { message, expires_at },
        Verdict::NotSent if is_invited => Trigger::Reported { message },
        Verdict::NotSent => Trigger::PermanentFailure { message, reason: Reason::Undelivered },
    }
}

fn known() -> Problem {
    Problem::new(ProblemKind::NotAllowedNow).detail("what became of it is known")
}

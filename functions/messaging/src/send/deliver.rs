//! Claim, one call, result (S2 to S5).
use super::{
    call,
    desk::Desk,
    hold,
    keep::{self, Moved},
    letter::Letter,
};
use domain::{
    ids::OrgId,
    message::{Delivery, MessageKey},
    outbox::{self, AfterCall, Failure, Life},
    phone::Phone,
    quota::Minute,
};
use jiff::{SignedDuration, Timestamp};
use ports::Text;
use runtime::JobError;
use store::{
    Attempts, CommitError, Transaction,
    outbox::{Claimed, Invitation, KeptMessage, PhoneRefusal},
    platform::PlatformSettings,
};

/// How soon an outcome that nobody knows is looked into: the provider needs a moment to list it.
const RECONCILED_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// Claims one message, hands it to the provider, and writes down what came of it.
pub(super) async fn deliver(desk: &Desk<'_>, letter: Letter) -> Result<(), JobError> {
    let Some(phone) = letter.phone().cloned() else { return Ok(()) };
    let now = desk.ctx.clock.now();
    let invitation = as_invitation(&letter, &desk.sender, now);
    let from = (desk.sender.as_str(), letter.org());
    let claim = desk.ctx.store.claim_phone(&phone, from, invitation.as_ref(), now).await;
    let first = match claim {
        Ok(Ok(first)) => first,
        Ok(Err(refusal)) => {
            let taken = (letter.org(), letter.held_permit().map(|_| desk.permits.minute()));
            desk.return_own_permit(&letter);
            let moved = refused_by_phone(desk, letter, invitation, refusal).await?;
            desk.return_held_permit(taken, moved);
            return Ok(());
        }
        Err(error) => {
            desk.return_own_permit(&letter);
            return Err(error.into());
        }
    };
    let Some(claimed) = claim_letter(desk, &letter, first, now).await? else {
        // Another has it, or it is not wanted any more.
        desk.return_own_permit(&letter);
        desk.ctx.store.refund_phone(&phone, now).await?;
        return Ok(());
    };
    let Some(life) = claimed.life().cloned() else { return Ok(()) };
    let text = Text { id: claimed.id(), to: phone.clone(), body: life.words() };
    let submission = desk.ctx.texts.submit(&text).await;
    let ended_at = desk.ctx.clock.now();
    let after = outbox::after_call(&life, call::result(submission), ended_at);
    conclude(desk, claimed, &phone, (now, ended_at), after).await
}

fn as_invitation(letter: &Letter, sender: &str, at: Timestamp) -> Option<Invitation> {
    let MessageKey::Invitation { event, invitee, generation, .. } = letter.id().key().clone()
    else {
        return None;
    };
    matches!(letter, Letter::Invitation(_)).then(|| Invitation {
        org: letter.org(),
        event,
        invitee,
        generation,
        at,
        sender: sender.to_owned(),
    })
}

async fn refused_by_phone(
    desk: &Desk<'_>,
    letter: Letter,
    invitation: Option<Invitation>,
    refusal: PhoneRefusal,
) -> Result<Moved, JobError> {
    match refusal {
        PhoneRefusal::Suppressed => {
            if let (Some(phone), Some(invitation)) = (letter.phone(), &invitation) {
                desk.ctx.store.remember_invitation(phone, invitation).await?;
            }
            hold::suppressed(desk, letter).await
        }
        PhoneRefusal::TooOften { until } => hold::too_often(desk, letter, until).await,
    }
}

/// Claims the message itself; `None` where it is not to be had.
async fn claim_letter(
    desk: &Desk<'_>,
    letter: &Letter,
    first: bool,
    now: Timestamp,
) -> Result<Option<Letter>, JobError> {
    match letter {
        Letter::Invitation(kept) => {
            let invitee = &kept.invitee;
            let sequence = invitee.message.as_ref().map_or(0, |life| life.sequence);
            let place = (invitee.event, invitee.id);
            let which = (invitee.generation, sequence);
            match desk.ctx.store.claim_invitation(place, which, first, now).await? {
                Claimed::Yes(kept) => Ok(Some(Letter::Invitation(kept))),
                Claimed::No(_) => Ok(None),
            }
        }
        Letter::Message(kept) => {
            let mut claimed = KeptMessage::clone(kept);
            claimed.message.life = outbox::claimed(&kept.message.life, now);
            claimed.message.life.opt_out_hint |= first;
            let mut transaction = Transaction::new();
            transaction.replace_message(&claimed.message, kept.rev);
            claimed.rev = claimed.rev.saturating_add(1);
            match desk.ctx.store.commit(transaction).await {
                Ok(_) => Ok(Some(Letter::Message(Box::new(claimed)))),
                Err(CommitError::Refused(_) | CommitError::Conflict) => Ok(None),
                Err(error) => Err(error.into()),
            }
        }
    }
}

/// Writes down what came of the call, and settles what was taken for it.
async fn conclude(
    desk: &Desk<'_>,
    letter: Letter,
    phone: &Phone,
    (claimed_at, ended_at): (Timestamp, Timestamp),
    after: AfterCall,
) -> Result<(), JobError> {
    if after.refund {
        desk.permits.return_one(letter.org(), desk.permits.minute());
    }
    if after.alarm {
        tracing::error!(
            message.id = %letter.id(),
            provider.code = after.life.error,
            alarm = true,
            "the provider's answer needs somebody's eyes"
        );
    }
    if after.life.delivery == Delivery::Submitted {
        // The alarm on spending counts on this name.
        tracing::info!(segments = after.life.segments, "a text was accepted");
    }
    let id = letter.id();
    let comes_back = comes_back_at(&after.life, ended_at);
    let follow_up = (after.refund, after.stop_everything, after.failure);
    // The result first: what is known of the message must not hang on anything else.
    let written = match letter {
        Letter::Invitation(kept) => keep::invitation(desk, *kept, after, ended_at).await,
        Letter::Message(kept) => keep::message(desk, *kept, after.life).await,
    };
    let followed = follow(desk, (phone, claimed_at), follow_up).await;
    written?;
    if let Some(at) = comes_back {
        desk.come_back(&id, at).await?;
    }
    Ok(followed?)
}

/// What a call's result means beyond its message: all of it, whatever fails of it.
async fn follow(
    desk: &Desk<'_>,
    (phone, claimed_at): (&Phone, Timestamp),
    (refund, stop, failure): (bool, bool, Option<Failure>),
) -> Result<(), CommitError> {
    let stopped = if stop { stop_everything(desk).await } else { Ok(()) };
    let refused = failure == Some(Failure::Consent);
    let suppressed = if refused { suppress(desk, phone).await } else { Ok(()) };
    if refund {
        desk.ctx.store.refund_phone(phone, claimed_at).await?;
    }
    stopped.and(suppressed)
}

/// The phone refuses our texts.
async fn suppress(desk: &Desk<'_>, phone: &Phone) -> Result<(), CommitError> {
    let mut attempts = Attempts::default();
    loop {
        let mut transaction = Transaction::new();
        transaction.suppress(phone, &desk.sender);
        match desk.ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}

fn comes_back_at(life: &Life, now: Timestamp) -> Option<Timestamp> {
    match life.delivery {
        Delivery::Queued => life.not_before,
        Delivery::Unknown => now.checked_add(RECONCILED_AFTER).ok(),
        Delivery::None
        | Delivery::Submitting
        | Delivery::Unconfirmed
        | Delivery::Submitted
        | Delivery::Delivered
        | Delivery::Read
        | Delivery::Undelivered
        | Delivery::Rejected
        | Delivery::GaveUp
        | Delivery::Dropped => None,
    }
}

/// The account is suspended: the kill switch goes off, for everybody, until somebody has looked.
async fn stop_everything(desk: &Desk<'_>) -> Result<(), CommitError> {
    let mut attempts = Attempts::default();
    loop {
        let (settings, seen) = desk.ctx.store.platform().await?;
        if !settings.sending_enabled {
            return Ok(());
        }
        let stopped = PlatformSettings { sending_enabled: false, ..settings };
        let mut transaction = Transaction::by(domain::change::Actor::Engine.name());
        transaction.replace_platform(seen.as_ref(), &stopped);
        match desk.ctx.store.commit(transaction).await {
            Ok(_) => {
                tracing::error!(
                    alarm = true,
                    "the provider suspended the account: sending is disabled"
                );
                return Ok(());
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

impl Desk<'_> {
    /// The permit that the batch took for the message was not used. One that a wave took stays: another
    /// that holds the same hint may go by it, and what is counted too often ages out.
    pub(super) fn return_own_permit(&self, letter: &Letter) {
        if letter.held_permit().is_none() {
            self.permits.return_one(letter.org(), self.permits.minute());
        }
    }

    /// The permit that a wave took for a guest, and in which minute it counts: free where it was we who
    /// moved the guest on.
    pub(super) fn return_held_permit(&self, (org, taken): (OrgId, Option<Minute>), moved: Moved) {
        if let (Some(minute), Moved::Yes) = (taken, moved) {
            self.permits.return_one(org, minute);
        }
    }
}

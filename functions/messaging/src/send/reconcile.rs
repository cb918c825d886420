//! Finding out what became of a message whose outcome nobody knows (S6, S7).
use super::{desk::Desk, keep, letter::Letter};
use domain::{
    message::Delivery,
    outbox::{self, Answer, Life},
};
use jiff::{SignedDuration, Timestamp};
use ports::{Found, Probe};
use runtime::JobError;

/// The provider's clock may differ from ours by this much.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(1);
/// How often a provider that cannot be asked is tried again.
const ASKED_AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(3);

/// Asks the provider, and writes down what it says.
pub(super) async fn reconcile(desk: &Desk<'_>, letter: Letter) -> Result<(), JobError> {
    let (Some(life), Some(phone)) = (letter.life().cloned(), letter.phone().cloned()) else {
        return Ok(());
    };
    let now = desk.ctx.clock.now();
    let claimed_at = life.claimed_at.unwrap_or(now);
    let probe = Probe {
        to: phone,
        since: claimed_at.checked_sub(CLOCKS_APART).unwrap_or(claimed_at),
        body: life.words(),
        others: desk.ctx.store.provider_ids_beside(letter.id().key()).await?,
    };
    let answer = match desk.ctx.texts.find(&probe).await {
        Found::Yes { provider_id } => Answer::Found { provider_id },
        Found::No => Answer::Absent,
        Found::CannotAsk => Answer::Silent,
    };
    let unknown =
        if life.delivery == Delivery::Submitting { outbox::orphaned(&life) } else { life };
    let after = outbox::reconciled(&unknown, answer, now);
    let comes_back = comes_back_at(&after, now);
    let id = letter.id();
    write(desk, letter, after, now).await?;
    match comes_back {
        Some(at) => desk.come_back(&id, at).await,
        None => Ok(()),
    }
}

async fn write(
    desk: &Desk<'_>,
    letter: Letter,
    after: Life,
    now: Timestamp,
) -> Result<(), JobError> {
    let kept = match letter {
        Letter::Message(kept) => return keep::message(desk, *kept, after).await,
        Letter::Invitation(kept) => kept,
    };
    match after.delivery {
        // Nobody will ever know: its guest gets the time of one whose invitation is out, and the
        // organizer sees it.
        Delivery::Submitted | Delivery::Unconfirmed => keep::out(desk, &kept, after, now).await,
        Delivery::None
        | Delivery::Queued
        | Delivery::Submitting
        | Delivery::Unknown
        | Delivery::Delivered
        | Delivery::Read
        | Delivery::Undelivered
        | Delivery::Rejected
        | Delivery::GaveUp
        | Delivery::Dropped => keep::settle(desk, &kept, &after).await,
    }
}

fn comes_back_at(life: &Life, now: Timestamp) -> Option<Timestamp> {
    match life.delivery {
        Delivery::Queued => Some(now),
        Delivery::Unknown => {
            // A provider that cannot be asked the second time is not asked every second.
            let second = life.absent_at.and_then(|at| at.checked_add(outbox::ABSENCE_APART).ok());
            second.filter(|at| *at > now).or_else(|| now.checked_add(ASKED_AGAIN_AFTER).ok())
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_that_falls_silent_after_one_absence_is_asked_again_minutes_later() {
        let now: Timestamp = "2026-06-01T12:00:00Z".parse().unwrap();
        let unknown = |absent_at| Life {
            delivery: Delivery::Unknown,
            absent_at,
            ..Life::queued(1, String::new(), 1, Timestamp::MAX)
        };
        let again = |absent_at| comes_back_at(&unknown(absent_at), now).unwrap();
        assert_eq!(again(Some(now)), now + outbox::ABSENCE_APART);
        assert_eq!(again(Some(now - outbox::ABSENCE_APART)), now + ASKED_AGAIN_AFTER);
        assert_eq!(again(None), now + ASKED_AGAIN_AFTER);
    }
}

//! The one ordinary path of a change to an invitee: load, decide, commit, and again when another was
//! faster. Every door goes through it: link, reply, organizer, engine, provider.
use crate::{
    ctx::Ctx,
    problem::{Problem, ProblemKind},
};
use domain::{
    change::Actor,
    compose::{self, Guest},
    event::Event,
    ids::{EventId, InviteeId},
    invitee::{Invitee, Status},
    message::{MessageKey, Purpose},
    outbox::Life,
    texts::{Text, Variable},
    token::LinkToken,
    transition::{Circumstances, Outcome, Refusal, Trigger, transition},
};
use jiff::Timestamp;
use store::{
    CommitError, Consistency, StoreError, Transaction,
    events::EventAndSeats,
    invitees::{Kept, LostRace, NewMessage},
};

/// How often a change is decided again because another was faster.
const ATTEMPTS_MAX: u8 = 10;

/// A sequence has two bytes.
const REVISIONS_TOLD_APART: u64 = 65_536;

/// A change that happened, or that was not needed.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The invitee as it was.
    pub before: Invitee,
    /// What was decided, with the invitee as it is.
    pub outcome: Outcome,
    /// The event and its seats as they were.
    pub circumstances: EventAndSeats,
    /// The message that was recorded with it.
    pub message: Option<NewMessage>,
}

/// Why a change did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no such event, or no such invitee on its list.
    #[error("there is no such invitee")]
    NotFound,
    /// The table of transitions refuses it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The caller's own check refuses it.
    #[error("{0}")]
    Forbidden(Problem),
    /// Others were faster every time.
    #[error("others were faster every time")]
    Contended,
    /// The table could not do it.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> Self {
        Self::Commit(error.into())
    }
}

impl From<LostRace> for ChangeError {
    fn from(lost: LostRace) -> Self {
        match lost {
            LostRace::Commit(error) => Self::Commit(error),
            LostRace::Invitee | LostRace::Seats | LostRace::Message => Self::Contended,
        }
    }
}

impl From<Problem> for ChangeError {
    fn from(problem: Problem) -> Self {
        Self::Forbidden(problem)
    }
}

/// Loads an invitee with its event and seats, as they are now.
pub async fn load(
    ctx: &Ctx,
    (event, invitee): (EventId, InviteeId),
) -> Result<(Kept, EventAndSeats), ChangeError> {
    let (circumstances, kept) = futures::try_join!(
        ctx.store.event_and_seats(event),
        ctx.store.invitee(event, invitee, Consistency::Strong),
    )?;
    match (circumstances, kept) {
        (Some(circumstances), Some(kept)) => Ok((kept, circumstances)),
        _ => Err(ChangeError::NotFound),
    }
}

/// Changes an invitee. `decide` says what happened, seeing the invitee and its event as they are; it
/// is asked again whenever they changed meanwhile.
pub async fn change<D>(
    ctx: &Ctx,
    place: (EventId, InviteeId),
    by: Actor,
    decide: D,
) -> Result<Changed, ChangeError>
where
    D: Fn(&Invitee, &EventAndSeats, Timestamp) -> Result<Trigger, ChangeError>,
{
    change_beside(ctx, place, by, decide, |_| Transaction::new()).await
}

/// As [`change`], with more operations in the same transaction: `beside` says which, seeing what was
/// decided. Where a condition of theirs does not hold, nothing happens and the error is the refusal.
pub async fn change_beside<D, B>(
    ctx: &Ctx,
    place: (EventId, InviteeId),
    by: Actor,
    decide: D,
    beside: B,
) -> Result<Changed, ChangeError>
where
    D: Fn(&Invitee, &EventAndSeats, Timestamp) -> Result<Trigger, ChangeError>,
    B: Fn(&Outcome) -> Transaction,
{
    for _ in 0..ATTEMPTS_MAX {
        let now = ctx.clock.now();
        let (kept, circumstances) = load(ctx, place).await?;
        let trigger = decide(&kept.invitee, &circumstances, now)?;
        let seen =
            Circumstances { event: &circumstances.event, seats: &circumstances.seats, now, by };
        let outcome = transition(&kept.invitee, trigger, &seen)?;
        let beside = beside(&outcome);
        let event = &circumstances.event;
        match commit_beside(ctx, &kept, event, outcome, (by, now), beside).await {
            Ok((outcome, message)) => {
                return Ok(Changed { before: kept.invitee, outcome, circumstances, message });
            }
            Err(lost) if lost.is_worth_another_try() => (),
            Err(LostRace::Commit(error)) => return Err(error.into()),
            Err(LostRace::Invitee | LostRace::Seats | LostRace::Message) => {
                return Err(ChangeError::Contended);
            }
        }
    }
    Err(ChangeError::Contended)
}

/// Commits one decided outcome with the message that it asks for. A message that exists already, from
/// an earlier change of the same kind, is not recorded again: the change is committed without it.
pub async fn commit(
    ctx: &Ctx,
    kept: &Kept,
    event: &Event,
    outcome: Outcome,
    (by, now): (Actor, Timestamp),
) -> Result<(Outcome, Option<NewMessage>), LostRace> {
    commit_beside(ctx, kept, event, outcome, (by, now), Transaction::new()).await
}

async fn commit_beside(
    ctx: &Ctx,
    kept: &Kept,
    event: &Event,
    outcome: Outcome,
    (by, now): (Actor, Timestamp),
    beside: Transaction,
) -> Result<(Outcome, Option<NewMessage>), LostRace> {
    let message = message_of(ctx, kept, event, &outcome, now);
    let by = actor_text(by);
    let store = &ctx.store;
    let first = beside.clone();
    match store.commit_outcome_beside(kept, &outcome, message.as_ref(), &by, first).await {
        Ok(()) => Ok((outcome, message)),
        Err(LostRace::Message) => {
            store.commit_outcome_beside(kept, &outcome, None, &by, beside).await?;
            Ok((outcome, None))
        }
        Err(lost) => Err(lost),
    }
}

/// The message that an outcome for `kept` asks for, ready to be recorded beside it.
pub fn message_of(
    ctx: &Ctx,
    kept: &Kept,
    event: &Event,
    outcome: &Outcome,
    now: Timestamp,
) -> Option<NewMessage> {
    let purpose = outcome.message?;
    let sequence = sequence(purpose, &outcome.invitee, kept.rev);
    new_message(ctx, event, &outcome.invitee, (purpose, sequence), &[], now)
}

/// The life of an invitation's words, ready to be recorded on the invitee: an offer where a seat is
/// offered from the waitlist.
pub fn invitation_life(
    ctx: &Ctx,
    event: &Event,
    (invitee, generation, name): (InviteeId, u8, &str),
    (kind, sequence): (Text, u16),
) -> Life {
    let link = link(ctx, event.id, invitee, generation);
    let composed = compose::compose(kind, event, &Guest { name, link: &link, deadline: None }, &[]);
    let not_after = compose::not_after(Purpose::Invite, event);
    Life::queued(sequence, composed.body, composed.segments, not_after)
}

/// Who did it, as items record it.
pub fn actor_text(by: Actor) -> String {
    match by {
        Actor::User(user) => user.to_string(),
        Actor::Admin(user) => format!("{} {user}", by.name()),
        Actor::Link | Actor::Sms | Actor::Engine | Actor::Callback => by.name().to_owned(),
    }
}

/// The messages of one purpose and invitation are told apart by what can happen only once: every
/// change is made to a revision of its own.
fn sequence(purpose: Purpose, invitee: &Invitee, rev: u64) -> u16 {
    match purpose {
        Purpose::Waitlisted | Purpose::Declined | Purpose::Promotion | Purpose::Removal => {
            u16::try_from(rev % REVISIONS_TOLD_APART).unwrap_or(0)
        }
        // One for each time that the seat was offered.
        Purpose::Reminder => invitee.message.as_ref().map_or(1, |message| message.sequence),
        Purpose::DayBefore | Purpose::HourBefore => {
            let start = [invitee.reminded.day_before, invitee.reminded.hour_before];
            let start = start.into_iter().flatten().next().map_or(0, Timestamp::as_second);
            u16::try_from((start / 60).rem_euclid(i64::from(u16::MAX))).unwrap_or(0)
        }
        Purpose::Invite
        | Purpose::Confirmation
        | Purpose::Cancellation
        | Purpose::Changed
        | Purpose::Broadcast
        | Purpose::Reply => 1,
    }
}

/// The guest's link for the present invitation.
pub fn link(ctx: &Ctx, event: EventId, invitee: InviteeId, generation: u8) -> String {
    let token = LinkToken { event, invitee, generation };
    compose::link(&ctx.config.base_url, &ctx.secrets.links, &token)
}

/// A message to an invitee, ready to be recorded; `None` where there is no phone.
pub fn new_message(
    ctx: &Ctx,
    event: &Event,
    invitee: &Invitee,
    (purpose, sequence): (Purpose, u16),
    extras: &[(Variable, &str)],
    now: Timestamp,
) -> Option<NewMessage> {
    let kind = Text::of(purpose)?;
    let phone = invitee.phone.clone()?;
    let link = link(ctx, event.id, invitee.id, invitee.generation);
    let guest = Guest { name: &invitee.name, link: &link, deadline: deadline(invitee) };
    let composed = compose::compose(kind, event, &guest, extras);
    let not_after = compose::not_after(purpose, event);
    Some(NewMessage {
        key: MessageKey::Invitation {
            event: event.id,
            invitee: invitee.id,
            generation: invitee.generation,
            purpose,
            sequence,
        },
        org: event.org,
        name: invitee.name.clone(),
        phone,
        life: Life::queued(sequence, composed.body, composed.segments, not_after).recorded(now),
        created_at: now,
    })
}

fn deadline(invitee: &Invitee) -> Option<Timestamp> {
    match invitee.status {
        Status::Invited { expires_at, .. } => Some(expires_at),
        Status::Queued
        | Status::Inviting { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Waitlisted { .. }
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => None,
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let kind = match refusal {
            Refusal::NotListed(_) | Refusal::TooManyInvitations => ProblemKind::NotAllowedNow,
            Refusal::PartyOutOfRange { max } => {
                return Self::field("/party", format!("must be from 1 to {max}"));
            }
            Refusal::PartyTooLarge { max } => {
                return Self::new(ProblemKind::PartyTooLarge)
                    .detail(format!("there are seats for {max}"))
                    .with("max", max);
            }
            Refusal::Full => ProblemKind::EventFull,
            Refusal::TooLate | Refusal::Closed | Refusal::Begun => ProblemKind::EventClosed,
            Refusal::Cancelled => ProblemKind::EventCancelled,
        };
        Self::new(kind).detail(refusal.to_string())
    }
}

impl From<ChangeError> for Problem {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::new(ProblemKind::NotFound),
            ChangeError::Refused(refusal) => refusal.into(),
            ChangeError::Forbidden(problem) => problem,
            ChangeError::Contended => Self::new(ProblemKind::Conflict),
            ChangeError::Commit(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::fixtures;

    #[test]
    fn two_changes_in_the_same_second_have_two_messages() {
        let guest = fixtures::invitee(&fixtures::event(1), 1);
        for purpose in [Purpose::Promotion, Purpose::Removal, Purpose::Declined] {
            assert_ne!(sequence(purpose, &guest, 7), sequence(purpose, &guest, 8));
        }
    }

    #[test]
    fn a_seat_that_is_offered_again_has_a_reminder_of_its_own() {
        let mut guest = fixtures::invitee(&fixtures::event(1), 1);
        let life = |sequence| Some(Life::queued(sequence, String::new(), 1, Timestamp::MAX));
        guest.message = life(1);
        let first = sequence(Purpose::Reminder, &guest, 1);
        guest.message = life(2);
        assert_ne!(sequence(Purpose::Reminder, &guest, 2), first);
    }
}

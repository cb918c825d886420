//! Job `fill`: one step of the engine for each event that was woken (ENGINE.md, section 4).
//!
//! A wake says nothing but that an event wants a look. The step reads what it needs, asks the domain
//! what to do, and commits it under conditions, so that a wake that comes twice, late or beside
//! another does no harm.
mod group;
mod look;
mod open;
mod revoke;
mod settle;
mod walk;
mod wave;

pub(crate) use settle::{confirm, invitation_id};

use crate::again;
use domain::{ids::EventId, step};
use jiff::{SignedDuration, Timestamp};
use look::Sight;
use ports::Queue;
use runtime::{Ctx, JobError, Outcome, QueueBatch, batch::QueueRecord, hints::Wake};
use serde_json::Value;
use std::collections::{HashMap, hash_map::Entry};
use store::{
    CommitError, Transaction,
    events::{Engine, EventAndSeats, Notes},
};

/// How long after a wave is made the engine looks whether its invitations have left.
pub(crate) const CHECK_AFTER: SignedDuration = SignedDuration::from_mins(2);
/// How long a step that failed stays back the first time; twice as long each further time. The table, the
/// queue or the scheduler was busy, and meanwhile the event stands still.
const RETRY_AFTER_FIRST: SignedDuration = SignedDuration::from_secs(5);
/// And at the longest.
const RETRY_AFTER_MAX: SignedDuration = SignedDuration::from_secs(60);

/// Handles a batch of wakes: one step for each event, however often it was woken.
pub async fn handle(ctx: &Ctx, payload: Value) -> Result<Value, JobError> {
    let batch = QueueBatch::read(Queue::Wakes, payload)?;
    let mut steps: HashMap<EventId, Outcome> = HashMap::new();
    let mut outcomes = Vec::with_capacity(batch.records.len());
    for record in &batch.records {
        let Some(Wake { event }) = Wake::read(&record.body) else {
            outcomes.push(Some(Outcome::Park { why: "it is not a wake" }));
            continue;
        };
        let outcome = match steps.entry(event) {
            Entry::Occupied(done) => done.get().clone(),
            Entry::Vacant(first) => {
                let receipts = receipts_of(&batch, event);
                first.insert(step_of(ctx, event, receipts).await).clone()
            }
        };
        outcomes.push(Some(outcome));
    }
    Ok(batch.conclude(ctx, outcomes).await)
}

/// How often the event's most stubborn wake was received.
fn receipts_of(batch: &QueueBatch, event: EventId) -> u32 {
    let of_event =
        |record: &&QueueRecord| Wake::read(&record.body).is_some_and(|wake| wake.event == event);
    batch.records.iter().filter(of_event).map(|record| record.receipts).max().unwrap_or(1)
}

async fn step_of(ctx: &Ctx, event: EventId, receipts: u32) -> Outcome {
    match take_step(ctx, event, receipts > 1).await {
        Ok(()) => Outcome::Done,
        Err(error) => {
            tracing::error!(event.id = %event, cause = %error, "a step failed");
            Outcome::Retry { after: retry_after(receipts) }
        }
    }
}

/// How long a wake stays back that was received so often.
fn retry_after(receipts: u32) -> SignedDuration {
    let doubled = 2_i32.saturating_pow(receipts.saturating_sub(1));
    RETRY_AFTER_FIRST.saturating_mul(doubled).min(RETRY_AFTER_MAX)
}

/// What a step knows and collects.
#[derive(Debug)]
struct Step<'a> {
    ctx: &'a Ctx,
    seen: &'a EventAndSeats,
    now: Timestamp,
    /// What is left for the next step.
    engine: Engine,
    /// Something is left that can be done at once.
    again: bool,
    /// An earlier step may have ended between its notes and its timer.
    is_repeated: bool,
}

/// One step for one event.
async fn take_step(ctx: &Ctx, event: EventId, is_repeated: bool) -> Result<(), JobError> {
    let now = ctx.clock.now();
    let Some(seen) = ctx.store.event_and_seats(event).await? else { return Ok(()) };
    if let Some(walk) = seen.engine.walk {
        return match walk::chunk(ctx, &seen, walk, now).await? {
            walk::Chunk::Done => again(ctx, event, now).await,
            walk::Chunk::Contended => later(ctx, event, now).await,
        };
    }
    let engine = Engine { seen: seen.engine.wakes, ..seen.engine.clone() };
    let mut step = Step { ctx, seen: &seen, now, engine, again: false, is_repeated };
    let mut left_at = None;
    if step.engine.check_at.is_some_and(|at| at <= now) {
        let checked = open::check(ctx, event, now).await?;
        (step.engine.check_at, left_at) = (checked.again_at, checked.left_due_at);
    }
    step.take(left_at).await
}

/// Wakes an event that others are at, in a moment: at once, the two would only meet again.
async fn later(ctx: &Ctx, event: EventId, now: Timestamp) -> Result<(), JobError> {
    let at = now.checked_add(step::INDEX_LAG).unwrap_or(Timestamp::MAX);
    Ok(ctx.schedules.wake_at(event, at).await?)
}

impl Step<'_> {
    /// `left_at`: when the first of a wave that was just forgotten is due, whom the index of those
    /// who are due may not show yet.
    async fn take(&mut self, left_at: Option<Timestamp>) -> Result<(), JobError> {
        let event = self.seen.event.id;
        self.engine.not_before = self.engine.not_before.filter(|at| *at > self.now);
        let mut sight = Sight::gather(self).await?;
        let plan = sight.plan(self).await?;
        if plan.close {
            // What is due is for the step after the walk.
            self.close().await?;
            return again(self.ctx, event, self.now).await;
        }
        self.engine.behind.clone_from(&plan.go_on_behind);
        self.visit(&plan.visits, &sight).await?;
        self.promote(&plan.promotions, &sight).await?;
        self.offer(&plan.offers, &mut sight).await?;
        self.pass_over(&plan.passed_over).await?;
        if !plan.picks.is_empty() || !plan.offers.is_empty() {
            let check_at = self.now.checked_add(CHECK_AFTER).unwrap_or(Timestamp::MAX);
            self.engine.check_at =
                Some(self.engine.check_at.map_or(check_at, |at| at.min(check_at)));
        }
        let next = [plan.next_wake_at, self.engine.check_at, left_at];
        self.engine.next_wake_at = next.into_iter().flatten().min();
        let noted = self.invite(&plan, &mut sight).await?;
        self.keep_turn(plan.short_of_permits, &mut sight).await?;
        if !noted && self.has_news() {
            self.note().await?;
        }
        self.wake_again(event).await
    }

    /// Whether the step leaves anything else than it found. A hold that is over stays where it is.
    fn has_news(&self) -> bool {
        let found = &self.seen.engine;
        self.engine != Engine { not_before: self.engine.not_before, ..found.clone() }
    }

    fn notes(&self) -> Notes<'_> {
        Notes { found: &self.seen.engine, left: &self.engine }
    }

    /// The deadline has passed: the event is closed, and a walk applies T22 to what is live.
    async fn close(&mut self) -> Result<(), CommitError> {
        let mut event = self.seen.event.clone();
        event.state = domain::event::EventState::Closed;
        let mut transaction = Transaction::by(domain::change::Actor::Engine.name());
        transaction.replace_event(&event, self.seen.event_rev);
        transaction.begin_walk(event.id, store::events::Walk::Close, self.now);
        match self.ctx.store.commit(transaction).await {
            Ok(_) | Err(CommitError::Refused(_) | CommitError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Writes down what the step leaves, where no wave carried it.
    async fn note(&mut self) -> Result<(), CommitError> {
        let mut transaction = Transaction::new();
        transaction.note_step(self.seen.event.id, self.notes());
        match self.ctx.store.commit(transaction).await {
            Ok(_) => Ok(()),
            // Another step or a command was faster: the next one looks at what that left.
            Err(CommitError::Refused(_) | CommitError::Conflict) => {
                self.again = true;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Sets the event's timer, and wakes it where there is more to do at once.
    async fn wake_again(&self, event: EventId) -> Result<(), JobError> {
        let (before, next) = (self.seen.engine.next_wake_at, self.engine.next_wake_at);
        match next {
            Some(at) if at <= self.now => return again(self.ctx, event, self.now).await,
            // A step that follows may come to the same instant, and find its timer set.
            Some(at) if before != next || self.is_repeated => {
                self.ctx.schedules.wake_at(event, at).await?;
            }
            None if before.is_some() || self.is_repeated => self.ctx.schedules.clear(event).await?,
            Some(_) | None => (),
        }
        if self.again {
            return again(self.ctx, event, self.now).await;
        }
        Ok(())
    }
}

const _: () =
    assert!(step::STEP_WAITLIST_MAX <= 100, "a step's promotions are loaded in one batch");

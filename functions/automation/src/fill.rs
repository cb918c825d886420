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
use runtime::{Ctx, JobError, Outcome, QueueBatch, hints::Wake};
use serde_json::Value;
use std::collections::{HashMap, hash_map::Entry};
use store::{
    CommitError, Transaction,
    events::{Engine, EventAndSeats},
};

/// How long after a wave is made the engine looks whether its invitations have left.
pub(crate) const CHECK_AFTER: SignedDuration = SignedDuration::from_mins(2);
/// How long a step that failed stays back.
const RETRY_AFTER: SignedDuration = SignedDuration::from_secs(30);

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
            Entry::Vacant(first) => first.insert(step_of(ctx, event).await).clone(),
        };
        outcomes.push(Some(outcome));
    }
    Ok(batch.conclude(ctx, outcomes).await)
}

async fn step_of(ctx: &Ctx, event: EventId) -> Outcome {
    match take_step(ctx, event).await {
        Ok(()) => Outcome::Done,
        Err(error) => {
            tracing::error!(event.id = %event, cause = %error, "a step failed");
            Outcome::Retry { after: RETRY_AFTER }
        }
    }
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
}

/// One step for one event.
async fn take_step(ctx: &Ctx, event: EventId) -> Result<(), JobError> {
    let now = ctx.clock.now();
    let Some(seen) = ctx.store.event_and_seats(event).await? else { return Ok(()) };
    if let Some(walk) = seen.engine.walk {
        walk::chunk(ctx, &seen, walk, now).await?;
        return again(ctx, event, now).await;
    }
    let engine = Engine { seen: seen.engine.wakes, ..seen.engine.clone() };
    let mut step = Step { ctx, seen: &seen, now, engine, again: false };
    if step.engine.check_at.is_some_and(|at| at <= now) {
        step.engine.check_at = open::check(ctx, event, now).await?;
    }
    step.take().await
}

impl Step<'_> {
    async fn take(&mut self) -> Result<(), JobError> {
        let event = self.seen.event.id;
        let mut sight = Sight::gather(self).await?;
        let plan = sight.plan(self).await?;
        self.engine.behind.clone_from(&plan.go_on_behind);
        self.engine.next_wake_at = plan.next_wake_at;
        if plan.close {
            self.close().await?;
        }
        self.visit(&plan.visits, &sight).await?;
        self.promote(&plan.promotions, &sight).await?;
        self.offer(&plan.offers, &mut sight).await?;
        self.pass_over(&plan.passed_over).await?;
        if !plan.picks.is_empty() || !plan.offers.is_empty() {
            let check_at = self.now.checked_add(CHECK_AFTER).unwrap_or(Timestamp::MAX);
            self.engine.check_at =
                Some(self.engine.check_at.map_or(check_at, |at| at.min(check_at)));
        }
        self.plan_wake();
        let noted = self.invite(&plan, &mut sight).await?;
        self.keep_turn(plan.short_of_permits, &mut sight).await?;
        if !noted && self.engine != self.seen.engine {
            self.note().await?;
        }
        self.wake_again(event).await
    }

    /// The engine has to look at the waves, too.
    fn plan_wake(&mut self) {
        let next = [self.engine.next_wake_at, self.engine.check_at];
        self.engine.next_wake_at = next.into_iter().flatten().min();
    }

    /// The deadline has passed: the event is closed, and a walk applies T22 to what is live.
    async fn close(&mut self) -> Result<(), CommitError> {
        let mut event = self.seen.event.clone();
        event.state = domain::event::EventState::Closed;
        let mut transaction = Transaction::by(domain::change::Actor::Engine.name());
        transaction.replace_event(&event, self.seen.event_rev);
        transaction.begin_walk(event.id, store::events::Walk::Close, self.now);
        self.again = true;
        match self.ctx.store.commit(transaction).await {
            Ok(_) | Err(CommitError::Refused(_) | CommitError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Writes down what the step leaves, where no wave carried it.
    async fn note(&mut self) -> Result<(), CommitError> {
        let mut transaction = Transaction::new();
        transaction.note_step(self.seen.event.id, &self.engine);
        match self.ctx.store.commit(transaction).await {
            Ok(_) => Ok(()),
            // Others are at the seats: the next step notes it.
            Err(CommitError::Refused(_) | CommitError::Conflict) => {
                self.again = true;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Sets the event's timer, and its next wake where there is more to do at once.
    async fn wake_again(&self, event: EventId) -> Result<(), JobError> {
        let before = self.seen.engine.next_wake_at;
        match self.engine.next_wake_at {
            _ if self.again => return again(self.ctx, event, self.now).await,
            Some(at) if at <= self.now => return again(self.ctx, event, self.now).await,
            Some(at) if before != Some(at) => self.ctx.schedules.wake_at(event, at).await?,
            None if before.is_some() => self.ctx.schedules.clear(event).await?,
            Some(_) | None => (),
        }
        Ok(())
    }
}

const _: () =
    assert!(step::STEP_WAITLIST_MAX <= 100, "a step's promotions are loaded in one batch");

//! What moves by itself: stream, queues, timers and sweep, each one turn at a time.
use crate::{
    jobs::{self, Failed, Jobs},
    queues::{LocalQueues, Received},
    relay::Relay,
    timers::Timers,
};
use jiff::{SignedDuration, Timestamp};
use ports::Queue;
use runtime::Ctx;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use testkit::Embedded;

/// How often the sweep runs, as the cloud's rule has it.
pub const SWEEP_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// How often the purge runs, as the cloud's rule has it.
const PURGE_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// The moving parts of a host.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) ctx: Ctx,
    pub(crate) jobs: Jobs,
    pub(crate) table: Embedded,
    pub(crate) queues: Arc<LocalQueues>,
    pub(crate) timers: Arc<Timers>,
    pub(crate) relay: Relay,
    /// When the sweep runs next; the first time at once.
    pub(crate) next_sweep: Mutex<Timestamp>,
    /// When the purge runs next; the first time at once.
    pub(crate) next_purge: Mutex<Timestamp>,
}

impl Engine {
    /// Hands on what is new in the stream. Whether anything was done.
    pub(crate) async fn turn_relay(&self) -> anyhow::Result<bool> {
        self.relay.turn(&self.ctx, &self.jobs).await
    }

    /// Handles what is visible in `queue`, one batch. Whether anything was done.
    pub(crate) async fn turn_queue(&self, queue: Queue) -> anyhow::Result<bool> {
        let messages = self.queues.receive(queue)?;
        if messages.is_empty() {
            return Ok(false);
        }
        let event = jobs::queue_event(queue, &messages);
        let answered = jobs::run(&self.ctx, self.jobs.of(queue), event).await;
        self.queues.settle(handled(&messages, answered))?;
        Ok(true)
    }

    /// Fires the timers that are due. Whether there was one.
    pub(crate) async fn turn_timers(&self) -> anyhow::Result<bool> {
        let now = self.ctx.clock.now();
        Ok(self.timers.fire(now, self.ctx.queues.as_ref()).await? > 0)
    }

    /// Runs the sweep where it is time, and forgets items whose time is over. Whether it ran.
    pub(crate) async fn turn_sweep(&self) -> anyhow::Result<bool> {
        let now = self.ctx.clock.now();
        if now < self.next_sweep() {
            return Ok(false);
        }
        *self.next_sweep.lock().unwrap_or_else(PoisonError::into_inner) = now + SWEEP_EVERY;
        self.table.sweep_ttl(now)?;
        // A sweep that fails is logged where it runs, and comes again in five minutes.
        drop(jobs::run(&self.ctx, self.jobs.sweep, scheduled("sweep", now)).await);
        Ok(true)
    }

    /// Runs the purge where it is time. Whether it ran.
    pub(crate) async fn turn_purge(&self) -> anyhow::Result<bool> {
        let now = self.ctx.clock.now();
        {
            let mut next = self.next_purge.lock().unwrap_or_else(PoisonError::into_inner);
            if now < *next {
                return Ok(false);
            }
            *next = now + PURGE_EVERY;
        }
        // A purge that fails is logged where it runs, and goes on in an hour.
        drop(jobs::run(&self.ctx, self.jobs.purge, scheduled("purge", now)).await);
        Ok(true)
    }

    /// When the sweep runs next.
    pub(crate) fn next_sweep(&self) -> Timestamp {
        *self.next_sweep.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a rule of the cloud's scheduler hands to its job.
fn scheduled(rule: &str, now: Timestamp) -> Value {
    json!({
        "version": "0",
        "id": format!("{rule}-{}", now.as_second()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": now.to_string(),
        "region": "local",
        "resources": [],
        "detail": {},
    })
}

/// The numbers of the messages that need not come again.
fn handled(messages: &[Received], answered: jobs::Given) -> Vec<u64> {
    let given_back = match answered {
        Err(Failed) => return Vec::new(),
        Ok(given_back) => given_back,
    };
    let is_handled = |message: &&Received| !given_back.contains(&jobs::identifier(message));
    messages.iter().filter(is_handled).map(|message| message.number).collect()
}

//! A world: functions of two versions over one table, and everybody who uses them.
mod act;
mod begin;
mod crowd;
mod finish;
mod liveness;
mod rest;
mod sabotage;
mod setup;
mod versions;
mod weather;

use crate::{
    agenda::Deed,
    chance::Chance,
    control::Control,
    coverage::Coverage,
    fault::Fault,
    law::{Broken, Law},
    orders::Party,
    provider::SimTexts,
    queues::SimQueues,
    running::{Ended, Running},
    settings::{Settings, Shape},
    site::Site,
    stream::Stream,
    timers::SimTimers,
};
use jiff::{SignedDuration, Timestamp};
use ports::Queue;
use runtime::Ctx;
use std::{sync::Arc, task::Poll};
use testkit::{Stage, stage::Api};

/// Invocations that are under way at once.
const RUNNING_MAX: usize = 5;
/// Steps after which a world that goes on for ever is given up.
const STEPS_MAX: u64 = 400_000;
/// How often the sweep runs.
const SWEPT_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// How often it runs here where nothing happens: then it would find the same again.
const SWEPT_AT_REST_EVERY: SignedDuration = SignedDuration::from_mins(85);
/// After this long without anything it is at rest.
const AT_REST_AFTER: SignedDuration = SignedDuration::from_mins(15);
/// How long what a queue gave back is invisible: twice the function's time.
const VISIBILITY: SignedDuration = SignedDuration::from_secs(120);

/// A version of the system, deployed.
pub(crate) struct Version {
    /// For its jobs.
    ctx: Ctx,
    /// For its routes.
    api: Api,
    /// For its guests' routes.
    guests: Api,
}

/// A world.
pub(crate) struct World {
    settings: Settings,
    shape: Shape,
    stage: Stage,
    site: Arc<Site>,
    versions: Vec<Version>,
    texts: SimTexts,
    queues: SimQueues,
    timers: SimTimers,
    stream: Stream,
    running: Vec<Running>,
    parties: Vec<Party>,
    /// Decides who is next.
    order: Chance,
    /// Decides what people do.
    people: Chance,
    runs: u64,
    last_busy_at: Timestamp,
}

/// What a world showed.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What it exercised.
    pub coverage: Coverage,
    /// How many steps it took.
    pub steps: u64,
    /// Follows from everything that happened: the same for the same seed.
    pub digest: u64,
    /// Everything that happened, where it was wanted.
    pub lines: Vec<String>,
}

/// An invariant broke.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The world's seed.
    pub seed: u64,
    /// At which step.
    pub step: u64,
    /// What.
    pub broken: Broken,
    /// What happened to those whom it is about.
    pub trace: Vec<String>,
}

impl World {
    /// Lives through it.
    pub(crate) async fn live(mut self) -> Result<Shown, Box<Failure>> {
        let (calm_at, resumes_at) = (self.shape.calm_at, self.shape.resumes_at);
        self.site.set_weather(true);
        self.until(calm_at).await?;
        self.site.set_weather(false);
        self.site.note("the weather is calm");
        self.light_the_lamps();
        self.until(resumes_at).await?;
        self.check_liveness();
        self.verdict()?;
        let end = self.end() + SignedDuration::from_hours(3);
        self.until(end).await?;
        self.rest().await;
        self.verdict()?;
        Ok(Shown {
            coverage: self.site.coverage(),
            steps: self.site.steps(),
            digest: self.site.digest(),
            lines: if self.settings.tells { self.site.lines() } else { Vec::new() },
        })
    }

    fn end(&self) -> Timestamp {
        let book = self.site.book();
        book.events.values().map(|facts| facts.event.when.ends_at()).max().unwrap()
    }

    fn verdict(&self) -> Result<(), Box<Failure>> {
        let Some(broken) = self.site.book().broken().cloned() else { return Ok(()) };
        let trace =
            if self.settings.tells { self.site.lines() } else { self.site.about(&broken.about) };
        Err(Box::new(Failure { seed: self.settings.seed, step: self.site.steps(), broken, trace }))
    }

    /// Lets everything happen until `end`.
    pub(crate) async fn until(&mut self, end: Timestamp) -> Result<(), Box<Failure>> {
        while self.step(end) {
            self.verdict()?;
            if self.site.steps() > STEPS_MAX {
                let words = "it never comes to rest";
                self.site.book().check(Err(Broken::new(Law::I14, words, &[])));
            }
            if self.site.steps().is_multiple_of(64) {
                tokio::task::yield_now().await;
            }
        }
        self.site.clock.set(end.max(self.site.now()));
        self.verdict()
    }

    /// One step. Whether there was one before `end`.
    fn step(&mut self, end: Timestamp) -> bool {
        self.site.next_step();
        self.stream.absorb();
        let now = self.site.now();
        self.timers.turn(&self.queues);
        let ready: Vec<usize> =
            (0..self.running.len()).filter(|one| self.running[*one].is_ready(now)).collect();
        let room = self.running.len() < RUNNING_MAX;
        let begin = room && (ready.is_empty() || self.order.percent(25));
        if begin && self.begin_something() {
            return true;
        }
        if !ready.is_empty() {
            let one = *self.order.pick(&ready);
            self.poll(one);
            return true;
        }
        let Some(next) = self.next_at() else { return false };
        if next > end {
            return false;
        }
        self.site.clock.set(next.max(now));
        self.site.wake_sleepers();
        true
    }

    fn next_at(&self) -> Option<Timestamp> {
        let now = self.site.now();
        let room = self.running.len() < RUNNING_MAX;
        let frozen =
            self.running.iter().filter_map(|one| one.frozen_until.filter(|until| *until > now));
        let queues = [Queue::Wakes, Queue::Outbox].map(|queue| self.queues.next_visible(queue));
        let begins = [self.site.next_deed(), self.timers.next(), self.stream.next_at()];
        let begins = begins.into_iter().chain(queues).flatten().filter(|_| room);
        begins.chain(frozen).chain(self.site.next_sleeper()).map(|at| at.max(now)).min()
    }

    fn poll(&mut self, place: usize) {
        let one = &mut self.running[place];
        self.site.set_run(Some(one.run.clone()));
        if !one.was_frozen && self.site.strikes(Fault::Freeze) {
            one.was_frozen = true;
            one.frozen_until = Some(self.site.now() + self.site.span(Fault::Freeze, 1, 20));
            self.site.set_run(None);
            return;
        }
        let before = (self.site.stopped(), self.stage.table.stopped());
        // No two moments are the same, as with real clocks.
        self.site.clock.advance(SignedDuration::from_millis(1));
        let polled = one.poll();
        self.site.set_run(None);
        if before != (self.site.stopped(), self.stage.table.stopped()) {
            let Running { run, work, .. } = self.running.swap_remove(place);
            self.site.note(&format!("#{} is gone", run.number));
            self.finish(&run, work, &Ended::Stopped);
        } else if let Poll::Ready(ended) = polled {
            let Running { run, work, .. } = self.running.swap_remove(place);
            self.finish(&run, work, &ended);
        }
    }

    /// A sweep now and then, more often while something happens.
    fn plan_sweep(&self) {
        if self.site.is(Control::NoSweep) {
            return;
        }
        let now = self.site.now();
        let rests = now.duration_since(self.last_busy_at) > AT_REST_AFTER;
        let every = if rests { SWEPT_AT_REST_EVERY } else { SWEPT_EVERY };
        self.site.plan(now + every, Deed::Sweep);
    }
}

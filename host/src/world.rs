//! Virtual time: everything that can happen now happens, then the clock jumps to whatever is next.
use crate::{engine::Engine, phones::Network};
use anyhow::bail;
use jiff::Timestamp;
use ports::{Clock, Queue};
use std::sync::Arc;
use testkit::FakeClock;

/// Rounds after which a world that does not come to rest is given up.
const ROUNDS_MAX: u32 = 100_000;

/// A host whose time is virtual, driven step by step from one place. What it does follows from its
/// seed: one thing at a time, in a fixed order.
#[derive(Debug)]
pub struct World {
    pub(crate) engine: Arc<Engine>,
    pub(crate) network: Option<Arc<Network>>,
    pub(crate) clock: FakeClock,
}

impl World {
    /// The present.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Does everything that is to be done at this instant, and what that leads to, until nothing is.
    pub async fn settle(&self) -> anyhow::Result<()> {
        for _ in 0..ROUNDS_MAX {
            if !self.round().await? {
                return Ok(());
            }
        }
        bail!("after {ROUNDS_MAX} rounds at {} there is still something to do", self.now())
    }

    /// One turn of everything. Whether anything was done.
    async fn round(&self) -> anyhow::Result<bool> {
        let mut busy = self.engine.turn_timers().await?;
        busy |= self.engine.turn_sweep().await?;
        busy |= self.engine.turn_purge().await?;
        busy |= self.engine.turn_relay().await?;
        for queue in [Queue::Imports, Queue::Wakes, Queue::Outbox] {
            busy |= self.engine.turn_queue(queue).await?;
        }
        if let Some(network) = &self.network {
            let pumped = network.pump(self.now()).await?;
            busy |= pumped.performed + pumped.failed > 0;
        }
        Ok(busy)
    }

    /// When anything happens next. The sweep is a reason to stop only while something stands in a queue
    /// or nothing else is to come: it repairs what got lost, and a timer is never far. On the way to
    /// anything else it runs when its time has come, as often as the clock stops.
    pub fn next(&self) -> Timestamp {
        let queues =
            Queue::ALL.into_iter().filter_map(|queue| self.engine.queues.next_visible(queue));
        let phones = self.network.as_ref().and_then(|network| network.next_due());
        let timer = self.engine.timers.next_due();
        let ahead = queues.chain(phones).chain(timer).min();
        let sweep = self.engine.next_sweep();
        let at = match ahead {
            Some(at) if self.engine.queues.is_empty() => at,
            Some(at) => at.min(sweep),
            None => sweep,
        };
        at.max(self.now())
    }

    /// Jumps to the next moment at which anything happens, but not past `until`, and settles there.
    /// Answers the instant.
    pub async fn step(&self, until: Timestamp) -> anyhow::Result<Timestamp> {
        let at = self.next().min(until).max(self.now());
        self.clock.set(at);
        self.settle().await?;
        Ok(at)
    }

    /// Lets time pass until `until`, with everything that happens on the way.
    pub async fn run_until(&self, until: Timestamp) -> anyhow::Result<()> {
        self.settle().await?;
        while self.now() < until {
            self.step(until).await?;
        }
        Ok(())
    }

    /// Whether nobody has anything left to do but the sweep and the events' own timers.
    pub fn is_quiet(&self) -> bool {
        let phones = self.network.as_ref().and_then(|network| network.next_due());
        self.engine.queues.is_empty() && phones.is_none()
    }
}

//! Real time: every moving part in a task of its own until the host stops.
use crate::engine::Engine;
use jiff::Timestamp;
use ports::Queue;
use std::{future::Future, sync::Arc, time::Duration};
use tokio::{sync::watch, task::JoinSet};

/// How long a change of the table may wait for its relay.
const POLL_STREAM: Duration = Duration::from_millis(20);
/// Longest sleep: whatever announces itself to nobody is found after it.
const SLEEP_MAX: Duration = Duration::from_millis(500);
/// Rest after a failure, so that a full disk does not fill the log as well.
const REST: Duration = Duration::from_secs(1);
/// Batches of one queue that are handled side by side.
const WORKERS: [(Queue, usize); 3] = [(Queue::Wakes, 2), (Queue::Outbox, 4), (Queue::Imports, 2)];

/// Told once that it is time to stop.
pub(crate) type Stop = watch::Receiver<bool>;

/// Starts all parts. Each ends after the turn that it is in when `stop` says so.
pub(crate) fn start(engine: &Arc<Engine>, stop: &Stop, tasks: &mut JoinSet<()>) {
    let (part, until) = (Arc::clone(engine), stop.clone());
    tasks.spawn(run(until, "relay", move || {
        let engine = Arc::clone(&part);
        async move { Ok((engine.turn_relay().await?, POLL_STREAM)) }
    }));
    for (queue, workers) in WORKERS {
        for _ in 0..workers {
            let (part, until) = (Arc::clone(engine), stop.clone());
            tasks.spawn(run(until, queue.name(), move || turn_queue(Arc::clone(&part), queue)));
        }
    }
    let (part, until) = (Arc::clone(engine), stop.clone());
    tasks.spawn(run(until, "timers", move || turn_timers(Arc::clone(&part))));
    let (part, until) = (Arc::clone(engine), stop.clone());
    tasks.spawn(run(until, "sweep", move || {
        let engine = Arc::clone(&part);
        async move { Ok((engine.turn_sweep().await?, SLEEP_MAX)) }
    }));
    let (part, until) = (Arc::clone(engine), stop.clone());
    tasks.spawn(run(until, "purge", move || {
        let engine = Arc::clone(&part);
        async move { Ok((engine.turn_purge().await?, SLEEP_MAX)) }
    }));
}

/// One turn of a queue; where there was nothing, it ends when there may be.
async fn turn_queue(engine: Arc<Engine>, queue: Queue) -> anyhow::Result<(bool, Duration)> {
    let changed = engine.queues.changed();
    tokio::pin!(changed);
    if engine.turn_queue(queue).await? {
        return Ok((true, Duration::ZERO));
    }
    let wait = wait_for(engine.queues.next_visible(queue), engine.ctx.clock.now());
    drop(tokio::time::timeout(wait, changed).await);
    Ok((false, Duration::ZERO))
}

async fn turn_timers(engine: Arc<Engine>) -> anyhow::Result<(bool, Duration)> {
    let changed = engine.timers.changed();
    tokio::pin!(changed);
    if engine.turn_timers().await? {
        return Ok((true, Duration::ZERO));
    }
    let wait = wait_for(engine.timers.next_due(), engine.ctx.clock.now());
    drop(tokio::time::timeout(wait, changed).await);
    Ok((false, Duration::ZERO))
}

fn wait_for(next: Option<Timestamp>, now: Timestamp) -> Duration {
    let wait = next.map(|at| at.duration_since(now));
    let wait = wait.map(|wait| Duration::try_from(wait).unwrap_or_default());
    // Never no time at all: a message that stays visible would keep the processor busy.
    wait.unwrap_or(SLEEP_MAX).clamp(Duration::from_millis(1), SLEEP_MAX)
}

/// Takes turns until `stop`. A turn says whether it did anything and, if not, how long to wait.
async fn run<F>(mut stop: Stop, part: &'static str, turn: impl Fn() -> F + Send + 'static)
where
    F: Future<Output = anyhow::Result<(bool, Duration)>> + Send,
{
    while !*stop.borrow() {
        let wait = match turn().await {
            Ok((true, _)) => continue,
            Ok((false, wait)) => wait,
            Err(error) => {
                tracing::error!(host.part = part, cause = format!("{error:#}"), "a turn failed");
                REST
            }
        };
        drop(tokio::time::timeout(wait, stop.wait_for(|stop| *stop)).await);
    }
}

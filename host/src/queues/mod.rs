//! The queues in process, with SQS's promises: at least once, groups in order, a visibility timeout,
//! delays, deduplication for five minutes, and dead letters.
//!
//! A queue's message is a hint: the table is the truth, and the sweep repairs a lost one. They are
//! kept on disk all the same, so that a restart goes on at once: every change is appended to a
//! journal before it counts. The journal is not forced to the disk, so a killed process loses
//! nothing and a power cut at most the last moments.
mod journal;
mod line;
mod message;

pub use message::DeadLetter;
pub(crate) use message::Received;

use async_trait::async_trait;
use jiff::Timestamp;
use journal::{Change, Journal};
use line::Line;
use message::Waiting;
use ports::{Clock, Queue, QueueError, QueueMessage, Queues};
use std::{
    collections::BTreeMap,
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{Notify, futures::Notified};

/// Most messages that one invocation gets, as the event source mappings have it.
const BATCH_MESSAGES_MAX: usize = 10;

/// The queues of a host.
#[derive(Debug)]
pub struct LocalQueues {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    sent: Notify,
}

#[derive(Debug)]
struct State {
    lines: BTreeMap<Queue, Line>,
    dead: BTreeMap<u64, DeadLetter>,
    next_number: u64,
    journal: Journal,
}

impl LocalQueues {
    /// Queues that are forgotten with the process.
    pub fn memory(clock: Arc<dyn Clock>) -> Self {
        Self::with(clock, Journal::memory(), Vec::new())
    }

    /// Opens the queues of `folder` as they were left: what was being handled is handled again.
    pub fn open(folder: &Path, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let (journal, changes) = Journal::open(folder)?;
        Ok(Self::with(clock, journal, changes))
    }

    fn with(clock: Arc<dyn Clock>, journal: Journal, changes: Vec<Change>) -> Self {
        let lines = Queue::ALL.into_iter().map(|queue| (queue, Line::default())).collect();
        let mut state = State { lines, dead: BTreeMap::new(), next_number: 1, journal };
        for change in changes {
            state.apply(change);
        }
        Self { clock, state: Mutex::new(state), sent: Notify::new() }
    }

    /// Up to ten messages that are visible now. They stay hidden until they are settled or their
    /// visibility timeout ends. A message that came too often moves to the dead letters instead.
    pub(crate) fn receive(&self, queue: Queue) -> io::Result<Vec<Received>> {
        let now = self.clock.now();
        let mut state = self.state();
        let Some(line) = state.lines.get_mut(&queue) else { return Ok(Vec::new()) };
        let (received, worn) = line.receive(now, BATCH_MESSAGES_MAX);
        for number in worn {
            state.commit(Change::Dead { number, at: now })?;
        }
        Ok(received)
    }

    /// Takes handled messages away.
    pub(crate) fn settle(&self, numbers: impl IntoIterator<Item = u64>) -> io::Result<()> {
        let mut state = self.state();
        numbers.into_iter().try_for_each(|number| state.commit(Change::Done { number }))
    }

    /// When the next message becomes visible, if there is any.
    pub fn next_visible(&self, queue: Queue) -> Option<Timestamp> {
        self.state().lines.get(&queue).and_then(Line::next_visible)
    }

    /// How many messages wait or are being handled.
    pub fn len(&self, queue: Queue) -> usize {
        self.state().lines.get(&queue).map_or(0, Line::len)
    }

    /// Whether no message of any queue waits or is being handled.
    pub fn is_empty(&self) -> bool {
        self.state().lines.values().all(|line| line.len() == 0)
    }

    /// What was given up, oldest first.
    pub fn dead_letters(&self) -> Vec<DeadLetter> {
        self.state().dead.values().cloned().collect()
    }

    /// Puts a dead letter back into its queue. `false` where there is none of that number.
    pub fn redrive(&self, number: u64) -> io::Result<bool> {
        let mut state = self.state();
        let Some(letter) = state.dead.get(&number).cloned() else { return Ok(false) };
        let Some(queue) = Queue::ALL.into_iter().find(|queue| queue.name() == letter.queue) else {
            return Ok(false);
        };
        let message = Waiting {
            queue,
            number: state.next_number,
            group: letter.group,
            deduplication_id: None,
            body: letter.body,
            sent_at: self.clock.now(),
            visible_at: self.clock.now(),
            receives: 0,
        };
        state.commit(Change::Sent(message))?;
        state.commit(Change::Done { number })?;
        self.sent.notify_waiters();
        Ok(true)
    }

    /// Ends when something is sent after the call.
    pub fn changed(&self) -> Notified<'_> {
        self.sent.notified()
    }

    /// Writes down what nobody could handle, although it never stood in a queue.
    pub(crate) fn bury(&self, queue: &str, body: String, why: &str) -> io::Result<()> {
        let at = self.clock.now();
        let mut state = self.state();
        let number = state.next_number;
        let (queue, why) = (queue.to_owned(), why.to_owned());
        state.commit(Change::Buried(DeadLetter { number, queue, group: None, body, at, why }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change is applied whole: a panic elsewhere leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Queues for LocalQueues {
    async fn send(&self, messages: Vec<QueueMessage>) -> Result<(), QueueError> {
        let now = self.clock.now();
        let mut state = self.state();
        let mut failed = Vec::new();
        for message in messages {
            failed.extend(state.send(message, now).err());
        }
        drop(state);
        self.sent.notify_waiters();
        match failed.first() {
            None => Ok(()),
            Some(first) => Err(QueueError { failed: failed.len(), reason: first.to_string() }),
        }
    }
}

impl State {
    fn send(&mut self, message: QueueMessage, now: Timestamp) -> io::Result<()> {
        let Some(line) = self.lines.get_mut(&message.queue) else { return Ok(()) };
        let repeated = message.deduplication_id.as_deref();
        if repeated.is_some_and(|id| line.was_seen(id, now)) {
            return Ok(());
        }
        let waiting = Waiting::new(message, self.next_number, now);
        self.commit(Change::Sent(waiting))
    }

    /// Writes `change` down, then makes it so.
    fn commit(&mut self, change: Change) -> io::Result<()> {
        self.journal.append(&change)?;
        self.apply(change);
        let live = self.lines.values().map(Line::len).sum::<usize>() + self.dead.len();
        if self.journal.is_bloated(live) {
            let changes = self.changes();
            self.journal.rewrite(&changes)?;
        }
        Ok(())
    }

    fn changes(&self) -> Vec<Change> {
        let waiting = self.lines.values().flat_map(Line::messages).cloned().map(Change::Sent);
        waiting.chain(self.dead.values().cloned().map(Change::Buried)).collect()
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Sent(message) => {
                self.next_number = self.next_number.max(message.number.saturating_add(1));
                if let Some(line) = self.lines.get_mut(&message.queue) {
                    line.add(message);
                }
            }
            Change::Done { number } => {
                self.dead.remove(&number);
                self.lines.values_mut().for_each(|line| drop(line.remove(number)));
            }
            Change::Dead { number, at } => {
                let removed = self.lines.values_mut().find_map(|line| line.remove(number));
                self.dead.extend(removed.map(|message| (number, DeadLetter::of(message, at))));
            }
            Change::Buried(letter) => {
                self.next_number = self.next_number.max(letter.number.saturating_add(1));
                self.dead.insert(letter.number, letter);
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! Queues that keep what they are sent until a test takes it.
use super::locked;
use crate::identity::{self, Asked};
use async_trait::async_trait;
use ports::{Queue, QueueError, QueueMessage, Queues};
use std::{
    mem,
    sync::{Arc, Mutex},
};

/// Keeps messages in the order they were sent. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct RecordingQueues(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    messages: Vec<QueueMessage>,
    refusals: u32,
}

impl RecordingQueues {
    /// Takes all messages out.
    pub fn take(&self) -> Vec<QueueMessage> {
        mem::take(&mut locked(&self.0).messages)
    }

    /// Takes one queue's messages out.
    pub fn take_from(&self, queue: Queue) -> Vec<QueueMessage> {
        let mut state = locked(&self.0);
        let (taken, left) =
            mem::take(&mut state.messages).into_iter().partition(|message| message.queue == queue);
        state.messages = left;
        taken
    }

    /// How many messages wait.
    pub fn len(&self) -> usize {
        locked(&self.0).messages.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Refuses the next `calls` calls whole.
    pub fn refuse_next(&self, calls: u32) {
        locked(&self.0).refusals = calls;
    }
}

#[async_trait]
impl Queues for RecordingQueues {
    async fn send(&self, messages: Vec<QueueMessage>) -> Result<(), QueueError> {
        for message in &messages {
            identity::allowed(&Asked::Queue(message.queue.name())).map_err(|denied| {
                QueueError { failed: messages.len(), reason: denied.to_string() }
            })?;
        }
        let mut state = locked(&self.0);
        if state.refusals > 0 {
            state.refusals = state.refusals.saturating_sub(1);
            return Err(QueueError { failed: messages.len(), reason: "told to refuse".into() });
        }
        state.messages.extend(messages);
        Ok(())
    }
}

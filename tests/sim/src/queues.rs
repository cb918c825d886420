//! Queues as SQS has them: at least once, out of order but for groups, with a visibility timeout.
use crate::{chance::Chance, fault::Fault, site::Site};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use ports::{Queue, QueueError, QueueMessage, Queues};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard},
};

/// How long a deduplication id is remembered.
const DEDUPLICATED_FOR: SignedDuration = SignedDuration::from_mins(5);
/// How often a message is received before it is given up.
const RECEIVES_MAX: u32 = 12;

/// A message in its queue.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    pub(crate) number: u64,
    body: String,
    group: Option<String>,
    sent_at: Timestamp,
    visible_at: Timestamp,
    receives: u32,
    in_hand: bool,
}

#[derive(Debug, Default)]
struct Lines {
    next: u64,
    waiting: BTreeMap<Queue, Vec<Waiting>>,
    seen: BTreeMap<String, Timestamp>,
}

/// The queues.
#[derive(Debug, Clone)]
pub(crate) struct SimQueues {
    site: Arc<Site>,
    lines: Arc<Mutex<Lines>>,
}

impl SimQueues {
    pub(crate) fn new(site: &Arc<Site>) -> Self {
        Self { site: Arc::clone(site), lines: Arc::default() }
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap()
    }

    /// Puts a message in, as it is.
    pub(crate) fn put(&self, message: QueueMessage) {
        let now = self.site.now();
        let mut lines = self.lines();
        if let Some(id) = &message.deduplication_id {
            lines.seen.retain(|_, at| now.duration_since(*at) < DEDUPLICATED_FOR);
            if lines.seen.insert(id.clone(), now).is_some() {
                return;
            }
        }
        let delay = SignedDuration::from_secs(i64::from(message.delay_seconds));
        let mut waiting = Waiting {
            number: lines.next,
            body: message.body,
            group: message.group,
            sent_at: now,
            visible_at: now + delay,
            receives: 0,
            in_hand: false,
        };
        lines.next += 1;
        let line = lines.waiting.entry(message.queue).or_default();
        if self.site.strikes(Fault::QueueDelay) {
            waiting.visible_at += self.site.span(Fault::QueueDelay, 1, 90);
        }
        line.push(waiting);
    }

    fn take_in(&self, message: QueueMessage) {
        if self.site.strikes(Fault::QueueLost) {
            return;
        }
        // A FIFO queue keeps repetitions out by itself; a standard one does not.
        if message.group.is_none() && self.site.strikes(Fault::QueueTwice) {
            self.put(message.clone());
        }
        self.put(message);
    }

    /// When something of `queue` can be received.
    pub(crate) fn next_visible(&self, queue: Queue) -> Option<Timestamp> {
        let lines = self.lines();
        let line = lines.waiting.get(&queue)?;
        heads(line).into_iter().map(|place| line[place].visible_at).min()
    }

    /// Takes up to `most` messages in hand.
    pub(crate) fn receive(&self, queue: Queue, most: usize, chance: &mut Chance) -> Vec<Waiting> {
        let now = self.site.now();
        let mut received = Vec::new();
        while received.len() < most {
            let mut lines = self.lines();
            let Some(line) = lines.waiting.get_mut(&queue) else { break };
            let mut visible = heads(line);
            visible.retain(|place| line[*place].visible_at <= now);
            if visible.is_empty() {
                break;
            }
            let shuffled = queue != Queue::Wakes
                && visible.len() > 1
                && self.site.strikes(Fault::QueueReorder);
            let place = if shuffled { chance.place(visible.len()) } else { 0 };
            let message = &mut line[visible[place]];
            message.in_hand = true;
            message.receives += 1;
            received.push(message.clone());
        }
        received
    }

    /// Ends the handling of messages: those that `again` names come again at an instant.
    pub(crate) fn settle(
        &self,
        queue: Queue,
        handled: &[u64],
        again: &BTreeSet<u64>,
        at: Timestamp,
    ) {
        // A message that was handled comes again all the same, now and then.
        let twice = queue != Queue::Wakes && self.site.strikes(Fault::QueueTwice);
        let mut lines = self.lines();
        let Some(line) = lines.waiting.get_mut(&queue) else { return };
        for message in line.iter_mut().filter(|message| handled.contains(&message.number)) {
            message.in_hand = false;
            message.visible_at = at;
        }
        line.retain(|message| {
            let done = handled.contains(&message.number) && !again.contains(&message.number);
            let worn = message.receives >= RECEIVES_MAX;
            !(worn || done && !twice)
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines().waiting.values().all(Vec::is_empty)
    }
}

/// The places of what nothing stands before: of a group, its first.
fn heads(line: &[Waiting]) -> Vec<usize> {
    let mut groups = BTreeSet::new();
    let is_head = |message: &Waiting| match &message.group {
        Some(group) => groups.insert(group.clone()),
        None => true,
    };
    let heads: Vec<bool> = line.iter().map(is_head).collect();
    (0..line.len()).filter(|place| heads[*place] && !line[*place].in_hand).collect()
}

/// The event that a queue's messages arrive in.
pub(crate) fn payload(queue: Queue, messages: &[Waiting]) -> Value {
    let record = |message: &Waiting| {
        let mut attributes = json!({
            "ApproximateReceiveCount": message.receives.to_string(),
            "SentTimestamp": message.sent_at.as_millisecond().to_string(),
        });
        if let Some(group) = &message.group {
            attributes["MessageGroupId"] = group.as_str().into();
        }
        json!({
            "messageId": message.number.to_string(),
            "receiptHandle": "receipt",
            "body": message.body,
            "attributes": attributes,
            "messageAttributes": {},
            "eventSource": "aws:sqs",
            "eventSourceARN": format!("arn:aws:sqs:local:000000000000:{}", queue.name()),
            "awsRegion": "local",
        })
    };
    json!({ "Records": messages.iter().map(record).collect::<Vec<_>>() })
}

#[async_trait]
impl Queues for SimQueues {
    async fn send(&self, messages: Vec<QueueMessage>) -> Result<(), QueueError> {
        if self.site.strikes(Fault::QueueRefuses) {
            let reason = "told to refuse".to_owned();
            return Err(QueueError { failed: messages.len(), reason });
        }
        let stops = self.site.strikes(Fault::StopAtQueue);
        let before = stops && self.site.amount(Fault::StopAtQueue, 0, 1) == 0;
        if !before {
            for message in messages {
                self.take_in(message);
            }
        }
        if stops {
            self.site.stop().await;
        }
        Ok(())
    }
}

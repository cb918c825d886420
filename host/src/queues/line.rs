//! One queue: who is next.
use super::message::{Received, Waiting};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How long a received message stays hidden from other receivers.
const VISIBILITY_TIMEOUT: SignedDuration = SignedDuration::from_secs(60);
/// How long a deduplication id is remembered.
const DEDUPLICATION_WINDOW: SignedDuration = SignedDuration::from_mins(5);
/// How often a message is received before it is given up.
pub(super) const RECEIVES_MAX: u32 = 8;

/// The messages of one queue by number, which is the order in which they were sent.
#[derive(Debug, Default)]
pub(super) struct Line {
    messages: BTreeMap<u64, Waiting>,
    seen: HashMap<String, Timestamp>,
}

impl Line {
    pub(super) fn len(&self) -> usize {
        self.messages.len()
    }

    pub(super) fn messages(&self) -> impl Iterator<Item = &Waiting> {
        self.messages.values()
    }

    pub(super) fn add(&mut self, message: Waiting) {
        if let Some(id) = &message.deduplication_id {
            self.seen.insert(id.clone(), message.sent_at);
        }
        self.messages.insert(message.number, message);
    }

    pub(super) fn remove(&mut self, number: u64) -> Option<Waiting> {
        self.messages.remove(&number)
    }

    /// Whether a message with this deduplication id was sent a short while ago.
    pub(super) fn was_seen(&mut self, id: &str, now: Timestamp) -> bool {
        self.seen.retain(|_, at| now.duration_since(*at) < DEDUPLICATION_WINDOW);
        self.seen.contains_key(id)
    }

    /// Hides up to `most` visible messages and gives them; beside them, those that were received too
    /// often. Of a group only what has no hidden message before it.
    pub(super) fn receive(&mut self, now: Timestamp, most: usize) -> (Vec<Received>, Vec<u64>) {
        let (mut received, mut worn) = (Vec::new(), Vec::new());
        let mut closed: BTreeSet<String> = BTreeSet::new();
        for message in self.messages.values_mut() {
            if received.len() == most {
                break;
            }
            let blocked = message.group.as_ref().is_some_and(|group| closed.contains(group));
            if blocked || message.visible_at > now {
                closed.extend(message.group.clone());
                continue;
            }
            if message.receives >= RECEIVES_MAX {
                worn.push(message.number);
                continue;
            }
            message.receives += 1;
            message.visible_at = now + VISIBILITY_TIMEOUT;
            received.push(Received::from(&*message));
        }
        (received, worn)
    }

    /// When the next message becomes visible that nothing of its group stands before.
    pub(super) fn next_visible(&self) -> Option<Timestamp> {
        let mut groups = BTreeSet::new();
        let heads = self.messages.values().filter(|message| match &message.group {
            Some(group) => groups.insert(group),
            None => true,
        });
        heads.map(|message| message.visible_at).min()
    }
}

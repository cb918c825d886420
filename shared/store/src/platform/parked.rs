//! Messages of queues that a human has to look at.
use crate::{
    client::{Consistency, Store},
    commit::CommitError,
    failure::StoreError,
    item::{Item, Places, Row, Stored, readable},
    keys::{Key, ParkedKey, Text},
    query::{Position, Query},
    transaction::Transaction,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a parked message is kept.
pub const PARKED_KEPT: SignedDuration = SignedDuration::from_hours(14 * 24);

/// A queue's message that a human has to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// The queue's name.
    pub queue: String,
    /// The message.
    pub body: String,
    /// Why it was parked.
    pub why: String,
    /// When the table forgets it.
    pub until: Timestamp,
}

impl Item for Parked {
    type Key = ParkedKey;
    const KIND: &'static str = "parked";
    const VERSION: u8 = 1;

    fn places(&self, _: &ParkedKey) -> Places {
        Places::default().until(self.until)
    }
}

impl Store {
    /// Keeps a queue's message for a human, under the queue's id of it: parking it twice is harmless
    /// where `at` is the message's own instant.
    pub async fn park(&self, at: Timestamp, id: &str, parked: &Parked) -> Result<(), CommitError> {
        let mut transaction = Transaction::new();
        transaction.put(&ParkedKey { at, id: Text::from(id) }, parked);
        self.commit(transaction).await.map(|_| ())
    }

    /// A page of the parked messages, newest first, and where the next one begins.
    pub async fn parked(
        &self,
        limit: u16,
        after: Option<Position>,
    ) -> Result<(Vec<Stored<Parked>>, Option<Position>), StoreError> {
        let page =
            self.query(&Query::of(ParkedKey::span(), limit).descending().after(after)).await?;
        Ok((readable(page.rows, Row::read::<Parked>), page.next))
    }

    /// One parked message.
    pub async fn parked_message(
        &self,
        key: &ParkedKey,
    ) -> Result<Option<Stored<Parked>>, StoreError> {
        self.get(key, Consistency::Strong).await
    }
}

impl Transaction {
    /// Deletes a parked message as it was seen, and records who did. Refused where it is gone; answers
    /// the number of the operation that would be.
    pub fn delete_parked(&mut self, seen: &Stored<Parked>, now: Timestamp) -> usize {
        self.leave_tombstone(seen.key.address(), now);
        self.delete(&seen.key, seen.rev)
    }
}

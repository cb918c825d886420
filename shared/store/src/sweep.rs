//! How far the sweep came.
use crate::{
    client::{Consistency, Store},
    commit::CommitError,
    failure::StoreError,
    item::Item,
    keys::SweepKey,
    query::Position,
    transaction::Transaction,
};
use serde::{Deserialize, Serialize};

/// Where the sweep goes on among the events that wait; nowhere in particular after a whole round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct SweepItem {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<Position>,
}

impl Item for SweepItem {
    type Key = SweepKey;
    const KIND: &'static str = "sweep";
    const VERSION: u8 = 1;
}

impl Store {
    /// Where the sweep goes on; the beginning where there is nothing.
    pub async fn sweep_cursor(&self) -> Result<Option<Position>, StoreError> {
        let stored = self.get::<SweepItem>(&SweepKey {}, Consistency::Eventual).await?;
        Ok(stored.and_then(|stored| stored.value.after))
    }

    /// Keeps where the sweep goes on.
    pub async fn keep_sweep_cursor(&self, after: Option<&Position>) -> Result<(), CommitError> {
        let mut transaction = Transaction::new();
        transaction.put(&SweepKey {}, &SweepItem { after: after.cloned() });
        self.commit(transaction).await.map(drop)
    }
}

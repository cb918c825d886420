//! Answers kept for repeated requests.
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Places, Stored},
    keys::IdempotencyKey,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long the answer to a request with an idempotency key is kept.
pub const ANSWER_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// How long a request with an idempotency key may run before a repetition takes over: longer than
/// the gateway waits (29 s).
pub const ANSWER_LEASE: SignedDuration = SignedDuration::from_secs(60);

/// What became of a request that carried an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdempotentAnswer {
    /// Tells one request from another.
    pub fingerprint: String,
    /// The end of the lease while it runs, of the item once it is answered.
    pub until: Timestamp,
    /// The status and JSON body that were answered; `None` while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<(u16, String)>,
}

impl Item for IdempotentAnswer {
    type Key = IdempotencyKey;
    const KIND: &'static str = "idempotent_answer";
    const VERSION: u8 = 1;

    fn places(&self, _: &IdempotencyKey) -> Places {
        Places::default().until(self.until)
    }
}

impl Store {
    /// What became of the request with an idempotency key.
    pub async fn idempotent_answer(
        &self,
        key: &IdempotencyKey,
    ) -> Result<Option<Stored<IdempotentAnswer>>, StoreError> {
        self.get(key, Consistency::Strong).await
    }
}

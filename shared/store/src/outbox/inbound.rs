//! Inbound texts that were handled: a webhook that is repeated changes nothing.
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    instant::Instant,
    item::{Item, Places},
    keys::{InboundKey, Text},
    transaction::Transaction,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long an inbound text is remembered.
pub const INBOUND_KEPT: SignedDuration = SignedDuration::from_hours(400 * 24);

/// That an inbound text was handled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundItem {
    at: Instant,
}

impl Item for InboundItem {
    type Key = InboundKey;
    const KIND: &'static str = "inbound";
    const VERSION: u8 = 1;

    fn places(&self, _: &InboundKey) -> Places {
        let forgotten = self.at.0.checked_add(INBOUND_KEPT).unwrap_or(Timestamp::MAX);
        Places::default().until(forgotten)
    }
}

fn key(provider_id: &str) -> InboundKey {
    InboundKey { provider_id: Text::from(provider_id) }
}

impl Store {
    /// Whether the provider's inbound text of that id was handled before.
    pub async fn inbound_was_handled(&self, provider_id: &str) -> Result<bool, StoreError> {
        let stored = self.get::<InboundItem>(&key(provider_id), Consistency::Strong).await?;
        Ok(stored.is_some())
    }
}

impl Transaction {
    /// Notes that an inbound text is handled by this transaction. Refused where it was before.
    pub fn handle_inbound(&mut self, provider_id: &str, at: Timestamp) -> usize {
        self.create(&key(provider_id), &InboundItem { at: at.into() })
    }
}

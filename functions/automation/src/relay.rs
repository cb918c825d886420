//! Job `relay`: what the table's stream sets in motion. Hints for the queues, confirmations, what a
//! phone's refusal or a contact's end means for the lists, and the read models.
//!
//! Records repeat, and everything here may: hints are hints, messages have unique keys, changes are
//! decided by the rows as they are, and the read models state what shall be.
mod confirm;
mod contact;
mod fold;
mod phone;
mod record;
mod signal;

use domain::{ids::EventId, message::MessageId};
use record::Seen;
use runtime::{
    Ctx, JobError, StreamBatch,
    batch::StreamRecord,
    hints::{Outbox, Wake},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// Handles a batch of records. Where one of them fails, those before it are done.
pub async fn handle(ctx: &Ctx, payload: Value) -> Result<Value, JobError> {
    let batch = StreamBatch::read(payload)?;
    let Err(error) = relay(ctx, &batch.records).await else { return Ok(batch.conclude(None)) };
    tracing::warn!(cause = %error, records = batch.records.len(), "a batch is relayed one by one");
    for (number, record) in batch.records.iter().enumerate() {
        if let Err(error) = relay(ctx, std::slice::from_ref(record)).await {
            tracing::error!(cause = %error, record = record.sequence, "a record was not relayed");
            return Ok(batch.conclude(Some(number)));
        }
    }
    Ok(batch.conclude(None))
}

/// What some records set in motion.
#[derive(Debug, Default)]
struct Signals {
    /// The last record that wakes each event: makes the wake unique.
    wakes: BTreeMap<EventId, String>,
    /// Messages that want to be sent.
    messages: BTreeMap<String, MessageId>,
}

async fn relay(ctx: &Ctx, records: &[StreamRecord]) -> Result<(), JobError> {
    let seen: Vec<(&str, Seen)> = records
        .iter()
        .filter_map(|record| Some((record.sequence.as_str(), Seen::of(record)?)))
        .collect();
    let mut signals = Signals::default();
    for (sequence, seen) in &seen {
        signals.notice(sequence, seen);
    }
    confirm::create(ctx, &seen).await?;
    for (_, seen) in &seen {
        match seen {
            Seen::Phone { before, after } => phone::changed(ctx, before, after).await?,
            Seen::ContactGone { org, contact, phone } => {
                contact::gone(ctx, *org, *contact, phone.as_ref()).await?;
            }
            Seen::Invitee { .. }
            | Seen::Message { .. }
            | Seen::Seats { .. }
            | Seen::Event { .. } => (),
        }
    }
    signals.send(ctx).await?;
    fold::fold(ctx, records).await
}

impl Signals {
    async fn send(self, ctx: &Ctx) -> Result<(), JobError> {
        let wakes = self
            .wakes
            .into_iter()
            .map(|(event, sequence)| Wake { event }.message("change", &sequence));
        let messages = self.messages.into_values().map(|id| Outbox::Message(id).message(0));
        let hints: Vec<_> = wakes.chain(messages).collect();
        if !hints.is_empty() {
            ctx.queues.send(hints).await?;
        }
        Ok(())
    }
}

//! Job `relay`: what the table's stream sets in motion. Hints for the queues, confirmations, what a
//! phone's refusal or a contact's end means for the lists, and the read models.
//!
//! Records repeat, and everything here may: hints are hints, messages have unique keys, changes are
//! decided by the rows as they are, and the read models state what shall be.
mod confirm;
mod consent;
mod contact;
mod fold;
mod invited;
mod phone;
mod place;
mod record;
mod signal;

use domain::{
    ids::{EventId, MailId},
    message::MessageId,
};
use record::Seen;
use runtime::{
    Ctx, JobError, StreamBatch,
    batch::StreamRecord,
    hints::{Outbox, Wake},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Handles a batch of records. Where one of them fails, those before it are done.
pub async fn handle(ctx: &Ctx, payload: Value) -> Result<Value, JobError> {
    let batch = StreamBatch::read(payload)?;
    let Err(error) = relay(ctx, &batch.records).await else { return Ok(batch.conclude(None)) };
    tracing::warn!(cause = %error, records = batch.records.len(), "a batch is relayed one by one");
    for (number, record) in batch.records.iter().enumerate() {
        let Err(error) = relay(ctx, std::slice::from_ref(record)).await else { continue };
        let record = &record.sequence;
        if error.is_lasting() {
            // Its shard would stand still for everybody, until the stream forgets it.
            tracing::error!(cause = %error, record, alarm = true, "a part of a record is left out");
        } else {
            tracing::error!(cause = %error, record, "a record was not relayed");
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
    /// Mails that want to be sent.
    mails: BTreeSet<MailId>,
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
    let mut parts = Parts::default();
    parts.ended(confirm::create(ctx, &seen).await);
    parts.ended(invited::note(ctx, &seen).await);
    for (_, seen) in &seen {
        match seen {
            Seen::Phone(change) => parts.ended(phone::changed(ctx, change).await),
            Seen::ContactGone(gone) => parts.ended(contact::gone(ctx, gone).await),
            Seen::Invitee { .. }
            | Seen::Message { .. }
            | Seen::Seats { .. }
            | Seen::MailRecorded(_)
            | Seen::Event { .. } => (),
        }
    }
    parts.ended(signals.send(ctx).await);
    parts.ended(fold::fold(ctx, records).await);
    parts.conclude()
}

/// The parts of some work. Each is done, whatever became of those before it.
#[derive(Debug, Default)]
struct Parts {
    error: Option<JobError>,
}

impl Parts {
    /// Notes how a part ended.
    fn ended(&mut self, part: Result<(), JobError>) {
        let Err(error) = part else { return };
        tracing::warn!(cause = %error, "a part of a record failed");
        // What may succeed later has to be tried again, whatever will not.
        if self.error.as_ref().is_none_or(JobError::is_lasting) {
            self.error = Some(error);
        }
    }

    /// The error that says whether it is worth to do all of them again.
    fn conclude(self) -> Result<(), JobError> {
        self.error.map_or(Ok(()), Err)
    }
}

impl Signals {
    async fn send(self, ctx: &Ctx) -> Result<(), JobError> {
        let wakes = self
            .wakes
            .into_iter()
            .map(|(event, sequence)| Wake { event }.message("change", &sequence));
        let messages = self.messages.into_values().map(|id| Outbox::Message(id).message(0));
        let mails = self.mails.into_iter().map(|id| Outbox::Mail(id).message(0));
        let hints: Vec<_> = wakes.chain(messages).chain(mails).collect();
        if !hints.is_empty() {
            ctx.queues.send(hints).await?;
        }
        Ok(())
    }
}

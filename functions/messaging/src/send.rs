//! Job `send`: each message once (ENGINE.md, section 11).
//!
//! A queue's message names one of the outbox. It is looked up, claimed in an order that a crash leaves
//! on the safe side, handed to the provider in one call, and what came of it is written down under the
//! claim's fencing number. Whatever cannot be told is reconciled, never sent again blindly.
mod call;
mod deliver;
mod desk;
mod gate;
mod hold;
mod keep;
mod letter;
mod permit;
mod reconcile;

use crate::{broadcasts, mail};
use desk::Desk;
use domain::{ids::MailId, message::MessageId, outbox};
use futures::future::join_all;
use gate::Gate;
use jiff::{SignedDuration, Timestamp};
use letter::Letter;
use ports::Queue;
use runtime::{Ctx, JobError, Outcome, QueueBatch, hints::Outbox};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// How long what failed on our side stays back.
const RETRY_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// Handles a batch of the outbox queue.
pub async fn handle(ctx: &Ctx, payload: Value) -> Result<Value, JobError> {
    let batch = QueueBatch::read(Queue::Outbox, payload)?;
    let hints: Vec<Option<Outbox>> =
        batch.records.iter().map(|record| Outbox::read(&record.body)).collect();
    let mut ids: Vec<MessageId> = Vec::new();
    let mut known = HashSet::new();
    for hint in hints.iter().flatten() {
        if let Outbox::Message(id) = hint
            && known.insert(id.to_string())
        {
            ids.push(id.clone());
        }
    }
    let mails: HashSet<MailId> = hints.iter().flatten().filter_map(Outbox::mail).collect();
    let (sent, mailed) = futures::join!(send_each(ctx, &ids), mail_each(ctx, mails));
    let mut outcomes = Vec::with_capacity(hints.len());
    for hint in hints {
        outcomes.push(Some(match hint {
            None => Outcome::Park { why: "it names nothing of the outbox" },
            Some(Outbox::Broadcast(event, broadcast)) => fan_out(ctx, event, broadcast).await,
            Some(Outbox::Mail(id)) => mailed.get(&id).cloned().unwrap_or(Outcome::Done),
            Some(Outbox::Message(id)) => {
                sent.get(&id.to_string()).cloned().unwrap_or(Outcome::Done)
            }
        }));
    }
    Ok(batch.conclude(ctx, outcomes).await)
}

async fn fan_out(
    ctx: &Ctx,
    event: domain::ids::EventId,
    broadcast: domain::ids::BroadcastId,
) -> Outcome {
    let progress = async {
        if broadcasts::fan_out(ctx, event, broadcast).await? == broadcasts::Progress::More {
            ctx.queues.send(vec![Outbox::Broadcast(event, broadcast).message(0)]).await?;
        }
        Ok::<_, JobError>(())
    };
    settled(progress.await, "a broadcast was not recorded")
}

/// Looks after each mail by itself.
async fn mail_each(ctx: &Ctx, ids: HashSet<MailId>) -> HashMap<MailId, Outcome> {
    let each = ids
        .into_iter()
        .map(async |id| (id, settled(mail::attend(ctx, id).await, "a mail was not looked after")));
    join_all(each).await.into_iter().collect()
}

fn settled(result: Result<(), JobError>, what: &'static str) -> Outcome {
    match result {
        Ok(()) => Outcome::Done,
        Err(error) => {
            tracing::error!(cause = %error, "{what}");
            Outcome::Retry { after: RETRY_AFTER }
        }
    }
}

/// As [`send_all`]; where one of them spoils the whole, each on its own, so that it is given back alone.
async fn send_each(ctx: &Ctx, ids: &[MessageId]) -> HashMap<String, Outcome> {
    match send_all(ctx, ids).await {
        Ok(sent) => return sent,
        Err(error) => {
            tracing::warn!(cause = %error, messages = ids.len(), "a batch is sent one by one");
        }
    }
    let mut sent = HashMap::with_capacity(ids.len());
    for id in ids {
        match send_all(ctx, std::slice::from_ref(id)).await {
            Ok(one) => sent.extend(one),
            Err(error) => {
                sent.insert(id.to_string(), settled(Err(error), "a message was not sent"));
            }
        }
    }
    sent
}

/// Sends what can be sent of some messages, and does what is to be done about the others.
async fn send_all(ctx: &Ctx, ids: &[MessageId]) -> Result<HashMap<String, Outcome>, JobError> {
    let now = ctx.clock.now();
    let mut desk = Desk::open(ctx, ids, now).await?;
    let letters = std::mem::take(&mut desk.letters);
    let mut ready: Vec<Letter> = Vec::new();
    let mut others: Vec<(Letter, Todo)> = Vec::new();
    for letter in letters {
        match todo(&desk, &letter, now) {
            Todo::Gate(Gate::Go) => ready.push(letter),
            todo @ (Todo::Gate(_)
            | Todo::TooLate
            | Todo::Wait(_)
            | Todo::Reconcile
            | Todo::Nothing) => others.push((letter, todo)),
        }
    }
    let refused = desk.take_permits(&mut ready, now).await;
    others.extend(
        refused.into_iter().map(|(letter, until)| (letter, Todo::Gate(Gate::Quota(until)))),
    );
    let desk = &desk;
    let sending = ready.into_iter().map(async |letter| {
        let id = letter.id().to_string();
        (id, settled(deliver::deliver(desk, letter).await, "a message was not sent"))
    });
    let attending = others.into_iter().map(async |(letter, todo)| {
        let id = letter.id().to_string();
        (id, settled(attend(desk, letter, todo).await, "a message was not looked after"))
    });
    let (sent, attended) = futures::join!(join_all(sending), join_all(attending));
    desk.give_back().await;
    Ok(sent.into_iter().chain(attended).collect())
}

/// What to do about one message.
#[derive(Debug, Clone)]
enum Todo {
    /// It could be claimed, were it not for the circumstances.
    Gate(Gate),
    /// It is past its time.
    TooLate,
    /// Come back.
    Wait(Timestamp),
    /// Its claim was lost, or its outcome is unknown.
    Reconcile,
    /// Nothing.
    Nothing,
}

fn todo(desk: &Desk<'_>, letter: &Letter, now: Timestamp) -> Todo {
    let Some(life) = letter.life() else { return Todo::Nothing };
    match outbox::next(life, now) {
        outbox::Next::Claim => Todo::Gate(gate::gate(desk, letter, now)),
        outbox::Next::Drop => Todo::TooLate,
        outbox::Next::Wait(at) => Todo::Wait(at),
        outbox::Next::Orphaned | outbox::Next::Reconcile => Todo::Reconcile,
        outbox::Next::Settled => Todo::Nothing,
    }
}

/// Does what is to be done about a message that is not sent now.
async fn attend(desk: &Desk<'_>, letter: Letter, todo: Todo) -> Result<(), JobError> {
    match todo {
        Todo::Gate(gate) => hold::keep_back(desk, letter, gate).await,
        Todo::TooLate => hold::too_late(desk, letter).await,
        Todo::Wait(at) => desk.come_back(&letter.id(), at).await,
        Todo::Reconcile => reconcile::reconcile(desk, letter).await,
        Todo::Nothing => Ok(()),
    }
}

//! Putting a parked message back on its queue, and discarding it.
use super::id::ParkedId;
use ports::{Queue, QueueMessage};
use runtime::{Ctx, PlatformAdmin, Problem, ProblemKind, hints::Wake};
use store::{CommitError, Stored, Transaction, platform::Parked};

/// The parked message. 404 where it is gone.
pub(super) async fn load(ctx: &Ctx, id: &ParkedId) -> Result<Stored<Parked>, Problem> {
    let parked = ctx.store.parked_message(&id.0).await?;
    parked.ok_or_else(|| ProblemKind::NotFound.into())
}

/// Puts the message back on its queue, and only then deletes what was parked: a crash between leaves it
/// to be released once more, and whoever handles a queue's message is safe to hear it twice.
pub(super) async fn release(ctx: &Ctx, by: &PlatformAdmin, id: &ParkedId) -> Result<(), Problem> {
    let parked = load(ctx, id).await?;
    let message = message(id, &parked.value).ok_or_else(|| {
        Problem::new(ProblemKind::NotAllowedNow)
            .detail("its queue would not take it: it can only be discarded")
    })?;
    ctx.queues
        .send(vec![message])
        .await
        .map_err(|error| Problem::new(ProblemKind::Unavailable).because(error))?;
    delete(ctx, by, &parked).await?;
    tracing::info!(queue = parked.value.queue, message.id = %id, by = by.actor(), "message released");
    Ok(())
}

/// Deletes what was parked: nobody will handle it.
pub(super) async fn discard(ctx: &Ctx, by: &PlatformAdmin, id: &ParkedId) -> Result<(), Problem> {
    let parked = load(ctx, id).await?;
    delete(ctx, by, &parked).await?;
    tracing::info!(queue = parked.value.queue, message.id = %id, by = by.actor(), "message discarded");
    Ok(())
}

async fn delete(ctx: &Ctx, by: &PlatformAdmin, parked: &Stored<Parked>) -> Result<(), Problem> {
    let mut transaction = Transaction::by(by.actor());
    let deleted = transaction.delete_parked(parked, ctx.clock.now());
    match ctx.store.commit(transaction).await {
        Ok(_) => Ok(()),
        // Somebody else was faster.
        Err(error) if error.refuses(deleted) => Err(ProblemKind::NotFound.into()),
        Err(CommitError::Conflict) => Err(ProblemKind::Conflict.into()),
        Err(error @ (CommitError::Refused(_) | CommitError::Store(_))) => Err(error.into()),
    }
}

/// The message as its queue takes it; `None` where the queue is unknown, or has groups and the body
/// does not say which.
fn message(id: &ParkedId, parked: &Parked) -> Option<QueueMessage> {
    let queue = Queue::ALL.into_iter().find(|queue| queue.name() == parked.queue)?;
    match queue {
        Queue::Wakes => {
            let wake = Wake::read(&parked.body)?;
            // The same cause each time: of two that release it at once, the queue swallows one.
            Some(wake.message("released", &format!("released-{id}")))
        }
        Queue::Outbox | Queue::Imports => Some(QueueMessage {
            queue,
            group: None,
            deduplication_id: None,
            delay_seconds: 0,
            body: parked.body.clone(),
        }),
    }
}

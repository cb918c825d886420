//! The job `import`: writes the rows of the chunks that the queue names.
use super::{
    groups::Groups,
    limits::{LISTED_ROWS_AT_ONCE, RETRY_AFTER_MAX, RETRY_AFTER_MIN, ROWS_AT_ONCE},
    message::ChunkRef,
    outcome::{RowResult, counts},
    packing::pack,
    row::{Writing, write_row},
};
use crate::{
    bulk::{hint, step},
    csv::{chunks::unpack, rows::Row},
};
use domain::{ids::OrgId, phone::Phone};
use futures::{FutureExt, StreamExt, TryStreamExt, future::BoxFuture, stream};
use jiff::SignedDuration;
use ports::Queue;
use runtime::{Ctx, JobError, Outcome, QueueBatch};
use serde_json::Value;
use std::collections::BTreeSet;
use store::{
    Attempts, CommitError, StoreError, Transaction,
    contacts::{Email, KnownIdentities},
    imports::ImportResult,
};

/// Handles a batch of the queue `imports`, each message for itself. Safe to run twice, late and
/// concurrently: rows find their own contacts, and the results of a chunk are recorded once.
pub(crate) async fn handle(ctx: &Ctx, payload: Value) -> Result<Value, JobError> {
    let batch = QueueBatch::read(Queue::Imports, payload)?;
    let mut outcomes = Vec::with_capacity(batch.records.len());
    for record in &batch.records {
        outcomes.push(Some(handle_one(ctx, &record.body).await));
    }
    Ok(batch.conclude(ctx, outcomes).await)
}

async fn handle_one(ctx: &Ctx, body: &str) -> Outcome {
    if let Some(bulk) = hint::read(body) {
        return step::handle(ctx, bulk).await;
    }
    let Some(chunk) = ChunkRef::read(body) else {
        return Outcome::Park { why: "the message names no chunk of an import" };
    };
    match write_chunk(ctx, chunk).await {
        Ok(outcome) => outcome,
        Err(CommitError::Store(error)) if !error.is_transient() => {
            tracing::error!(import.id = %chunk.import, cause = %error, "a chunk cannot be written");
            Outcome::Park { why: "the table refused the rows of a chunk" }
        }
        Err(error) => {
            tracing::warn!(import.id = %chunk.import, cause = %error, "a chunk waits to be written");
            Outcome::Retry { after: retry_after(ctx) }
        }
    }
}

/// How long a chunk waits that the table could not take. Chunks that met each other do not meet again.
fn retry_after(ctx: &Ctx) -> SignedDuration {
    let spread = RETRY_AFTER_MAX.as_secs().saturating_sub(RETRY_AFTER_MIN.as_secs()).max(1);
    let random = i64::from(u32::from_le_bytes(ctx.ids.bytes()));
    let more = random.checked_rem(spread).unwrap_or_default();
    SignedDuration::from_secs(RETRY_AFTER_MIN.as_secs().saturating_add(more))
}

async fn write_chunk(ctx: &Ctx, chunk: ChunkRef) -> Result<Outcome, CommitError> {
    if ctx.store.import_result(&chunk.result_key()).await?.is_some() {
        return Ok(Outcome::Done);
    }
    let Some(job) = ctx.store.import(chunk.import).await? else {
        return Ok(Outcome::Park { why: "the import is gone" });
    };
    let Some(stored) = ctx.store.import_chunk(&chunk.chunk_key()).await? else {
        return Ok(Outcome::Park { why: "the rows of the chunk are gone" });
    };
    let Ok(rows) = unpack(&stored.value.rows) else {
        return Ok(Outcome::Park { why: "the rows of the chunk cannot be read" });
    };
    let (identities, opted_out) = identities(ctx, job.value.org, &rows).await?;
    let writing = Writing {
        import: chunk.import,
        job: &job.value,
        identities,
        opted_out,
        groups: Groups::of(ctx, &job.value, &rows).await?,
    };
    let results = write_rows(ctx, &writing, rows).await?;
    record(ctx, chunk, &results).await?;
    Ok(Outcome::Done)
}

/// Whose the rows' phones and addresses are: half a read unit each, where a write that is refused
/// would cost four to six. And which phones are not texted: little where few are.
async fn identities(
    ctx: &Ctx,
    org: OrgId,
    rows: &[Row],
) -> Result<(KnownIdentities, BTreeSet<Phone>), StoreError> {
    let contacts = || rows.iter().filter_map(|row| row.outcome.as_ref().ok());
    let phones: Vec<Phone> = contacts().filter_map(|contact| contact.phone.clone()).collect();
    let emails: Vec<Email> =
        contacts().filter_map(|contact| contact.email.as_deref()?.parse().ok()).collect();
    futures::try_join!(
        ctx.store.known_identities(org, &phones, &emails),
        ctx.store.suppressed_phones(org, &phones),
    )
}

async fn write_rows(
    ctx: &Ctx,
    writing: &Writing<'_>,
    rows: Vec<Row>,
) -> Result<Vec<RowResult>, CommitError> {
    // Rows that look at the same list would only meet each other there.
    let (listed, others): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(names_lists);
    let mut results = write_some(ctx, writing, others, ROWS_AT_ONCE).await?;
    results.extend(write_some(ctx, writing, listed, LISTED_ROWS_AT_ONCE).await?);
    results.sort_by_key(|result| result.number);
    Ok(results)
}

fn names_lists(row: &Row) -> bool {
    row.outcome.as_ref().is_ok_and(|contact| !contact.groups.is_empty())
}

async fn write_some(
    ctx: &Ctx,
    writing: &Writing<'_>,
    rows: Vec<Row>,
    at_once: usize,
) -> Result<Vec<RowResult>, CommitError> {
    let write = |row| write_row(ctx, writing, row).boxed();
    // Boxed, because the compiler cannot prove a stream of borrowing futures `Send` otherwise.
    let writes: Vec<BoxFuture<'_, _>> = rows.into_iter().map(write).collect();
    stream::iter(writes).buffered(at_once).try_collect().await
}

/// Records the results and counts them, unless another run did.
async fn record(ctx: &Ctx, chunk: ChunkRef, results: &[RowResult]) -> Result<(), CommitError> {
    let rows = pack(results).map_err(|error| StoreError::Unwritable {
        kind: "import_result",
        reason: error.to_string(),
    })?;
    let result = ImportResult { rows, written_at: ctx.clock.now() };
    let key = chunk.result_key();
    let mut attempts = Attempts::default();
    loop {
        let mut transaction = Transaction::new();
        let recorded = transaction.finish_import_chunk(&key, &result, counts(results));
        let Err(error) = ctx.store.commit(transaction).await else { return Ok(()) };
        if error.refuses(recorded) {
            return Ok(());
        }
        attempts.again(error)?;
    }
}

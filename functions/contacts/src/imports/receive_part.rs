//! Taking a part of a file in.
use super::{
    limits::CHUNKS_AT_ONCE,
    message::ChunkRef,
    plan::ImportPlan,
    read::of_org,
    upload::{check_content_type, unreadable},
    wire::ImportPart,
};
use crate::{
    csv::{
        chunks::{Chunk, pack},
        limits::IMPORT_ROWS_MAX,
        problems::FileError,
        rows::{Part, Row, read_part},
    },
    region, tag_room,
};
use axum::{Json, extract::State};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::ids::ImportId;
use futures::{FutureExt, StreamExt, TryStreamExt, future::BoxFuture, stream};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Work,
    extract::{PathIds, RawBody},
};
use sha2::{Digest, Sha256};
use store::{
    Attempts, CommitError, Transaction,
    imports::{ImportChunk, ImportJob, ReceivedPart},
};

/// Takes a part of the file in and queues its rows to be written.
///
/// The body is the part's bytes as they are, at most 4 MB, cut after a row. Putting the same part again
/// is harmless, and right after an answer that got lost; other bytes under the same number are 409.
#[utoipa::path(
    put,
    path = "/v1/orgs/{org}/imports/{import}/parts/{part}",
    operation_id = "PutImportPart",
    tag = "imports",
    params(
        ("org" = String, Path, description = "the organization"),
        ("import" = String, Path, description = "the import"),
        ("part" = u16, Path, description = "which part, from 0"),
    ),
    request_body(content = String, content_type = "text/csv", description = "the part"),
    responses(
        (status = 202, description = "the part has come", body = ImportPart),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`: the part has come with other bytes"),
        (status = 413, description = "`too-large`: the part, or more than 50,000 rows in all"),
        (status = 415, description = "`unsupported-media-type`"),
        (status = 422, description = "`invalid-fields`: more different tags than an org may have"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn put_import_part(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((import, part)): PathIds<(ImportId, u16)>,
    headers: HeaderMap,
    RawBody(bytes): RawBody,
) -> Result<(StatusCode, Json<ImportPart>), Problem> {
    check_content_type(&headers)?;
    let stored = of_org(&ctx, allowed.org(), import).await?;
    if part >= stored.value.parts {
        return Err(ProblemKind::NotFound.into());
    }
    let rows = parse(&stored.value, part, &bytes, ctx.clock.now())?;
    let tags = rows.iter().filter_map(|row| row.outcome.as_ref().ok()).flat_map(|row| &row.tags);
    tag_room::check(&ctx, allowed.org(), "", tags).await?;
    let chunks = pack(&rows).map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    let received = ReceivedPart {
        part,
        digest: BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&bytes)),
        rows: number(rows.len()),
        chunks: u16::try_from(chunks.len()).unwrap_or(u16::MAX),
    };
    // Who registers a part with its digest owns its chunks; so two that differ never mix.
    register(&ctx, &allowed, import, &received).await?;
    keep(&ctx, import, part, chunks).await?;
    queue(&ctx, import, &received).await?;
    let importable = number(rows.iter().filter(|row| row.outcome.is_ok()).count());
    let refused = received.rows.saturating_sub(importable);
    let answer = ImportPart { part, rows: received.rows, importable, refused };
    Ok((StatusCode::ACCEPTED, Json(answer)))
}

fn parse(job: &ImportJob, part: u16, bytes: &[u8], now: Timestamp) -> Result<Vec<Row>, Problem> {
    let plan = ImportPlan::from_text(&job.plan).ok_or_else(|| {
        Problem::new(ProblemKind::NotAllowedNow)
            .detail("this import was planned by another version; start a new one")
    })?;
    let part = Part { number: part, rows_before: 0 };
    let reading = region::reading(plan.region, now);
    read_part(bytes, &plan.plan, part, reading).map_err(|error| unreadable(&error))
}

/// Adds the part to the import, unless it has come before.
async fn register(
    ctx: &Ctx,
    allowed: &Allowed<Work>,
    import: ImportId,
    received: &ReceivedPart,
) -> Result<(), Problem> {
    let mut attempts = Attempts::default();
    loop {
        let stored = of_org(ctx, allowed.org(), import).await?;
        if let Some(before) = stored.value.part(received.part) {
            if before.digest == received.digest {
                return Ok(());
            }
            return Err(Problem::new(ProblemKind::NotAllowedNow)
                .detail("this part has come before with other bytes"));
        }
        if stored.value.rows().saturating_add(received.rows) > IMPORT_ROWS_MAX {
            return Err(unreadable(&FileError::TooManyRows));
        }
        let mut job = stored.value.clone();
        job.received.push(received.clone());
        let mut transaction = Transaction::by(allowed.actor());
        transaction.replace_import(&stored, &job);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}

async fn keep(
    ctx: &Ctx,
    import: ImportId,
    part: u16,
    chunks: Vec<Chunk>,
) -> Result<(), CommitError> {
    let received_at = ctx.clock.now();
    let write = |(chunk, packed): (u16, Chunk)| {
        let key = ChunkRef { import, part, chunk }.chunk_key();
        let value = ImportChunk { rows: packed.bytes, received_at };
        async move { ctx.store.put_import_chunk(&key, &value).await }.boxed()
    };
    // Boxed, because the compiler cannot prove a stream of borrowing futures `Send` otherwise.
    let writes: Vec<BoxFuture<'_, _>> = (0..).zip(chunks).map(write).collect();
    stream::iter(writes).buffer_unordered(CHUNKS_AT_ONCE).try_collect().await
}

async fn queue(ctx: &Ctx, import: ImportId, received: &ReceivedPart) -> Result<(), Problem> {
    let part = received.part;
    let chunks = (0..received.chunks).map(|chunk| ChunkRef { import, part, chunk }.message());
    // A part that is put again comes here again, so that a chunk is never left unqueued.
    ctx.queues.send(chunks.collect()).await.map_err(|error| {
        Problem::new(ProblemKind::Unavailable)
            .detail("the part has come but is not queued; put it again")
            .because(error)
    })
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

//! `Idempotency-Key`: a request that is repeated with the same key is answered as the first was.
//!
//! Answers are kept for 24 hours per org and operation, and for what belongs to no org per user. The same key with another request is 422, a
//! repetition while the first still runs is 409. A request that failed leaves nothing behind. If a
//! process dies in the middle, the key is free again after a minute; the work itself must therefore
//! be safe to run twice, as everything here is.
use crate::{
    ctx::Ctx,
    problem::{Problem, ProblemKind},
};
use axum::{
    Json,
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::ids::{OrgId, UserId};
use http::{HeaderName, StatusCode, request::Parts};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt;
use store::{
    CommitError, Transaction, keys,
    platform::{ANSWER_KEPT, ANSWER_LEASE, IdempotentAnswer},
};

/// The header.
pub const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Most characters of a key.
const KEY_CHARACTERS_MAX: usize = 200;
/// Largest answer that is kept, in bytes: an item has 400 KB at most.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// The request's idempotency key, where it has one: 1 to 200 printable ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(IDEMPOTENCY_KEY) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default();
        if (1..=KEY_CHARACTERS_MAX).contains(&text.len()) {
            Ok(Self(Some(text.to_owned())))
        } else {
            Err(Problem::new(ProblemKind::Malformed)
                .detail("an Idempotency-Key has 1 to 200 printable ASCII characters"))
        }
    }
}

/// Among whose requests a key is unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// An org's: whichever of its members repeats it.
    Org(OrgId),
    /// A user's own: for what belongs to no org.
    User(UserId),
}

impl From<OrgId> for Scope {
    fn from(org: OrgId) -> Self {
        Self::Org(org)
    }
}

impl From<UserId> for Scope {
    fn from(user: UserId) -> Self {
        Self::User(user)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Org(org) => write!(f, "{org}"),
            Self::User(user) => write!(f, "{user}"),
        }
    }
}

/// Does `work` once for the key, and answers its result every time. Without a key: just does it.
///
/// `operation` is the route's operation id; `request` is everything that makes the request what it is.
pub async fn once<R, T>(
    ctx: &Ctx,
    scope: impl Into<Scope>,
    operation: &str,
    key: IdempotencyKey,
    request: &R,
    work: impl AsyncFnOnce() -> Result<(StatusCode, T), Problem>,
) -> Result<Response, Problem>
where
    R: Serialize,
    T: Serialize,
{
    let IdempotencyKey(Some(key)) = key else {
        let (status, body) = work().await?;
        return Ok((status, Json(body)).into_response());
    };
    let scope: Scope = scope.into();
    let key = keys::IdempotencyKey {
        scope: keys::Text(format!("{scope} {operation}")),
        key: keys::Text(key),
    };
    let now = ctx.clock.now();
    let begun = match begin(ctx, &key, fingerprint(request)?, now).await? {
        Begun::Answered(response) => return Ok(response),
        Begun::Ours(answer) => answer,
    };
    match work().await {
        Ok((status, body)) => finish(ctx, &key, begun, now, status, &body).await,
        Err(problem) => {
            let mut transaction = Transaction::new();
            transaction.delete(&key, begun.rev);
            if let Err(error) = ctx.store.commit(transaction).await {
                tracing::warn!(cause = %error, "an idempotency key stays taken until its lease ends");
            }
            Err(problem)
        }
    }
}

/// A request's turn under its key.
enum Begun {
    /// It was answered before.
    Answered(Response),
    /// It is ours to answer.
    Ours(Lease),
}

struct Lease {
    fingerprint: String,
    rev: u64,
}

async fn begin(
    ctx: &Ctx,
    key: &keys::IdempotencyKey,
    fingerprint: String,
    now: Timestamp,
) -> Result<Begun, Problem> {
    let seen = ctx.store.idempotent_answer(key).await?;
    if let Some(seen) = seen.as_ref().filter(|seen| now < seen.value.until) {
        return replay(&seen.value, &fingerprint, now).map(Begun::Answered);
    }
    let until = after(now, ANSWER_LEASE);
    let lease = IdempotentAnswer { fingerprint: fingerprint.clone(), until, answer: None };
    let mut transaction = Transaction::new();
    // What is seen here is left of a lease or an answer whose time is over.
    let rev = if let Some(seen) = seen {
        transaction.replace(key, &lease, seen.rev);
        seen.rev.saturating_add(1)
    } else {
        transaction.create(key, &lease);
        1
    };
    // Whoever else began with the key meanwhile wins.
    match ctx.store.commit(transaction).await {
        Ok(_) => Ok(Begun::Ours(Lease { fingerprint, rev })),
        Err(CommitError::Refused(_) | CommitError::Conflict) => Err(in_progress(ANSWER_LEASE)),
        Err(error @ CommitError::Store(_)) => Err(error.into()),
    }
}

fn replay(seen: &IdempotentAnswer, fingerprint: &str, now: Timestamp) -> Result<Response, Problem> {
    if seen.fingerprint != fingerprint {
        return Err(ProblemKind::IdempotencyMismatch.into());
    }
    let Some((status, body)) = &seen.answer else {
        return Err(in_progress(seen.until.duration_since(now)));
    };
    let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::OK);
    let json = [(http::header::CONTENT_TYPE, "application/json")];
    Ok((status, json, body.clone()).into_response())
}

fn in_progress(wait: SignedDuration) -> Problem {
    Problem::new(ProblemKind::InProgress).retry_after(wait)
}

async fn finish<T: Serialize>(
    ctx: &Ctx,
    key: &keys::IdempotencyKey,
    lease: Lease,
    now: Timestamp,
    status: StatusCode,
    body: &T,
) -> Result<Response, Problem> {
    let json = serde_json::to_string(body)
        .map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    if json.len() <= ANSWER_BYTES_MAX {
        let answer = IdempotentAnswer {
            fingerprint: lease.fingerprint,
            until: after(now, ANSWER_KEPT),
            answer: Some((status.as_u16(), json)),
        };
        let mut transaction = Transaction::new();
        transaction.replace(key, &answer, lease.rev);
        // The work is done: not to tell the caller so would be worse than to forget the answer.
        if let Err(error) = ctx.store.commit(transaction).await {
            tracing::warn!(cause = %error, "the answer to an idempotency key was not kept");
        }
    }
    Ok((status, Json(body)).into_response())
}

fn after(now: Timestamp, span: SignedDuration) -> Timestamp {
    now.checked_add(span).unwrap_or(Timestamp::MAX)
}

fn fingerprint<R: Serialize>(request: &R) -> Result<String, Problem> {
    let bytes = serde_json::to_vec(request)
        .map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(bytes)))
}

//! Jobs: work that a queue, a stream or a timer asks for.
use crate::{ctx::Ctx, invitation::ChangeError};
use serde_json::Value;
use std::{error::Error, fmt, pin::Pin};
use store::{CommitError, StoreError};

/// What a job's run becomes: the answer to whoever invoked it, or why the whole run failed.
pub type JobFuture = Pin<Box<dyn Future<Output = Result<Value, JobError>> + Send>>;

/// A job by its name, which is also the function's handler.
///
/// ```
/// # use runtime::{Ctx, Job, JobError};
/// # async fn handle(_: &Ctx, payload: serde_json::Value) -> Result<serde_json::Value, JobError> { Ok(payload) }
/// pub const JOBS: &[Job] =
///     &[Job::new("fill", |ctx, payload| Box::pin(async move { handle(&ctx, payload).await }))];
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Job {
    name: &'static str,
    run: fn(Ctx, Value) -> JobFuture,
}

impl Job {
    /// The job `name`, which runs `run` with the invocation's payload.
    pub const fn new(name: &'static str, run: fn(Ctx, Value) -> JobFuture) -> Self {
        Self { name, run }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Runs it once. Safe to repeat, late or concurrently, as every handler is.
    pub async fn run(&self, ctx: Ctx, payload: Value) -> Result<Value, JobError> {
        (self.run)(ctx, payload).await
    }
}

/// A whole run failed, so that its invoker repeats it. For what concerns one message of a batch there
/// is [`crate::Outcome`].
pub struct JobError(Box<dyn Error + Send + Sync>);

impl JobError {
    /// Whether it is known that the same run can never succeed: a stored item cannot be read, or a
    /// request is wrong. Whoever works through a stream in order leaves such a record out.
    pub fn is_lasting(&self) -> bool {
        let commit = |error: &CommitError| match error {
            CommitError::Store(error) => !error.is_transient(),
            CommitError::Refused(_) | CommitError::Conflict => false,
        };
        let change = |error: &ChangeError| match error {
            ChangeError::Commit(error) => commit(error),
            ChangeError::NotFound
            | ChangeError::Refused(_)
            | ChangeError::Forbidden(_)
            | ChangeError::Contended => false,
        };
        let error = &self.0;
        error.downcast_ref().is_some_and(|error: &StoreError| !error.is_transient())
            || error.downcast_ref().is_some_and(commit)
            || error.downcast_ref().is_some_and(change)
    }
}

impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for JobError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Debug for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// The error and its causes, outermost first.
impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}

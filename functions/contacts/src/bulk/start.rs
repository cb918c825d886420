//! Beginning a job.
use super::{hint, read::is_still};
use domain::ids::{BulkId, OrgId};
use jiff::Timestamp;
use runtime::{Ctx, Problem, ProblemKind};
use store::{
    CommitError, Places, Stored, Transaction,
    bulk::{BULKS_RUNNING_MAX, BulkJob},
    keys::BulkKey,
};

/// What beginning a job came to.
#[derive(Debug)]
pub(crate) enum Start {
    /// It is recorded and will run.
    Begun(Box<Stored<BulkJob>>),
    /// Something that stood beside it was changed meanwhile: load and decide again.
    Lost(CommitError),
}

/// Records a job with whatever else is to happen at the same time, and queues its first step. 409 where
/// the org has as many jobs as may run at once.
pub(crate) async fn start(ctx: &Ctx, job: BulkJob, beside: Transaction) -> Result<Start, Problem> {
    let id = BulkId::from_bytes(ctx.ids.bytes());
    let mut looked = false;
    loop {
        let mut transaction = Transaction::by(&job.actor);
        let place = transaction.start_bulk(id, &job);
        transaction.append(beside.clone());
        match ctx.store.commit(transaction).await {
            Ok(_) => break,
            Err(error) if !error.refuses(place) => return Ok(Start::Lost(error)),
            Err(_) if looked => return Err(too_many()),
            Err(_) => look_after(ctx, job.org, ctx.clock.now()).await?,
        }
        looked = true;
    }
    // Where the queue did not take the hint, reading the job will bring it back.
    hint::queue(ctx, id).await;
    let (key, by) = (BulkKey { bulk: id }, Some(job.actor.clone()));
    let stored = Stored { places: Places::default(), key, value: job, rev: 1, by };
    Ok(Start::Begun(Box::new(stored)))
}

/// The same for a job with nothing beside it.
pub(crate) async fn start_alone(ctx: &Ctx, job: BulkJob) -> Result<Stored<BulkJob>, Problem> {
    match start(ctx, job, Transaction::new()).await? {
        Start::Begun(stored) => Ok(*stored),
        Start::Lost(error) => Err(error.into()),
    }
}

/// Frees the places of jobs that are gone, and wakes those that stand still.
async fn look_after(ctx: &Ctx, org: OrgId, now: Timestamp) -> Result<(), Problem> {
    for bulk in ctx.store.running_bulks(org).await? {
        match ctx.store.bulk(bulk).await? {
            Some(stored) if stored.value.done_at.is_none() => {
                if is_still(&stored.value, now) {
                    hint::queue(ctx, bulk).await;
                }
            }
            Some(_) | None => {
                let mut transaction = Transaction::new();
                transaction.release_bulk(org, bulk);
                ctx.store.commit(transaction).await?;
            }
        }
    }
    Ok(())
}

fn too_many() -> Problem {
    Problem::new(ProblemKind::NotAllowedNow)
        .detail(format!(
            "{BULKS_RUNNING_MAX} changes of many contacts are running; wait until one is done"
        ))
        .with("max", BULKS_RUNNING_MAX)
}

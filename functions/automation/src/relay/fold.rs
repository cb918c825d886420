//! The read models: what lists, logs and dashboards show follows the stream.
use runtime::{Ctx, JobError, batch::StreamRecord};
use store::CommitError;

/// Makes the lists show what the records say. A row that cannot be read is logged, and holds nobody
/// up: its entry stays as it was.
pub(super) async fn fold(ctx: &Ctx, records: &[StreamRecord]) -> Result<(), JobError> {
    let images: Vec<_> = records
        .iter()
        .map(|record| {
            let change = &record.change;
            (record.at, change.before().cloned(), change.after().cloned())
        })
        .collect();
    match ctx.store.fold_stream(images, ctx.clock.now()).await {
        Ok(()) => Ok(()),
        Err(CommitError::Store(error)) if !error.is_transient() && records.len() == 1 => {
            tracing::error!(cause = %error, alarm = true, "a record cannot be folded into the lists");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

//! What happens to a contact that was there before the file's row.
use crate::limits::CONTACT_TAGS_MAX;
use domain::ids::{ContactId, OrgId};
use runtime::Ctx;
use store::{
    Attempts, CommitError, Consistency, Transaction,
    contacts::union,
    imports::{ExistingContacts, ImportJob},
};

/// Gives the contact the row's tags and the import's, where the import asks for it. A contact that has
/// them, or has no room for them, stays as it is; so does one that was deleted meanwhile.
pub(super) async fn meet(
    ctx: &Ctx,
    job: &ImportJob,
    contact: ContactId,
    tags: &[String],
) -> Result<(), CommitError> {
    match job.existing {
        ExistingContacts::Keep => Ok(()),
        ExistingContacts::AddTags if tags.is_empty() => Ok(()),
        ExistingContacts::AddTags => add_tags(ctx, job.org, contact, tags, &actor(job)).await,
    }
}

/// Who an import's changes are recorded as: whoever started it.
pub(super) fn actor(job: &ImportJob) -> String {
    job.started_by.to_string()
}

async fn add_tags(
    ctx: &Ctx,
    org: OrgId,
    contact: ContactId,
    tags: &[String],
    actor: &str,
) -> Result<(), CommitError> {
    let mut attempts = Attempts::default();
    loop {
        let stored = ctx.store.contact(org, contact, Consistency::Strong).await?;
        let Some(stored) = stored else { return Ok(()) };
        let mut changed = stored.value.clone();
        changed.tags = union(&changed.tags, tags, CONTACT_TAGS_MAX);
        if changed.tags == stored.value.tags {
            return Ok(());
        }
        let mut transaction = Transaction::by(actor);
        transaction.replace_contact(&stored, &changed);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}

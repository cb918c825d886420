//! What happens to a contact that was there before the file's row.
use super::groups::joined;
use crate::{limits::CONTACT_TAGS_MAX, lists::membership::ListChecks};
use domain::ids::{ContactId, ContactListId, OrgId};
use runtime::Ctx;
use store::{
    Attempts, CommitError, Consistency, Transaction,
    contacts::union,
    imports::{ExistingContacts, ImportJob},
};

/// What a row brings to a contact that is there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brought<'r> {
    /// The row's tags and the import's.
    pub(super) tags: &'r [String],
    /// The row's lists.
    pub(super) lists: &'r [ContactListId],
}

/// Gives the contact the row's tags and lists and the import's tags, where the import asks for it. A
/// contact that has them, or has no room for them, stays as it is; so does one that was deleted
/// meanwhile.
pub(super) async fn meet(
    ctx: &Ctx,
    job: &ImportJob,
    contact: ContactId,
    brought: Brought<'_>,
) -> Result<(), CommitError> {
    match job.existing {
        ExistingContacts::Keep => Ok(()),
        ExistingContacts::AddTags if brought.tags.is_empty() && brought.lists.is_empty() => Ok(()),
        ExistingContacts::AddTags => add(ctx, job.org, contact, brought, &actor(job)).await,
    }
}

/// Who an import's changes are recorded as: whoever started it.
pub(super) fn actor(job: &ImportJob) -> String {
    job.started_by.to_string()
}

async fn add(
    ctx: &Ctx,
    org: OrgId,
    contact: ContactId,
    brought: Brought<'_>,
    actor: &str,
) -> Result<(), CommitError> {
    let mut lists = brought.lists.to_vec();
    let mut attempts = Attempts::default();
    loop {
        let stored = ctx.store.contact(org, contact, Consistency::Strong).await?;
        let Some(stored) = stored else { return Ok(()) };
        let mut changed = stored.value.clone();
        changed.tags = union(&changed.tags, brought.tags, CONTACT_TAGS_MAX);
        changed.lists = joined(&changed.lists, &lists);
        if changed == stored.value {
            return Ok(());
        }
        let mut transaction = Transaction::by(actor);
        let checks = ListChecks::add(&mut transaction, org, &lists);
        transaction.replace_contact(&stored, &changed);
        let Err(error) = ctx.store.commit(transaction).await else { return Ok(()) };
        if !checks.drop_gone(&error, &mut lists) {
            attempts.again(error)?;
        }
    }
}

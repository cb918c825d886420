//! One step of a job: some contacts changed, and how far it came recorded.
use super::{
    act::{Wanted, wanted},
    hint,
    matching::Matching,
};
use domain::ids::{BulkId, ContactId};
use futures::{FutureExt, StreamExt, TryStreamExt, future::BoxFuture, stream};
use jiff::SignedDuration;
use runtime::{Ctx, Outcome};
use std::collections::BTreeMap;
use store::{
    Attempts, CommitError, Consistency, StoreError, Stored, Transaction,
    bulk::{BulkAct, BulkCounts, BulkJob, BulkSelection},
    contacts::Contact,
};

/// Most contacts of one step: what one run finishes well inside its timeout.
const STEP_CONTACTS_MAX: u16 = 250;
/// Contacts of a step that are written at the same time.
const CONTACTS_AT_ONCE: usize = 16;
/// The same where each write also looks at one list: they would only meet each other there.
const JOINS_AT_ONCE: usize = 1;
/// How long to wait before a step that the table could not take is tried again.
const RETRY_AFTER: SignedDuration = SignedDuration::from_secs(30);

/// Does the next step of a job, and asks for the one after it. Safe to run twice, late and concurrently.
pub(crate) async fn handle(ctx: &Ctx, bulk: BulkId) -> Outcome {
    match step(ctx, bulk).await {
        Ok(true) if !hint::queue(ctx, bulk).await => Outcome::Retry { after: RETRY_AFTER },
        Ok(_) => Outcome::Done,
        Err(CommitError::Store(error)) if !error.is_transient() => {
            tracing::error!(bulk.id = %bulk, cause = %error, "a step of a job cannot be done");
            Outcome::Park { why: "the table refused a step of a change of many contacts" }
        }
        Err(error) => {
            tracing::warn!(bulk.id = %bulk, cause = %error, "a step of a job waits");
            Outcome::Retry { after: RETRY_AFTER }
        }
    }
}

/// Whether there is another step to do by whoever did this one.
async fn step(ctx: &Ctx, bulk: BulkId) -> Result<bool, CommitError> {
    let Some(stored) = ctx.store.bulk(bulk).await? else { return Ok(false) };
    let job = &stored.value;
    if job.done_at.is_some() {
        return Ok(false);
    }
    let chunk = chunk(ctx, job).await?;
    let (reached, more) = (chunk.reached, chunk.more);
    let counts = change(ctx, job, chunk).await?;
    let now = ctx.clock.now();
    let mut next = job.clone();
    next.reached = reached.or(job.reached);
    next.counts = job.counts.plus(counts);
    next.moved_at = now;
    next.done_at = (!more).then_some(now);
    let recorded = record(ctx, &stored, &next).await?;
    Ok(recorded && more)
}

/// The contacts of one step.
struct Chunk {
    /// Each with what was read of it; `None` where it seems to be gone.
    contacts: Vec<(ContactId, Option<Stored<Contact>>)>,
    /// The last of them, chosen or not.
    reached: Option<ContactId>,
    more: bool,
    /// What the job asks of a contact, where it does not name them.
    filter: Option<Matching>,
}

async fn chunk(ctx: &Ctx, job: &BulkJob) -> Result<Chunk, StoreError> {
    match &job.selection {
        BulkSelection::Named => named(ctx, job).await,
        BulkSelection::Matching { filter } => {
            let filter = Matching::of_text(filter).ok_or_else(|| StoreError::Unreadable {
                kind: "bulk",
                reason: "its filter is not what was stored".into(),
            })?;
            let (page, more) =
                ctx.store.contacts_after(job.org, job.reached, STEP_CONTACTS_MAX).await?;
            let reached = page.last().map(|contact| contact.key.contact);
            let chosen = page
                .into_iter()
                .filter(|contact| filter.takes(contact.key.contact, &contact.value));
            let contacts = chosen.map(|contact| (contact.key.contact, Some(contact))).collect();
            Ok(Chunk { contacts, reached, more, filter: Some(filter) })
        }
    }
}

async fn named(ctx: &Ctx, job: &BulkJob) -> Result<Chunk, StoreError> {
    let most = usize::from(STEP_CONTACTS_MAX);
    let mut ids = job.contacts();
    ids.retain(|id| job.reached.is_none_or(|reached| *id > reached));
    let more = ids.len() > most;
    ids.truncate(most);
    let found = ctx.store.contacts(job.org, &ids).await?;
    let mut found: BTreeMap<ContactId, Stored<Contact>> =
        found.into_iter().map(|contact| (contact.key.contact, contact)).collect();
    let reached = ids.last().copied();
    let contacts = ids.into_iter().map(|id| (id, found.remove(&id))).collect();
    Ok(Chunk { contacts, reached, more, filter: None })
}

async fn change(ctx: &Ctx, job: &BulkJob, chunk: Chunk) -> Result<BulkCounts, CommitError> {
    let at_once = match job.act {
        BulkAct::AddToList { .. } => JOINS_AT_ONCE,
        BulkAct::AddTags { .. }
        | BulkAct::RemoveTags { .. }
        | BulkAct::RenameTag { .. }
        | BulkAct::RemoveFromList { .. }
        | BulkAct::DeleteList { .. }
        | BulkAct::Delete => CONTACTS_AT_ONCE,
    };
    let Chunk { contacts, filter, .. } = chunk;
    let change = |(id, seen)| change_one(ctx, (job, filter.as_ref()), id, seen).boxed();
    // Boxed, because the compiler cannot prove a stream of borrowing futures `Send` otherwise.
    let changes: Vec<BoxFuture<'_, _>> = contacts.into_iter().map(change).collect();
    let fold = |sum: BulkCounts, one: BulkCounts| async move { Ok(sum.plus(one)) };
    stream::iter(changes).buffered(at_once).try_fold(BulkCounts::default(), fold).await
}

/// Changes one contact, as it was read or, where somebody was faster, as it is now: then it may be one
/// that nobody asked for any more.
async fn change_one(
    ctx: &Ctx,
    (job, filter): (&BulkJob, Option<&Matching>),
    id: ContactId,
    seen: Option<Stored<Contact>>,
) -> Result<BulkCounts, CommitError> {
    let mut seen = seen;
    let mut attempts = Attempts::default();
    loop {
        let stored = match seen.take() {
            Some(stored) => Some(stored),
            None => ctx.store.contact(job.org, id, Consistency::Strong).await?,
        };
        let Some(stored) = stored else { return Ok(BulkCounts { gone: 1, ..none() }) };
        if filter.is_some_and(|filter| !filter.takes(id, &stored.value)) {
            return Ok(BulkCounts { unchanged: 1, ..none() });
        }
        let mut transaction = Transaction::by(&job.actor);
        let mut list_stands = None;
        match wanted(&job.act, &stored.value) {
            Wanted::Unchanged => return Ok(BulkCounts { unchanged: 1, ..none() }),
            Wanted::NoRoom => return Ok(BulkCounts { refused: 1, ..none() }),
            Wanted::Gone => drop(transaction.delete_contact(&stored, ctx.clock.now())),
            Wanted::Changed(changed) => drop(transaction.replace_contact(&stored, &changed)),
            Wanted::Joined(changed, list) => {
                transaction.replace_contact(&stored, &changed);
                list_stands = Some(transaction.check_contact_list(job.org, list));
            }
        }
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(BulkCounts { changed: 1, ..none() }),
            Err(error) if list_stands.is_some_and(|check| error.refuses(check)) => {
                return Ok(BulkCounts { refused: 1, ..none() });
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

fn none() -> BulkCounts {
    BulkCounts::default()
}

/// Records how far the job came; `false` where another run came further. A list that is deleted goes
/// with the last step.
async fn record(ctx: &Ctx, seen: &Stored<BulkJob>, next: &BulkJob) -> Result<bool, CommitError> {
    let mut attempts = Attempts::default();
    loop {
        let mut transaction = Transaction::by(&next.actor);
        let written = transaction.advance_bulk(seen, next);
        if let (BulkAct::DeleteList { list }, Some(now)) = (&next.act, next.done_at) {
            let list = ctx.store.any_contact_list(next.org, *list, Consistency::Strong).await?;
            if let Some(list) = list {
                transaction.delete_contact_list(&list, now);
            }
        }
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(true),
            Err(error) if error.refuses(written) => return Ok(false),
            Err(error) => attempts.again(error)?,
        }
    }
}

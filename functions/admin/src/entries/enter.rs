//! Entering an org, and leaving it.
use domain::ids::{OrgId, UserId};
use jiff::{SignedDuration, Timestamp};
use runtime::{
    Ctx, PlatformAdmin, Problem, ProblemKind,
    limits::Attempt,
    mail::{Entered, Letter, PendingMail, Reader},
};
use store::{
    Attempts, Consistency, Transaction,
    entries::{BothEntries, ENTRY_LASTS, OrgEntry},
    orgs::Org,
    rate::RateLimit,
};

/// How often an admin may enter orgs: each entry mails people.
const ENTER_LIMIT: RateLimit =
    RateLimit { name: "enter", attempts_max: 10, window: SignedDuration::from_mins(60) };
/// Owners who are mailed about one entry. All of them see it in the org.
const OWNERS_MAILED_MAX: usize = 20;

/// Lets the admin into the org, and mails its owners: one transaction. An earlier entry of the admin's
/// to the same org ends with it.
pub(super) async fn enter(
    ctx: &Ctx,
    by: &PlatformAdmin,
    org: OrgId,
    (acting, reason): (bool, &str),
) -> Result<OrgEntry, Problem> {
    let now = ctx.clock.now();
    let Some(seen) = ctx.store.org(org, Consistency::Strong).await? else {
        return Err(ProblemKind::NotFound.into());
    };
    Attempt::at(now).by(ENTER_LIMIT, by.user().to_string()).count(ctx).await?;
    let until = now.checked_add(ENTRY_LASTS).unwrap_or(now);
    let entry = OrgEntry { acting, reason: reason.to_owned(), since: now, until };
    let mails = mails(ctx, (org, &seen.value), &entry, now).await?;
    let mut attempts = Attempts::default();
    loop {
        let former = ctx.store.entry(by.user(), org).await?;
        let mut transaction = Transaction::by(by.actor());
        transaction.enter_org((by.user(), org), former.as_ref(), &entry);
        for mail in &mails {
            mail.record(&mut transaction);
        }
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(entry),
            Err(error) => attempts.again(error)?,
        }
    }
}

/// Ends the admin's entry to the org. 404 where there is none that lasts.
pub(super) async fn leave(ctx: &Ctx, by: &PlatformAdmin, org: OrgId) -> Result<(), Problem> {
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let seen = live(ctx, by.user(), org, now).await?.ok_or(ProblemKind::NotFound)?;
        let mut transaction = Transaction::by(by.actor());
        transaction.end_entry(&seen, now);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) => attempts.again(error)?,
        }
    }
}

async fn live(
    ctx: &Ctx,
    user: UserId,
    org: OrgId,
    now: Timestamp,
) -> Result<Option<BothEntries>, Problem> {
    let entry = ctx.store.entry(user, org).await?;
    Ok(entry.filter(|both| now < both.entry.value.until))
}

/// The mails to the owners, each in the owner's own language and zone.
async fn mails(
    ctx: &Ctx,
    (id, org): (OrgId, &Org),
    entry: &OrgEntry,
    now: Timestamp,
) -> Result<Vec<PendingMail>, Problem> {
    let mut owners = ctx.store.owners(id).await?;
    owners.truncate(OWNERS_MAILED_MAX);
    let (acting, reason, until) = (entry.acting, entry.reason.as_str(), entry.until);
    let entered = Entered { org: &org.display_name, acting, reason, until };
    let owners = ctx.store.users(&owners).await?;
    let mail = |owner: &store::Stored<store::accounts::User>| {
        let letter = Letter::admin_entered(&Reader::of(&owner.value), &entered);
        PendingMail::new(ctx, &owner.value.email, &letter, now).about(id)
    };
    Ok(owners.iter().map(mail).collect())
}

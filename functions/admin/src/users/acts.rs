//! What is done to a user: kept out, let in again, made an admin or no admin any more.
use domain::ids::UserId;
use jiff::Timestamp;
use runtime::{Ctx, PlatformAdmin, Problem, ProblemKind};
use store::{
    Attempts, CommitError, Consistency, Transaction,
    accounts::{ProofOf, Standing, User},
};

/// Most entries that end with one act. An admin has fewer at a time: ten in an hour, for half of one.
const ENTRIES_ENDED_MAX: usize = 15;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Keeps the user out: all sessions end.
    Deactivate,
    /// Lets the user in again.
    Reactivate,
    /// Makes the user one who runs the platform.
    Promote,
    /// Makes the user one who does not.
    Demote,
}

impl Act {
    /// The user after it; the same where it is so already.
    fn done(self, user: &User, now: Timestamp) -> User {
        let mut after = user.clone();
        match self {
            Self::Deactivate if user.deactivated_at.is_none() => after = user.kept_out(now),
            Self::Deactivate => (),
            Self::Reactivate => after.deactivated_at = None,
            Self::Promote => after.platform_admin = true,
            Self::Demote => after.platform_admin = false,
        }
        after
    }

    /// Whether the user is out with it: no session lasts, and nothing that was mailed is good.
    const fn logs_out(self) -> bool {
        match self {
            Self::Deactivate => true,
            Self::Reactivate | Self::Promote | Self::Demote => false,
        }
    }

    /// Whether the user leaves the orgs that were entered.
    const fn ends_entries(self) -> bool {
        match self {
            Self::Deactivate | Self::Demote => true,
            Self::Reactivate | Self::Promote => false,
        }
    }
}

/// Does it, and answers the user as it is then. Somebody always runs the platform: the condition is in
/// the write, 409 `last-admin`.
pub(super) async fn act(
    ctx: &Ctx,
    by: &PlatformAdmin,
    user: UserId,
    act: Act,
) -> Result<Standing, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let standing = load(ctx, user).await?;
        let after = act.done(&standing.user.value, now);
        if after == standing.user.value {
            return Ok(standing);
        }
        if act == Act::Promote && after.deactivated_at.is_some() {
            return Err(Problem::new(ProblemKind::NotAllowedNow)
                .detail("the account is deactivated: reactivate it first"));
        }
        let mut transaction = Transaction::by(by.actor());
        let last = transaction.replace_counted_user(&standing.user, &after);
        if act.logs_out() {
            transaction.end_void_sessions(&standing, None);
            for proof in ProofOf::ALL {
                transaction.drop_proof(user, proof);
            }
        }
        if act.ends_entries() {
            end_entries(ctx, &mut transaction, &standing, now).await?;
        }
        match ctx.store.commit(transaction).await {
            Ok(_) => return load(ctx, user).await,
            Err(error) if is_last(&error, last) => return Err(ProblemKind::LastAdmin.into()),
            Err(error) => attempts.again(error)?,
        }
    }
}

/// Ends the user's entries that last. More of them than fit are ended by their time.
async fn end_entries(
    ctx: &Ctx,
    transaction: &mut Transaction,
    standing: &Standing,
    now: Timestamp,
) -> Result<(), Problem> {
    let live = standing.entries.iter().filter(|(_, entry)| now < entry.until);
    for (org, _) in live.take(ENTRIES_ENDED_MAX) {
        if let Some(entry) = ctx.store.entry(standing.user.key.user, *org).await? {
            transaction.end_entry(&entry, now);
        }
    }
    Ok(())
}

fn is_last(error: &CommitError, counted: Option<usize>) -> bool {
    counted.is_some_and(|counted| error.refuses(counted))
}

/// The user with all that belongs to the account, as it is now.
pub(super) async fn load(ctx: &Ctx, user: UserId) -> Result<Standing, Problem> {
    let standing = ctx.store.standing(user, Consistency::Strong).await?;
    standing.ok_or_else(|| ProblemKind::NotFound.into())
}

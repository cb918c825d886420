//! Changing what is shown of a user.
use crate::found::taken;
use domain::{username::Username, zone::Zone};
use jiff::SignedDuration;
use runtime::{Ctx, Problem, ProblemKind, SignedIn, limits::Attempt, revision::Seen};
use store::{Attempts, Consistency, Stored, Transaction, accounts::User, rate::RateLimit};

/// Changes of the username of one user: each tells whether a name is taken.
pub const USERNAME_LIMIT: RateLimit =
    RateLimit { name: "username", attempts_max: 10, window: SignedDuration::from_hours(1) };

/// What to change: absent stays, an inner `None` clears.
#[derive(Debug, Clone, Default)]
#[expect(clippy::option_option, reason = "absent and null are different in a change")]
pub(crate) struct ProfileChange {
    pub(crate) name: Option<String>,
    pub(crate) username: Option<Option<Username>>,
    pub(crate) locale: Option<Option<String>>,
    pub(crate) time_zone: Option<Option<Zone>>,
}

impl ProfileChange {
    fn apply(&self, user: &User) -> User {
        let changed = self.clone();
        let username = changed.username.map(|name| name.map(|name| name.to_string()));
        User {
            display_name: changed.name.unwrap_or_else(|| user.display_name.clone()),
            username: username.unwrap_or_else(|| user.username.clone()),
            locale: changed.locale.unwrap_or_else(|| user.locale.clone()),
            time_zone: changed.time_zone.unwrap_or_else(|| user.time_zone.clone()),
            ..user.clone()
        }
    }
}

/// Changes the caller's profile. 412 where it is not the one that was seen, 409 where somebody has
/// the username.
pub(crate) async fn change_profile(
    ctx: &Ctx,
    by: &SignedIn,
    revision: Seen,
    change: &ProfileChange,
) -> Result<(), Problem> {
    let asked = change.username.as_ref().and_then(Option::as_ref).map(Username::as_str);
    if asked.is_some() && asked != by.standing().user.value.username.as_deref() {
        let now = ctx.clock.now();
        Attempt::at(now).by(USERNAME_LIMIT, by.user().to_string()).count(ctx).await?;
    }
    let mut attempts = Attempts::default();
    loop {
        let seen = ctx.store.user(by.user(), Consistency::Strong).await?;
        let seen = seen.ok_or(ProblemKind::Unauthenticated)?;
        revision.check(seen.rev)?;
        let changed = change.apply(&seen.value);
        if changed == seen.value {
            return Ok(());
        }
        let (transaction, username) = transaction(&seen, &changed);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(()),
            Err(error) if username.is_some_and(|name| error.refuses(name)) => {
                return Err(taken("username"));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

/// The change, and the operation that is refused where the username is taken.
fn transaction(seen: &Stored<User>, changed: &User) -> (Transaction, Option<usize>) {
    let user = seen.key.user;
    let mut transaction = Transaction::by(user.to_string());
    transaction.replace_user(seen, changed);
    if changed.username == seen.value.username {
        return (transaction, None);
    }
    if let Some(former) = &seen.value.username {
        transaction.free_username(user, former);
    }
    let taken = changed.username.as_deref().map(|name| transaction.take_username(user, name));
    (transaction, taken)
}

//! Log-in.
use crate::{
    nobody::stand_in,
    tokens::{Tokens, new_session},
};
use domain::{
    email::Email,
    ids::{SessionId, UserId},
    username::Username,
};
use jiff::{SignedDuration, Timestamp};
use runtime::{
    Ctx, Problem, ProblemKind,
    limits::Attempt,
    password::{Password, verified},
};
use store::{
    Attempts, CommitError, Consistency, Transaction,
    accounts::{SESSIONS_MAX, Standing},
    rate::RateLimit,
};

/// Attempts to log in that fail, per account and per address.
pub const LOGIN_LIMIT: RateLimit =
    RateLimit { name: "login", attempts_max: 10, window: SignedDuration::from_mins(15) };

/// What somebody logs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Login {
    /// The address.
    Email(Email),
    /// The username.
    Username(Username),
}

impl Login {
    /// A text with an `@` is an address; no username has one.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let parsed = if text.contains('@') {
            Email::parse(text).ok().map(Self::Email)
        } else {
            Username::parse(text).ok().map(Self::Username)
        };
        parsed.ok_or("must be an e-mail address or a username")
    }

    /// Whose it is; nobody's id, for the same reads, where it is unknown.
    async fn user(&self, ctx: &Ctx) -> Result<UserId, Problem> {
        let (user, text) = match self {
            Self::Email(email) => {
                (ctx.store.user_by_email(email.as_str()).await?, email.canonical())
            }
            Self::Username(name) => {
                (ctx.store.user_by_username(name.as_str()).await?, name.to_string())
            }
        };
        Ok(user.unwrap_or_else(|| stand_in(&ctx.secrets.cursors, &text)))
    }
}

/// Begins a session for whoever knows the password. Attempts are counted before the password is looked
/// at, and forgotten where it was right, so that good log-ins never wait. No answer tells whether an
/// account exists.
pub(crate) async fn log_in(
    ctx: &Ctx,
    login: &Login,
    password: Option<Password>,
    device: String,
    address: Option<&str>,
) -> Result<Tokens, Problem> {
    let now = ctx.clock.now();
    let from_address = Attempt::at(now).from_address(LOGIN_LIMIT, address);
    from_address.count(ctx).await?;
    let user = login.user(ctx).await?;
    // By user, not by login: a user has two logins and as many guesses as with one.
    let at_account = Attempt::at(now).by(LOGIN_LIMIT, format!("account {user}"));
    at_account.count(ctx).await?;
    let standing = proven(ctx, user, password).await?;
    from_address.give_back(ctx).await?;
    at_account.give_back(ctx).await?;
    begin_session(ctx, &standing, device, now).await
}

fn wrong() -> Problem {
    Problem::new(ProblemKind::Unauthenticated).detail("the login or the password is wrong")
}

/// The standing of the user who knows the password, and is not kept out.
async fn proven(ctx: &Ctx, user: UserId, password: Option<Password>) -> Result<Standing, Problem> {
    let standing = ctx.store.standing(user, Consistency::Strong).await?;
    let hash = standing.as_ref().map(|standing| standing.user.value.password.clone());
    let verified = verified(password, hash).await?;
    standing
        .filter(|standing| verified && standing.user.value.deactivated_at.is_none())
        .ok_or_else(wrong)
}

async fn begin_session(
    ctx: &Ctx,
    standing: &Standing,
    device: String,
    now: Timestamp,
) -> Result<Tokens, Problem> {
    let user = standing.user.key.user;
    let id = SessionId::from_bytes(ctx.ids.bytes());
    let session = new_session(&standing.user.value, device, now);
    let mut transaction = Transaction::by(user.to_string());
    let unchanged = transaction.check_log_in(&standing.user);
    transaction.create_session(user, id, &session);
    for old in surplus(standing) {
        transaction.end_session(user, old);
    }
    let mut attempts = Attempts::default();
    loop {
        match ctx.store.commit(transaction.clone()).await {
            Ok(_) => return Tokens::of(ctx, user, id, session.rotation, now),
            Err(error) if error.refuses(unchanged) => return Err(wrong()),
            Err(error @ CommitError::Refused(_)) => return Err(error.into()),
            Err(error) => attempts.again(error)?,
        }
    }
}

/// The sessions that a new one displaces: void ones, then those that were unused the longest.
fn surplus(standing: &Standing) -> Vec<SessionId> {
    let mut sessions: Vec<_> = standing.sessions.iter().collect();
    let credentials = standing.user.value.credentials;
    sessions.sort_by_key(|session| {
        (session.value.credentials == credentials, session.value.refreshed_at)
    });
    let most = SESSIONS_MAX.saturating_sub(1);
    let displaced = sessions.len().saturating_sub(most);
    sessions.into_iter().take(displaced).map(|session| session.key.session).collect()
}

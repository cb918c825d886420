//! Log-in.
use crate::{email::Email, password::Password, refresh_token::RefreshToken};
use domain::ids::{SessionId, UserId};
use jiff::{SignedDuration, Timestamp};
use runtime::{
    Ctx, Problem, ProblemKind,
    access_token::{self, Bearer},
};
use store::{
    Consistency, Transaction,
    accounts::{SESSIONS_MAX, Session, Standing},
    rate::{RateError, RateLimit},
};

/// Attempts to log in that fail, per account and per address.
pub const LOGIN_LIMIT: RateLimit =
    RateLimit { name: "login", attempts_max: 10, window: SignedDuration::from_mins(15) };

/// How long a session lasts after it was last used.
pub(crate) const SESSION_IDLE_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);
const _: () = assert!(
    access_token::ACCESS_TOKEN_LIFE.as_secs() < SESSION_IDLE_LIFE.as_secs(),
    "an access token never outlives its session"
);

/// Proof of who somebody is, for now and for later.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) user: UserId,
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Tokens {
    /// The tokens of a session in its present rotation.
    pub(crate) fn of(
        ctx: &Ctx,
        user: UserId,
        session: SessionId,
        rotation: u32,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let access = access_token::sign(&ctx.secrets.access, Bearer { user, session }, now)
            .map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
        let refresh = RefreshToken { user, session, rotation }.sign(&ctx.secrets.cursors);
        Ok(Self { user, access, refresh })
    }
}

/// Begins a session for whoever knows the password. Attempts are counted before they are looked at,
/// per account and per `address`; those that succeed do not count. No answer and no duration tells
/// whether an account exists.
pub(crate) async fn log_in(
    ctx: &Ctx,
    email: &Email,
    password: Option<Password>,
    address: Option<&str>,
) -> Result<Tokens, Problem> {
    let now = ctx.clock.now();
    let scopes = [
        address.map(|address| format!("address {address}")),
        Some(format!("account {}", email.canonical())),
    ];
    for scope in scopes.iter().flatten() {
        ctx.store.take_attempt(LOGIN_LIMIT, scope, now).await.map_err(limited)?;
    }
    let standing = proven(ctx, email, password).await?;
    for scope in scopes.iter().flatten() {
        ctx.store.give_back_attempt(LOGIN_LIMIT, scope, now).await.map_err(limited)?;
    }
    begin_session(ctx, &standing, now).await
}

fn limited(error: RateError) -> Problem {
    match error {
        RateError::Wait { wait } => Problem::new(ProblemKind::TooManyRequests).retry_after(wait),
        RateError::Store(error) => error.into(),
    }
}

/// The standing of whoever has the address and knows the password.
async fn proven(ctx: &Ctx, email: &Email, password: Option<Password>) -> Result<Standing, Problem> {
    let user = ctx.store.user_by_email(email.as_str()).await?;
    // Nobody has the id of zeros: an unknown address costs the same reads as a known one.
    let user = user.unwrap_or(UserId::from_bytes([0; UserId::SIZE]));
    let standing = ctx.store.standing(user, Consistency::Strong).await?;
    let hash = standing.as_ref().map(|standing| standing.user.value.password.clone());
    let wrong = || {
        Problem::new(ProblemKind::Unauthenticated)
            .detail("the e-mail address or the password is wrong")
    };
    let password = password.ok_or_else(wrong)?;
    let verified = tokio::task::spawn_blocking(move || password.verify(hash.as_deref())).await;
    let verified = verified.map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    standing.filter(|_| verified).ok_or_else(wrong)
}

async fn begin_session(ctx: &Ctx, standing: &Standing, now: Timestamp) -> Result<Tokens, Problem> {
    let user = standing.user.key.user;
    let id = SessionId::from_bytes(ctx.ids.bytes());
    let session = Session {
        rotation: 0,
        created_at: now,
        refreshed_at: now,
        expires_at: now.checked_add(SESSION_IDLE_LIFE).unwrap_or(Timestamp::MAX),
        device: String::new(),
    };
    let mut transaction = Transaction::by(user.to_string());
    transaction.create_session(user, id, &session);
    for old in surplus(standing) {
        transaction.end_session(user, old);
    }
    ctx.store.commit(transaction).await?;
    Tokens::of(ctx, user, id, session.rotation, now)
}

/// The sessions that a new one displaces: those that were unused the longest.
fn surplus(standing: &Standing) -> Vec<SessionId> {
    let mut sessions: Vec<_> = standing.sessions.iter().collect();
    sessions.sort_by_key(|session| session.value.refreshed_at);
    let most = SESSIONS_MAX.saturating_sub(1);
    let displaced = sessions.len().saturating_sub(most);
    sessions.into_iter().take(displaced).map(|session| session.key.session).collect()
}

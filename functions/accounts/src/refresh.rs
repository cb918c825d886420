//! Exchanging a refresh token, and log-out.
use crate::{
    proof::record,
    refresh_token::RefreshToken,
    tokens::{SESSION_IDLE_LIFE, Tokens},
};
use jiff::Timestamp;
use runtime::{Ctx, Problem, ProblemKind};
use store::{Attempts, Consistency, Stored, Transaction, accounts::Session};

/// What a token does to its session.
#[derive(Debug, PartialEq, Eq)]
enum Exchange {
    /// The session goes on with its next token.
    Renewed(Session),
    /// The token was exchanged before: somebody has a copy of it, and nobody can tell who.
    Reused,
    /// The session's time is over.
    Expired,
}

/// What the token of `rotation` does to `session` at `now`.
fn exchange(session: &Session, rotation: u32, now: Timestamp) -> Exchange {
    if session.rotation != rotation {
        return Exchange::Reused;
    }
    if session.expires_at <= now {
        return Exchange::Expired;
    }
    Exchange::Renewed(Session {
        rotation: rotation.saturating_add(1),
        refreshed_at: now,
        expires_at: now.checked_add(SESSION_IDLE_LIFE).unwrap_or(Timestamp::MAX),
        ..session.clone()
    })
}

/// Exchanges a refresh token for new ones. A token works once; a second use ends the session for
/// everyone who holds a token of it. 401 for whatever does not count, and for whom is kept out.
pub(crate) async fn refresh(ctx: &Ctx, text: &str) -> Result<Tokens, Problem> {
    let now = ctx.clock.now();
    let token = RefreshToken::verify(&ctx.secrets.cursors, text).ok_or_else(refused)?;
    let own = u64::from_be_bytes(ctx.ids.bytes());
    let mut attempts = Attempts::default();
    loop {
        let seen = load(ctx, token).await?;
        if seen.value.exchange == own {
            // The table did it, its answer was lost, and the client asked once more.
            return Tokens::of(ctx, token.user, token.session, seen.value.rotation, now);
        }
        let renewed = match exchange(&seen.value, token.rotation, now) {
            Exchange::Renewed(session) => Session { exchange: own, ..session },
            Exchange::Expired => return Err(refused()),
            Exchange::Reused => {
                tracing::warn!(session.id = %token.session, "a refresh token was used twice, its session ends");
                end(ctx, token).await?;
                return Err(refused());
            }
        };
        let mut transaction = Transaction::by(token.user.to_string());
        transaction.replace_session(&seen, &renewed);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Tokens::of(ctx, token.user, token.session, renewed.rotation, now),
            Err(error) => attempts.again(error)?,
        }
    }
}

/// The token's session, where the user is not kept out and has the credentials that it was begun with.
async fn load(ctx: &Ctx, token: RefreshToken) -> Result<Stored<Session>, Problem> {
    let standing = ctx.store.standing(token.user, Consistency::Strong).await?;
    let standing = standing.ok_or_else(refused)?;
    let user = &standing.user.value;
    let mut sessions = standing.sessions.iter();
    sessions
        .find(|session| session.key.session == token.session)
        .filter(|session| session.value.credentials == user.credentials)
        .filter(|_| user.deactivated_at.is_none())
        .cloned()
        .ok_or_else(refused)
}

/// Ends the session that a refresh token belongs to. A text that is no token of ours ends nothing.
pub(crate) async fn log_out(ctx: &Ctx, text: &str) -> Result<(), Problem> {
    match RefreshToken::verify(&ctx.secrets.cursors, text) {
        Some(token) => end(ctx, token).await,
        None => Ok(()),
    }
}

async fn end(ctx: &Ctx, token: RefreshToken) -> Result<(), Problem> {
    let mut transaction = Transaction::by(token.user.to_string());
    transaction.end_session(token.user, token.session);
    record(ctx, transaction).await
}

fn refused() -> Problem {
    Problem::new(ProblemKind::Unauthenticated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn a_token_is_exchanged_once_and_in_time() {
        let now: Timestamp = "2026-06-01T12:00:00Z".parse().unwrap();
        let end = now + SignedDuration::from_hours(1);
        let session = Session {
            rotation: 4,
            created_at: now,
            refreshed_at: now,
            expires_at: end,
            device: String::new(),
            credentials: 0,
            exchange: 0,
        };
        let Exchange::Renewed(next) = exchange(&session, 4, now) else { panic!("not renewed") };
        assert_eq!((next.rotation, next.expires_at), (5, now + SESSION_IDLE_LIFE));
        assert_eq!(exchange(&next, 4, now), Exchange::Reused);
        let just_before = end - SignedDuration::from_nanos(1);
        assert!(matches!(exchange(&session, 4, just_before), Exchange::Renewed(_)));
        assert_eq!(exchange(&session, 4, end), Exchange::Expired);
    }
}

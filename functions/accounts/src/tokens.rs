//! What a session gives its holder.
use crate::refresh_token::RefreshToken;
use domain::ids::{SessionId, UserId};
use jiff::{SignedDuration, Timestamp};
use runtime::{
    Ctx, Problem, ProblemKind,
    access_token::{self, Bearer},
};
use store::accounts::{Session, User};

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

/// A session of `user` as it begins.
pub(crate) fn new_session(user: &User, device: String, now: Timestamp) -> Session {
    Session {
        rotation: 0,
        created_at: now,
        refreshed_at: now,
        expires_at: now.checked_add(SESSION_IDLE_LIFE).unwrap_or(Timestamp::MAX),
        device,
        credentials: user.credentials,
        exchange: 0,
    }
}

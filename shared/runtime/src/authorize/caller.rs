//! Who asks: the bearer of a token, in a session that lasts, with an account that is not closed.
use crate::{
    access_token::{self, Bearer},
    ctx::Ctx,
    problem::{Problem, ProblemKind},
};
use axum::extract::FromRequestParts;
use domain::ids::{SessionId, UserId};
use http::{HeaderMap, header, request::Parts};
use jiff::Timestamp;
use store::{Consistency, accounts::Standing};

/// Proof that the caller is signed in, whatever the orgs.
#[derive(Debug, Clone)]
pub struct SignedIn {
    session: SessionId,
    standing: Standing,
}

impl SignedIn {
    /// The caller.
    pub const fn user(&self) -> UserId {
        self.standing.user.key.user
    }

    /// The session that the request belongs to.
    pub const fn session(&self) -> SessionId {
        self.session
    }

    /// What is known of the caller.
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }
}

/// Proof that the caller runs the platform. For everybody else there is nothing here: 404.
#[derive(Debug, Clone)]
pub struct PlatformAdmin {
    signed_in: SignedIn,
}

impl PlatformAdmin {
    /// The caller.
    pub const fn user(&self) -> UserId {
        self.signed_in.user()
    }

    /// What is known of the caller: for acts that ask for the password again.
    pub const fn standing(&self) -> &Standing {
        self.signed_in.standing()
    }

    /// Who did it, as items and histories record it.
    pub fn actor(&self) -> String {
        admin(self.user())
    }
}

/// An admin of the platform, as items record who did something.
pub(super) fn admin(user: UserId) -> String {
    format!("admin {user}")
}

impl FromRequestParts<Ctx> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Problem> {
        judged(ctx, &parts.headers, |signed_in| Ok(signed_in.clone())).await
    }
}

impl FromRequestParts<Ctx> for PlatformAdmin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Problem> {
        let proof = judged(ctx, &parts.headers, |signed_in| {
            let admin = signed_in.standing.user.value.platform_admin;
            let proof = Self { signed_in: signed_in.clone() };
            admin.then_some(proof).ok_or_else(|| ProblemKind::NotFound.into())
        })
        .await?;
        if !parts.method.is_safe() {
            // What belongs to no org is in no org's audit log: the route and the outcome stand beside it.
            tracing::info!(admin.id = %proof.user(), path = parts.uri.path(), "an admin of the platform acts");
        }
        Ok(proof)
    }
}

/// What `judge` says of the caller: first on a cheap read, then, before a refusal, on a fresh one.
pub(super) async fn judged<T>(
    ctx: &Ctx,
    headers: &HeaderMap,
    judge: impl Fn(&SignedIn) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let now = ctx.clock.now();
    let bearer = bearer(ctx, headers, now)?;
    let cheap = find(ctx, bearer, now, Consistency::Eventual).await?;
    if let Some(Ok(judged)) = cheap.as_ref().map(&judge) {
        return Ok(judged);
    }
    let fresh = find(ctx, bearer, now, Consistency::Strong).await?;
    judge(&fresh.ok_or(ProblemKind::Unauthenticated)?)
}

/// The bearer, where the session lasts and nobody closed the account.
pub(super) async fn find(
    ctx: &Ctx,
    bearer: Bearer,
    now: Timestamp,
    consistency: Consistency,
) -> Result<Option<SignedIn>, Problem> {
    let standing = ctx.store.standing(bearer.user, consistency).await?;
    let standing = standing.filter(|standing| {
        standing.user.value.deactivated_at.is_none() && standing.has_session(bearer.session, now)
    });
    Ok(standing.map(|standing| SignedIn { session: bearer.session, standing }))
}

/// Who the request's token says that it is.
pub(super) fn bearer(ctx: &Ctx, headers: &HeaderMap, now: Timestamp) -> Result<Bearer, Problem> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (scheme, token) = value.and_then(|value| value.split_once(' ')).unwrap_or_default();
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| access_token::verify(&ctx.secrets.access, token.trim(), now))
        .flatten()
        .ok_or_else(|| ProblemKind::Unauthenticated.into())
}

//! Who may do what. Permission is a value that only this module makes.
//!
//! Each request with a token reads the caller's standing (user, sessions, orgs) in one eventually
//! consistent query: half a read unit while it is below 4 KB, so that a removed member or an ended
//! session is out at once. A refusal is given only on a consistent read (one unit more), so that
//! nobody is refused for what was written a moment ago.
use crate::{
    access_token::{self, Bearer},
    ctx::Ctx,
    extract::ORG_PARAMETER,
    problem::{Problem, ProblemKind},
};
use axum::{
    RequestPartsExt,
    extract::{FromRequestParts, RawPathParams},
};
use domain::{
    ids::{OrgId, SessionId, UserId},
    rights::{Permission, Role},
};
use http::{HeaderMap, header, request::Parts};
use jiff::Timestamp;
use std::{fmt, marker::PhantomData};
use store::{Consistency, accounts::Standing};

/// A permission as a type.
pub trait Right: Send + Sync + 'static {
    /// Which permission it is.
    const PERMISSION: Permission;
}

/// Declares a type for each permission.
macro_rules! rights {
    ($($(#[doc = $doc:literal])+ $Right:ident)+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug)]
        pub enum $Right {}
        impl Right for $Right {
            const PERMISSION: Permission = Permission::$Right;
        }
    )+ };
}
rights! {
    /// May see.
    See
    /// May work.
    Work
    /// May delete and archive.
    Tidy
    /// May run the org.
    Administer
    /// May answer for the org.
    Own
}

/// Proof that the caller holds `P` in [`Self::org`]. As an argument of a handler it takes the org
/// from the path's `{org}`: 401 for nobody, 404 for strangers, 403 for members without the right.
pub struct Allowed<P> {
    org: OrgId,
    user: UserId,
    role: Role,
    permission: PhantomData<fn() -> P>,
}

impl<P> Allowed<P> {
    /// The org that the caller is allowed in. Use this and no other.
    pub const fn org(&self) -> OrgId {
        self.org
    }

    /// The caller.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// The caller's role in the org.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Who did it, as items and histories record it.
    pub fn actor(&self) -> String {
        self.user.to_string()
    }

    /// The same caller's proof of another right, where the role has it; 403 otherwise. For what only
    /// some requests to a route need, such as going over capacity.
    pub fn also<Q: Right>(&self) -> Result<Allowed<Q>, Problem> {
        Allowed::of(self.org, self.user, self.role)
    }
}

impl<P: Right> Allowed<P> {
    fn of(org: OrgId, user: UserId, role: Role) -> Result<Self, Problem> {
        if role.may(P::PERMISSION) {
            Ok(Self { org, user, role, permission: PhantomData })
        } else {
            Err(Problem::new(ProblemKind::Forbidden)
                .detail("your role in this organization does not include this"))
        }
    }
}

impl<P> Clone for Allowed<P> {
    fn clone(&self) -> Self {
        Self { permission: PhantomData, ..*self }
    }
}

impl<P: Right> fmt::Debug for Allowed<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Allowed")
            .field("permission", &P::PERMISSION)
            .field("org", &self.org)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

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
    user: UserId,
}

impl PlatformAdmin {
    /// The caller.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// Who did it, as items and histories record it.
    pub fn actor(&self) -> String {
        format!("admin {}", self.user)
    }
}

/// Whether the bearer of the request's token holds `P` in `org`.
pub async fn authorize<P: Right>(
    ctx: &Ctx,
    headers: &HeaderMap,
    org: OrgId,
) -> Result<Allowed<P>, Problem> {
    judged(ctx, headers, |signed_in| {
        let role = signed_in.standing.role_in(org).ok_or(ProblemKind::NotFound)?;
        Allowed::of(org, signed_in.user(), role)
    })
    .await
}

impl<P: Right> FromRequestParts<Ctx> for Allowed<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Problem> {
        let parameters = parts.extract::<RawPathParams>().await;
        let org = parameters.as_ref().ok().and_then(|parameters| {
            let (_, text) = parameters.iter().find(|(name, _)| *name == ORG_PARAMETER)?;
            text.parse::<OrgId>().ok()
        });
        match org {
            Some(org) => authorize(ctx, &parts.headers, org).await,
            // Nobody learns whether an id is well-formed without signing in.
            None => judged(ctx, &parts.headers, |_| Err(ProblemKind::NotFound.into())).await,
        }
    }
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
        judged(ctx, &parts.headers, |signed_in| {
            let admin = signed_in.standing.user.value.platform_admin;
            let proof = Self { user: signed_in.user() };
            admin.then_some(proof).ok_or_else(|| ProblemKind::NotFound.into())
        })
        .await
    }
}

/// What `judge` says of the caller: first on a cheap read, then, before a refusal, on a fresh one.
async fn judged<T>(
    ctx: &Ctx,
    headers: &HeaderMap,
    judge: impl Fn(&SignedIn) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let now = ctx.clock.now();
    let bearer = bearer(ctx, headers, now)?;
    let cheap = signed_in(ctx, bearer, now, Consistency::Eventual).await?;
    if let Some(Ok(judged)) = cheap.as_ref().map(&judge) {
        return Ok(judged);
    }
    let fresh = signed_in(ctx, bearer, now, Consistency::Strong).await?;
    judge(&fresh.ok_or_else(unauthenticated)?)
}

async fn signed_in(
    ctx: &Ctx,
    bearer: Bearer,
    now: Timestamp,
    consistency: Consistency,
) -> Result<Option<SignedIn>, Problem> {
    let standing = ctx.store.standing(bearer.user, consistency).await?;
    let standing = standing.filter(|standing| standing.has_session(bearer.session, now));
    Ok(standing.map(|standing| SignedIn { session: bearer.session, standing }))
}

fn bearer(ctx: &Ctx, headers: &HeaderMap, now: Timestamp) -> Result<Bearer, Problem> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (scheme, token) = value.and_then(|value| value.split_once(' ')).unwrap_or_default();
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| access_token::verify(&ctx.secrets.access, token.trim(), now))
        .flatten()
        .ok_or_else(unauthenticated)
}

fn unauthenticated() -> Problem {
    Problem::new(ProblemKind::Unauthenticated)
}

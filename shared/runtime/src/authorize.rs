//! Who may do what. Permission is a value that only this module makes.
//!
//! Each request with a token reads the caller's standing (user, sessions, orgs, event roles, entries) in
//! one eventually consistent query: half a read unit while it is below 4 KB, so that a removed member
//! or an ended session is out at once. A refusal is given only on a consistent read (one unit more), so
//! that nobody is refused for what was written a moment ago. An event is read only where its own setting
//! decides: a viewer's right to send.
mod caller;

pub use caller::{PlatformAdmin, SignedIn};

use crate::{
    ctx::Ctx,
    event,
    extract::ORG_PARAMETER,
    problem::{Problem, ProblemKind},
};
use axum::{
    RequestPartsExt,
    extract::{FromRequestParts, RawPathParams},
};
use domain::{
    change::Actor,
    ids::{EventId, OrgId, UserId},
    rights::{Permission, Rights, Role},
};
use http::{HeaderMap, request::Parts};
use jiff::Timestamp;
use std::{fmt, marker::PhantomData};
use store::Consistency;

/// The name of the path parameter that a role on an event belongs to.
const EVENT_PARAMETER: &str = "event";

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
    /// May send to the guests of an event.
    Message
    /// May ask guests, answer for them, start and pause.
    Invite
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
/// from the path's `{org}`: 401 for nobody, 404 for strangers, 403 for members without the right. Where
/// the path has an `{event}`, a member's role on that event counts, too.
pub struct Allowed<P> {
    org: OrgId,
    user: UserId,
    rights: Rights,
    entered: bool,
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

    /// The caller's role in the org, by membership or by an entry.
    pub const fn role(&self) -> Role {
        self.rights.org
    }

    /// Whether the caller is here as an admin of the platform who entered the org.
    pub const fn is_entry(&self) -> bool {
        self.entered
    }

    /// 403 for an admin of the platform who is here by an entry: nobody gives rights that last longer
    /// than the own ones.
    pub fn refuse_entry(&self) -> Result<(), Problem> {
        if self.entered {
            return Err(Problem::new(ProblemKind::Forbidden).detail(
                "lasting rights are given by members of the organization, not by an admin of the \
                 platform who entered it",
            ));
        }
        Ok(())
    }

    /// Who did it, as histories keep it.
    pub const fn who(&self) -> Actor {
        if self.entered { Actor::Admin(self.user) } else { Actor::User(self.user) }
    }

    /// Who did it, as items record it: the user's id, behind the word `admin` under an entry.
    pub fn actor(&self) -> String {
        let Self { user, .. } = self;
        if self.entered { caller::admin(*user) } else { user.to_string() }
    }

    /// The same caller's proof of another right, where the caller has it; 403 otherwise. For what only
    /// some requests to a route need, such as going over capacity.
    pub fn also<Q: Right>(&self) -> Result<Allowed<Q>, Problem> {
        let Self { org, user, rights, entered, .. } = *self;
        Allowed::of(Holder { org, user, rights, entered })
    }
}

/// What is known of a caller in an org.
#[derive(Clone, Copy)]
struct Holder {
    org: OrgId,
    user: UserId,
    rights: Rights,
    entered: bool,
}

impl<P: Right> Allowed<P> {
    fn of(Holder { org, user, rights, entered }: Holder) -> Result<Self, Problem> {
        if rights.may(P::PERMISSION) {
            Ok(Self { org, user, rights, entered, permission: PhantomData })
        } else {
            let detail = if entered {
                "you entered this organization, and that does not include this"
            } else {
                "your role in this organization does not include this"
            };
            Err(Problem::new(ProblemKind::Forbidden).detail(detail))
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

/// As [`Allowed`], but by the role in the org alone: for a route whose path has an `{event}`, and that
/// reaches beyond that event. Its operation carries `x-org-wide`.
#[derive(Debug, Clone)]
pub struct OrgWide<P: Right>(pub Allowed<P>);

/// Where a right is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The org.
    pub org: OrgId,
    /// The event, where a role on it counts.
    pub event: Option<EventId>,
}

impl From<OrgId> for Place {
    fn from(org: OrgId) -> Self {
        Self { org, event: None }
    }
}

/// Whether the bearer of the request's token holds `P` there.
pub async fn authorize<P: Right>(
    ctx: &Ctx,
    headers: &HeaderMap,
    place: impl Into<Place>,
) -> Result<Allowed<P>, Problem> {
    let (place, now) = (place.into(), ctx.clock.now());
    let bearer = caller::bearer(ctx, headers, now)?;
    if let Some(signed_in) = caller::find(ctx, bearer, now, Consistency::Eventual).await?
        && let Ok(allowed) = allow(ctx, &signed_in, place, Consistency::Eventual, now).await
    {
        return Ok(allowed);
    }
    let fresh = caller::find(ctx, bearer, now, Consistency::Strong).await?;
    let fresh = fresh.ok_or(ProblemKind::Unauthenticated)?;
    allow(ctx, &fresh, place, Consistency::Strong, now).await
}

async fn allow<P: Right>(
    ctx: &Ctx,
    signed_in: &SignedIn,
    Place { org, event }: Place,
    consistency: Consistency,
    now: Timestamp,
) -> Result<Allowed<P>, Problem> {
    let mut holder = holder(signed_in, org, event, now).ok_or(ProblemKind::NotFound)?;
    if let Some(event) = event
        && holder.rights.depend_on_the_event(P::PERMISSION)
    {
        let found = event::of_org(ctx, org, event, consistency).await?;
        holder.rights.viewers_can_message = found.event.settings.viewers_can_message;
    }
    Allowed::of(holder)
}

/// What the caller is in the org: a member, or an admin of the platform who entered it. Of the two the
/// stronger counts. `None` for strangers.
fn holder(
    signed_in: &SignedIn,
    org: OrgId,
    event: Option<EventId>,
    now: Timestamp,
) -> Option<Holder> {
    let standing = signed_in.standing();
    let (member, entered) = (standing.role_in(org), standing.entered_as(org, now));
    let role = member.max(entered)?;
    // A role on an event is for members only.
    let event = member.and(event).and_then(|event| standing.event_role(org, event));
    Some(Holder {
        org,
        user: signed_in.user(),
        rights: Rights { event, ..Rights::of(role) },
        entered: entered > member,
    })
}

impl<P: Right> FromRequestParts<Ctx> for Allowed<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Problem> {
        allowed(parts, ctx, true).await
    }
}

impl<P: Right> FromRequestParts<Ctx> for OrgWide<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Problem> {
        allowed(parts, ctx, false).await.map(Self)
    }
}

async fn allowed<P: Right>(
    parts: &mut Parts,
    ctx: &Ctx,
    with_event: bool,
) -> Result<Allowed<P>, Problem> {
    let parameters = parts.extract::<RawPathParams>().await.ok();
    let text = |name: &str| {
        let (_, text) = parameters.as_ref()?.iter().find(|(one, _)| *one == name)?;
        Some(text)
    };
    let org = text(ORG_PARAMETER).and_then(|text| text.parse().ok());
    let event = text(EVENT_PARAMETER).filter(|_| with_event).and_then(|text| text.parse().ok());
    match org {
        Some(org) => authorize(ctx, &parts.headers, Place { org, event }).await,
        // Nobody learns whether an id is well-formed without signing in.
        None => caller::judged(ctx, &parts.headers, |_| Err(ProblemKind::NotFound.into())).await,
    }
}

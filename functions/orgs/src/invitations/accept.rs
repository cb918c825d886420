//! Accepting an invitation, by the mail or by the list.
use super::look::TeamToken;
use crate::{
    limits::TOKEN_LIMIT,
    members::room,
    read_org::{archived, load},
    view::OrgView,
};
use axum::{Json, extract::State};
use domain::ids::UserId;
use jiff::Timestamp;
use runtime::{Ctx, Problem, ProblemKind, SignedIn, extract::Body, limits::Attempt, team};
use store::{
    Attempts, CommitError, Consistency, Stored, Transaction,
    accounts::{Standing, User},
    team::{TeamAcceptance, TeamInvitation, TeamInvitationState},
};

/// Accepts the invitation that the mail brought. The caller must log in with the address that it went
/// to; having read the mail proves the address. Repeating it changes nothing.
#[utoipa::path(
    post, path = "/v1/invitations/accept", operation_id = "AcceptTeamInvitation", tag = "orgs",
    request_body = TeamToken,
    responses(
        (status = 200, description = "The org", body = OrgView),
        (status = 403, description = "`forbidden`: the invitation is for another address"),
        (status = 409, description = "`taken`: a member already; `not-allowed-now`: no room"),
        (status = 422, description = "`invalid-fields`: the link is void"),
    ),
    extensions(("x-permission" = json!("signed-in")))
)]
pub(crate) async fn accept_team_invitation(
    State(ctx): State<Ctx>,
    by: SignedIn,
    Body(body): Body<TeamToken>,
) -> Result<Json<OrgView>, Problem> {
    count(&ctx, &by).await?;
    accept(&ctx, &by, Proof::Mail(&body.token)).await
}

/// Counts an attempt to answer by a token.
pub(super) async fn count(ctx: &Ctx, by: &SignedIn) -> Result<(), Problem> {
    Attempt::at(ctx.clock.now()).by(TOKEN_LIMIT, by.user().to_string()).count(ctx).await
}

/// By what an invitation is answered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Proof<'a> {
    /// The token of the mail.
    Mail(&'a str),
    /// The invitation, found by the caller's own address, which is verified.
    Address(&'a Stored<TeamInvitation>),
}

impl Proof<'_> {
    /// The invitation as it is now.
    pub(super) async fn find(self, ctx: &Ctx) -> Result<Stored<TeamInvitation>, Problem> {
        match self {
            Self::Mail(token) => team::find(ctx, token).await?.ok_or_else(team::void),
            Self::Address(seen) => {
                let found = ctx.store.team_invitation(seen.key.org, seen.key.invitation).await?;
                found.ok_or_else(|| ProblemKind::NotFound.into())
            }
        }
    }

    /// What is said where it can no longer be answered.
    fn void(self) -> Problem {
        match self {
            Self::Mail(_) => team::void(),
            Self::Address(_) => ProblemKind::NotFound.into(),
        }
    }
}

/// Accepts an invitation for the caller.
pub(super) async fn accept(
    ctx: &Ctx,
    by: &SignedIn,
    proof: Proof<'_>,
) -> Result<Json<OrgView>, Problem> {
    let now = ctx.clock.now();
    let mut attempts = Attempts::default();
    loop {
        let seen = proof.find(ctx).await?;
        let standing = room::fresh_standing(ctx, by.user()).await?;
        if is_accepted_by(&seen.value, by.user())
            && let Some(role) = standing.role_in(seen.key.org)
        {
            let org = load(ctx, seen.key.org).await?;
            return Ok(Json(OrgView::of(seen.key.org, &org.value, role)));
        }
        check(&seen.value, &standing.user.value, proof, now)?;
        let mut transaction = Transaction::by(by.user().to_string());
        let acceptance = join(&mut transaction, &seen, &standing, now)?;
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let org = load(ctx, seen.key.org).await?;
                return Ok(Json(OrgView::of(seen.key.org, &org.value, seen.value.role)));
            }
            Err(error) => {
                refuse(ctx, &error, acceptance, &seen, proof).await?;
                attempts.again(error)?;
            }
        }
    }
}

fn is_accepted_by(invitation: &TeamInvitation, caller: UserId) -> bool {
    match invitation.state {
        TeamInvitationState::Accepted { user, .. } => user == caller,
        TeamInvitationState::Pending
        | TeamInvitationState::Declined { .. }
        | TeamInvitationState::Revoked { .. } => false,
    }
}

/// Whether the caller may answer the invitation.
pub(super) fn check(
    invitation: &TeamInvitation,
    user: &User,
    proof: Proof<'_>,
    now: Timestamp,
) -> Result<(), Problem> {
    if !invitation.is_for(&user.email) {
        return Err(Problem::new(ProblemKind::Forbidden).detail(
            "the invitation is for another address; log in with the one that the mail went to",
        ));
    }
    if !invitation.is_open(now) {
        return Err(proof.void());
    }
    Ok(())
}

fn join(
    transaction: &mut Transaction,
    seen: &Stored<TeamInvitation>,
    standing: &Standing,
    now: Timestamp,
) -> Result<TeamAcceptance, Problem> {
    let user = &standing.user;
    if standing.role_in(seen.key.org).is_some() {
        return Err(
            Problem::new(ProblemKind::Taken).detail("you are a member of the organization already")
        );
    }
    room::check(standing, seen.value.role)?;
    if user.value.email_verified {
        transaction.touch_user(user);
    } else {
        transaction.replace_user(user, &User { email_verified: true, ..user.value.clone() });
    }
    Ok(transaction.accept_team_invitation(seen, user.key.user, now))
}

/// Why the acceptance did not happen, where another attempt would not either.
async fn refuse(
    ctx: &Ctx,
    error: &CommitError,
    acceptance: TeamAcceptance,
    seen: &Stored<TeamInvitation>,
    proof: Proof<'_>,
) -> Result<(), Problem> {
    if error.refuses(acceptance.org) {
        let org = ctx.store.org(seen.key.org, Consistency::Strong).await?;
        return Err(if org.is_some() { archived() } else { proof.void() });
    }
    if error.refuses(acceptance.inviter) {
        return Err(proof.void());
    }
    if error.refuses(acceptance.member.counted) && !error.refuses(acceptance.member.member) {
        return Err(Problem::new(ProblemKind::NotAllowedNow)
            .detail("the organization has as many members as one may have"));
    }
    Ok(())
}

//! Inviting somebody to the team.
use super::{mailing, view::TeamInvitationView};
use crate::{
    limits::MESSAGE_CHARACTERS_MAX,
    members::{self, parse_role},
    read_org::load_in_use,
};
use axum::{extract::State, response::Response};
use domain::{email::Email, ids::TeamInvitationId, rights::Role};
use http::StatusCode;
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Administer,
    extract::{Body, Fields},
    idempotency::{IdempotencyKey, once},
};
use serde::{Deserialize, Serialize};
use store::{
    Attempts, Consistency, Stored, Transaction,
    keys::TeamInvitationKey,
    team::{InvitedEmail, TeamInvitation, TeamInvitationState},
};
use utoipa::ToSchema;

/// Whom to invite.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTeamInvitation {
    /// Where the invitation goes; whoever accepts it logs in with this address.
    email: String,
    /// `OWNER`, `ADMIN`, `MEMBER` or `VIEWER`; at most the caller's own.
    role: String,
    /// A word of the caller's own, of 500 characters at most.
    message: Option<String>,
}

/// Invites somebody to the team by mail. The invitation stands for 7 days, and makes nobody a member
/// who does not accept it.
#[utoipa::path(
    post, path = "/v1/orgs/{org}/invitations", operation_id = "InviteToTeam", tag = "orgs",
    params(
        ("org" = String, Path, description = "The org"),
        ("idempotency-key" = Option<String>, Header, description = "answers a repetition as the first"),
    ),
    request_body = NewTeamInvitation,
    responses(
        (status = 201, description = "The invitation", body = TeamInvitationView),
        (status = 403, description = "`forbidden`: owners are made by owners only, and nobody by an admin of the platform"),
        (status = 409, description = "`taken` with `field`: a member already, or invited; `not-allowed-now`"),
        (status = 422, description = "`invalid-fields`"),
        (status = 429, description = "`too-many-requests`: 50 mails a day"),
    ),
    extensions(("x-permission" = json!("administer")))
)]
pub(crate) async fn invite_to_team(
    State(ctx): State<Ctx>,
    by: Allowed<Administer>,
    key: IdempotencyKey,
    Body(body): Body<NewTeamInvitation>,
) -> Result<Response, Problem> {
    let wanted = parse(&body)?;
    by.refuse_entry()?;
    members::check_reach(&by, &[wanted.role])?;
    once(&ctx, by.org(), "InviteToTeam", key, &body, async || {
        Ok((StatusCode::CREATED, invite(&ctx, &by, &wanted).await?))
    })
    .await
}

/// What was asked for.
struct Wanted {
    email: Email,
    role: Role,
    message: Option<String>,
}

fn parse(body: &NewTeamInvitation) -> Result<Wanted, Problem> {
    let mut fields = Fields::new();
    let email = fields.take("/email", Email::parse(&body.email));
    let role = fields.take("/role", parse_role(&body.role));
    let message = body.message.as_deref().filter(|message| !message.trim().is_empty());
    let message = message.and_then(|text| fields.text("/message", text, MESSAGE_CHARACTERS_MAX));
    let (email, role) = fields.all(email.zip(role))?;
    Ok(Wanted { email, role, message })
}

async fn invite(
    ctx: &Ctx,
    by: &Allowed<Administer>,
    wanted: &Wanted,
) -> Result<TeamInvitationView, Problem> {
    let now = ctx.clock.now();
    let mut counted = false;
    let mut attempts = Attempts::default();
    loop {
        let org = load_in_use(ctx, by.org()).await?;
        refuse_member(ctx, by, wanted.email.as_str()).await?;
        let former = former(ctx, by, wanted, now).await?;
        if !std::mem::replace(&mut counted, true) {
            mailing::count(ctx, by.org(), now).await?;
        }
        let id = TeamInvitationId::from_bytes(ctx.ids.bytes());
        let place = (by.org(), id);
        let invitation = mailing::sent(ctx, place, &new(ctx, by, wanted, now).await?, 1, now);
        let mut transaction = Transaction::by(by.actor());
        transaction.create_team_invitation(place, &invitation, former.as_ref());
        transaction.check_org_is_in_use(by.org());
        mailing::record(ctx, &mut transaction, place, (&org.value, &invitation), now);
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let key = TeamInvitationKey { org: by.org(), invitation: id };
                let (rev, by) = (1, Some(by.actor()));
                let places = store::Item::places(&invitation, &key);
                let stored = Stored { key, value: invitation, rev, by, places };
                return Ok(TeamInvitationView::of(&stored, now));
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

/// The invitation before it is sent.
async fn new(
    ctx: &Ctx,
    by: &Allowed<Administer>,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<TeamInvitation, Problem> {
    let inviter = ctx.store.user(by.user(), Consistency::Eventual).await?;
    Ok(TeamInvitation {
        email: wanted.email.as_str().to_owned(),
        role: wanted.role,
        message: wanted.message.clone(),
        invited_by: by.user(),
        inviter: inviter.map(|user| user.value.display_name).unwrap_or_default(),
        created_at: now,
        sent_at: now,
        expires_at: now,
        sequence: 0,
        token_hash: String::new(),
        state: TeamInvitationState::Pending,
    })
}

/// 409 where whoever has the address is a member.
pub(super) async fn refuse_member<P>(
    ctx: &Ctx,
    by: &Allowed<P>,
    email: &str,
) -> Result<(), Problem> {
    let Some(user) = ctx.store.user_by_email(email).await? else { return Ok(()) };
    let member = ctx.store.member(by.org(), user, Consistency::Strong).await?;
    if member.is_some() {
        return Err(taken("is a member's already"));
    }
    Ok(())
}

/// The address's former invitation, which is over; 409 where it is not.
async fn former<P>(
    ctx: &Ctx,
    by: &Allowed<P>,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<Option<Stored<InvitedEmail>>, Problem> {
    let former = ctx.store.invited_email(by.org(), wanted.email.as_str()).await?;
    if former.as_ref().is_some_and(|former| now < former.value.expires_at) {
        return Err(taken("is invited already"));
    }
    Ok(former)
}

pub(super) fn taken(detail: &'static str) -> Problem {
    Problem::new(ProblemKind::Taken).detail(format!("the address {detail}")).with("field", "email")
}

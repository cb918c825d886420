//! Invitations to a team, by what was mailed; and what keeps an org from being ended.
use crate::{
    ctx::Ctx,
    mailed::{self, MailedToken, Purpose},
    problem::Problem,
};
use domain::{
    event::EventState,
    ids::{EventId, OrgId, TeamInvitationId},
};
use jiff::{SignedDuration, Timestamp};
use store::{
    Consistency, Store, Stored,
    events::{Shelf, Starting},
    team::TeamInvitation,
};

/// How long before now an event may have begun that is not over: 14 days, and a day for each zone.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours((14 + 2) * 24);
/// Events that are looked at together.
const EVENTS_PAGE: u16 = 100;

/// The token that answers an invitation.
pub fn token(org: OrgId, invitation: TeamInvitationId, sequence: u32) -> MailedToken {
    let (subject, item) = (*org.bytes(), *invitation.bytes());
    MailedToken { purpose: Purpose::TeamInvitation, subject, item, sequence }
}

/// The invitation that `text` answers, where it can be answered at `now`. One refusal for all others,
/// 422 `/token`: forged, followed by a newer one, over, answered, taken back, of an archived org,
/// or of somebody who may not give its role any more.
pub async fn open(
    ctx: &Ctx,
    text: &str,
    now: Timestamp,
) -> Result<Stored<TeamInvitation>, Problem> {
    let seen = find(ctx, text).await?.filter(|seen| seen.value.is_open(now));
    let Some(seen) = seen else { return Err(void()) };
    let org = ctx.store.org(seen.key.org, Consistency::Strong).await?;
    let in_use = org.is_some_and(|org| !org.value.is_archived());
    if in_use && inviter_may(ctx, &seen).await? { Ok(seen) } else { Err(void()) }
}

/// Whether who invited may still give the role: an invitation does not outlive its inviter's right.
async fn inviter_may(ctx: &Ctx, seen: &Stored<TeamInvitation>) -> Result<bool, Problem> {
    let (org, inviter) = (seen.key.org, seen.value.invited_by);
    let member = ctx.store.member(org, inviter, Consistency::Strong).await?;
    Ok(member.is_some_and(|member| member.value.role >= seen.value.role))
}

/// The invitation that `text` is the latest token of, whatever became of it.
pub async fn find(ctx: &Ctx, text: &str) -> Result<Option<Stored<TeamInvitation>>, Problem> {
    let key = &ctx.secrets.cursors;
    let Some(token) = MailedToken::verify(key, Purpose::TeamInvitation, text) else {
        return Ok(None);
    };
    let (org, id) = (OrgId::from_bytes(token.subject), TeamInvitationId::from_bytes(token.item));
    let seen = ctx.store.team_invitation(org, id).await?;
    let hash = mailed::hash(text);
    Ok(seen.filter(|seen| seen.value.sequence == token.sequence && seen.value.token_hash == hash))
}

/// What every token that answers nothing is told.
pub fn void() -> Problem {
    Problem::field("/token", "this invitation is no longer valid; ask for a new one")
}

/// Events of an org that were started and are neither over nor cancelled: whoever wants to end the org
/// cancels them first, so that their guests hear of it. At most a page of them.
pub async fn events_to_come(
    ctx: &Ctx,
    org: OrgId,
    now: Timestamp,
) -> Result<Vec<EventId>, Problem> {
    let from = now.checked_sub(LOOK_BACK).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut after = None;
    loop {
        let query = Store::events_query(org, (Shelf::Open, Starting::From(from)), EVENTS_PAGE);
        let (ids, next) = ctx.store.events_of(&query.after(after)).await?;
        let events = ctx.store.events_at(&ids, Consistency::Strong).await?;
        let mut to_come: Vec<EventId> = events
            .into_iter()
            .filter(|kept| was_started(kept.event.state) && now < kept.event.when.ends_at())
            .map(|kept| kept.event.id)
            .collect();
        if !to_come.is_empty() || next.is_none() {
            to_come.sort();
            return Ok(to_come);
        }
        after = next;
    }
}

const fn was_started(state: EventState) -> bool {
    match state {
        EventState::Active | EventState::Paused | EventState::Closed => true,
        EventState::Draft | EventState::Cancelled => false,
    }
}

//! Sending an invitation again by hand: the same link, and the deadline that was promised.
use crate::{act::shown, load::own, view::InviteeView};
use axum::{Json, extract::State};
use domain::{
    change::Actor,
    ids::{EventId, InviteeId},
    texts::Text,
    transition::{ResendRefusal, Trigger, next_resend},
};
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Work,
    extract::{BodyOrDefault, PathIds},
    invitation::{change, invitation_life},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Nothing can be said about it.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ResendBody {}

/// Sends a live invitation again, at most every 15 minutes, once the last message has left or failed.
/// The link stays the same.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/invitees/{invitee}/resend",
    operation_id = "ResendInvitation",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("invitee" = String, Path, description = "the invitee"),
    ),
    request_body = ResendBody,
    responses(
        (status = 200, description = "the invitee as it is now", body = InviteeView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`: no live invitation, or its message is on its way; `suppressed`; `event-closed`"),
        (status = 429, description = "`too-many-requests`; `Retry-After` says when"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn resend_invitation(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds(place): PathIds<(EventId, InviteeId)>,
    BodyOrDefault(ResendBody {}): BodyOrDefault<ResendBody>,
) -> Result<Json<InviteeView>, Problem> {
    let org = allowed.org();
    let changed = change(&ctx, place, Actor::User(allowed.user()), |invitee, found, now| {
        own(org, found)?;
        let sequence = next_resend(invitee, now).map_err(|refusal| problem(refusal, now))?;
        let kind = if invitee.offer { Text::Offer } else { Text::Invite };
        let whose = (invitee.id, invitee.generation, invitee.name.as_str());
        let message = invitation_life(&ctx, &found.event, whose, (kind, sequence));
        Ok(Trigger::Resend { message })
    })
    .await?;
    Ok(Json(shown(&ctx, &changed)))
}

fn problem(refusal: ResendRefusal, now: Timestamp) -> Problem {
    match refusal {
        ResendRefusal::NotLive(_) | ResendRefusal::OnItsWay => {
            Problem::new(ProblemKind::NotAllowedNow).detail(refusal.to_string())
        }
        ResendRefusal::TooSoon { until } => Problem::new(ProblemKind::TooManyRequests)
            .detail(refusal.to_string())
            .retry_after(until.duration_since(now)),
    }
}

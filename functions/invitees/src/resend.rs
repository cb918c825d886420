//! Sending an invitation again by hand: the same link, and the deadline that was promised.
use crate::{act::shown, load::own, view::InviteeView};
use axum::{extract::State, response::Response};
use domain::{
    ids::{EventId, InviteeId},
    texts::Text,
    transition::{ResendRefusal, Trigger, next_resend},
};
use http::StatusCode;
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Message,
    extract::{BodyOrDefault, PathIds},
    idempotency::{IdempotencyKey, once},
    invitation::{Changed, change, invitation_life},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Nothing can be said about it.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ResendBody {}

/// Sends a live invitation again, at most every 15 minutes, once the last message has left or failed.
/// The link stays the same. With an `Idempotency-Key` a repeated request sends nothing more.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/invitees/{invitee}/resend",
    operation_id = "ResendInvitation",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("invitee" = String, Path, description = "the invitee"),
        ("idempotency-key" = Option<String>, Header, description = "makes a repetition harmless"),
    ),
    request_body = ResendBody,
    responses(
        (status = 200, description = "the invitee as it is now", body = InviteeView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`: no live invitation, or its message is on its way; `suppressed`; `event-closed`"),
        (status = 429, description = "`too-many-requests`; `Retry-After` says when"),
    ),
    extensions(("x-permission" = json!("message")))
)]
pub(crate) async fn resend_invitation(
    State(ctx): State<Ctx>,
    allowed: Allowed<Message>,
    PathIds(place): PathIds<(EventId, InviteeId)>,
    key: IdempotencyKey,
    BodyOrDefault(ResendBody {}): BodyOrDefault<ResendBody>,
) -> Result<Response, Problem> {
    let request = (place.0.to_string(), place.1.to_string());
    once(&ctx, allowed.org(), "ResendInvitation", key, &request, async || {
        let changed = resend(&ctx, &allowed, place).await?;
        Ok((StatusCode::OK, shown(&ctx, &changed)))
    })
    .await
}

async fn resend(
    ctx: &Ctx,
    by: &Allowed<Message>,
    place: (EventId, InviteeId),
) -> Result<Changed, Problem> {
    let changed = change(ctx, place, by.who(), |invitee, found, now| {
        own(by.org(), found)?;
        let sequence = next_resend(invitee, now).map_err(|refusal| problem(refusal, now))?;
        let kind = if invitee.offer { Text::Offer } else { Text::Invite };
        let whose = (invitee.id, invitee.generation, invitee.name.as_str());
        let message = invitation_life(ctx, &found.event, whose, (kind, sequence));
        Ok(Trigger::Resend { message })
    });
    Ok(changed.await?)
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

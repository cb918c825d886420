//! Asking somebody again: T20. A new invitation with a new link; the old one never answers again.
use crate::{
    act::shown,
    load::{invitee_of, own},
    places::{End, places},
    view::InviteeView,
};
use axum::{extract::State, response::Response};
use domain::{
    event::{Event, EventState},
    ids::{EventId, InviteeId, OrgId},
    phone::Phone,
    transition::{Refusal, Trigger},
};
use http::StatusCode;
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Invite,
    extract::{BodyOrDefault, PathIds},
    idempotency::{IdempotencyKey, once},
    invitation::{Changed, change},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where in the queue.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ReinviteBody {
    /// `top` or `end`; the end unless given.
    position: End,
}

/// Puts a guest who declined, withdrew, was silent, could not be reached or was removed back into the
/// queue. With an `Idempotency-Key` a repeated request asks nobody a second time.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/invitees/{invitee}/reinvite",
    operation_id = "ReinviteInvitee",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("invitee" = String, Path, description = "the invitee"),
        ("idempotency-key" = Option<String>, Header, description = "makes a repetition harmless"),
    ),
    request_body = ReinviteBody,
    responses(
        (status = 200, description = "the invitee as it is now", body = InviteeView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`; `suppressed`: the phone asked for no more texts; `event-closed`; `event-cancelled`"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("invite")))
)]
pub(crate) async fn reinvite_invitee(
    State(ctx): State<Ctx>,
    allowed: Allowed<Invite>,
    PathIds(place): PathIds<(EventId, InviteeId)>,
    key: IdempotencyKey,
    BodyOrDefault(body): BodyOrDefault<ReinviteBody>,
) -> Result<Response, Problem> {
    let request = (place.0.to_string(), place.1.to_string(), body);
    once(&ctx, allowed.org(), "ReinviteInvitee", key, &request, async || {
        let changed = reinvite(&ctx, &allowed, place, body.position).await?;
        Ok((StatusCode::OK, shown(&ctx, &changed)))
    })
    .await
}

async fn reinvite(
    ctx: &Ctx,
    by: &Allowed<Invite>,
    (event, invitee): (EventId, InviteeId),
    end: End,
) -> Result<Changed, Problem> {
    let (kept, _) = invitee_of(ctx, by.org(), (event, invitee)).await?;
    refuse_suppressed(ctx, by.org(), kept.invitee.phone.as_ref()).await?;
    let place = places(ctx, event, end, 1, ctx.clock.now()).await?.pop();
    let position = place.unwrap_or(kept.invitee.position);
    let changed = change(ctx, (event, invitee), by.who(), |_, found, now| {
        own(by.org(), found)?;
        refuse_over(&found.event, now)?;
        Ok(Trigger::Reinvite { position: position.clone() })
    });
    Ok(changed.await?)
}

/// Refuses where the event takes no answers any more.
pub(crate) fn refuse_over(event: &Event, now: Timestamp) -> Result<(), Refusal> {
    if event.state == EventState::Cancelled {
        Err(Refusal::Cancelled)
    } else if event.takes_answers(now) {
        Ok(())
    } else {
        Err(Refusal::Closed)
    }
}

/// Refuses where the phone asked for no more texts from our sender, or the org does not text it.
pub(crate) async fn refuse_suppressed(
    ctx: &Ctx,
    org: OrgId,
    phone: Option<&Phone>,
) -> Result<(), Problem> {
    let Some(phone) = phone else { return Ok(()) };
    let known = ctx.store.recent_invitations(phone).await?;
    if known.refuses(&ctx.texts.account().sender, org) {
        return Err(Problem::new(ProblemKind::Suppressed).detail(
            "this phone gets no texts: it asked for no more, or your organization suppressed it",
        ));
    }
    Ok(())
}

//! Asking somebody again: T20. A new invitation with a new link; the old one never answers again.
use crate::{
    act::shown,
    load::{invitee_of, own},
    places::{End, places},
    view::InviteeView,
};
use axum::{Json, extract::State};
use domain::{
    change::Actor,
    event::{Event, EventState},
    ids::{EventId, InviteeId},
    phone::Phone,
    transition::{Refusal, Trigger},
};
use jiff::Timestamp;
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Work,
    extract::{BodyOrDefault, PathIds},
    invitation::change,
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
/// queue.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/invitees/{invitee}/reinvite",
    operation_id = "ReinviteInvitee",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("invitee" = String, Path, description = "the invitee"),
    ),
    request_body = ReinviteBody,
    responses(
        (status = 200, description = "the invitee as it is now", body = InviteeView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`; `suppressed`: the phone asked for no more texts; `event-closed`; `event-cancelled`"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("work")))
)]
pub(crate) async fn reinvite_invitee(
    State(ctx): State<Ctx>,
    allowed: Allowed<Work>,
    PathIds((event, invitee)): PathIds<(EventId, InviteeId)>,
    BodyOrDefault(body): BodyOrDefault<ReinviteBody>,
) -> Result<Json<InviteeView>, Problem> {
    let org = allowed.org();
    let (kept, _) = invitee_of(&ctx, org, (event, invitee)).await?;
    refuse_suppressed(&ctx, kept.invitee.phone.as_ref()).await?;
    let place = places(&ctx, event, body.position, 1, ctx.clock.now()).await?.pop();
    let position = place.unwrap_or(kept.invitee.position);
    let actor = Actor::User(allowed.user());
    let changed = change(&ctx, (event, invitee), actor, |_, found, now| {
        own(org, found)?;
        refuse_over(&found.event, now)?;
        Ok(Trigger::Reinvite { position: position.clone() })
    })
    .await?;
    Ok(Json(shown(&ctx, &changed)))
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

/// Refuses where the phone asked for no more texts from our sender.
pub(crate) async fn refuse_suppressed(ctx: &Ctx, phone: Option<&Phone>) -> Result<(), Problem> {
    let Some(phone) = phone else { return Ok(()) };
    let sender = ctx.texts.account().sender;
    let known = ctx.store.recent_invitations(phone).await?;
    if known.suppressed.contains(&sender) {
        return Err(Problem::new(ProblemKind::Suppressed).detail(
            "this phone asked for no more texts; it takes part again when it texts START",
        ));
    }
    Ok(())
}

//! Answers that the organizer gives for a guest: T17 and T18.
use crate::{load::own, view::InviteeView};
use axum::{Json, extract::State};
use domain::{
    ids::{EventId, InviteeId, OrgId},
    transition::Trigger,
};
use runtime::{
    Allowed, Ctx, Problem,
    authorize::{Invite, Own},
    extract::{BodyOrDefault, PathIds},
    invitation::{Changed, change},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a guest is marked as accepted.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct AcceptBody {
    /// How many come, the guest included, 1 to 20; 1 unless given.
    party: u8,
    /// Owners only: even if there are not so many seats.
    force: bool,
    /// Send no confirmation.
    silent: bool,
}

impl Default for AcceptBody {
    fn default() -> Self {
        Self { party: 1, force: false, silent: false }
    }
}

/// Nothing can be said about it.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DeclineBody {}

/// Marks a guest as accepted, from any status but removed and cancelled. Repeating it changes nothing.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/invitees/{invitee}/accept",
    operation_id = "AcceptInvitee",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("invitee" = String, Path, description = "the invitee"),
    ),
    request_body = AcceptBody,
    responses(
        (status = 200, description = "the invitee as it is now", body = InviteeView),
        (status = 403, description = "`forbidden`: only an owner may force"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`party-too-large` with `max`; `not-allowed-now`; `event-cancelled`"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("invite")))
)]
pub(crate) async fn accept_invitee(
    State(ctx): State<Ctx>,
    allowed: Allowed<Invite>,
    PathIds(place): PathIds<(EventId, InviteeId)>,
    BodyOrDefault(body): BodyOrDefault<AcceptBody>,
) -> Result<Json<InviteeView>, Problem> {
    if body.force {
        allowed.also::<Own>()?;
    }
    let AcceptBody { party, force, silent } = body;
    act(&ctx, &allowed, place, Trigger::MarkAccepted { party, force, silent }).await
}

/// Marks a guest as declined: one in the queue, asked, accepted or waiting. Repeating it changes
/// nothing.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/invitees/{invitee}/decline",
    operation_id = "DeclineInvitee",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("invitee" = String, Path, description = "the invitee"),
    ),
    request_body = DeclineBody,
    responses(
        (status = 200, description = "the invitee as it is now", body = InviteeView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`"),
    ),
    extensions(("x-permission" = json!("invite")))
)]
pub(crate) async fn decline_invitee(
    State(ctx): State<Ctx>,
    allowed: Allowed<Invite>,
    PathIds(place): PathIds<(EventId, InviteeId)>,
    BodyOrDefault(DeclineBody {}): BodyOrDefault<DeclineBody>,
) -> Result<Json<InviteeView>, Problem> {
    act(&ctx, &allowed, place, Trigger::MarkDeclined).await
}

/// Lets `trigger` happen to an invitee of the caller's org, and shows it as it is then.
pub(crate) async fn act(
    ctx: &Ctx,
    by: &Allowed<Invite>,
    place: (EventId, InviteeId),
    trigger: Trigger,
) -> Result<Json<InviteeView>, Problem> {
    let org: OrgId = by.org();
    let changed = change(ctx, place, by.who(), |_, found, _| {
        own(org, found)?;
        Ok(trigger.clone())
    })
    .await?;
    Ok(Json(shown(ctx, &changed)))
}

/// The invitee after a change.
pub(crate) fn shown(ctx: &Ctx, changed: &Changed) -> InviteeView {
    InviteeView::of(&changed.outcome.invitee, &changed.circumstances.event, ctx.clock.now())
}

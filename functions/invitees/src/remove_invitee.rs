//! Taking a guest off the list: T19. The row stays, and its link says what happened.
use crate::{act::act, view::InviteeView};
use axum::{Json, extract::State};
use domain::{
    ids::{EventId, InviteeId},
    transition::Trigger,
};
use runtime::{
    Allowed, Ctx, Problem,
    authorize::Invite,
    extract::{BodyOrDefault, PathIds, QueryOf},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether the guest is told.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Telling {
    /// Send a text to a guest who was asked, comes or waits; no unless given.
    notify: bool,
}

/// Takes a guest off the list, from any status but removed and cancelled. Seats go to the next in
/// line; the row stays with its history.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/invitees/{invitee}/remove",
    operation_id = "RemoveInvitee",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("invitee" = String, Path, description = "the invitee"),
    ),
    request_body = Telling,
    responses(
        (status = 200, description = "the invitee as it is now", body = InviteeView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`"),
    ),
    extensions(("x-permission" = json!("invite")))
)]
pub(crate) async fn remove_invitee(
    State(ctx): State<Ctx>,
    allowed: Allowed<Invite>,
    PathIds(place): PathIds<(EventId, InviteeId)>,
    BodyOrDefault(Telling { notify }): BodyOrDefault<Telling>,
) -> Result<Json<InviteeView>, Problem> {
    act(&ctx, &allowed, place, Trigger::Remove { notify }).await
}

/// The same as `remove`.
#[utoipa::path(
    delete,
    path = "/v1/orgs/{org}/events/{event}/invitees/{invitee}",
    operation_id = "DeleteInvitee",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("invitee" = String, Path, description = "the invitee"),
        ("notify" = Option<bool>, Query, description = "tell a guest who was asked, comes or waits"),
    ),
    responses(
        (status = 200, description = "the invitee as it is now", body = InviteeView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`"),
    ),
    extensions(("x-permission" = json!("invite")))
)]
pub(crate) async fn delete_invitee(
    State(ctx): State<Ctx>,
    allowed: Allowed<Invite>,
    PathIds(place): PathIds<(EventId, InviteeId)>,
    QueryOf(Telling { notify }): QueryOf<Telling>,
) -> Result<Json<InviteeView>, Problem> {
    act(&ctx, &allowed, place, Trigger::Remove { notify }).await
}

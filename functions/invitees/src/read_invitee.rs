//! Reading one invitee with all that happened to it.
use crate::{
    load::invitee_of,
    view::{ChangeView, InviteeView},
    why::waits_because,
};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::ids::{EventId, InviteeId};
use runtime::{
    Allowed, Ctx, Problem, authorize::See, extract::PathIds, invitation::link, revision::etag,
};
use serde::Serialize;
use utoipa::ToSchema;

/// An invitee with its history.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InviteeDetails)]
pub(crate) struct InviteeDetails {
    #[serde(flatten)]
    invitee: InviteeView,
    /// The guest's own link, for handing it over by other means.
    link: String,
    /// What the guest wrote down, or an organizer for the guest.
    note: String,
    /// Why it is not invited at this moment, while it is in the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_because: Option<String>,
    /// What it went through, oldest first: the last 20 changes.
    history: Vec<ChangeView>,
}

/// Reads an invitee, as it is now: what happened to it, who did it and why, and why it waits.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/events/{event}/invitees/{invitee}",
    operation_id = "ReadInvitee",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("invitee" = String, Path, description = "the invitee"),
    ),
    responses(
        (status = 200, description = "the invitee", body = InviteeDetails),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn read_invitee(
    State(ctx): State<Ctx>,
    allowed: Allowed<See>,
    PathIds((event, invitee)): PathIds<(EventId, InviteeId)>,
) -> Result<Response, Problem> {
    let now = ctx.clock.now();
    let (kept, found) = invitee_of(&ctx, allowed.org(), (event, invitee)).await?;
    let note = ctx.store.invitee_note(event, invitee).await?;
    let invitee = &kept.invitee;
    let details = InviteeDetails {
        invitee: InviteeView::of(invitee, &found.event, now),
        link: link(&ctx, event, invitee.id, invitee.generation),
        note: note.map(|note| note.text).unwrap_or_default(),
        waits_because: waits_because(invitee, &found, now),
        history: invitee.history.iter().map(ChangeView::from).collect(),
    };
    Ok(([etag(kept.rev)], Json(details)).into_response())
}

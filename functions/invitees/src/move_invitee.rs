//! Moving one guest in the queue or on the waitlist: one row changes, whatever the length of the list.
use crate::{
    load::{invitee_of, neighbour},
    places::{End, crowded, places},
    view::InviteeView,
    waitlist_order,
};
use axum::{Json, extract::State};
use domain::{
    ids::{EventId, InviteeId},
    invitee::{Invitee, Status},
    position::Position,
};
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Invite,
    extract::{Body, PathIds},
};
use serde::{Deserialize, Serialize};
use store::{Attempts, Transaction};
use utoipa::ToSchema;

/// Where to: exactly one of the three.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct MoveBody {
    /// Right before this invitee.
    before: Option<String>,
    /// Right after this invitee.
    after: Option<String>,
    /// To the `top` or the `end`.
    to: Option<End>,
}

/// Where to, relative to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Before(InviteeId),
    After(InviteeId),
    To(End),
}

/// Moves a guest in the queue, or on the waitlist. Everybody else stays where they are, whoever joined
/// or answered since the caller last looked.
#[utoipa::path(
    post,
    path = "/v1/orgs/{org}/events/{event}/invitees/{invitee}/move",
    operation_id = "MoveInvitee",
    tag = "invitees",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("invitee" = String, Path, description = "the invitee"),
    ),
    request_body = MoveBody,
    responses(
        (status = 200, description = "the invitee as it is now", body = InviteeView),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-allowed-now`: the two are not in the queue, or on the waitlist, together"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("invite")))
)]
pub(crate) async fn move_invitee(
    State(ctx): State<Ctx>,
    allowed: Allowed<Invite>,
    PathIds((event, invitee)): PathIds<(EventId, InviteeId)>,
    Body(body): Body<MoveBody>,
) -> Result<Json<InviteeView>, Problem> {
    let target = target(&body, invitee)?;
    let mut attempts = Attempts::default();
    loop {
        let (kept, found) = invitee_of(&ctx, allowed.org(), (event, invitee)).await?;
        let moved = moved(&ctx, &kept.invitee, target).await?;
        let show = |moved: &Invitee| InviteeView::of(moved, &found.event, ctx.clock.now());
        if moved == kept.invitee {
            return Ok(Json(show(&moved)));
        }
        let mut transaction = Transaction::by(allowed.actor());
        transaction.replace_invitee(&moved, kept.rev);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(Json(show(&moved))),
            Err(error) => attempts.again(error)?,
        }
    }
}

fn target(body: &MoveBody, moved: InviteeId) -> Result<Target, Problem> {
    let id = |pointer: &str, text: &str| {
        let id: InviteeId =
            text.parse().map_err(|_| Problem::field(pointer, "must be an invitee's id"))?;
        if id == moved {
            return Err(Problem::field(pointer, "must be another invitee"));
        }
        Ok(id)
    };
    match (&body.before, &body.after, body.to) {
        (Some(before), None, None) => Ok(Target::Before(id("/before", before)?)),
        (None, Some(after), None) => Ok(Target::After(id("/after", after)?)),
        (None, None, Some(end)) => Ok(Target::To(end)),
        _ => Err(Problem::field("", "give exactly one of before, after and to")),
    }
}

/// The invitee at its new place; as it was where it is there already.
async fn moved(ctx: &Ctx, moved: &Invitee, target: Target) -> Result<Invitee, Problem> {
    let other = match target {
        Target::To(_) => None,
        Target::Before(other) | Target::After(other) => {
            let other = neighbour(ctx, moved.event, other).await?;
            Some(other.ok_or(ProblemKind::NotFound)?.invitee)
        }
    };
    if other.as_ref().is_some_and(|other| other.status.name() != moved.status.name()) {
        return Err(not_in_line());
    }
    match moved.status {
        Status::Queued => {
            let position = position(ctx, moved, other.as_ref(), target).await?;
            Ok(Invitee { position, ..moved.clone() })
        }
        Status::Waitlisted { .. } => {
            let other = other.as_ref().and_then(waitlist_order::entry);
            match (target, other) {
                (Target::Before(_), Some(other)) => waitlist_order::before(ctx, moved, other).await,
                (Target::After(_), Some(other)) => waitlist_order::after(ctx, moved, other).await,
                (Target::To(end), _) => waitlist_order::to_end(ctx, moved.event, moved, end).await,
                (Target::Before(_) | Target::After(_), None) => Err(not_in_line()),
            }
        }
        Status::Inviting { .. }
        | Status::Invited { .. }
        | Status::Accepted { .. }
        | Status::Declined
        | Status::Expired
        | Status::Withdrawn
        | Status::Failed
        | Status::Removed
        | Status::Cancelled { .. } => Err(not_in_line()),
    }
}

/// The new place in the queue; the old one where it is there already.
async fn position(
    ctx: &Ctx,
    moved: &Invitee,
    other: Option<&Invitee>,
    target: Target,
) -> Result<Position, Problem> {
    let other = match (target, other) {
        (Target::To(end), _) => return to_end(ctx, moved, end).await,
        (Target::Before(_) | Target::After(_), None) => return Err(not_in_line()),
        (Target::Before(_) | Target::After(_), Some(other)) => other,
    };
    let (before, after) = ctx.store.queue_neighbours(moved.event, &other.position).await?;
    let (next, between) = match target {
        Target::Before(_) => {
            let low = before.as_ref().map(|entry| &entry.position);
            (&before, Position::between(low, Some(&other.position)))
        }
        Target::After(_) | Target::To(_) => {
            let high = after.as_ref().map(|entry| &entry.position);
            (&after, Position::between(Some(&other.position), high))
        }
    };
    if next.as_ref().is_some_and(|entry| entry.invitee == moved.id) {
        return Ok(moved.position.clone());
    }
    between.map_err(crowded)
}

async fn to_end(ctx: &Ctx, moved: &Invitee, end: End) -> Result<Position, Problem> {
    if end == End::Top {
        let head = ctx.store.queue(moved.event, 1, None).await?.entries;
        if head.first().is_some_and(|entry| entry.invitee == moved.id) {
            return Ok(moved.position.clone());
        }
    }
    let place = places(ctx, moved.event, end, 1, ctx.clock.now()).await?.pop();
    Ok(place.unwrap_or_else(|| moved.position.clone()))
}

fn not_in_line() -> Problem {
    Problem::new(ProblemKind::NotAllowedNow)
        .detail("only guests in the queue, or on the waitlist, have a place among each other")
}

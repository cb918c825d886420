//! Giving somebody a role on an event.
use super::{RoleView, parse};
use axum::{Json, extract::State};
use domain::{
    ids::{EventId, UserId},
    rights::EventRole,
};
use runtime::{
    Allowed, Ctx, Problem, ProblemKind,
    authorize::Administer,
    extract::{Body, PathIds},
};
use serde::{Deserialize, Serialize};
use store::{
    Attempts, CommitError, Consistency, Transaction,
    accounts::User,
    event_roles::{EVENT_ROLES_MAX, EventRoleItem, EventRoleWrite, USER_EVENT_ROLES_MAX},
    keys::UserKey,
};
use utoipa::ToSchema;

/// Which role.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventRoleBody {
    /// `ADMIN`: everything on the event but what only an owner may; `EDITOR`: the guest list and
    /// sending; `VIEWER`: sending, where the event lets its viewers.
    role: String,
}

/// Gives a member of the organization a role on the event, in place of any other. It only ever adds
/// to the role in the organization. Repeating it changes nothing.
#[utoipa::path(
    put,
    path = "/v1/orgs/{org}/events/{event}/roles/{user}",
    operation_id = "GiveEventRole",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
        ("user" = String, Path, description = "a member of the organization"),
    ),
    request_body = EventRoleBody,
    responses(
        (status = 200, description = "the role as it is now", body = RoleView),
        (status = 403, description = "`forbidden`: also for an admin of the platform who entered"),
        (status = 404, description = "`not-found`: no such event, or no such member"),
        (status = 409, description = "`not-allowed-now` with `max`: the event or the user has as many as there can be"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("administer")))
)]
pub(crate) async fn give_event_role(
    State(ctx): State<Ctx>,
    allowed: Allowed<Administer>,
    PathIds((event, user)): PathIds<(EventId, UserId)>,
    Body(body): Body<EventRoleBody>,
) -> Result<Json<RoleView>, Problem> {
    let role = parse(&body.role).map_err(|words| Problem::field("/role", words))?;
    allowed.refuse_entry()?;
    runtime::event::of_org(&ctx, allowed.org(), event, Consistency::Strong).await?;
    let item = give(&ctx, &allowed, (event, user), role).await?;
    let known = ctx.store.get::<User>(&UserKey { user }, Consistency::Eventual).await?;
    let name = known.map(|user| user.value.display_name).unwrap_or_default();
    Ok(Json(RoleView::of(user, name, &item)))
}

async fn give(
    ctx: &Ctx,
    by: &Allowed<Administer>,
    (event, user): (EventId, UserId),
    role: EventRole,
) -> Result<EventRoleItem, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let now = ctx.clock.now();
        let seen = ctx.store.event_role(event, user).await?;
        let since = seen.as_ref().map_or(now, |seen| seen.value.since);
        let mut transaction = Transaction::by(by.actor());
        let write = transaction.set_event_role(by.org(), (event, user), role, seen.as_ref(), now);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(EventRoleItem { role, since }),
            Err(error) => {
                refused(write, &error)?;
                attempts.again(error)?;
            }
        }
    }
}

/// The refusals that no further attempt would change.
fn refused(write: EventRoleWrite, error: &CommitError) -> Result<(), Problem> {
    let full = |who: &str, most: u16| {
        Problem::new(ProblemKind::NotAllowedNow)
            .detail(format!("{who} has {most} roles, and that is as many as there can be"))
            .with("max", most)
    };
    if write.is_of_a_stranger(error) {
        Err(ProblemKind::NotFound.into())
    } else if write.is_one_too_many_for_the_event(error) {
        Err(full("the event", EVENT_ROLES_MAX))
    } else if write.is_one_too_many_for_the_user(error) {
        Err(full("the user", USER_EVENT_ROLES_MAX))
    } else {
        Ok(())
    }
}

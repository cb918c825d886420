//! Who has a role on an event.
use super::RoleView;
use axum::{Json, extract::State};
use domain::ids::{EventId, UserId};
use runtime::{Allowed, Ctx, Problem, authorize::Administer, extract::PathIds};
use serde::Serialize;
use std::collections::HashMap;
use store::{Consistency, accounts::User, keys::UserKey};
use utoipa::ToSchema;

/// The roles on an event, by user.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventRoles)]
pub(crate) struct RolesView {
    roles: Vec<RoleView>,
}

/// Lists who has a role on the event beside the one in the organization: 50 at most.
#[utoipa::path(
    get,
    path = "/v1/orgs/{org}/events/{event}/roles",
    operation_id = "ListEventRoles",
    tag = "events",
    params(
        ("org" = String, Path, description = "the organization"),
        ("event" = String, Path, description = "the event"),
    ),
    responses(
        (status = 200, description = "the roles", body = RolesView),
        (status = 404, description = "`not-found`"),
    ),
    extensions(("x-permission" = json!("administer")))
)]
pub(crate) async fn list_event_roles(
    State(ctx): State<Ctx>,
    allowed: Allowed<Administer>,
    PathIds((event,)): PathIds<(EventId,)>,
) -> Result<Json<RolesView>, Problem> {
    runtime::event::of_org(&ctx, allowed.org(), event, Consistency::Strong).await?;
    let stored = ctx.store.event_roles_of_event(event).await?;
    let users: Vec<UserKey> = stored.iter().map(|role| UserKey { user: role.key.user }).collect();
    let mut names: HashMap<UserId, String> = ctx
        .store
        .batch_get::<User>(&users, Consistency::Eventual)
        .await?
        .into_iter()
        .map(|user| (user.key.user, user.value.display_name))
        .collect();
    let view = stored.iter().map(|role| {
        let name = names.remove(&role.key.user).unwrap_or_default();
        RoleView::of(role.key.user, name, &role.value)
    });
    Ok(Json(RolesView { roles: view.collect() }))
}

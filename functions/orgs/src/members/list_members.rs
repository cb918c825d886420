//! Listing an org's members.
use super::view::MemberView;
use axum::{Json, extract::State};
use domain::ids::UserId;
use runtime::{
    Allowed, Ctx, Problem,
    authorize::{Administer, See},
};
use serde::Serialize;
use std::collections::HashMap;
use store::{Stored, accounts::User, orgs::Member};
use utoipa::ToSchema;

/// The members of an org.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Members)]
pub(crate) struct MembersView {
    /// The strongest roles first, those who are longest there before others.
    members: Vec<MemberView>,
}

/// Lists the members of an org; their addresses only for those who administer it.
#[utoipa::path(
    get, path = "/v1/orgs/{org}/members", operation_id = "ListMembers", tag = "orgs",
    params(("org" = String, Path, description = "The org")),
    responses((status = 200, description = "All members: 500 at most", body = MembersView)),
    extensions(("x-permission" = json!("see")))
)]
pub(crate) async fn list_members(
    State(ctx): State<Ctx>,
    by: Allowed<See>,
) -> Result<Json<MembersView>, Problem> {
    let whole = by.also::<Administer>().is_ok();
    let mut members = ctx.store.members(by.org()).await?;
    members
        .sort_by_key(|one| (std::cmp::Reverse(one.value.role), one.value.joined_at, one.key.user));
    let ids: Vec<UserId> = members.iter().map(|member| member.key.user).collect();
    let users = ctx.store.users(&ids).await?.into_iter();
    let users: HashMap<UserId, User> = users.map(|user| (user.key.user, user.value)).collect();
    let view = |member: &Stored<Member>| MemberView::of(member, users.get(&member.key.user), whole);
    Ok(Json(MembersView { members: members.iter().map(view).collect() }))
}

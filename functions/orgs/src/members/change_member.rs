//! Changing a member's role.
use super::{check_reach, load, parse_role, refuse_last_owner, room, view::MemberView};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{ids::UserId, rights::Role};
use http::HeaderMap;
use runtime::{
    Allowed, Ctx, Problem,
    authorize::Administer,
    extract::{Body, PathIds},
    revision::{Seen, etag},
};
use serde::Deserialize;
use store::{Attempts, Stored, Transaction, orgs::Member};
use utoipa::ToSchema;

/// What becomes of the member.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberChangeBody {
    /// `OWNER`, `ADMIN`, `MEMBER` or `VIEWER`.
    role: String,
}

/// Changes a member's role. Nobody gives more than the own role; owners are changed by owners only.
#[utoipa::path(
    patch, path = "/v1/orgs/{org}/members/{user}", operation_id = "ChangeMember", tag = "orgs",
    params(
        ("org" = String, Path, description = "The org"),
        ("user" = String, Path, description = "The member"),
        ("if-match" = Option<String>, Header, description = "the `ETag` that the caller has seen"),
    ),
    request_body = MemberChangeBody,
    responses(
        (status = 200, description = "The member as they are now", body = MemberView),
        (status = 403, description = "`forbidden`: that takes an owner, or a member where an admin of the platform asks"),
        (status = 404, description = "`not-found`: no member"),
        (status = 409, description = "`last-owner`; `not-allowed-now`: they own as many orgs as one may"),
        (status = 412, description = "`stale`: somebody changed the role since"),
        (status = 422, description = "`invalid-fields`"),
    ),
    extensions(("x-permission" = json!("administer")))
)]
pub(crate) async fn change_member(
    State(ctx): State<Ctx>,
    by: Allowed<Administer>,
    PathIds((user,)): PathIds<(UserId,)>,
    headers: HeaderMap,
    Body(body): Body<MemberChangeBody>,
) -> Result<Response, Problem> {
    let known = Seen::of(&headers)?;
    let role = parse_role(&body.role);
    let role = role.map_err(|unknown| Problem::field("/role", unknown))?;
    let mut attempts = Attempts::default();
    loop {
        let member = load(&ctx, &by, user).await?;
        by.refuse_entry()?;
        check_reach(&by, &[member.value.role, role])?;
        known.check(member.rev)?;
        if member.value.role == role {
            return answer(&ctx, &member, role).await;
        }
        let mut transaction = Transaction::by(by.actor());
        if role == Role::Owner {
            let standing = room::fresh_standing(&ctx, user).await?;
            room::check_owned(&standing)?;
            transaction.touch_user(&standing.user);
        }
        let change = transaction.change_member(by.org(), user, member.value.role, role);
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let rev = member.rev.saturating_add(1);
                return answer(&ctx, &Stored { rev, ..member }, role).await;
            }
            Err(error) => {
                refuse_last_owner(&error, change)?;
                attempts.again(error)?;
            }
        }
    }
}

async fn answer(ctx: &Ctx, member: &Stored<Member>, role: Role) -> Result<Response, Problem> {
    let user = ctx.store.users(&[member.key.user]).await?.into_iter().next();
    let view = MemberView::of(member, user.as_ref().map(|user| &user.value), true).now(role);
    Ok(([etag(member.rev)], Json(view)).into_response())
}

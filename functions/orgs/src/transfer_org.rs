//! Handing an org over.
use crate::members::{self, room, view::MemberView};
use axum::{Json, extract::State};
use domain::{ids::UserId, rights::Role};
use jiff::Timestamp;
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::Own, extract::Body, password};
use serde::Deserialize;
use store::{Attempts, Consistency, Transaction};
use utoipa::ToSchema;

/// Who gets the org.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransferOrg {
    /// A member.
    user: String,
    /// The caller's own password.
    password: String,
}

/// Makes a member an owner, and the caller an admin, both at once.
#[utoipa::path(
    post, path = "/v1/orgs/{org}/transfer", operation_id = "TransferOrg", tag = "orgs",
    params(("org" = String, Path, description = "The org")),
    request_body = TransferOrg,
    responses(
        (status = 200, description = "The new owner", body = MemberView),
        (status = 409, description = "`not-allowed-now`: they own as many orgs as one may"),
        (status = 422, description = "`invalid-fields`: no member, or a wrong password"),
        (status = 429, description = "`too-many-requests`: too many wrong passwords"),
    ),
    extensions(("x-permission" = json!("own")))
)]
pub(crate) async fn transfer_org(
    State(ctx): State<Ctx>,
    by: Allowed<Own>,
    Body(body): Body<TransferOrg>,
) -> Result<Json<MemberView>, Problem> {
    let no_member = || Problem::field("/user", "must be another member of the organization");
    let to: UserId = body.user.parse().map_err(|_| no_member())?;
    if to == by.user() {
        return Err(no_member());
    }
    let now = ctx.clock.now();
    confirm(&ctx, &by, &body.password, now).await?;
    let mut attempts = Attempts::default();
    loop {
        let member = ctx.store.member(by.org(), to, Consistency::Strong).await?;
        let member = member.ok_or_else(no_member)?;
        let standing = room::fresh_standing(&ctx, to).await?;
        if member.value.role != Role::Owner {
            room::check_owned(&standing)?;
        }
        let mut transaction = Transaction::by(by.actor());
        transaction.touch_user(&standing.user);
        let change = transaction.transfer_org(by.org(), by.user(), (to, member.value.role));
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let user = &standing.user.value;
                return Ok(Json(MemberView::of(&member, Some(user), true).now(Role::Owner)));
            }
            Err(error) => {
                members::refuse_last_owner(&error, change)?;
                still_owner(&ctx, &by).await?;
                attempts.again(error)?;
            }
        }
    }
}

async fn confirm(ctx: &Ctx, by: &Allowed<Own>, text: &str, now: Timestamp) -> Result<(), Problem> {
    let user = ctx.store.user(by.user(), Consistency::Strong).await?;
    let user = user.ok_or(ProblemKind::Unauthenticated)?;
    password::confirm(ctx, &user, text, "/password", now).await
}

/// What the caller was may be over by now.
async fn still_owner(ctx: &Ctx, by: &Allowed<Own>) -> Result<(), Problem> {
    let member = ctx.store.member(by.org(), by.user(), Consistency::Strong).await?;
    match member.map(|member| member.value.role) {
        Some(Role::Owner) => Ok(()),
        Some(Role::Admin | Role::Member | Role::Viewer) => Err(ProblemKind::Forbidden.into()),
        None => Err(ProblemKind::NotFound.into()),
    }
}

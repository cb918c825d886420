//! Who belongs to an org.
mod change_member;
mod leave_org;
mod list_members;
mod remove_member;
pub(crate) mod room;
pub(crate) mod view;

use domain::{ids::UserId, rights::Role};
use runtime::{Allowed, Ctx, Problem, ProblemKind, Routes, authorize::Own, routes};
use store::{
    Attempts, CommitError, Consistency, Stored, Transaction,
    orgs::{Member, MemberChange},
};

pub(crate) fn router<R: Routes>() -> R {
    R::new()
        .routes(routes!(list_members::list_members))
        .routes(routes!(change_member::change_member, remove_member::remove_member))
        .routes(routes!(leave_org::leave_org))
}

/// A member as they are now; 404 where the user is none.
async fn load<P>(ctx: &Ctx, by: &Allowed<P>, user: UserId) -> Result<Stored<Member>, Problem> {
    let member = ctx.store.member(by.org(), user, Consistency::Strong).await?;
    member.ok_or_else(|| ProblemKind::NotFound.into())
}

/// The role of that name; the public words where there is none.
pub(crate) fn parse_role(name: &str) -> Result<Role, &'static str> {
    Role::parse(name).ok_or("must be OWNER, ADMIN, MEMBER or VIEWER")
}

/// Owners are touched, and made, by owners only.
pub(crate) fn check_reach<P>(by: &Allowed<P>, roles: &[Role]) -> Result<(), Problem> {
    if roles.contains(&Role::Owner) {
        by.also::<Own>()?;
    }
    Ok(())
}

/// 409 `last-owner`, where that is why the change did not happen.
pub(crate) fn refuse_last_owner(error: &CommitError, change: MemberChange) -> Result<(), Problem> {
    match change.counted {
        Some(counted) if error.refuses(counted) && !error.refuses(change.member) => {
            Err(Problem::new(ProblemKind::LastOwner)
                .detail("make another member an owner first, or archive the organization"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Ends a membership, `check` permitting, with the roles on events that came with it.
async fn end<P>(
    ctx: &Ctx,
    by: &Allowed<P>,
    user: UserId,
    check: impl Fn(&Member) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let (now, actor) = (ctx.clock.now(), by.actor());
    let mut attempts = Attempts::default();
    loop {
        let Some(member) = ctx.store.member(by.org(), user, Consistency::Strong).await? else {
            // Another run may have ended here.
            end_event_roles(ctx, by, user).await?;
            return Err(ProblemKind::NotFound.into());
        };
        check(&member.value)?;
        // Whoever has to stay keeps what they have.
        if !is_only_owner(ctx, by, &member.value).await? {
            end_event_roles(ctx, by, user).await?;
        }
        let mut transaction = Transaction::by(actor.as_str());
        let change = transaction.remove_member(by.org(), user, member.value.role, now);
        match ctx.store.commit(transaction).await {
            Ok(_) => break,
            Err(error) => {
                refuse_last_owner(&error, change)?;
                attempts.again(error)?;
            }
        }
    }
    // What was given meanwhile.
    end_event_roles(ctx, by, user).await
}

/// Takes the roles on events: without a membership they give no right, and would again with the next one.
async fn end_event_roles<P>(ctx: &Ctx, by: &Allowed<P>, user: UserId) -> Result<(), Problem> {
    let (actor, now) = (by.actor(), ctx.clock.now());
    Ok(ctx.store.remove_event_roles_of_member(by.org(), user, &actor, now).await?)
}

/// Whether the member probably is the last owner. What holds is the write's condition.
async fn is_only_owner<P>(ctx: &Ctx, by: &Allowed<P>, member: &Member) -> Result<bool, Problem> {
    Ok(member.role == Role::Owner && ctx.store.org_people(by.org()).await?.owners <= 1)
}

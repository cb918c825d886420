//! How many orgs a user may belong to.
use domain::{ids::UserId, rights::Role};
use runtime::{Ctx, Problem, ProblemKind};
use store::{
    Consistency,
    accounts::Standing,
    orgs::{MEMBERSHIPS_MAX, OWNED_MAX},
};

/// A user's standing as it is now. Whoever decides by it touches the user in the same transaction.
pub(crate) async fn fresh_standing(ctx: &Ctx, user: UserId) -> Result<Standing, Problem> {
    let standing = ctx.store.standing(user, Consistency::Strong).await?;
    standing.ok_or_else(|| ProblemKind::NotFound.into())
}

/// Whether the user may belong to one more org, in that role.
pub(crate) fn check(standing: &Standing, role: Role) -> Result<(), Problem> {
    if standing.orgs.len() >= MEMBERSHIPS_MAX {
        return Err(full(format!("nobody belongs to more than {MEMBERSHIPS_MAX} organizations")));
    }
    match role {
        Role::Owner => check_owned(standing),
        Role::Admin | Role::Member | Role::Viewer => Ok(()),
    }
}

/// Whether the user may own one more org.
pub(crate) fn check_owned(standing: &Standing) -> Result<(), Problem> {
    let owned = standing.orgs.iter().filter(|(_, role)| *role == Role::Owner).count();
    if owned >= OWNED_MAX {
        return Err(full(format!("nobody owns more than {OWNED_MAX} organizations")));
    }
    Ok(())
}

fn full(detail: String) -> Problem {
    Problem::new(ProblemKind::NotAllowedNow).detail(detail)
}

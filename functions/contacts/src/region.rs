//! The region of an org's phone numbers without a country code.
use domain::{ids::OrgId, phone::Region};
use runtime::{Ctx, Problem, ProblemKind};
use store::Consistency;

/// The org's region.
pub(crate) async fn of_org(ctx: &Ctx, org: OrgId) -> Result<Region, Problem> {
    let org = ctx.store.org(org, Consistency::Eventual).await?.ok_or(ProblemKind::NotFound)?;
    Ok(org.value.region)
}

//! What an org's phones and dates are read with.
use domain::{ids::OrgId, phone::Region};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use runtime::{Ctx, Problem, ProblemKind};
use store::{Consistency, contacts::Reading};

/// How far the clocks of the zone that is furthest on are ahead of UTC (Kiribati).
const FURTHEST_ON: SignedDuration = SignedDuration::from_hours(14);

/// The org's region.
pub(crate) async fn of_org(ctx: &Ctx, org: OrgId) -> Result<Region, Problem> {
    let org = ctx.store.org(org, Consistency::Eventual).await?.ok_or(ProblemKind::NotFound)?;
    Ok(org.value.region)
}

/// How values are read at `now` in a region.
pub(crate) fn reading(region: Region, now: Timestamp) -> Reading {
    let furthest = now.checked_add(FURTHEST_ON).unwrap_or(now);
    Reading { region, today: furthest.to_zoned(TimeZone::UTC).date() }
}

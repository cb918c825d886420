//! A new user, who begins with an org of their own.
use domain::{
    ids::{OrgId, UserId},
    phone::Region,
    rights::Role,
    zone::Zone,
};
use jiff::Timestamp;
use runtime::{Ctx, Problem, ProblemKind};
use store::{
    Transaction,
    accounts::{NewUser, User},
    orgs::Org,
};

/// The zone of a first org whose owner named none: the largest of its default region.
pub(crate) const FIRST_ZONE: &str = "America/New_York";
/// Most characters of the name that texts begin with.
const HOST_CHARACTERS_MAX: usize = 40;

/// A user and the user's own org.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Founded {
    pub(crate) user: UserId,
    pub(crate) org: OrgId,
}

/// Adds everything that a new user begins with.
pub(crate) fn found(
    transaction: &mut Transaction,
    made: Founded,
    user: &User,
    org: &Org,
    now: Timestamp,
) -> NewUser {
    let taken = transaction.create_user(made.user, user);
    transaction.create_org(made.org, org);
    transaction.create_member(made.org, made.user, Role::Owner, now);
    taken
}

/// The org that a new user owns.
pub(crate) fn personal_org(user: &User, now: Timestamp) -> Result<Org, Problem> {
    let zone = user.time_zone.clone().map_or_else(|| Zone::parse(FIRST_ZONE), Ok);
    let zone = zone.map_err(|error| Problem::new(ProblemKind::Internal).because(error))?;
    let name = &user.display_name;
    let host: String = name.chars().take(HOST_CHARACTERS_MAX).collect();
    let host = host.trim().to_owned();
    Ok(Org::new(format!("{name}'s organization"), host, Region::US, zone, now))
}

/// What is said of an address or a username that somebody has.
pub(crate) fn taken(field: &'static str) -> Problem {
    Problem::new(ProblemKind::Taken).with("field", field)
}

/// New ids for a user and an org.
pub(crate) fn new_ids(ctx: &Ctx) -> Founded {
    Founded { user: UserId::from_bytes(ctx.ids.bytes()), org: OrgId::from_bytes(ctx.ids.bytes()) }
}

//! Changing an org's settings.
use domain::{phone::Region, zone::Zone};
use runtime::{Allowed, Ctx, Problem, ProblemKind, authorize::Administer};
use store::{Attempts, Consistency, Stored, Transaction, orgs::Org};

/// What to change; absent stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct OrgChange {
    pub(crate) display_name: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) region: Option<Region>,
    pub(crate) time_zone: Option<Zone>,
}

impl OrgChange {
    fn apply(&self, org: &Org) -> Org {
        let changed = self.clone();
        Org {
            display_name: changed.display_name.unwrap_or_else(|| org.display_name.clone()),
            host: changed.host.unwrap_or_else(|| org.host.clone()),
            region: changed.region.unwrap_or(org.region),
            time_zone: changed.time_zone.unwrap_or_else(|| org.time_zone.clone()),
            ..org.clone()
        }
    }
}

/// The org as it is after `change`.
pub(crate) async fn change_org(
    ctx: &Ctx,
    by: &Allowed<Administer>,
    change: OrgChange,
) -> Result<Org, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let seen = load(ctx, by).await?;
        let changed = change.apply(&seen.value);
        if changed == seen.value {
            return Ok(changed);
        }
        let mut transaction = Transaction::by(by.actor());
        transaction.replace_org(&seen, &changed);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(changed),
            Err(error) => attempts.again(error)?,
        }
    }
}

async fn load(ctx: &Ctx, by: &Allowed<Administer>) -> Result<Stored<Org>, Problem> {
    let org = ctx.store.org(by.org(), Consistency::Strong).await?;
    org.ok_or_else(|| ProblemKind::NotFound.into())
}

//! Changing the limits of one org, within the platform's.
use domain::ids::OrgId;
use runtime::{Ctx, PlatformAdmin, Problem, ProblemKind, extract::Fields, revision::Seen};
use store::{
    Attempts, Consistency, Stored, Transaction, orgs::Org, platform::PlatformSettings,
    quota::QuotaScope,
};

/// What to change; absent stays.
#[expect(clippy::option_option, reason = "absent and null are different in a change")]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LimitsChange {
    pub(super) hour_limit: Option<u32>,
    pub(super) day_limit: Option<u32>,
    /// `Some(None)`: the platform's limit is the only one.
    pub(super) invitees_max: Option<Option<u32>>,
}

impl LimitsChange {
    fn apply(&self, org: &Org) -> Org {
        Org {
            hour_limit: self.hour_limit.unwrap_or(org.hour_limit),
            day_limit: self.day_limit.unwrap_or(org.day_limit),
            invitees_max: self.invitees_max.unwrap_or(org.invitees_max),
            ..org.clone()
        }
    }

    /// 422 for each limit that is set above the platform's.
    fn check(&self, settings: &PlatformSettings, after: &Org) -> Result<(), Problem> {
        let mut fields = Fields::new();
        let invitees_max = self.invitees_max.flatten();
        for (pointer, given, most) in [
            ("/hour_limit", self.hour_limit, settings.hour_limit),
            ("/day_limit", self.day_limit, settings.day_limit),
            ("/invitees_max", invitees_max, settings.invitees_max),
        ] {
            let words = format!("must not be above the platform's, which is {most}");
            fields.check(pointer, given.is_none_or(|given| given <= most), words);
        }
        let right = invitees_max.is_none_or(|most| most >= 1);
        fields.check("/invitees_max", right, "must be 1 or more");
        let right = after.hour_limit <= after.day_limit;
        fields.check("/day_limit", right, "must not be below the limit of an hour");
        fields.finish()
    }
}

/// The org after `change`. Whoever sends next obeys it: the org's quota counts up with its limits.
pub(super) async fn change(
    ctx: &Ctx,
    by: &PlatformAdmin,
    (org, seen): (OrgId, Seen),
    change: LimitsChange,
) -> Result<Stored<Org>, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let stored = ctx.store.org(org, Consistency::Strong).await?.ok_or(ProblemKind::NotFound)?;
        seen.check(stored.rev)?;
        let after = change.apply(&stored.value);
        let (settings, _) = ctx.store.platform().await?;
        change.check(&settings, &after)?;
        if after == stored.value {
            return Ok(stored);
        }
        let mut transaction = Transaction::by(by.actor());
        transaction.replace_org(&stored, &after);
        transaction.touch_quota(QuotaScope::Org(org));
        match ctx.store.commit(transaction).await {
            Ok(_) => {
                let rev = stored.rev.saturating_add(1);
                return Ok(Stored { value: after, rev, ..stored });
            }
            Err(error) => attempts.again(error)?,
        }
    }
}

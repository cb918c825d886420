//! Changing the platform's settings.
use runtime::{Ctx, PlatformAdmin, Problem, revision::Seen};
use store::{
    Attempts, Transaction,
    platform::{PlatformSettings, RegistrationMode},
};

/// What to change; absent stays.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SettingsChange {
    pub(super) sending_enabled: Option<bool>,
    pub(super) hour_limit: Option<u32>,
    pub(super) day_limit: Option<u32>,
    pub(super) invitees_max: Option<u32>,
    pub(super) registration: Option<RegistrationMode>,
    pub(super) segment_price_micros: Option<u32>,
}

impl SettingsChange {
    /// The settings after it.
    fn apply(&self, settings: &PlatformSettings) -> PlatformSettings {
        PlatformSettings {
            sending_enabled: self.sending_enabled.unwrap_or(settings.sending_enabled),
            hour_limit: self.hour_limit.unwrap_or(settings.hour_limit),
            day_limit: self.day_limit.unwrap_or(settings.day_limit),
            invitees_max: self.invitees_max.unwrap_or(settings.invitees_max),
            registration: self.registration.unwrap_or(settings.registration),
            segment_price_micros: self
                .segment_price_micros
                .unwrap_or(settings.segment_price_micros),
            first_admin: settings.first_admin,
        }
    }
}

/// The settings after `change`, and their revision. Whoever sends next obeys them: nobody keeps a copy.
pub(super) async fn change(
    ctx: &Ctx,
    by: &PlatformAdmin,
    seen: Seen,
    change: SettingsChange,
) -> Result<(PlatformSettings, u64), Problem> {
    let mut attempts = Attempts::default();
    loop {
        let (settings, stored) = ctx.store.platform().await?;
        let rev = stored.as_ref().map_or(0, |stored| stored.rev);
        seen.check(rev)?;
        let changed = change.apply(&settings);
        if changed.hour_limit > changed.day_limit {
            return Err(Problem::field("/day_limit", "must not be below the limit of an hour"));
        }
        if changed == settings {
            return Ok((changed, rev));
        }
        let mut transaction = Transaction::by(by.actor());
        transaction.replace_platform(stored.as_ref(), &changed);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok((changed, rev.saturating_add(1))),
            Err(error) => attempts.again(error)?,
        }
    }
}

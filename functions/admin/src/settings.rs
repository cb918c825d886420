//! Changing the platform's settings.
use runtime::{Ctx, PlatformAdmin, Problem};
use store::{Attempts, Transaction, platform::PlatformSettings};

/// What to change; absent stays.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SettingsChange {
    pub(crate) sending_enabled: Option<bool>,
    pub(crate) hour_limit: Option<u32>,
    pub(crate) day_limit: Option<u32>,
    pub(crate) invitees_max: Option<u32>,
}

impl SettingsChange {
    /// The settings after it.
    pub(crate) fn apply(&self, settings: &PlatformSettings) -> PlatformSettings {
        PlatformSettings {
            sending_enabled: self.sending_enabled.unwrap_or(settings.sending_enabled),
            hour_limit: self.hour_limit.unwrap_or(settings.hour_limit),
            day_limit: self.day_limit.unwrap_or(settings.day_limit),
            invitees_max: self.invitees_max.unwrap_or(settings.invitees_max),
            ..settings.clone()
        }
    }
}

/// The settings as they are after `change`. Whoever sends next obeys them: nobody keeps a copy.
pub(crate) async fn change_settings(
    ctx: &Ctx,
    by: &PlatformAdmin,
    change: SettingsChange,
    check: impl Fn(&PlatformSettings) -> Result<(), Problem>,
) -> Result<PlatformSettings, Problem> {
    let mut attempts = Attempts::default();
    loop {
        let (settings, seen) = ctx.store.platform().await?;
        let changed = change.apply(&settings);
        check(&changed)?;
        if changed == settings {
            return Ok(changed);
        }
        let mut transaction = Transaction::by(by.actor());
        transaction.replace_platform(seen.as_ref(), &changed);
        match ctx.store.commit(transaction).await {
            Ok(_) => return Ok(changed),
            Err(error) => attempts.again(error)?,
        }
    }
}

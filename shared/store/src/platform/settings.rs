//! The platform's settings.
use crate::{
    as_text,
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Stored},
    keys::PlatformKey,
    quota::QuotaScope,
    transaction::{Condition, Transaction, Update},
    value::Value,
};
use domain::ids::UserId;
use serde::{Deserialize, Serialize};

/// Who may register (PRODUCT.md, "Accounts").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationMode {
    /// Whoever has a registration code, or an invitation to a team.
    Code,
    /// Everybody.
    Open,
    /// Nobody but those who are invited to a team.
    Closed,
}

impl RegistrationMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Code, Self::Open, Self::Closed];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The mode of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// The platform's settings. What was never set has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlatformSettings {
    /// The kill switch: off, nothing is sent and nothing reserved.
    pub sending_enabled: bool,
    /// Messages that the platform may submit in any hour.
    pub hour_limit: u32,
    /// Messages that the platform may submit in any 24 hours.
    pub day_limit: u32,
    /// Most invitees on one event's list.
    pub invitees_max: u32,
    /// Who may register.
    pub registration: RegistrationMode,
    /// What a segment costs, in millionths of a dollar; 0 where nobody said.
    pub segment_price_micros: u32,
    /// The first admin, since there is one.
    #[serde(with = "as_text::optional", skip_serializing_if = "Option::is_none")]
    pub first_admin: Option<UserId>,
}

impl Default for PlatformSettings {
    fn default() -> Self {
        Self {
            sending_enabled: true,
            hour_limit: 1_000,
            day_limit: 5_000,
            invitees_max: 100_000,
            registration: RegistrationMode::Code,
            segment_price_micros: 0,
            first_admin: None,
        }
    }
}

impl Item for PlatformSettings {
    type Key = PlatformKey;
    const KIND: &'static str = "platform";
    const VERSION: u8 = 1;
}

impl PlatformSettings {
    /// Most invitees on one event's list, where the org may have at most `org` of its own.
    pub fn invitees_max_of(&self, org: Option<u32>) -> u32 {
        org.map_or(self.invitees_max, |org| org.min(self.invitees_max))
    }
}

impl Store {
    /// The platform's settings as they are now, and the item to replace where there is one.
    pub async fn platform(
        &self,
    ) -> Result<(PlatformSettings, Option<Stored<PlatformSettings>>), StoreError> {
        let stored = self.get::<PlatformSettings>(&PlatformKey {}, Consistency::Strong).await?;
        let settings = stored.as_ref().map(|stored| stored.value.clone()).unwrap_or_default();
        Ok((settings, stored))
    }
}

impl Transaction {
    /// Replaces the platform's settings as they were seen. Refused where they were changed since.
    ///
    /// Whoever decided by the former limits or the former switch is refused and decides again: the
    /// platform's quota counts up with the settings.
    pub fn replace_platform(
        &mut self,
        seen: Option<&Stored<PlatformSettings>>,
        settings: &PlatformSettings,
    ) -> usize {
        self.touch_quota(QuotaScope::Platform);
        match seen {
            Some(seen) => self.replace(&PlatformKey {}, settings, seen.rev),
            None => self.create(&PlatformKey {}, settings),
        }
    }

    /// Makes `user` the first admin, and counts one who runs the platform. Refused where there is one.
    pub fn claim_first_admin(&mut self, user: UserId) -> usize {
        self.count_platform_admin();
        let claim = Update::upsert::<PlatformSettings>(&PlatformKey {})
            .set("first_admin = :first_admin")
            .value(":first_admin", Value::from(user.to_string()))
            .when(Condition::new("attribute_not_exists(first_admin)"));
        self.update(claim)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_org_may_have_fewer_invitees_than_the_platform_allows_and_never_more() {
        let settings = PlatformSettings { invitees_max: 100, ..PlatformSettings::default() };
        assert_eq!(settings.invitees_max_of(None), 100);
        assert_eq!(settings.invitees_max_of(Some(7)), 7);
        assert_eq!(settings.invitees_max_of(Some(101)), 100);
    }
}

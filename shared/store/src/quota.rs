//! Rolling windows in the table: one item per scope, packed, replaced by revision.
//!
//! A scope's window stands beside its limits, so that one read answers how much may be sent. The read
//! need not be consistent: permits are taken by replacing the revision that was read, and a change of
//! limits counts up the same revision ([`Transaction::touch_quota`]).
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Row, Stored},
    keys::{OrgKey, OrgQuotaKey, PlatformKey, PlatformQuotaKey, Span},
    orgs::Org,
    platform::PlatformSettings,
    query::Query,
    transaction::{Transaction, Update},
};
use domain::{
    ids::{EventId, OrgId},
    quota::{Limits, Minute, ORG_LIMITS, Reserve, Turns, Window},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whose sends a window counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuotaScope {
    /// Everybody's.
    Platform,
    /// One org's.
    Org(OrgId),
}

/// A scope's window as it was read. Permits are taken from [`window`](Self::window) and the whole put
/// into a transaction, which is refused where anybody else took some meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// Whose.
    pub scope: QuotaScope,
    /// What was taken lately.
    pub window: Window,
    /// Who waits for permits, and who took them lately.
    pub turns: Turns,
    /// `None` before the first permit.
    rev: Option<u64>,
}

/// A scope's quota and the limits in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limited {
    /// What was taken.
    pub quota: Quota,
    /// What may be.
    pub limits: Limits,
}

/// How much an org may send, by its own limits and the platform's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// Whether anything is sent or reserved: the kill switch is not thrown and the org not archived.
    pub sending_enabled: bool,
    /// Whether the kill switch is not thrown, whatever became of the org.
    pub platform_sends: bool,
    /// The org's.
    pub org: Limited,
    /// The platform's.
    pub platform: Limited,
}

/// A quota as it is stored: `domain::quota`'s own encodings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct QuotaItem {
    #[serde(default, with = "serde_bytes", skip_serializing_if = "Vec::is_empty")]
    window: Vec<u8>,
    #[serde(default, with = "serde_bytes", skip_serializing_if = "Vec::is_empty")]
    turns: Vec<u8>,
}

impl Item for QuotaItem {
    type Key = OrgQuotaKey;
    const KIND: &'static str = "org_quota";
    const VERSION: u8 = 1;
}

/// The platform's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
struct PlatformQuotaItem(QuotaItem);

impl Item for PlatformQuotaItem {
    type Key = PlatformQuotaKey;
    const KIND: &'static str = "platform_quota";
    const VERSION: u8 = 1;
}

impl Quota {
    fn unused(scope: QuotaScope) -> Self {
        Self { scope, window: Window::default(), turns: Turns::default(), rev: None }
    }

    /// What it is after the transaction that replaced it was committed.
    pub fn committed(&mut self) {
        self.rev = Some(self.rev.unwrap_or_default().saturating_add(1));
    }

    fn of<T: Item>(scope: QuotaScope, rev: u64, item: &QuotaItem) -> Result<Self, StoreError> {
        let broken = || StoreError::Unreadable {
            kind: T::KIND,
            reason: "it is not packed as it should be".into(),
        };
        let window = match item.window.as_slice() {
            [] => Window::default(),
            packed => Window::decode(packed).map_err(|_| broken())?,
        };
        let turns = Turns::decode(&item.turns).ok_or_else(broken)?;
        Ok(Self { scope, window, turns, rev: Some(rev) })
    }
}

impl Limited {
    /// How many permits `of` may take now: what the windows leave, and while others wait no more than
    /// a quarter of the hour.
    pub fn permits(&self, of: &[u8], now: Timestamp, reserve: Reserve) -> u32 {
        let left = self.quota.window.permits(now, &self.limits, reserve);
        if self.quota.turns.others_wait(of, now) {
            left.min(self.quota.turns.share_left(of, now, &self.limits))
        } else {
            left
        }
    }

    /// When `of` may take `count` permits, if nobody takes any meanwhile.
    pub fn again_at(&self, of: &[u8], now: Timestamp, reserve: Reserve, count: u32) -> Timestamp {
        let window = self.quota.window.retry_at(now, &self.limits, reserve, count);
        if self.quota.turns.others_wait(of, now) {
            window.max(self.quota.turns.share_again_at(of, now, &self.limits))
        } else {
            window
        }
    }

    /// Takes `count` permits for `of`, which has asked for them in the same state.
    pub fn take(&mut self, of: &[u8], now: Timestamp, count: u32) {
        self.quota.window.take(now, count);
        self.quota.turns.took(of, now, count);
    }
}

impl Allowance {
    /// How many invitations `event` may make now.
    pub fn permits(&self, org: OrgId, event: EventId, now: Timestamp, reserve: Reserve) -> u32 {
        let own = self.org.permits(event.bytes(), now, reserve);
        own.min(self.platform.permits(org.bytes(), now, reserve))
    }

    /// When it may make more.
    pub fn again_at(&self, org: OrgId, event: EventId, now: Timestamp, count: u32) -> Timestamp {
        let own = self.org.again_at(event.bytes(), now, Reserve::Kept, count);
        own.max(self.platform.again_at(org.bytes(), now, Reserve::Kept, count))
    }

    /// Takes permits in both scopes.
    pub fn take(&mut self, org: OrgId, event: EventId, now: Timestamp, count: u32) {
        self.org.take(event.bytes(), now, count);
        self.platform.take(org.bytes(), now, count);
    }

    /// Gives permits back in both scopes.
    pub fn give_back(&mut self, minute: Minute, count: u32) {
        self.org.quota.window.give_back(minute, count);
        self.platform.quota.window.give_back(minute, count);
    }

    /// What it is after the transaction that replaced both quotas was committed.
    pub fn committed(&mut self) {
        self.org.quota.committed();
        self.platform.quota.committed();
    }
}

impl Store {
    /// The windows of `scopes`, in their order, never from a cache.
    pub async fn quotas<const N: usize>(
        &self,
        scopes: [QuotaScope; N],
    ) -> Result<[Quota; N], StoreError> {
        let mut quotas = scopes.map(Quota::unused);
        for quota in &mut quotas {
            if let Some(stored) = self.quota(quota.scope).await? {
                *quota = stored;
            }
        }
        Ok(quotas)
    }

    async fn quota(&self, scope: QuotaScope) -> Result<Option<Quota>, StoreError> {
        match scope {
            QuotaScope::Platform => {
                let stored: Option<Stored<PlatformQuotaItem>> =
                    self.get(&PlatformQuotaKey {}, Consistency::Strong).await?;
                stored.as_ref().map(platform_quota).transpose()
            }
            QuotaScope::Org(org) => {
                let stored: Option<Stored<QuotaItem>> =
                    self.get(&OrgQuotaKey { org }, Consistency::Strong).await?;
                stored.as_ref().map(|stored| org_quota(org, stored)).transpose()
            }
        }
    }

    /// How much `org` may send: two calls at once, each half a unit where the read need not be
    /// consistent.
    pub async fn allowance(
        &self,
        org: OrgId,
        consistency: Consistency,
    ) -> Result<Allowance, StoreError> {
        let (of_org, of_platform) = futures::try_join!(
            self.pair(OrgKey::org_and_quota(&org), consistency),
            self.pair(PlatformKey::settings_and_quota(), consistency),
        )?;
        let (mut limits, mut in_use) = (ORG_LIMITS, true);
        let mut own = Quota::unused(QuotaScope::Org(org));
        for row in of_org {
            if row.kind() == Some(Org::KIND) {
                let org = row.read::<Org>()?.value;
                in_use = !org.is_archived();
                limits = Limits { per_hour: org.hour_limit, per_day: org.day_limit };
            } else {
                own = org_quota(org, &row.read()?)?;
            }
        }
        let mut settings = PlatformSettings::default();
        let mut all = Quota::unused(QuotaScope::Platform);
        for row in of_platform {
            if row.kind() == Some(PlatformSettings::KIND) {
                settings = row.read::<PlatformSettings>()?.value;
            } else {
                all = platform_quota(&row.read()?)?;
            }
        }
        let platform = Limits { per_hour: settings.hour_limit, per_day: settings.day_limit };
        Ok(Allowance {
            sending_enabled: settings.sending_enabled && in_use,
            platform_sends: settings.sending_enabled,
            org: Limited { quota: own, limits },
            platform: Limited { quota: all, limits: platform },
        })
    }

    async fn pair(&self, span: Span, consistency: Consistency) -> Result<Vec<Row>, StoreError> {
        let query = Query::of(span, 2);
        let query = match consistency {
            Consistency::Strong => query.consistent(),
            Consistency::Eventual => query,
        };
        Ok(self.query(&query).await?.rows)
    }
}

fn org_quota(org: OrgId, stored: &Stored<QuotaItem>) -> Result<Quota, StoreError> {
    Quota::of::<QuotaItem>(QuotaScope::Org(org), stored.rev, &stored.value)
}

fn platform_quota(stored: &Stored<PlatformQuotaItem>) -> Result<Quota, StoreError> {
    Quota::of::<PlatformQuotaItem>(QuotaScope::Platform, stored.rev, &stored.value.0)
}

impl Transaction {
    /// Replaces the scope's quota with what `quota` holds now. Refused where another was written since
    /// it was read.
    pub fn replace_quota(&mut self, quota: &Quota) -> usize {
        let item = QuotaItem { window: quota.window.encode(), turns: quota.turns.encode() };
        match (quota.scope, quota.rev) {
            (QuotaScope::Platform, Some(rev)) => {
                self.replace(&PlatformQuotaKey {}, &PlatformQuotaItem(item), rev)
            }
            (QuotaScope::Platform, None) => {
                self.create(&PlatformQuotaKey {}, &PlatformQuotaItem(item))
            }
            (QuotaScope::Org(org), Some(rev)) => self.replace(&OrgQuotaKey { org }, &item, rev),
            (QuotaScope::Org(org), None) => self.create(&OrgQuotaKey { org }, &item),
        }
    }

    /// Replaces both quotas of an allowance. Answers their numbers.
    pub fn replace_allowance(&mut self, allowance: &Allowance) -> [usize; 2] {
        [&allowance.org, &allowance.platform].map(|limited| self.replace_quota(&limited.quota))
    }

    /// Belongs into every transaction that changes a scope's limits: whoever decided by the old ones
    /// is refused and decides again.
    pub fn touch_quota(&mut self, scope: QuotaScope) -> usize {
        self.update(match scope {
            QuotaScope::Platform => Update::upsert::<PlatformQuotaItem>(&PlatformQuotaKey {}),
            QuotaScope::Org(org) => Update::upsert::<QuotaItem>(&OrgQuotaKey { org }),
        })
    }
}

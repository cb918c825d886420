//! Rolling windows in the table: one item per scope, packed, replaced by revision.
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Stored},
    keys::{QuotaKey, Text},
    transaction::Transaction,
};
use domain::{ids::OrgId, quota::Window};
use serde::{Deserialize, Serialize};

/// Whose sends a window counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuotaScope {
    /// Everybody's.
    Platform,
    /// One org's.
    Org(OrgId),
}

impl QuotaScope {
    /// Its key.
    pub fn key(self) -> QuotaKey {
        let scope = match self {
            Self::Platform => Text::from("platform"),
            Self::Org(org) => Text(org.to_string()),
        };
        QuotaKey { scope }
    }
}

/// A scope's window as it was read. Permits are taken from [`window`](Self::window) and the whole put
/// into a transaction, which is refused where anybody else took some meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// Whose.
    pub scope: QuotaScope,
    /// What was taken lately.
    pub window: Window,
    /// `None` before the first permit.
    rev: Option<u64>,
}

/// A window as it is stored: `domain::quota`'s own encoding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct QuotaItem {
    #[serde(with = "serde_bytes")]
    window: Vec<u8>,
}

impl Item for QuotaItem {
    type Key = QuotaKey;
    const KIND: &'static str = "quota";
    const VERSION: u8 = 1;
}

impl Store {
    /// The windows of `scopes`, in their order, never from a cache: one call.
    pub async fn quotas<const N: usize>(
        &self,
        scopes: [QuotaScope; N],
    ) -> Result<[Quota; N], StoreError> {
        let keys = scopes.map(QuotaScope::key);
        let found = self.batch_get::<QuotaItem>(&keys, Consistency::Strong).await?;
        let mut quotas = scopes.map(|scope| Quota { scope, window: Window::default(), rev: None });
        for quota in &mut quotas {
            let key = quota.scope.key();
            if let Some(stored) = found.iter().find(|stored| stored.key == key) {
                quota.window = window(stored)?;
                quota.rev = Some(stored.rev);
            }
        }
        Ok(quotas)
    }
}

impl Transaction {
    /// Replaces the scope's window with what `quota` holds now. Refused where another was written since
    /// it was read.
    pub fn replace_quota(&mut self, quota: &Quota) -> usize {
        let (key, item) = (quota.scope.key(), QuotaItem { window: quota.window.encode() });
        match quota.rev {
            Some(rev) => self.replace(&key, &item, rev),
            None => self.create(&key, &item),
        }
    }
}

fn window(stored: &Stored<QuotaItem>) -> Result<Window, StoreError> {
    Window::decode(&stored.value.window).map_err(|error| StoreError::Unreadable {
        kind: QuotaItem::KIND,
        reason: error.to_string(),
    })
}

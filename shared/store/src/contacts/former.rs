//! Who a contact was before others were merged into it.
use crate::as_text;
use domain::{ids::ContactId, phone::Phone};
use serde::{Deserialize, Serialize};

/// Most contacts that one can have been: each is looked for in the history of every event.
pub const FORMER_MAX: usize = 20;

/// A contact that is now part of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "FormerItem", into = "FormerItem")]
pub struct FormerIdentity {
    /// Its id.
    pub contact: ContactId,
    /// The phone that it had: with it, its places on events' lists are found.
    pub phone: Option<Phone>,
}

#[derive(Serialize, Deserialize)]
struct FormerItem {
    #[serde(rename = "c", with = "as_text")]
    contact: ContactId,
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
}

/// A phone is not what was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a former phone is not what was stored")]
struct UnreadableFormer;

impl From<FormerIdentity> for FormerItem {
    fn from(former: FormerIdentity) -> Self {
        Self { contact: former.contact, phone: former.phone.as_ref().map(ToString::to_string) }
    }
}

impl TryFrom<FormerItem> for FormerIdentity {
    type Error = UnreadableFormer;
    fn try_from(item: FormerItem) -> Result<Self, UnreadableFormer> {
        let phone = item.phone.as_deref().map(Phone::from_e164).transpose();
        Ok(Self { contact: item.contact, phone: phone.map_err(|_| UnreadableFormer)? })
    }
}

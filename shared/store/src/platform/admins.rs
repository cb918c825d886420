//! How many run the platform, kept by the writes that change it: never nobody.
use crate::{
    accounts::User,
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Stored},
    keys::PlatformAdminsKey,
    transaction::{Condition, Transaction, Update},
};
use serde::{Deserialize, Serialize};

/// How many users run the platform and can sign in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformAdmins {
    /// Those who are not deactivated.
    pub admins: u32,
}

impl Item for PlatformAdmins {
    type Key = PlatformAdminsKey;
    const KIND: &'static str = "platform_admins";
    const VERSION: u8 = 1;
}

impl Store {
    /// How many users run the platform.
    pub async fn platform_admins(&self) -> Result<u32, StoreError> {
        let stored = self.get::<PlatformAdmins>(&PlatformAdminsKey {}, Consistency::Strong).await?;
        Ok(stored.map_or(0, |stored| stored.value.admins))
    }
}

impl Transaction {
    /// Counts one more who runs the platform. Belongs beside the write that makes it so.
    pub fn count_platform_admin(&mut self) -> usize {
        let counted = Update::upsert::<PlatformAdmins>(&PlatformAdminsKey {})
            .add_to("admins :one")
            .value(":one", 1_u8);
        self.update(counted)
    }

    /// Counts one fewer who runs the platform. Refused where that was the last. Belongs beside the
    /// write that makes it so: a demotion, a deactivation, the end of an account.
    pub fn discount_platform_admin(&mut self) -> usize {
        let counted = Update::of(&PlatformAdminsKey {})
            .set("admins = admins - :one")
            .value(":one", 1_u8)
            .when(Condition::new("admins > :one"));
        self.update(counted)
    }

    /// Replaces a user as it was seen, and counts who runs the platform. Refused where the user was
    /// changed since; answers the number of the operation that is refused where nobody would be left
    /// to run the platform, where it can be.
    pub fn replace_counted_user(&mut self, seen: &Stored<User>, user: &User) -> Option<usize> {
        self.replace(&seen.key, user, seen.rev);
        match (seen.value.runs_platform(), user.runs_platform()) {
            (false, true) => {
                self.count_platform_admin();
                None
            }
            (true, false) => Some(self.discount_platform_admin()),
            (true, true) | (false, false) => None,
        }
    }
}

impl User {
    /// Whether the user runs the platform and can sign in.
    pub const fn runs_platform(&self) -> bool {
        self.platform_admin && self.deactivated_at.is_none()
    }
}

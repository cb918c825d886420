//! Users, their logins and sessions.
mod login;
mod proof;
mod session;
mod standing;

pub use login::{UserEmail, UserName};
pub use proof::{Claim, ClaimedAccount, Proof, ProofOf};
pub use session::{SESSIONS_MAX, Session};
pub use standing::Standing;

use crate::{
    as_text,
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Places, Stored},
    keys::{UserEmailKey, UserKey, UsersKey},
    transaction::{Condition, Transaction},
};
use domain::{ids::UserId, zone::Zone};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A login.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The address as it was given; the lock has it in its canonical form.
    pub email: String,
    /// What to call the user.
    pub display_name: String,
    /// The password's hash in the PHC string format.
    pub password: String,
    /// A second login, where the user has one; the lock has it in its canonical form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Whether mail to the address was seen to arrive.
    #[serde(default)]
    pub email_verified: bool,
    /// The language of mails and pages, as a BCP 47 tag; none where the user did not choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The zone that times are shown in; none where the user did not choose.
    #[serde(default, with = "as_text::optional", skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Zone>,
    /// Whether the user runs the platform.
    #[serde(default)]
    pub platform_admin: bool,
    /// Since when an admin of the platform keeps the user out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deactivated_at: Option<Timestamp>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Counts how often all that was given out before became void: with each new password, and when
    /// the user is kept out. Sessions and changes of the address are good under the count that they
    /// were begun with.
    #[serde(default)]
    pub credentials: u32,
}

impl User {
    /// An account as it begins: nothing chosen, nothing proven.
    pub const fn new(
        email: String,
        display_name: String,
        password: String,
        created_at: Timestamp,
    ) -> Self {
        Self {
            email,
            display_name,
            password,
            username: None,
            email_verified: false,
            locale: None,
            time_zone: None,
            platform_admin: false,
            deactivated_at: None,
            created_at,
            credentials: 0,
        }
    }

    /// The user with another password: whatever was begun with the former one is void.
    #[must_use]
    pub fn with_password(&self, password: String) -> Self {
        Self { password, ..self.logged_out() }
    }

    /// The user, kept out from `now` on: whatever was begun before is void, and stays so.
    #[must_use]
    pub fn kept_out(&self, now: Timestamp) -> Self {
        Self { deactivated_at: Some(now), ..self.logged_out() }
    }

    fn logged_out(&self) -> Self {
        Self { credentials: self.credentials.saturating_add(1), ..self.clone() }
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("platform_admin", &self.platform_admin)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

impl Item for User {
    type Key = UserKey;
    const KIND: &'static str = "user";
    const VERSION: u8 = 1;

    /// By address, for the platform's admins.
    fn places(&self, key: &UserKey) -> Places {
        let UserEmailKey { email } = UserEmailKey::canonical(&self.email);
        Places::at(&UsersKey { email, user: key.user })
    }
}

/// The operations of [`Transaction::create_user`] that say what is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewUser {
    /// Takes the address.
    pub email: usize,
    /// Takes the username, where the user has one.
    pub username: Option<usize>,
}

impl Store {
    /// A user.
    pub async fn user(
        &self,
        user: UserId,
        consistency: Consistency,
    ) -> Result<Option<Stored<User>>, StoreError> {
        self.get(&UserKey { user }, consistency).await
    }
}

impl Transaction {
    /// Makes a user and takes the address and the username. Refused where either is taken.
    pub fn create_user(&mut self, id: UserId, user: &User) -> NewUser {
        self.create(&UserKey { user: id }, user);
        let email = self.take_email(id, &user.email);
        let username = user.username.as_deref().map(|name| self.take_username(id, name));
        NewUser { email, username }
    }

    /// Refused where the user logs in with another address by now, is kept out, or is gone: what is
    /// mailed must not reach a former address.
    pub fn check_address(&mut self, user: &Stored<User>) -> usize {
        let same = Condition::new("email = :email AND attribute_not_exists(deactivated_at)");
        self.check(&user.key, same.value(":email", user.value.email.as_str()))
    }

    /// Refused where there is such a user, who is not kept out: what is recorded for nobody costs what
    /// it costs for somebody.
    pub fn check_nobody(&mut self, user: UserId) -> usize {
        let nobody = "attribute_not_exists(pk) OR attribute_exists(deactivated_at)";
        self.check(&UserKey { user }, Condition::new(nobody))
    }

    /// Replaces a user as it was seen; what it logs in with stays taken as it was. Refused where it
    /// was changed since.
    pub fn replace_user(&mut self, seen: &Stored<User>, user: &User) -> usize {
        self.replace(&seen.key, user, seen.rev)
    }

    /// Deletes a user as it was seen, and frees the address and the username. Refused where it was
    /// changed since.
    pub fn delete_user(&mut self, seen: &Stored<User>) {
        self.delete(&seen.key, seen.rev);
        self.free_email(seen.key.user, &seen.value.email);
        if let Some(username) = &seen.value.username {
            self.free_username(seen.key.user, username);
        }
    }
}

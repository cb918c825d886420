//! Users, their logins and sessions.
mod standing;

pub use standing::Standing;

use crate::{
    as_text,
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Places, Stored},
    keys::{SessionKey, Text, UserEmailKey, UserKey, UsersKey},
    transaction::Transaction,
};
use domain::{
    ids::{SessionId, UserId},
    zone::Zone,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most sessions of a user: a log-in beyond ends the one that was unused the longest. Keeps what is
/// read on every request within one read unit of 4 KB.
pub const SESSIONS_MAX: usize = 10;

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
        }
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

/// Whose login an e-mail address is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserEmail {
    /// The user.
    #[serde(with = "as_text")]
    pub user: UserId,
}

impl Item for UserEmail {
    type Key = UserEmailKey;
    const KIND: &'static str = "user_email";
    const VERSION: u8 = 1;
}

impl UserEmailKey {
    /// The lock on an address: logins are equal when they differ only in case or space around.
    pub fn canonical(email: &str) -> Self {
        Self { email: Text(email.trim().to_lowercase()) }
    }
}

/// One device's family of refresh tokens, of which only the newest counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// How often the token was exchanged: the number of the one that counts.
    pub rotation: u32,
    /// When the user logged in.
    pub created_at: Timestamp,
    /// When the newest token was given out.
    pub refreshed_at: Timestamp,
    /// From when on the newest token is void.
    pub expires_at: Timestamp,
    /// What the device called itself when the user logged in; empty where it did not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub device: String,
}

impl Item for Session {
    type Key = SessionKey;
    const KIND: &'static str = "session";
    const VERSION: u8 = 1;

    fn places(&self, _: &SessionKey) -> Places {
        Places::default().until(self.expires_at)
    }
}

impl Store {
    /// Who logs in with an address.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<UserId>, StoreError> {
        let key = UserEmailKey::canonical(email);
        let lock = self.get::<UserEmail>(&key, Consistency::Strong).await?;
        Ok(lock.map(|lock| lock.value.user))
    }

    /// A user's session.
    pub async fn session(
        &self,
        user: UserId,
        session: SessionId,
    ) -> Result<Option<Stored<Session>>, StoreError> {
        self.get(&SessionKey { user, session }, Consistency::Strong).await
    }
}

impl Transaction {
    /// Makes a user and takes the address. Refused where the address is taken; answers the number of
    /// the operation that would be.
    pub fn create_user(&mut self, id: UserId, user: &User) -> usize {
        self.create(&UserKey { user: id }, user);
        self.create(&UserEmailKey::canonical(&user.email), &UserEmail { user: id })
    }

    /// Begins a session.
    pub fn create_session(&mut self, user: UserId, id: SessionId, session: &Session) -> usize {
        self.create(&SessionKey { user, session: id }, session)
    }

    /// Ends a session; no matter if it is gone.
    pub fn end_session(&mut self, user: UserId, id: SessionId) -> usize {
        self.delete_if(&SessionKey { user, session: id }, None)
    }

    /// Replaces a session as it was seen. Refused where it was refreshed or ended since.
    pub fn replace_session(&mut self, seen: &Stored<Session>, session: &Session) -> usize {
        self.replace(&seen.key, session, seen.rev)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_equal_whatever_their_case() {
        let key = UserEmailKey::canonical(" Ada@Example.COM ");
        assert_eq!(key, UserEmailKey::canonical("ada@example.com"));
    }
}

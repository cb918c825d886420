//! Which user a login belongs to: locks that make e-mail addresses and usernames unique.
use crate::{
    as_text,
    client::{Consistency, Store},
    failure::StoreError,
    item::Item,
    keys::{Key, Text, UserEmailKey, UsernameKey},
    transaction::{Condition, Transaction},
};
use domain::{email, ids::UserId};
use serde::{Deserialize, Serialize};

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

/// Whose login a username is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserName {
    /// The user.
    #[serde(with = "as_text")]
    pub user: UserId,
}

impl Item for UserName {
    type Key = UsernameKey;
    const KIND: &'static str = "user_name";
    const VERSION: u8 = 1;
}

impl UserEmailKey {
    /// The lock on an address: logins are equal when they differ only in case or space around.
    pub fn canonical(email: &str) -> Self {
        Self { email: Text(email::canonical(email)) }
    }
}

impl UsernameKey {
    /// The lock on a username, which is in its one form (`domain::username::Username`).
    pub fn of(username: &str) -> Self {
        Self { username: Text::from(username) }
    }
}

impl Store {
    /// Who logs in with an address.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<UserId>, StoreError> {
        let key = UserEmailKey::canonical(email);
        let lock = self.get::<UserEmail>(&key, Consistency::Strong).await?;
        Ok(lock.map(|lock| lock.value.user))
    }

    /// Who logs in with a username.
    pub async fn user_by_username(&self, username: &str) -> Result<Option<UserId>, StoreError> {
        let lock = self.get::<UserName>(&UsernameKey::of(username), Consistency::Strong).await?;
        Ok(lock.map(|lock| lock.value.user))
    }
}

impl Transaction {
    /// Takes an address as the user's login. Refused where it is taken.
    pub fn take_email(&mut self, user: UserId, email: &str) -> usize {
        self.create(&UserEmailKey::canonical(email), &UserEmail { user })
    }

    /// Gives up an address. Refused where it is not the user's.
    pub fn free_email(&mut self, user: UserId, email: &str) -> usize {
        self.free(&UserEmailKey::canonical(email), user)
    }

    /// Takes a username as the user's login. Refused where it is taken.
    pub fn take_username(&mut self, user: UserId, username: &str) -> usize {
        self.create(&UsernameKey::of(username), &UserName { user })
    }

    /// Gives up a username. Refused where it is not the user's.
    pub fn free_username(&mut self, user: UserId, username: &str) -> usize {
        self.free(&UsernameKey::of(username), user)
    }

    fn free<K: Key>(&mut self, lock: &K, user: UserId) -> usize {
        let own = Condition::new("#user = :user").name("#user", "user");
        self.delete_if(lock, Some(own.value(":user", user.to_string())))
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

//! Users, their logins and sessions.
use crate::{
    as_text,
    attempts::Attempts,
    client::{Consistency, Store},
    commit::CommitError,
    failure::StoreError,
    item::{Item, Places, Row, Stored},
    keys::{LoginAttemptsKey, SessionKey, Text, UserEmailKey, UserKey, UserOrgKey},
    orgs::UserOrg,
    query::Query,
    transaction::Transaction,
};
use domain::{
    ids::{OrgId, SessionId, UserId},
    rights::Role,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most sessions of a user: a log-in beyond ends the one that was unused the longest. Keeps what is
/// read on every request within one read unit of 4 KB.
pub const SESSIONS_MAX: usize = 10;
/// Most rows of a user's standing that one request looks at.
const STANDING_ROWS_MAX: u16 = 1_000;
/// Most attempts to log in per [`LOGIN_WINDOW`].
pub const LOGIN_ATTEMPTS_MAX: usize = 10;
/// The rolling window of [`LOGIN_ATTEMPTS_MAX`].
pub const LOGIN_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// A login.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The address as it was given; the lock has it in its canonical form.
    pub email: String,
    /// What to call the user.
    pub display_name: String,
    /// The password's hash in the PHC string format.
    pub password: String,
    /// Whether the user runs the platform.
    #[serde(default)]
    pub platform_admin: bool,
    /// When the account was made.
    pub created_at: Timestamp,
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
}

impl Item for Session {
    type Key = SessionKey;
    const KIND: &'static str = "session";
    const VERSION: u8 = 1;

    fn places(&self, _: &SessionKey) -> Places {
        Places::default().until(self.expires_at)
    }
}

/// What a request must know of its caller.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The user.
    pub user: Stored<User>,
    /// The user's sessions, expired ones included until the table forgets them.
    pub sessions: Vec<Stored<Session>>,
    /// The user's orgs and the role in each.
    pub orgs: Vec<(OrgId, Role)>,
}

impl Standing {
    /// Whether the session is there and not expired at `now`.
    pub fn has_session(&self, session: SessionId, now: Timestamp) -> bool {
        self.sessions.iter().any(|one| one.key.session == session && now < one.value.expires_at)
    }

    /// The user's role in the org.
    pub fn role_in(&self, org: OrgId) -> Option<Role> {
        self.orgs.iter().find(|(one, _)| *one == org).map(|(_, role)| *role)
    }
}

/// The last attempts to log in, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginAttempts {
    at: Vec<Timestamp>,
}

impl Item for LoginAttempts {
    type Key = LoginAttemptsKey;
    const KIND: &'static str = "login_attempts";
    const VERSION: u8 = 1;

    fn places(&self, _: &LoginAttemptsKey) -> Places {
        let end = self.at.last().and_then(|last| last.checked_add(LOGIN_WINDOW).ok());
        end.map_or_else(Places::default, |end| Places::default().until(end))
    }
}

impl LoginAttempts {
    /// Records an attempt at `now`, or says how long to wait: the window is rolling.
    pub fn take(&mut self, now: Timestamp) -> Result<(), SignedDuration> {
        self.at.retain(|at| now.duration_since(*at) < LOGIN_WINDOW);
        match self.at.first() {
            Some(oldest) if self.at.len() >= LOGIN_ATTEMPTS_MAX => {
                Err(LOGIN_WINDOW.saturating_sub(now.duration_since(*oldest)))
            }
            Some(_) | None => {
                self.at.push(now);
                Ok(())
            }
        }
    }

    /// Forgets one attempt made at `taken`: it succeeded.
    pub fn give_back(&mut self, taken: Timestamp) {
        if let Some(position) = self.at.iter().position(|at| *at == taken) {
            self.at.remove(position);
        }
    }
}

/// A counter of log-in attempts could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum LoginLimitError {
    /// Too many attempts; the next one counts after `wait`.
    #[error("too many attempts to log in")]
    Wait {
        /// How long to wait.
        wait: SignedDuration,
    },
    /// The table could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// A user with sessions and orgs, in one query of the user's partition: half a read unit while
    /// it is below 4 KB and `consistency` is eventual.
    pub async fn standing(
        &self,
        user: UserId,
        consistency: Consistency,
    ) -> Result<Option<Standing>, StoreError> {
        let query = Query::of(UserKey::standing(&user), STANDING_ROWS_MAX);
        let query = match consistency {
            Consistency::Strong => query.consistent(),
            Consistency::Eventual => query,
        };
        let rows = self.query_all(query, usize::from(STANDING_ROWS_MAX)).await?;
        read_standing(rows)
    }

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

    /// Counts an attempt to log in at `now` under `scope`, before it is looked at. Attempts of one
    /// scope that come at once count each; where too many do, some are told to wait a second.
    pub async fn take_login_attempt(
        &self,
        scope: &str,
        now: Timestamp,
    ) -> Result<(), LoginLimitError> {
        self.change_login_attempts(scope, |attempts| attempts.take(now)).await
    }

    /// Forgets the attempt that was counted at `taken`: it succeeded.
    pub async fn give_back_login_attempt(
        &self,
        scope: &str,
        taken: Timestamp,
    ) -> Result<(), LoginLimitError> {
        let give_back = |attempts: &mut LoginAttempts| {
            attempts.give_back(taken);
            Ok(())
        };
        self.change_login_attempts(scope, give_back).await
    }

    async fn change_login_attempts(
        &self,
        scope: &str,
        change: impl Fn(&mut LoginAttempts) -> Result<(), SignedDuration>,
    ) -> Result<(), LoginLimitError> {
        let key = LoginAttemptsKey { scope: Text::from(scope) };
        let mut rounds = Attempts::default();
        loop {
            let seen = self.get::<LoginAttempts>(&key, Consistency::Strong).await?;
            let mut attempts = seen.as_ref().map(|seen| seen.value.clone()).unwrap_or_default();
            change(&mut attempts).map_err(|wait| LoginLimitError::Wait { wait })?;
            let mut transaction = Transaction::new();
            match seen {
                Some(seen) => transaction.replace(&key, &attempts, seen.rev),
                None => transaction.create(&key, &attempts),
            };
            let Err(error) = self.commit(transaction).await else { return Ok(()) };
            match rounds.again(error) {
                Ok(()) => (),
                Err(CommitError::Store(error)) => return Err(error.into()),
                Err(CommitError::Refused(_) | CommitError::Conflict) => {
                    return Err(LoginLimitError::Wait { wait: SignedDuration::from_secs(1) });
                }
            }
        }
    }
}

fn read_standing(rows: Vec<Row>) -> Result<Option<Standing>, StoreError> {
    let mut user: Option<Stored<User>> = None;
    let (mut sessions, mut orgs) = (Vec::new(), Vec::new());
    for row in rows {
        match row.kind() {
            Some(User::KIND) => user = Some(row.read()?),
            Some(Session::KIND) => sessions.push(row.read()?),
            Some(UserOrg::KIND) => {
                let membership: Stored<UserOrg> = row.read()?;
                let UserOrgKey { org, .. } = membership.key;
                orgs.push((org, membership.value.role));
            }
            // Whatever else is kept about a user gives no rights.
            Some(_) | None => (),
        }
    }
    Ok(user.map(|user| Standing { user, sessions, orgs }))
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

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn the_eleventh_attempt_waits_until_the_first_is_a_window_old() {
        let mut attempts = LoginAttempts::default();
        for second in 0..10 {
            assert_eq!(attempts.take(at(second)), Ok(()));
        }
        assert_eq!(attempts.take(at(60)), Err(SignedDuration::from_secs(840)));
        let just_before = at(900).checked_sub(SignedDuration::from_nanos(1)).unwrap();
        assert!(attempts.take(just_before).is_err());
        assert_eq!(attempts.take(at(900)), Ok(()));
        assert!(attempts.take(at(900)).is_err());
    }

    #[test]
    fn a_success_gives_its_attempt_back() {
        let mut attempts = LoginAttempts::default();
        for _ in 0..100 {
            assert_eq!(attempts.take(at(0)), Ok(()));
            attempts.give_back(at(0));
        }
    }

    #[test]
    fn logins_are_equal_whatever_their_case() {
        let key = UserEmailKey::canonical(" Ada@Example.COM ");
        assert_eq!(key, UserEmailKey::canonical("ada@example.com"));
    }
}

//! Sessions: where a user is logged in.
use super::{Standing, User};
use crate::{
    client::{Consistency, Store},
    failure::StoreError,
    item::{Item, Places, Stored},
    keys::SessionKey,
    transaction::{Condition, Transaction},
};
use domain::ids::{SessionId, UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Most sessions of a user: a log-in beyond ends the one that was unused the longest. Keeps what is
/// read on every request within one read unit of 4 KB.
pub const SESSIONS_MAX: usize = 10;

/// Most sessions that end in one transaction. There are more only where many logged in at the same
/// moment; they are void by then, and the table forgets them.
const SESSIONS_ENDED_MAX: usize = 50;
const _: () = assert!(SESSIONS_MAX <= SESSIONS_ENDED_MAX);

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
    /// Which of the user's credentials it was begun with ([`User::credentials`]): with others it is
    /// void.
    #[serde(default)]
    pub credentials: u32,
    /// Which exchange gave the newest token out, made from randomness: whoever repeats a write that
    /// happened knows it by this.
    #[serde(default)]
    pub exchange: u64,
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
    /// Begins a session.
    pub fn create_session(&mut self, user: UserId, id: SessionId, session: &Session) -> usize {
        self.create(&SessionKey { user, session: id }, session)
    }

    /// Refused where the user has another password by now, is kept out, or is gone: then a log-in is
    /// told so. A session that begins a moment before is void by its [`Session::credentials`].
    pub fn check_log_in(&mut self, user: &Stored<User>) -> usize {
        let unchanged =
            Condition::new("#password = :password AND attribute_not_exists(deactivated_at)")
                .name("#password", "password")
                .value(":password", user.value.password.as_str());
        self.check(&user.key, unchanged)
    }

    /// Ends a session; no matter if it is gone.
    pub fn end_session(&mut self, user: UserId, id: SessionId) -> usize {
        self.delete_if(&SessionKey { user, session: id }, None)
    }

    /// Ends all of a user's sessions but `kept`. Stands beside a write that makes them void.
    pub fn end_void_sessions(&mut self, standing: &Standing, kept: Option<SessionId>) {
        let ids = standing.sessions.iter().map(|session| session.key.session);
        for session in ids.filter(|id| kept != Some(*id)).take(SESSIONS_ENDED_MAX) {
            self.end_session(standing.user.key.user, session);
        }
    }

    /// Replaces a session as it was seen. Refused where it was refreshed or ended since.
    pub fn replace_session(&mut self, seen: &Stored<Session>, session: &Session) -> usize {
        self.replace(&seen.key, session, seen.rev)
    }
}

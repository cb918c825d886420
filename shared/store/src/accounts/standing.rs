//! What a request must know of its caller.
use super::{Session, User};
use crate::{
    client::{Consistency, Store},
    entries::Entry,
    event_roles::UserEventRole,
    failure::StoreError,
    item::{Item, Row, Stored},
    keys::{UserEntryKey, UserEventRoleKey, UserKey, UserOrgKey},
    orgs::UserOrg,
    query::Query,
};
use domain::{
    ids::{EventId, OrgId, SessionId, UserId},
    rights::{EventRole, Role},
};
use jiff::Timestamp;

/// Most rows of a user's standing that one request looks at.
const STANDING_ROWS_MAX: u16 = 1_000;

/// What a request must know of its caller.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The user.
    pub user: Stored<User>,
    /// The user's sessions, with those that are over or void until the table forgets them: see
    /// [`Self::sessions_at`].
    pub sessions: Vec<Stored<Session>>,
    /// The user's orgs and the role in each.
    pub orgs: Vec<(OrgId, Role)>,
    /// The user's roles on events.
    pub event_roles: Vec<(EventId, UserEventRole)>,
    /// The orgs that the user entered as an admin of the platform, ended entries included until the
    /// table forgets them.
    pub entries: Vec<(OrgId, Entry)>,
}

impl Standing {
    /// Whether the session is there and lasts at `now`.
    pub fn has_session(&self, session: SessionId, now: Timestamp) -> bool {
        self.sessions_at(now).any(|one| one.key.session == session)
    }

    /// The sessions that last at `now`: those that are not over, and were begun with the credentials
    /// that count.
    pub fn sessions_at(&self, now: Timestamp) -> impl Iterator<Item = &Stored<Session>> {
        let credentials = self.user.value.credentials;
        let lasts =
            move |session: &Session| now < session.expires_at && session.credentials == credentials;
        self.sessions.iter().filter(move |one| lasts(&one.value))
    }

    /// The user's role in the org.
    pub fn role_in(&self, org: OrgId) -> Option<Role> {
        self.orgs.iter().find(|(one, _)| *one == org).map(|(_, role)| *role)
    }

    /// The user's role on an event of `org`. It counts only beside a role in that org.
    pub fn event_role(&self, org: OrgId, event: EventId) -> Option<EventRole> {
        let mut roles = self.event_roles.iter();
        let (_, found) = roles.find(|(one, role)| *one == event && role.org == org)?;
        Some(found.role)
    }

    /// The role that an entry into the org gives at `now`: an admin of the platform who acts has an
    /// ADMIN's rights, one who looks a VIEWER's. Nobody's entry counts who runs the platform no more.
    pub fn entered_as(&self, org: OrgId, now: Timestamp) -> Option<Role> {
        let mut entries = self.entries.iter().filter(|_| self.user.value.platform_admin);
        let (_, entry) = entries.find(|(one, entry)| *one == org && now < entry.until)?;
        Some(if entry.acting { Role::Admin } else { Role::Viewer })
    }
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
}

fn read_standing(rows: Vec<Row>) -> Result<Option<Standing>, StoreError> {
    let mut user: Option<Stored<User>> = None;
    let (mut sessions, mut orgs) = (Vec::new(), Vec::new());
    let (mut event_roles, mut entries) = (Vec::new(), Vec::new());
    for row in rows {
        match row.kind() {
            Some(User::KIND) => user = Some(row.read()?),
            Some(Session::KIND) => sessions.push(row.read()?),
            Some(UserOrg::KIND) => {
                let membership: Stored<UserOrg> = row.read()?;
                let UserOrgKey { org, .. } = membership.key;
                orgs.push((org, membership.value.role));
            }
            Some(UserEventRole::KIND) => {
                let role: Stored<UserEventRole> = row.read()?;
                let UserEventRoleKey { event, .. } = role.key;
                event_roles.push((event, role.value));
            }
            Some(Entry::KIND) => {
                let entry: Stored<Entry> = row.read()?;
                let UserEntryKey { org, .. } = entry.key;
                entries.push((org, entry.value));
            }
            // Whatever else is kept about a user gives no rights.
            Some(_) | None => (),
        }
    }
    Ok(user.map(|user| Standing { user, sessions, orgs, event_roles, entries }))
}

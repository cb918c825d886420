//! Orgs and the people who sign in.
use super::Stage;
use crate::fixtures;
use domain::{
    ids::{OrgId, SessionId, UserId},
    phone::Region,
    rights::Role,
};
use jiff::SignedDuration;
use ports::Ids;
use runtime::access_token::{self, ACCESS_TOKEN_LIFE, Bearer};
use store::{
    Transaction,
    accounts::{Session, User},
    orgs::Org,
};

/// Longer than any test lets pass.
const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(24 * 365);

/// One member of each role of an org, and somebody who owns another one.
#[derive(Debug, Clone, Copy)]
pub struct Team {
    /// Their org.
    pub org: OrgId,
    /// Looks on.
    pub viewer: Bearer,
    /// Works.
    pub member: Bearer,
    /// Administers.
    pub admin: Bearer,
    /// Owns.
    pub owner: Bearer,
    /// Has nothing to do with the org.
    pub stranger: Bearer,
}

impl Team {
    /// The member with that role.
    pub const fn of(&self, role: Role) -> Bearer {
        match role {
            Role::Viewer => self.viewer,
            Role::Member => self.member,
            Role::Admin => self.admin,
            Role::Owner => self.owner,
        }
    }
}

impl Stage {
    /// A new id of an org that nobody has stored.
    pub fn new_org_id(&self) -> OrgId {
        let ids: &dyn Ids = &*self.ctx.ids;
        OrgId::from_bytes(ids.bytes())
    }

    /// A new org, without members.
    pub async fn org(&self) -> OrgId {
        let org = self.new_org_id();
        self.create_org(org, |_| ()).await;
        org
    }

    /// The org with that id, in New York, with other settings where `change` makes them.
    pub async fn create_org(&self, id: OrgId, change: impl FnOnce(&mut Org)) {
        let mut org = Org {
            display_name: "The club".into(),
            host: "Ada".into(),
            region: Region::US,
            time_zone: fixtures::zone("America/New_York"),
            hour_limit: 100,
            day_limit: 500,
            created_at: self.now(),
            invitees_max: None,
            archived_at: None,
            purge: None,
        };
        change(&mut org);
        let mut transaction = Transaction::new();
        transaction.create_org(id, &org);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// New members of `org`, one of each role, and a stranger.
    pub async fn team(&self, org: OrgId) -> Team {
        Team {
            org,
            viewer: self.member(org, Role::Viewer).await,
            member: self.member(org, Role::Member).await,
            admin: self.member(org, Role::Admin).await,
            owner: self.member(org, Role::Owner).await,
            stranger: self.member(self.new_org_id(), Role::Owner).await,
        }
    }

    /// A new member of `org`, signed in.
    pub async fn member(&self, org: OrgId, role: Role) -> Bearer {
        self.user(&[(org, role)]).await
    }

    /// A new user with these memberships, signed in.
    pub async fn user(&self, memberships: &[(OrgId, Role)]) -> Bearer {
        let (ids, now): (&dyn Ids, _) = (&*self.ctx.ids, self.now());
        let bearer = Bearer {
            user: UserId::from_bytes(ids.bytes()),
            session: SessionId::from_bytes(ids.bytes()),
        };
        let user = User {
            email: format!("{}@example.com", bearer.user),
            display_name: "Grace".into(),
            password: String::new(),
            ..User::new(String::new(), String::new(), String::new(), now)
        };
        let session = Session {
            rotation: 0,
            created_at: now,
            refreshed_at: now,
            expires_at: now + SESSION_LIFE,
            device: String::new(),
            credentials: 0,
            exchange: 0,
        };
        let mut transaction = Transaction::new();
        transaction.create_user(bearer.user, &user);
        transaction.create_session(bearer.user, bearer.session, &session);
        for (org, role) in memberships {
            transaction.create_member(*org, bearer.user, *role, now);
        }
        self.ctx.store.commit(transaction).await.unwrap();
        bearer
    }

    /// A token for `bearer` whose time is over at this very moment.
    pub fn expired_token(&self, bearer: Bearer) -> String {
        let signed_at = self.now() - ACCESS_TOKEN_LIFE;
        access_token::sign(&self.ctx.secrets.access, bearer, signed_at).unwrap()
    }

    /// A token for `bearer`, good from now on for as long as tokens are.
    pub fn token(&self, bearer: Bearer) -> String {
        access_token::sign(&self.ctx.secrets.access, bearer, self.now()).unwrap()
    }
}

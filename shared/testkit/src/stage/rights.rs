//! Who may use a route.
use super::{Api, Reply, Request, Stage, Team};
use domain::{
    ids::{EventId, OrgId, UserId},
    rights::{EventRole, Role},
};
use runtime::access_token::Bearer;
use serde_json::Value;
use store::{
    Consistency, Transaction,
    accounts::User,
    entries::{ENTRY_LASTS, OrgEntry},
    keys::UserKey,
};

/// A route as a request: its method, its path and a body that fits; and the least role that may use it.
pub type Route = (&'static str, String, Option<Value>, Role);

impl Api {
    /// A request for a route, that nobody has signed yet.
    pub fn route(&self, (method, path, body, _): &Route) -> Request<'_> {
        let request = self.request(method, path);
        match body {
            Some(body) => request.json(body),
            None => request,
        }
    }

    /// Asks for a route as nobody, as a stranger and as the member whose role is just too small: each
    /// must be refused in their own way. Answers what the least role gets.
    pub async fn refuses_all_but_the_least(&self, route: &Route, team: &Team) -> Reply {
        let (method, path, _, least) = route;
        let name = format!("{method} {path}");
        let nobody = self.route(route).send().await;
        assert_eq!(nobody.refused(401), "unauthenticated", "{name}");
        let stranger = self.route(route).by(team.stranger).send().await;
        assert_eq!(stranger.refused(404), "not-found", "{name}");
        if let Some(weaker) = Role::ALL.into_iter().rfind(|role| role < least) {
            let refused = self.route(route).by(team.of(weaker)).send().await;
            assert_eq!(refused.refused(403), "forbidden", "{name}");
        }
        self.route(route).by(team.of(*least)).send().await
    }
}

impl Stage {
    /// A new user who runs the platform, and is a member of no org.
    pub async fn platform_admin(&self) -> Bearer {
        let admin = self.user(&[]).await;
        self.change_user(admin.user, |user| user.platform_admin = true).await;
        admin
    }

    /// Lets an admin of the platform into an org, from now on for as long as that lasts.
    pub async fn enter(&self, admin: Bearer, org: OrgId, acting: bool) {
        let (since, until) = (self.now(), self.now() + ENTRY_LASTS);
        let entry = OrgEntry { acting, reason: "They asked for help.".into(), since, until };
        let former = self.ctx.store.entry(admin.user, org).await.unwrap();
        let mut transaction = Transaction::by(format!("admin {}", admin.user));
        transaction.enter_org((admin.user, org), former.as_ref(), &entry);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// Gives a member of `org` a role on an event of it, in place of any other.
    pub async fn event_role(&self, org: OrgId, event: EventId, user: UserId, role: EventRole) {
        let seen = self.ctx.store.event_role(event, user).await.unwrap();
        let mut transaction = Transaction::new();
        transaction.set_event_role(org, (event, user), role, seen.as_ref(), self.now());
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// A new VIEWER of `org` with a role on an event of it.
    pub async fn event_member(&self, org: OrgId, event: EventId, role: EventRole) -> Bearer {
        let member = self.member(org, Role::Viewer).await;
        self.event_role(org, event, member.user, role).await;
        member
    }

    /// Keeps a user out, as an admin of the platform does.
    pub async fn deactivate(&self, bearer: Bearer) {
        let now = self.now();
        self.change_user(bearer.user, |user| user.deactivated_at = Some(now)).await;
    }

    /// Changes a user by force.
    pub async fn change_user(&self, user: UserId, change: impl FnOnce(&mut User)) {
        let seen = self.ctx.store.get::<User>(&UserKey { user }, Consistency::Strong).await;
        let seen = seen.unwrap().unwrap();
        let mut user = seen.value.clone();
        change(&mut user);
        let mut transaction = Transaction::new();
        transaction.replace_counted_user(&seen, &user);
        self.ctx.store.commit(transaction).await.unwrap();
    }
}

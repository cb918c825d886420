//! Who may use a route.
use super::{Api, Reply, Request, Team};
use domain::rights::Role;
use serde_json::Value;

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

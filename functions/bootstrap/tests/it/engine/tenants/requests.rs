//! Requests for any route, with ids that somebody has and a body that it takes.
use super::tenant::Tenant;
use crate::route::Route;
use domain::ids::OrgId;
use http::Method;
use serde_json::json;
use std::cmp::Reverse;
use testkit::stage::{Api, Reply};

/// The routes of an org. What deletes comes last, and of that what is part of something else first, so
/// that the others find what they look for.
pub(super) fn routes() -> Vec<Route> {
    let mut routes = crate::route::routes();
    routes.retain(Route::is_of_an_org);
    routes.sort_by_key(|route| {
        let deletes = route.method == Method::DELETE;
        (deletes, Reverse(if deletes { route.path.split('/').count() } else { 0 }))
    });
    routes
}

/// The ids that its path has room for, the org's own apart.
pub(super) fn ids_of(route: &Route) -> Vec<&str> {
    route.holes().filter(|hole| *hole != "org" && word(hole).is_none()).collect()
}

/// The path in `org`, with the ids that `id` names.
pub(super) fn uri<'a>(route: &Route, org: OrgId, id: impl Fn(&str) -> &'a str) -> String {
    route.uri(|hole| match hole {
        "org" => org.to_string(),
        hole => word(hole).unwrap_or_else(|| id(hole)).to_owned(),
    })
}

/// What stands in a place of a path that is a word or a number and nobody's id.
fn word(hole: &str) -> Option<&'static str> {
    match hole {
        "figure" => Some("sent"),
        "tag" => Some("family"),
        "recipient" => Some("ada@example.com"),
        "account" => Some(testkit::stage::ACCOUNT),
        // A number; and what only the platform's admins look at, in whatever org.
        "part" | "parked" | "mail" | "message" | "code" => Some("0"),
        _ => None,
    }
}

/// What the route answers an owner of `by`, who names further things of `by` in the body.
pub(super) async fn ask(route: &Route, api: &Api, uri: &str, by: &Tenant) -> Reply {
    let request = api.request(&route.method, uri).by(by.owner).header("idempotency-key", uri);
    match &route.content {
        Some(content) => request.body(content, body(route, content, by)).send().await,
        None => request.send().await,
    }
}

/// A body that the route takes. A new route that wants more than `{}` fails
/// [`super::every_route_finds_its_own`] until it is given one.
fn body(route: &Route, content: &str, of: &Tenant) -> String {
    let json = match route.id.as_str() {
        "SendBroadcast" => json!({ "text": "Bring a chair.", "audience": "all" }),
        "AddInvitees" => json!({ "all": true }),
        "MoveInvitee" => json!({ "to": "top" }),
        "ChangeEvent" | "ChangeInvitee" | "ChangeContact" | "ChangeContactList" => {
            json!({ "name": "Another name" })
        }
        "GiveEventRole" => json!({ "role": "EDITOR" }),
        "ChangeMember" => json!({ "role": "ADMIN" }),
        "MergeContacts" => json!({ "with": of.id("other contact") }),
        _ => json!({}),
    };
    if content == "text/csv" {
        "name,phone\nGrace,+12125550177\n".to_owned()
    } else {
        json.to_string()
    }
}

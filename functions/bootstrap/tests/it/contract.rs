//! What holds for every route and job.
use crate::world::World;
use bootstrap::{jobs, one_operation, openapi};
use domain::{
    ids::{ContactId, EventId, InviteeId, OrgId},
    rights::{Permission, Role},
};
use http::Method;
use jiff::SignedDuration;
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

/// One operation as the document has it.
#[derive(Debug)]
struct Route {
    id: String,
    method: Method,
    path: String,
    permission: String,
}

fn routes() -> Vec<Route> {
    let document = serde_json::to_value(openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().unwrap();
        item.iter().map(move |(method, operation)| Route {
            id: operation["operationId"].as_str().unwrap_or_default().to_owned(),
            method: method.to_uppercase().parse().unwrap(),
            path: path.clone(),
            permission: operation["x-permission"].as_str().unwrap_or_default().to_owned(),
        })
    });
    operations.filter(|route| route.method != "PARAMETERS").collect()
}

impl Route {
    fn role(&self) -> Option<Role> {
        let permission = Permission::ALL.into_iter().find(|p| p.name() == self.permission)?;
        Some(permission.least())
    }

    /// The path with ids that lead nowhere, but for the org.
    fn uri(&self, org: OrgId) -> String {
        let segments = self.path.split('/').map(|segment| match segment {
            "{org}" => org.to_string(),
            "{event}" => EventId::from_bytes([9; 6]).to_string(),
            "{invitee}" => InviteeId::from_bytes([9; 5]).to_string(),
            "{contact}" => ContactId::from_bytes([9; 10]).to_string(),
            hole if hole.starts_with('{') => "0".to_owned(),
            word => word.to_owned(),
        });
        segments.collect::<Vec<_>>().join("/")
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_who_may_use_it() {
    let routes = routes();
    let ids: BTreeSet<&str> = routes.iter().map(|route| route.id.as_str()).collect();
    assert_eq!(ids.len(), routes.len(), "an operation id is used twice or missing");
    for route in &routes {
        let words = ["public", "signed-in", "platform-admin", "link", "signature"];
        let known = words.contains(&route.permission.as_str()) || route.role().is_some();
        assert!(known, "{}: x-permission is `{}`", route.id, route.permission);
        let camel = route.id.starts_with(|c: char| c.is_ascii_uppercase())
            && route.id.chars().all(|c| c.is_ascii_alphanumeric());
        assert!(camel, "`{}` is not CamelCase", route.id);
        let of_an_org = route.path.contains("{org}");
        assert_eq!(route.role().is_some(), of_an_org, "{}: a role belongs to an org", route.id);
    }
    for job in jobs() {
        assert!(!ids.contains(job.name()), "{} is a job and an operation", job.name());
    }
}

#[tokio::test]
async fn no_route_answers_whom_it_must_not() {
    let (world, made) = World::with_admin().await;
    let other = OrgId::from_bytes([8; 10]);
    let expired = world.token(world.member(made.org, Role::Owner).await);
    world.clock.advance(SignedDuration::from_mins(15));
    let stranger = world.token(world.member(other, Role::Owner).await);
    for route in routes() {
        let Some(least) = route.role() else { continue };
        let uri = route.uri(made.org);
        let status = async |token: &str| {
            world.api.request(&route.method, &uri).bearer(token).send().await.status.as_u16()
        };
        let nobody = world.api.request(&route.method, &uri).send().await;
        assert_eq!(nobody.status, 401, "{} by nobody", route.id);
        assert_eq!(status(&expired).await, 401, "{} with an expired token", route.id);
        assert_eq!(status("forged").await, 401, "{} with a forged token", route.id);
        assert_eq!(status(&stranger).await, 404, "{} by a stranger", route.id);
        for role in Role::ALL.into_iter().filter(|role| *role < least) {
            let token = world.token(world.member(made.org, role).await);
            assert_eq!(status(&token).await, 403, "{} by {role:?}", route.id);
        }
    }
}

#[tokio::test]
async fn what_needs_a_login_refuses_nobody_and_what_is_the_platforms_everybody_else() {
    let (world, made) = World::with_admin().await;
    let owner = world.member(made.org, Role::Owner).await;
    for route in routes() {
        let expected = match route.permission.as_str() {
            "signed-in" => 200,
            "platform-admin" => 404,
            _ => continue,
        };
        let uri = route.uri(made.org);
        let nobody = world.api.request(&route.method, &uri).send().await;
        assert_eq!(nobody.status, 401, "{} by nobody", route.id);
        if expected == 404 || route.method == Method::GET {
            let answer = world.api.request(&route.method, &uri).by(owner).send().await;
            assert_eq!(answer.status, expected, "{} by an org's owner", route.id);
        }
    }
}

#[tokio::test]
async fn a_function_answers_its_own_operation_only() {
    let (world, made) = World::with_admin().await;
    let owner = world.member(made.org, Role::Owner).await;
    let function = world.api(one_operation(world.ctx.clone(), "GetOrg").unwrap());
    let ask = async |method: Method, uri: String| {
        function.request(method, uri).by(owner).send().await.status.as_u16()
    };
    let org = format!("/v1/orgs/{}", made.org);
    assert_eq!(ask(Method::GET, org.clone()).await, 200);
    assert_eq!(ask(Method::HEAD, org.clone()).await, 200);
    assert_eq!(ask(Method::PATCH, org).await, 404);
    assert_eq!(ask(Method::GET, "/v1/orgs".to_owned()).await, 404);
    assert_eq!(ask(Method::GET, "/v1/health".to_owned()).await, 404);
    assert!(one_operation(world.ctx.clone(), "NoSuchThing").is_err());
    for route in routes() {
        assert!(one_operation(world.ctx.clone(), &route.id).is_ok(), "{}", route.id);
    }
}

#[tokio::test]
async fn the_api_describes_itself() {
    let world = World::new().await;
    assert_eq!(world.get("/v1/health", "").await.json()["status"], "ok");
    let document = world.get("/v1/openapi.json", "").await.json();
    assert_eq!(document["info"]["title"], "Convoke");
    let problem = &document["paths"]["/v1/orgs"]["get"]["responses"]["default"]["$ref"];
    assert_eq!(problem, "#/components/responses/Problem");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a developer asks for the file to be rewritten")]
fn the_api_document_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let current = openapi().to_pretty_json().unwrap() + "\n";
    if std::env::var("UPDATE_DOCS").is_ok() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &current).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    let written: Value = serde_json::from_str(&written).unwrap_or_default();
    let current: Value = serde_json::from_str(&current).unwrap();
    assert!(written == current, "docs/openapi.json is old: run this test with UPDATE_DOCS=1");
}

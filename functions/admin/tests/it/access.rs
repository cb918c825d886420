//! Who may not.
use crate::world::World;
use runtime::{Ctx, utoipa_axum::router::OpenApiRouter};
use serde_json::Value;

fn routes() -> Vec<(String, String)> {
    let document =
        serde_json::to_value(admin::router::<OpenApiRouter<Ctx>>().into_openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().keys();
        methods.map(move |method| (method.to_uppercase(), path.clone()))
    });
    operations.filter(|(method, path)| method != "PARAMETERS" && path.contains("/admin/")).collect()
}

#[tokio::test]
async fn j31_to_everybody_else_there_is_nothing_here() {
    let world = World::new().await;
    let routes = routes();
    assert!(routes.len() > 20, "{routes:?}");
    for (method, path) in routes {
        let path = path.replace("{tenant}", &world.team.org.to_string());
        let path = path.replace("{user}", &world.team.viewer.user.to_string());
        let nobody = world.api.request(&method, &path).send().await;
        assert_eq!(nobody.refused(401), "unauthenticated", "{method} {path}");
        let expired = world.expired_token(world.admin);
        let late = world.api.request(&method, &path).bearer(&expired).send().await;
        assert_eq!(late.refused(401), "unauthenticated", "{method} {path}");
        let owner = world.api.request(&method, &path).by(world.team.owner);
        let owner = owner.json(&Value::Null).send().await;
        assert_eq!(owner.refused(404), "not-found", "{method} {path}");
    }
}

#[tokio::test]
async fn what_does_not_exist_is_not_found_by_an_admin_either() {
    let world = World::new().await;
    let org = world.new_org_id();
    let user = "usr_0000000000000000";
    for (method, path) in [
        ("GET", format!("/v1/admin/orgs/{org}")),
        ("GET", format!("/v1/admin/users/{user}")),
        ("POST", format!("/v1/admin/users/{user}/deactivate")),
        ("DELETE", format!("/v1/admin/orgs/{org}/entry")),
        ("DELETE", "/v1/admin/registration-codes/0".to_owned()),
        ("GET", "/v1/admin/parked/1780000000000.9b2c".to_owned()),
    ] {
        let reply = world.asks(method, &path).await;
        assert_eq!(reply.refused(404), "not-found", "{method} {path}");
    }
}

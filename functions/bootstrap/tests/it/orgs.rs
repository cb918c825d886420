//! Orgs.
use crate::world::World;
use domain::rights::Role;
use serde_json::json;

#[tokio::test]
async fn a_user_sees_the_orgs_that_are_theirs() {
    let (world, made) = World::with_admin().await;
    let member = world.member(made.org, Role::Member).await;
    let stranger = world.user(&[]).await;
    let orgs = world.api.get("/v1/orgs").by(member).send().await.json();
    assert_eq!(orgs["orgs"][0]["id"], made.org.to_string());
    assert_eq!(orgs["orgs"][0]["role"], "MEMBER");
    assert_eq!(orgs["orgs"][0]["hour_limit"], 100);
    assert_eq!(orgs["orgs"][0]["day_limit"], 500);
    assert_eq!(world.api.get("/v1/orgs").by(stranger).send().await.json(), json!({ "orgs": [] }));
}

#[tokio::test]
async fn an_admin_changes_what_is_named_and_nothing_else() {
    let (world, made) = World::with_admin().await;
    let admin = world.member(made.org, Role::Admin).await;
    let path = format!("/v1/orgs/{}", made.org);
    let change =
        json!({ "name": " Example Society ", "region": "DE", "time_zone": "europe/berlin" });
    let changed = world.api.patch(&path).by(admin).json(&change).send().await;
    assert_eq!(changed.status, 200);
    let org = world.api.get(&path).by(admin).send().await.json();
    assert_eq!(org, changed.json());
    assert_eq!(org["name"], "Example Society");
    assert_eq!((&org["region"], &org["time_zone"]), (&json!("DE"), &json!("Europe/Berlin")));
    assert_eq!(org["host"], "Convoke");
}

#[tokio::test]
async fn a_wrong_change_names_every_field_and_changes_nothing() {
    let (world, made) = World::with_admin().await;
    let owner = world.member(made.org, Role::Owner).await;
    let path = format!("/v1/orgs/{}", made.org);
    let before = world.api.get(&path).by(owner).send().await.json();
    let change =
        json!({ "name": "", "host": "x".repeat(41), "region": "XX", "time_zone": "Mars/Olympus" });
    let refused = world.api.patch(&path).by(owner).json(&change).send().await;
    assert_eq!((refused.status.as_u16(), refused.problem()), (422, "invalid-fields".to_owned()));
    assert_eq!(refused.json()["errors"].as_array().unwrap().len(), 4);
    let unknown = json!({ "hour_limit": 1_000_000 });
    assert_eq!(world.api.patch(&path).by(owner).json(&unknown).send().await.status, 422);
    assert_eq!(world.api.get(&path).by(owner).send().await.json(), before);
}

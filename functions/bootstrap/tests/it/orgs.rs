//! Orgs.
use crate::world::World;
use domain::rights::{EventRole, Role};
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

#[tokio::test]
async fn c10_what_is_made_belongs_to_the_org_in_the_path_however_many_its_maker_has() {
    let world = World::new().await;
    let (first, second) = (world.org().await, world.org().await);
    let ada = world.user(&[(first, Role::Owner), (second, Role::Owner)]).await;
    let third = world.api.post("/v1/orgs").by(ada).json(&json!({ "name": "Third" })).send().await;
    let third = third.with(201)["id"].as_str().unwrap().to_owned();
    let orgs = [first.to_string(), second.to_string(), third];
    for maker in &orgs {
        let path = format!("/v1/orgs/{maker}/contacts");
        let body = json!({ "name": "Grace", "phone": "+12125550101" });
        let made = world.api.post(path).by(ada).json(&body).send().await.with(201);
        for org in &orgs {
            let path = format!("/v1/orgs/{org}/contacts/{}", made["id"].as_str().unwrap());
            let found = world.api.get(path).by(ada).send().await;
            assert_eq!(found.status == 200, org == maker, "made in {maker}, asked in {org}");
        }
    }
}

#[tokio::test]
async fn an_events_viewer_sends_until_the_event_says_otherwise() {
    let world = World::new().await;
    let org = world.org().await;
    let owner = world.member(org, Role::Owner).await;
    let events = format!("/v1/orgs/{org}/events");
    let event = json!({ "name": "Supper", "starts_local": "2026-06-20T19:00", "capacity": 5 });
    let event = world.api.post(&events).by(owner).json(&event).send().await.with(201);
    let id = event["id"].as_str().unwrap();
    let viewer = world.event_member(org, id.parse().unwrap(), EventRole::Viewer).await;
    let send = async |key: &str| {
        let path = format!("{events}/{id}/broadcasts");
        let words = json!({ "text": "Bring a chair.", "audience": "all" });
        let request = world.api.post(path).by(viewer).header("idempotency-key", key);
        request.json(&words).send().await
    };
    send("one").await.with(202);
    let silence = json!({ "settings": { "viewers_can_message": false } });
    world.api.patch(format!("{events}/{id}")).by(owner).json(&silence).send().await.with(200);
    assert_eq!(send("two").await.refused(403), "forbidden");
}

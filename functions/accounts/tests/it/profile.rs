//! The caller's profile, and its export.
use crate::world::{ADA, GRACE, PASSWORD, Person, World};
use serde_json::{Value, json};
use testkit::stage::Reply;

async fn change(world: &World, person: &Person, body: Value) -> Reply {
    world.ask("PATCH", "/v1/me", person, body).await
}

#[tokio::test]
async fn what_is_named_changes_and_nothing_else() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let body = json!({ "name": " Countess ", "username": "Countess", "locale": "en-GB" });
    let me = change(&world, &ada, body).await.with(200);
    assert_eq!((&me["name"], &me["username"]), (&json!("Countess"), &json!("countess")));
    let body = json!({ "username": null, "time_zone": "europe/london" });
    let me = change(&world, &ada, body).await.with(200);
    assert_eq!((&me["username"], &me["locale"]), (&Value::Null, &json!("en-GB")));
    assert_eq!(me["time_zone"], "Europe/London");
    assert_eq!(world.get("/v1/me", &ada).await.json(), me);
    assert_eq!(world.log_in("countess", PASSWORD).await.status, 401, "the name is free again");
    let grace = world.person(GRACE).await;
    change(&world, &grace, json!({ "username": "countess" })).await.with(200);
}

#[tokio::test]
async fn a_stale_copy_changes_nothing() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let etag = world.get("/v1/me", &ada).await.header("etag").to_owned();
    let edit = |name: &str| {
        let request = world.api.patch("/v1/me").bearer(&ada.token).header("if-match", &etag);
        request.json(&json!({ "name": name })).send()
    };
    let first = edit("Countess").await;
    assert_ne!(first.header("etag"), etag);
    first.with(200);
    assert_eq!(edit("Duchess").await.refused(412), "stale");
    assert_eq!(world.get("/v1/me", &ada).await.json()["name"], "Countess");
}

#[tokio::test]
async fn of_two_users_who_want_one_username_one_gets_it() {
    let world = World::new().await;
    let (ada, grace) = (world.person(ADA).await, world.person(GRACE).await);
    let (one, other) = tokio::join!(
        change(&world, &ada, json!({ "username": "admiral" })),
        change(&world, &grace, json!({ "username": "ADMIRAL" })),
    );
    let (got, refused) = if one.status == 200 { (one, other) } else { (other, one) };
    assert_eq!(got.with(200)["username"], "admiral");
    assert_eq!(refused.json()["field"], "username");
    assert_eq!(refused.refused(409), "taken");
}

#[tokio::test]
async fn every_wrong_field_of_a_profile_is_named() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let body = json!({ "name": "", "username": "a b", "locale": "english", "time_zone": "Mars" });
    let refused = change(&world, &ada, body).await;
    assert_eq!(refused.pointers(), ["/locale", "/name", "/time_zone", "/username"]);
}

#[tokio::test]
async fn an_export_has_all_that_is_kept_and_no_secret() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    change(&world, &ada, json!({ "username": "ada" })).await.with(200);
    let body = json!({ "email": "new@example.com", "password": PASSWORD });
    world.ask("PUT", "/v1/me/email", &ada, body).await.with(202);
    let reply = world.get("/v1/me/export", &ada).await;
    let export = reply.json();
    assert_eq!(export["account"]["username"], "ada");
    assert_eq!(export["account"]["orgs"][0]["role"], "OWNER");
    assert_eq!(export["pending_email"], "new@example.com");
    assert_eq!(export["sessions"].as_array().unwrap().len(), 1);
    assert!(!reply.body.contains("argon2") && !reply.body.contains("hash"));
}

//! Admins of the platform in an org.
use crate::world::{PASSWORD, World, column};
use domain::rights::Role;
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::entries::{ENTRY_LASTS, ENTRY_SHOWN};
use testkit::{fixtures::ORG, stage::Reply};

fn path() -> String {
    format!("/v1/admin/orgs/{ORG}/entry")
}

fn body(mode: &str) -> Value {
    json!({ "mode": mode, "reason": "They asked why nobody was invited.", "password": PASSWORD })
}

/// What the admin gets where only admins of the org may look.
async fn looks(world: &World) -> Reply {
    world.reads(&format!("/v1/orgs/{ORG}/entries")).await
}

#[tokio::test]
async fn an_entry_takes_the_password_again_and_a_reason() {
    let world = World::new().await;
    let wrong = json!({ "mode": "owner", "reason": " ", "password": PASSWORD });
    assert_eq!(world.sends("POST", &path(), wrong).await.pointers(), ["/mode", "/reason"]);
    let long = json!({ "mode": "acting", "reason": "x".repeat(501), "password": PASSWORD });
    assert_eq!(world.sends("POST", &path(), long).await.pointers(), ["/reason"]);
    let mut wrong = body("acting");
    wrong["password"] = json!("correct horse");
    assert_eq!(world.sends("POST", &path(), wrong).await.pointers(), ["/password"]);
    assert_eq!(looks(&world).await.refused(404), "not-found");
    let nowhere = format!("/v1/admin/orgs/{}/entry", world.new_org_id());
    assert_eq!(world.sends("POST", &nowhere, body("acting")).await.refused(404), "not-found");
    assert_eq!(world.rows("entry").len() + world.rows("org_entry").len(), 0);
}

#[tokio::test]
async fn an_admin_who_acts_may_what_an_admin_of_the_org_may_for_half_an_hour() {
    let world = World::new().await;
    let entry = world.sends("POST", &path(), body("acting")).await.with(201);
    assert_eq!(entry["until"], (world.now() + ENTRY_LASTS).to_string());
    world.clock.advance(ENTRY_LASTS - SignedDuration::from_nanos(1));
    assert_eq!(looks(&world).await.status, 200);
    let own = world.reads("/v1/admin/entries").await.with(200);
    assert_eq!(own["entries"][0]["org_name"], "The club");
    world.clock.advance(SignedDuration::from_nanos(1));
    assert_eq!(looks(&world).await.refused(404), "not-found");
    let own = world.reads("/v1/admin/entries").await.with(200);
    assert_eq!(own["entries"], json!([]));
    assert_eq!(world.asks("DELETE", &path()).await.refused(404), "not-found");
}

#[tokio::test]
async fn an_admin_who_only_looks_changes_nothing_and_leaves_when_told() {
    let world = World::new().await;
    world.sends("POST", &path(), body("read_only")).await.with(201);
    assert_eq!(looks(&world).await.refused(403), "forbidden");
    assert_eq!(world.asks("DELETE", &path()).await.status, 204);
    assert_eq!(looks(&world).await.refused(404), "not-found");
    assert_eq!(world.asks("DELETE", &path()).await.refused(404), "not-found");
}

#[tokio::test]
async fn every_owner_is_mailed_and_the_org_sees_who_why_and_how_long() {
    let world = World::new().await;
    let second = world.member(ORG, Role::Owner).await;
    world.sends("POST", &path(), body("acting")).await.with(201);
    let mut told: Vec<String> =
        world.rows("mail").iter().map(|mail| mail.text("to").unwrap().to_owned()).collect();
    told.sort();
    let mut owners = [world.team.owner, second].map(|owner| format!("{}@example.com", owner.user));
    owners.sort();
    assert_eq!(told, owners);
    let shown = world.api.get(format!("/v1/orgs/{ORG}/entries")).by(world.team.admin);
    let shown = shown.send().await.with(200);
    let entry = &shown["items"][0];
    assert_eq!(entry["admin"], world.admin.user.to_string());
    assert_eq!(entry["reason"], "They asked why nobody was invited.");
    assert_eq!((&entry["mode"], &entry["live"]), (&json!("acting"), &json!(true)));
    let member = world.api.get(format!("/v1/orgs/{ORG}/entries")).by(world.team.member);
    assert_eq!(member.send().await.refused(403), "forbidden");
}

#[tokio::test]
async fn the_org_sees_past_entries_and_entering_again_ends_the_one_before() {
    let world = World::new().await;
    world.sends("POST", &path(), body("read_only")).await.with(201);
    world.clock.advance(SignedDuration::from_mins(5));
    world.sends("POST", &path(), body("acting")).await.with(201);
    world.clock.advance(SignedDuration::from_mins(5));
    world.asks("DELETE", &path()).await;
    let shown = world.api.get(format!("/v1/orgs/{ORG}/entries")).by(world.team.owner);
    let shown = shown.send().await.with(200);
    assert_eq!(column(&shown, "mode"), ["acting", "read_only"]);
    assert_eq!(shown["items"][1]["until"], shown["items"][0]["since"]);
    assert_eq!(shown["items"][0]["until"], world.now().to_string());
    world.table.sweep_ttl(world.now() + ENTRY_SHOWN - SignedDuration::from_mins(6)).unwrap();
    assert_eq!(world.rows("org_entry").len(), 2);
    world.table.sweep_ttl(world.now() + ENTRY_SHOWN + SignedDuration::from_secs(2)).unwrap();
    assert_eq!(world.rows("org_entry").len(), 0);
}

#[tokio::test]
async fn a_repeated_request_enters_and_mails_once() {
    let world = World::new().await;
    let enter = || {
        let request = world.api.post(path()).by(world.admin).header("idempotency-key", "one");
        request.json(&body("acting")).send()
    };
    let (first, again) = (enter().await.with(201), enter().await.with(201));
    assert_eq!(first, again);
    assert_eq!((world.rows("mail").len(), world.rows("org_entry").len()), (1, 1));
}

#[tokio::test]
async fn who_enters_too_often_waits() {
    let world = World::new().await;
    for _ in 0..10 {
        world.sends("POST", &path(), body("acting")).await.with(201);
        world.clock.advance(SignedDuration::from_secs(1));
    }
    let refused = world.sends("POST", &path(), body("acting")).await;
    assert_ne!(refused.header("retry-after"), "");
    assert_eq!(refused.refused(429), "too-many-requests");
}

#[tokio::test]
async fn an_admin_who_is_none_any_more_is_out_of_every_org() {
    let world = World::new().await;
    world.platform_admin().await;
    world.sends("POST", &path(), body("acting")).await.with(201);
    world.asks("POST", &format!("/v1/admin/users/{}/demote", world.admin.user)).await.with(200);
    assert_eq!(looks(&world).await.refused(404), "not-found");
}

#[tokio::test]
async fn c10_an_admin_in_two_orgs_is_where_the_path_says() {
    let world = World::new().await;
    let other = world.org().await;
    world.sends("POST", &path(), body("acting")).await.with(201);
    let second = format!("/v1/admin/orgs/{other}/entry");
    world.sends("POST", &second, body("read_only")).await.with(201);
    assert_eq!(looks(&world).await.status, 200);
    let there = world.reads(&format!("/v1/orgs/{other}/entries")).await;
    assert_eq!(there.refused(403), "forbidden");
    assert_eq!(
        world.reads("/v1/admin/entries").await.with(200)["entries"].as_array().unwrap().len(),
        2
    );
}

#[tokio::test]
async fn j36_an_entry_and_its_end_are_in_the_orgs_audit_log() {
    let world = World::new().await;
    world.sends("POST", &path(), body("acting")).await.with(201);
    world.clock.advance(SignedDuration::from_mins(1));
    world.asks("DELETE", &path()).await;
    world.fold().await;
    let log = world.ctx.store.audit_log(ORG, None, 50).await.unwrap().items;
    let by = format!("admin {}", world.admin.user);
    assert_eq!(log.iter().filter(|entry| entry.by == by).count(), 2, "{log:?}");
}

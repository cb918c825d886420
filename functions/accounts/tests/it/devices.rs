//! Where a user is logged in.
use crate::world::{ADA, GRACE, PASSWORD, Person, World};
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::Verdict;

#[tokio::test]
async fn devices_are_listed_and_ended() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    world.clock.advance(SignedDuration::from_secs(1));
    let body = json!({ "login": ADA, "password": PASSWORD, "device": "Laptop" });
    let laptop = Person::of(&world.post("/v1/session", body).await);
    world.clock.advance(SignedDuration::from_secs(1));
    let request = world.api.post("/v1/session").header("user-agent", &"b".repeat(300));
    let body = json!({ "email": ADA, "password": PASSWORD });
    let browser = Person::of(&request.json(&body).send().await);
    let listed = world.get("/v1/me/sessions", &laptop).await.with(200);
    let sessions = listed["sessions"].as_array().unwrap();
    let devices: Vec<&str> = sessions.iter().map(|one| one["device"].as_str().unwrap()).collect();
    assert_eq!(devices, ["b".repeat(100).as_str(), "Laptop", ""]);
    let current: Vec<&Value> = sessions.iter().map(|one| &one["current"]).collect();
    assert_eq!(current, [false, true, false]);

    let path = format!("/v1/me/sessions/{}", sessions[0]["id"].as_str().unwrap());
    world.ask("DELETE", &path, &laptop, json!(null)).await.with(204);
    assert_eq!(world.get("/v1/me", &browser).await.status, 401);
    assert_eq!(world.refresh(&browser).await.status, 401);
    let gone = world.ask("DELETE", &path, &laptop, json!(null)).await;
    assert_eq!(gone.refused(404), "not-found");

    world.ask("DELETE", "/v1/me/sessions", &laptop, json!(null)).await.with(204);
    assert_eq!(world.get("/v1/me", &laptop).await.status, 200);
    assert_eq!(world.get("/v1/me", &ada).await.status, 401);
}

#[tokio::test]
async fn nobody_ends_the_sessions_of_others() {
    let world = World::new().await;
    let (ada, grace) = (world.person(ADA).await, world.person(GRACE).await);
    let listed = world.get("/v1/me/sessions", &ada).await.with(200);
    let path = format!("/v1/me/sessions/{}", listed["sessions"][0]["id"].as_str().unwrap());
    let refused = world.ask("DELETE", &path, &grace, json!(null)).await;
    assert_eq!(refused.refused(404), "not-found");
    world.ask("DELETE", "/v1/me/sessions", &grace, json!(null)).await.with(204);
    assert_eq!(world.get("/v1/me", &ada).await.status, 200);
}

#[tokio::test]
async fn a_session_that_is_over_is_not_listed() {
    let world = World::new().await;
    world.person(ADA).await;
    world.clock.advance(SignedDuration::from_hours(30 * 24));
    let ada = Person::of(&world.log_in(ADA, PASSWORD).await);
    let listed = world.get("/v1/me/sessions", &ada).await.with(200);
    assert_eq!(listed["sessions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn exactly_one_login_is_given() {
    let world = World::new().await;
    let body = json!({ "login": ADA, "email": ADA, "password": PASSWORD });
    assert_eq!(world.post("/v1/session", body).await.pointers(), ["/login"]);
    let body = json!({ "password": PASSWORD });
    assert_eq!(world.post("/v1/session", body).await.pointers(), ["/login"]);
    let body = json!({ "email": "ada", "password": PASSWORD, "device": "" });
    assert_eq!(world.post("/v1/session", body).await.pointers(), ["/device", "/email"]);
}

/// How many of two exchanges of one refresh token at once succeed.
async fn twice_at_once(seed: u64, prepare: impl Fn(&World)) -> usize {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    prepare(&world);
    world.table.interleave(seed);
    let (one, other) = tokio::join!(world.refresh(&ada), world.refresh(&ada));
    [one.status, other.status].iter().filter(|status| status.is_success()).count()
}

#[tokio::test]
async fn j33_a_refresh_token_is_exchanged_once_because_of_the_sessions_condition() {
    let mut most = 0;
    for seed in 1..=8 {
        assert!(twice_at_once(seed, |_| ()).await <= 1, "seed {seed}");
        most = most.max(twice_at_once(seed, |world| world.table.unguard("SESSION")).await);
    }
    assert_eq!(most, 2, "without it both get a token");
}

#[tokio::test]
async fn a_lost_answer_of_the_table_ends_no_honest_session() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let mut lost = false;
    world.table.before_calls(move |call| {
        let loses = call.is_write() && !std::mem::replace(&mut lost, true);
        if loses { Verdict::Repeat } else { Verdict::Pass }
    });
    let renewed = Person::of(&world.refresh(&ada).await);
    assert_eq!(world.get("/v1/me", &renewed).await.status, 200);
    assert_eq!(world.refresh(&renewed).await.status, 200);
}

#[tokio::test]
async fn who_logs_out_is_out_though_another_is_at_the_session() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let mut met = false;
    world.table.before_calls(move |call| {
        let meets = call.is_write() && !std::mem::replace(&mut met, true);
        if meets { Verdict::Conflict } else { Verdict::Pass }
    });
    let out = world.api.delete("/v1/session").header("cookie", &ada.cookie).send().await;
    assert_eq!(out.status, 204);
    assert_eq!(world.refresh(&ada).await.status, 401);
}

#[tokio::test]
async fn who_is_kept_out_or_gone_renews_no_session() {
    let world = World::new().await;
    let (ada, grace) = (world.person(ADA).await, world.person(GRACE).await);
    let now = world.now();
    world.change_user(ada.id, |user| user.deactivated_at = Some(now)).await;
    assert_eq!(world.refresh(&ada).await.status, 401);
    let seen = world.ctx.store.user(grace.id, store::Consistency::Strong).await.unwrap().unwrap();
    let mut transaction = store::Transaction::new();
    transaction.delete_user(&seen);
    world.ctx.store.commit(transaction).await.unwrap();
    assert_eq!(world.refresh(&grace).await.status, 401);
}

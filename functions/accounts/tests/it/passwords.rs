//! Passwords: forgotten, reset, changed.
use crate::world::{ADA, GRACE, PASSWORD, Person, World, reads, words};
use jiff::SignedDuration;
use runtime::{mailed::Purpose, password::PASSWORD_LIMIT};
use serde_json::json;
use std::sync::{Arc, Mutex};
use store::{Consistency, Transaction, accounts::User};
use testkit::{Faults, Meter, Verdict, stage::Reply};

const NEW: &str = "another horse battery";

async fn forgot(world: &World, email: &str) -> Reply {
    world.post("/v1/password/forgot", json!({ "email": email })).await
}

async fn reset(world: &World, token: &str) -> Reply {
    world.post("/v1/password/reset", json!({ "token": token, "password": NEW })).await
}

#[tokio::test]
async fn c12_nobody_learns_from_a_reset_whether_an_account_exists() {
    let world = World::new().await;
    world.person(ADA).await;
    let (known, its_work) = world.metered(forgot(&world, "ADA@example.com")).await;
    let (unknown, other_work) = world.metered(forgot(&world, "nobody@example.com")).await;
    assert_eq!(known.status, 202);
    assert_eq!((known.status, words(&known)), (unknown.status, words(&unknown)));
    let calls = |work: &Meter| -> Vec<(String, u64)> {
        work.operations.iter().map(|(name, used)| (name.clone(), used.calls)).collect()
    };
    assert_eq!(calls(&its_work), calls(&other_work));
    assert_eq!(its_work.read, other_work.read);
    // An index follows by itself after the answer; what is to be sent stands in one.
    assert_eq!(its_work.write.get("table"), other_work.write.get("table"));
    assert_eq!(its_work.refused(), 0);
    assert!(world.recorded_mails("nobody@example.com").is_empty());
    assert_eq!(world.rows("mail").len(), 3, "and one that is nobody's");
}

#[tokio::test]
async fn c12_a_reset_ends_every_session_at_once() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let other = Person::of(&world.log_in(ADA, PASSWORD).await);
    world.clock.advance(SignedDuration::from_secs(1));
    forgot(&world, ADA).await.with(202);
    let token = world.mailed(ADA);
    world.clock.advance(SignedDuration::from_secs(1));
    reset(&world, &token).await.with(204);
    for device in [&ada, &other] {
        assert_eq!(world.get("/v1/me", device).await.status, 401);
        assert_eq!(world.refresh(device).await.status, 401);
    }
    assert_eq!(world.log_in(ADA, PASSWORD).await.status, 401);
    assert_eq!(world.log_in(ADA, NEW).await.status, 200);
    assert_eq!(world.recorded_mails(ADA).last().unwrap().link, None, "the owner is told");
}

#[tokio::test]
async fn c12_a_reset_works_once_and_for_an_hour() {
    let hour = Purpose::ResetPassword.lifetime().unwrap();
    assert_eq!(hour, SignedDuration::from_hours(1));
    for (early, status) in [(1, 204), (0, 422)] {
        let world = World::new().await;
        world.person(ADA).await;
        world.clock.advance(SignedDuration::from_secs(1));
        forgot(&world, ADA).await.with(202);
        let token = world.mailed(ADA);
        world.clock.advance(hour - SignedDuration::from_nanos(early));
        assert_eq!(reset(&world, &token).await.status, status);
        assert_eq!(reset(&world, &token).await.pointers(), ["/token"]);
    }
}

#[tokio::test]
async fn c12_only_the_newest_link_counts_and_all_that_do_not_are_alike() {
    let world = World::new().await;
    world.person(ADA).await;
    world.clock.advance(SignedDuration::from_secs(1));
    forgot(&world, ADA).await.with(202);
    let first = world.mailed(ADA);
    world.clock.advance(SignedDuration::from_secs(1));
    forgot(&world, ADA).await.with(202);
    let second = world.mailed(ADA);
    assert_ne!(first, second);
    let (one, other) = tokio::join!(reset(&world, &second), reset(&world, &second));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 422], "one use");
    let mut void = vec![words(&reset(&world, &first).await), words(&reset(&world, &second).await)];
    void.push(words(&reset(&world, "forged").await));
    void.push(words(&reset(&world, &format!("{second}A")).await));
    assert!(void.windows(2).all(|pair| pair[0] == pair[1]), "{void:?}");
}

#[tokio::test]
async fn c12_a_new_password_has_eight_characters() {
    let world = World::new().await;
    let body = json!({ "token": "forged", "password": "1234567" });
    assert_eq!(world.post("/v1/password/reset", body).await.pointers(), ["/password"]);
}

#[tokio::test]
async fn a_change_of_password_ends_the_other_sessions() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let other = Person::of(&world.log_in(ADA, PASSWORD).await);
    let body = json!({ "current": PASSWORD, "new": NEW });
    world.ask("PUT", "/v1/me/password", &ada, body).await.with(204);
    assert_eq!(world.get("/v1/me", &ada).await.status, 200);
    assert_eq!(world.get("/v1/me", &other).await.status, 401);
    assert_eq!(world.log_in(ADA, PASSWORD).await.status, 401);
    assert_eq!(world.log_in(ADA, NEW).await.status, 200);
}

#[tokio::test]
async fn a_password_is_changed_by_whoever_knows_it_and_guesses_are_counted() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let guess = json!({ "current": "wrong password", "new": NEW });
    for _ in 0..PASSWORD_LIMIT.attempts_max {
        let refused = world.ask("PUT", "/v1/me/password", &ada, guess.clone()).await;
        assert_eq!(refused.pointers(), ["/current"]);
    }
    let right = json!({ "current": PASSWORD, "new": NEW });
    let waits = world.ask("PUT", "/v1/me/password", &ada, right.clone()).await;
    assert_eq!(waits.header("retry-after"), "900");
    assert_eq!(waits.refused(429), "too-many-requests");
    world.clock.advance(SignedDuration::from_mins(15) - SignedDuration::from_nanos(1));
    let ada = Person::of(&world.log_in(ADA, PASSWORD).await);
    assert_eq!(world.ask("PUT", "/v1/me/password", &ada, right.clone()).await.status, 429);
    world.clock.advance(SignedDuration::from_nanos(1));
    world.ask("PUT", "/v1/me/password", &ada, right).await.with(204);
    let short = json!({ "current": NEW, "new": "short" });
    assert_eq!(world.ask("PUT", "/v1/me/password", &ada, short).await.pointers(), ["/new"]);
}

/// What becomes of a log-in that saw the password just before it was changed.
async fn late_log_in(world: &World) -> bool {
    let ada = world.person(ADA).await;
    let seen = world.ctx.store.user(ada.id, Consistency::Strong).await.unwrap().unwrap();
    let body = json!({ "current": PASSWORD, "new": NEW });
    world.ask("PUT", "/v1/me/password", &ada, body).await.with(204);
    let mut transaction = Transaction::new();
    transaction.check_log_in(&seen);
    // Any write: what counts is whether it happens.
    transaction.take_username(ada.id, "late");
    world.ctx.store.commit(transaction).await.is_ok()
}

#[tokio::test]
async fn a_log_in_does_not_outlive_the_password_that_it_was_made_with() {
    assert!(!late_log_in(&World::new().await).await);
    let unguarded = World::new().await;
    unguarded.table.unguard("USER");
    assert!(late_log_in(&unguarded).await);
}

#[tokio::test]
async fn who_is_kept_out_is_told_what_strangers_are_told() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let seen = world.ctx.store.user(ada.id, Consistency::Strong).await.unwrap().unwrap();
    let mut transaction = Transaction::new();
    let out = User { deactivated_at: Some(world.now()), ..seen.value.clone() };
    transaction.replace_user(&seen, &out);
    world.ctx.store.commit(transaction).await.unwrap();
    let (kept_out, unknown) =
        (world.log_in(ADA, PASSWORD).await, world.log_in(GRACE, PASSWORD).await);
    assert_eq!((kept_out.status.as_u16(), words(&kept_out)), (401, words(&unknown)));
    assert_eq!(world.get("/v1/me", &ada).await.status, 401);
    forgot(&world, ADA).await.with(202);
    assert_eq!(world.recorded_mails(ADA).len(), 1, "the one of the registration");
}

/// Somebody who logs in with the present password right after it was read who is logged in.
fn logs_in_meanwhile(world: &World, user: domain::ids::UserId) -> Arc<Mutex<Option<Person>>> {
    let late = Arc::new(Mutex::new(None));
    let (api, tell) = (world.api.clone(), Arc::clone(&late));
    let user = format!("USER#{user}");
    world.meanwhile(move |call| call.operation == "Query" && reads(call, &user), async move {
        let body = json!({ "login": ADA, "password": PASSWORD });
        let reply = api.post("/v1/session").json(&body).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        *tell.lock().unwrap() = Some(Person::of(&reply));
    });
    late
}

#[tokio::test]
async fn a_session_that_begins_while_the_password_is_set_ends_with_it() {
    for is_reset in [true, false] {
        let world = World::new().await;
        let ada = world.person(ADA).await;
        let late = if is_reset {
            world.clock.advance(SignedDuration::from_secs(1));
            forgot(&world, ADA).await.with(202);
            let late = logs_in_meanwhile(&world, ada.id);
            reset(&world, &world.mailed(ADA)).await.with(204);
            late
        } else {
            let late = logs_in_meanwhile(&world, ada.id);
            let body = json!({ "current": PASSWORD, "new": NEW });
            world.ask("PUT", "/v1/me/password", &ada, body).await.with(204);
            assert_eq!(world.get("/v1/me", &ada).await.status, 200);
            assert_eq!(world.refresh(&ada).await.status, 200);
            let sessions = world.get("/v1/me/sessions", &ada).await.with(200);
            assert_eq!(sessions["sessions"].as_array().unwrap().len(), 1);
            late
        };
        let late = late.lock().unwrap().take().expect("somebody logged in");
        assert_eq!(world.get("/v1/me", &late).await.status, 401, "reset: {is_reset}");
        assert_eq!(world.refresh(&late).await.status, 401, "reset: {is_reset}");
    }
}

#[tokio::test]
async fn a_password_is_confirmed_by_the_one_that_counts_now() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    world.table.inject(Faults { stale_per_mille: 1, ..Faults::default() }).await.unwrap();
    let etag = world.get("/v1/me", &ada).await.header("etag").to_owned();
    let body = json!({ "current": PASSWORD, "new": NEW });
    world.ask("PUT", "/v1/me/password", &ada, body).await.with(204);
    // What is read from now on knows nothing of that, but where it insists.
    world.table.before_calls(|call| {
        if call.operation == "Query" && call.may_be_stale() {
            Verdict::Stale { writes: 1_000 }
        } else {
            Verdict::Pass
        }
    });
    assert_eq!(world.get("/v1/me", &ada).await.header("etag"), etag, "it is old");
    let body = json!({ "email": "new@example.com", "password": NEW });
    world.ask("PUT", "/v1/me/email", &ada, body).await.with(202);
    world.verify(&world.mailed("new@example.com")).await.with(204);
    let body = json!({ "current": NEW, "new": "a third horse battery" });
    world.ask("PUT", "/v1/me/password", &ada, body).await.with(204);
}

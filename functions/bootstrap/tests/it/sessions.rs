//! The first admin, log-in and sessions.
use crate::world::{EMAIL, PASSWORD, World, access_token, cookie};
use accounts::{BootstrapError, LOGIN_LIMIT, bootstrap_admin};
use bootstrap::job;
use http::{StatusCode, header};
use jiff::SignedDuration;
use serde_json::json;
use store::accounts::SESSIONS_MAX;
use testkit::{identity::as_function, stage::Reply};

#[tokio::test]
async fn j38_the_first_admin_is_made_once() {
    let (world, made) = World::with_admin().await;
    let again = bootstrap_admin(&world.ctx, "grace@example.com", PASSWORD).await;
    assert!(matches!(again, Err(BootstrapError::AlreadyDone)));
    assert_eq!(world.log_in("grace@example.com", PASSWORD).await.status, 401);
    let token = access_token(&world.log_in(EMAIL, PASSWORD).await);
    let me = world.get("/v1/me", &token).await.json();
    assert_eq!(me["id"], made.user.to_string());
    assert_eq!(me["platform_admin"], true);
    assert_eq!(me["orgs"], json!([{ "org": made.org.to_string(), "role": "OWNER" }]));
}

#[tokio::test]
async fn j38_many_bootstraps_at_once_make_one_admin() {
    let world = World::new().await;
    let emails = ["a@example.com", "b@example.com", "c@example.com", "d@example.com"];
    let [a, b, c, d] = emails.map(|email| bootstrap_admin(&world.ctx, email, PASSWORD));
    let (a, b, c, d) = tokio::join!(a, b, c, d);
    let made = [a, b, c, d].iter().filter(|made| made.is_ok()).count();
    assert_eq!(made, 1);
}

#[tokio::test]
async fn the_bootstrap_is_a_job_that_a_function_can_run() {
    let world = World::new().await;
    let bootstrap = job("bootstrap_admin").unwrap();
    let payload = json!({ "email": EMAIL, "password": PASSWORD });
    let run = bootstrap.run(world.ctx.clone(), payload.clone());
    let made = as_function(bootstrap.name(), run).await.unwrap();
    assert!(made["org"].as_str().unwrap().starts_with("org_"));
    let again = bootstrap.run(world.ctx.clone(), payload);
    assert!(as_function(bootstrap.name(), again).await.is_err());
    let weak = json!({ "email": EMAIL, "password": "short" });
    assert!(bootstrap.run(World::new().await.ctx.clone(), weak).await.is_err());
}

#[tokio::test]
async fn a_login_ignores_case_and_sets_a_strict_cookie() {
    let (world, _) = World::with_admin().await;
    let answer = world.log_in(" aDA@EXAMPLE.com", PASSWORD).await;
    assert_eq!(answer.status, 200);
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/v1/session", "Max-Age=2592000"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    let body = answer.json();
    assert_eq!(
        (body["token_type"].as_str(), body["expires_in"].as_i64()),
        (Some("Bearer"), Some(900))
    );
    assert!(!answer.body.contains(PASSWORD));
}

#[tokio::test]
async fn no_answer_tells_whether_an_account_exists() {
    let (world, _) = World::with_admin().await;
    let known = world.log_in(EMAIL, "wrong password").await;
    let unknown = world.log_in("nobody@example.com", "wrong password").await;
    assert_eq!(
        (known.status, unknown.status),
        (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED)
    );
    let without_id = |answer: &Reply| {
        let mut body = answer.json();
        body["instance"].take();
        body
    };
    assert_eq!(without_id(&known), without_id(&unknown));
}

#[tokio::test]
async fn a_malformed_login_names_its_fields() {
    let world = World::new().await;
    let answer = world.log_in("not an address", "x").await;
    assert_eq!((answer.status.as_u16(), answer.problem()), (422, "invalid-fields".to_owned()));
    assert_eq!(answer.json()["errors"][0]["pointer"], "/email");
    let overlong = world.log_in(EMAIL, &"x".repeat(2_000)).await;
    assert_eq!(overlong.status, 401);
}

#[tokio::test]
async fn j33_ten_bad_logins_and_the_next_waits() {
    let (world, _) = World::with_admin().await;
    for _ in 0..LOGIN_LIMIT.attempts_max {
        assert_eq!(world.log_in(EMAIL, "wrong password").await.status, 401);
        world.clock.advance(SignedDuration::from_secs(1));
    }
    let refused = world.log_in("ADA@example.com", PASSWORD).await;
    assert_eq!((refused.status.as_u16(), refused.problem()), (429, "too-many-requests".to_owned()));
    assert_eq!(refused.headers[header::RETRY_AFTER], "890");
    assert_eq!(world.log_in("grace@example.com", PASSWORD).await.status, 401, "another account");
    world.clock.advance(LOGIN_LIMIT.window - SignedDuration::from_secs(10));
    assert_eq!(world.log_in(EMAIL, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn j33_ten_bad_logins_from_one_address_and_the_next_waits() {
    let (world, _) = World::with_admin().await;
    for number in 0..LOGIN_LIMIT.attempts_max {
        let email = format!("guess-{number}@example.com");
        let answer = world.log_in_from("203.0.113.7", &email, PASSWORD).await;
        assert_eq!(answer.status, 401);
        assert_eq!(answer.json()["instance"], "the gateway's id");
    }
    assert_eq!(world.log_in_from("203.0.113.7", EMAIL, PASSWORD).await.status, 429);
    assert_eq!(world.log_in_from("203.0.113.8", EMAIL, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn good_logins_never_wait() {
    let (world, _) = World::with_admin().await;
    for _ in 0..=LOGIN_LIMIT.attempts_max {
        assert_eq!(world.log_in(EMAIL, PASSWORD).await.status, 200);
    }
}

#[tokio::test]
async fn guesses_at_once_count_each() {
    let (world, _) = World::with_admin().await;
    let guesses = (0..4).map(|_| async {
        let mut looked_at = 0;
        for _ in 0..5 {
            looked_at += usize::from(world.log_in(EMAIL, "wrong password").await.status == 401);
        }
        looked_at
    });
    let [a, b, c, d]: [_; 4] = guesses.collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!());
    let (a, b, c, d) = tokio::join!(a, b, c, d);
    assert!(a + b + c + d <= LOGIN_LIMIT.attempts_max);
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_and_used_once() {
    let (world, _) = World::with_admin().await;
    let first = world.log_in(EMAIL, PASSWORD).await;
    let second = world.refresh(&cookie(&first)).await;
    assert_eq!(second.status, 200);
    assert_ne!(cookie(&first), cookie(&second));
    assert_eq!(world.get("/v1/me", &access_token(&second)).await.status, 200);
    let third = world.refresh(&cookie(&second)).await;
    assert_eq!(third.status, 200);
}

#[tokio::test]
async fn j33_a_refresh_token_used_twice_ends_its_family_and_no_other() {
    let (world, _) = World::with_admin().await;
    let other_device = world.log_in(EMAIL, PASSWORD).await;
    let first = world.log_in(EMAIL, PASSWORD).await;
    let second = world.refresh(&cookie(&first)).await;
    assert_eq!(world.refresh(&cookie(&first)).await.status, 401);
    assert_eq!(world.refresh(&cookie(&second)).await.status, 401, "the family is gone");
    assert_eq!(world.get("/v1/me", &access_token(&second)).await.status, 401);
    assert_eq!(world.refresh(&cookie(&other_device)).await.status, 200);
}

#[tokio::test]
async fn two_refreshes_at_once_give_one_token_at_most() {
    let (world, _) = World::with_admin().await;
    let first = world.log_in(EMAIL, PASSWORD).await;
    let token = cookie(&first);
    let (a, b) = tokio::join!(world.refresh(&token), world.refresh(&token));
    let good = [a.status, b.status].iter().filter(|status| status.is_success()).count();
    assert!(good <= 1);
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_for_30_days() {
    let (world, _) = World::with_admin().await;
    let first = world.log_in(EMAIL, PASSWORD).await;
    world.clock.advance(SignedDuration::from_hours(30 * 24) - SignedDuration::from_nanos(1));
    let second = world.refresh(&cookie(&first)).await;
    assert_eq!(second.status, 200);
    world.clock.advance(SignedDuration::from_hours(30 * 24));
    assert_eq!(world.refresh(&cookie(&second)).await.status, 401);
}

#[tokio::test]
async fn a_forged_or_missing_cookie_refreshes_nothing() {
    let (world, _) = World::with_admin().await;
    let good = cookie(&world.log_in(EMAIL, PASSWORD).await);
    assert_eq!(world.refresh(&format!("{good}A")).await.status, 401);
    assert_eq!(world.refresh("convoke_refresh=").await.status, 401);
    assert_eq!(world.refresh("another=1").await.status, 401);
    let with_others = format!("theme=dark; {good}; language=en");
    assert_eq!(world.refresh(&with_others).await.status, 200);
}

#[tokio::test]
async fn a_log_out_ends_the_session_and_can_be_repeated() {
    let (world, _) = World::with_admin().await;
    let session = world.log_in(EMAIL, PASSWORD).await;
    for _ in 0..2 {
        let request = world.api.delete("/v1/session").header("cookie", &cookie(&session));
        let answer = request.send().await;
        assert_eq!(answer.status, 204);
        assert!(answer.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    }
    assert_eq!(world.refresh(&cookie(&session)).await.status, 401);
    assert_eq!(world.get("/v1/me", &access_token(&session)).await.status, 401);
}

#[tokio::test]
async fn j33_another_site_cannot_use_the_cookie() {
    let (world, _) = World::with_admin().await;
    let session = world.log_in(EMAIL, PASSWORD).await;
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let routes = [
        world.api.post("/v1/session").json(&body),
        world.api.post("/v1/session/refresh"),
        world.api.delete("/v1/session"),
    ];
    for request in routes {
        let request = request.header("cookie", &cookie(&session));
        let request = request.header("origin", "https://evil.example.org");
        assert_eq!(request.send().await.status, 403);
    }
    assert_eq!(world.refresh(&cookie(&session)).await.status, 200);
}

#[tokio::test]
async fn a_user_keeps_the_sessions_that_were_used_last() {
    let (world, made) = World::with_admin().await;
    let first = world.log_in(EMAIL, PASSWORD).await;
    for _ in 0..SESSIONS_MAX {
        world.clock.advance(SignedDuration::from_secs(1));
        world.log_in(EMAIL, PASSWORD).await;
    }
    assert_eq!(world.refresh(&cookie(&first)).await.status, 401);
    let strong = store::Consistency::Strong;
    let standing = world.ctx.store.standing(made.user, strong).await.unwrap().unwrap();
    assert_eq!(standing.sessions.len(), SESSIONS_MAX);
}

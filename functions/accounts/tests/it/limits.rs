//! Limits on what strangers may try, and what browsers of other sites may.
use crate::world::{ADA, PASSWORD, World};
use accounts::{MAIL_LIMIT, REGISTRATION_LIMIT, TOKEN_LIMIT, USERNAME_LIMIT};
use lambda_http::request::RequestContext;
use serde_json::{Value, json};
use testkit::stage::Reply;

async fn from(world: &World, address: &str, path: &str, body: &Value) -> Reply {
    let context = json!({
        "requestId": "the gateway's id",
        "timeEpoch": 0,
        "http": { "method": "POST", "path": path, "sourceIp": address },
    });
    let context = RequestContext::ApiGatewayV2(serde_json::from_value(context).unwrap());
    world.api.post(path).json(body).extension(context).send().await
}

#[tokio::test]
async fn j33_what_strangers_try_is_counted_by_where_they_are() {
    let routes = [
        (
            "/v1/accounts",
            json!({ "email": ADA, "password": PASSWORD, "name": "Ada" }),
            REGISTRATION_LIMIT,
        ),
        ("/v1/email/verify", json!({ "token": "forged" }), TOKEN_LIMIT),
        ("/v1/password/reset", json!({ "token": "forged", "password": PASSWORD }), TOKEN_LIMIT),
    ];
    for (path, body, limit) in routes {
        let world = World::new().await;
        for _ in 0..limit.attempts_max {
            assert_eq!(from(&world, "203.0.113.7", path, &body).await.status, 422, "{path}");
        }
        let (waits, work) = world.metered(from(&world, "203.0.113.7", path, &body)).await;
        assert_eq!(waits.header("retry-after"), limit.window.as_secs().to_string());
        assert_eq!(waits.refused(429), "too-many-requests");
        assert_eq!(work.calls(), 1, "counted before the work: only the counter was read");
        assert_eq!(from(&world, "203.0.113.8", path, &body).await.status, 422, "{path}");
    }
}

#[tokio::test]
async fn c15_mails_to_one_address_are_counted_whoever_asks() {
    let world = World::new().await;
    for email in [ADA, "nobody@example.com"] {
        let body = json!({ "email": email });
        for number in 0..MAIL_LIMIT.attempts_max {
            let address = format!("203.0.113.{number}");
            let asked = from(&world, &address, "/v1/password/forgot", &body).await;
            assert_eq!(asked.status, 202);
        }
        let waits = from(&world, "198.51.100.1", "/v1/password/forgot", &body).await;
        assert_eq!(waits.header("retry-after"), MAIL_LIMIT.window.as_secs().to_string());
        assert_eq!(waits.refused(429), "too-many-requests");
    }
}

#[tokio::test]
async fn j33_another_site_cannot_use_what_sets_or_reads_the_cookie() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let code = world.code(1).await;
    let log_in = json!({ "login": ADA, "password": PASSWORD });
    let register = world.account("new@example.com", code);
    for headers in [("origin", "https://evil.example.org"), ("sec-fetch-site", "cross-site")] {
        let requests = [
            world.api.post("/v1/accounts").json(&register),
            world.api.post("/v1/session").json(&log_in),
            world.api.post("/v1/session/refresh"),
            world.api.delete("/v1/session"),
        ];
        for request in requests {
            let request = request.header("cookie", &ada.cookie).header(headers.0, headers.1);
            assert_eq!(request.send().await.refused(403), "forbidden");
        }
    }
    assert_eq!(world.refresh(&ada).await.status, 200);
    assert_eq!(world.rows("user").len(), 1);
}

#[tokio::test]
async fn who_is_signed_in_asks_a_few_times_what_is_taken() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    for number in 0..MAIL_LIMIT.attempts_max {
        let body = json!({ "email": format!("n{number}@example.com"), "password": PASSWORD });
        world.ask("PUT", "/v1/me/email", &ada, body).await.with(202);
    }
    let body = json!({ "email": "another@example.com", "password": PASSWORD });
    assert_eq!(world.ask("PUT", "/v1/me/email", &ada, body).await.status, 429);
    for number in 0..USERNAME_LIMIT.attempts_max {
        let body = json!({ "username": format!("name-{number}") });
        world.ask("PATCH", "/v1/me", &ada, body).await.with(200);
    }
    let same = json!({ "username": "NAME-9", "name": "Ada" });
    world.ask("PATCH", "/v1/me", &ada, same).await.with(200);
    let body = json!({ "username": "another" });
    assert_eq!(world.ask("PATCH", "/v1/me", &ada, body).await.status, 429);
}

#[tokio::test]
async fn j34_a_code_tells_a_few_times_what_is_taken_wherever_it_is_asked() {
    let world = World::new().await;
    world.person(ADA).await;
    let code = world.code(1).await;
    let ask = async |number: usize, body: &Value| {
        from(&world, &format!("203.0.113.{number}"), "/v1/accounts", body).await
    };
    let taken = world.account(ADA, code);
    for number in 0..REGISTRATION_LIMIT.attempts_max {
        assert_eq!(ask(number, &taken).await.refused(409), "taken");
    }
    let free = world.account("new@example.com", code);
    for body in [&taken, &free] {
        let waits = ask(100, body).await;
        assert_eq!(waits.header("retry-after"), REGISTRATION_LIMIT.window.as_secs().to_string());
        assert_eq!(waits.refused(429), "too-many-requests");
    }
    let other = world.account("new@example.com", world.code(1).await);
    assert_eq!(ask(101, &other).await.status, 201, "another code is another counter");
    world.clock.advance(REGISTRATION_LIMIT.window);
    let free = world.account("newer@example.com", code);
    assert_eq!(ask(100, &free).await.status, 201);
}

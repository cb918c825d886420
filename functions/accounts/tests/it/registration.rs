//! Registration with a code.
use crate::world::{ADA, GRACE, PASSWORD, Person, World, words};
use domain::{
    ids::{OrgId, RegistrationCodeId},
    rights::Role,
};
use futures::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::{Consistency, Transaction};

/// How many of 20 get in at once with a code.
async fn twenty_at_once(world: &World, uses: u32) -> usize {
    let code = world.code(uses).await;
    let registrations = (0..20).map(|number| {
        let body = world.account(&format!("user-{number}@example.com"), code);
        world.post("/v1/accounts", body)
    });
    let replies = join_all(registrations).await;
    for reply in replies.iter().filter(|reply| reply.status != 201) {
        assert!([409, 422].contains(&reply.status.as_u16()), "{}", reply.body);
    }
    replies.iter().filter(|reply| reply.status == 201).count()
}

#[tokio::test]
async fn j34_twenty_registrations_at_once_on_a_one_use_code_make_one_user() {
    for seed in 1..=3 {
        let world = World::new().await;
        world.table.interleave(seed);
        assert_eq!(twenty_at_once(&world, 1).await, 1);
        for (kind, rows) in [("user", 1), ("user_email", 1), ("org", 1), ("member", 1)] {
            assert_eq!(world.rows(kind).len(), rows, "{kind}");
        }
        let code = &world.rows("registration_code")[0];
        assert_eq!((code.number("uses_left"), code.number("uses")), (Some(0), Some(1)));
    }
}

#[tokio::test]
async fn j34_a_code_of_five_uses_makes_five_users() {
    let world = World::new().await;
    assert_eq!(twenty_at_once(&world, 5).await, 5);
    assert_eq!((world.rows("user").len(), world.rows("org").len()), (5, 5));
}

#[tokio::test]
async fn j34_without_the_codes_condition_all_twenty_get_in() {
    let world = World::new().await;
    world.table.unguard("CODE");
    assert_eq!(twenty_at_once(&world, 1).await, 20);
    assert_eq!(world.rows("user").len(), 20);
}

#[tokio::test]
async fn j34_a_code_is_not_spent_on_a_login_that_is_taken() {
    let world = World::new().await;
    world.person(ADA).await;
    let code = world.code(1).await;
    let mut body = world.account("aDA@example.com", code);
    let refused = world.post("/v1/accounts", body.clone()).await;
    assert_eq!(refused.json()["field"], "email");
    assert_eq!(refused.refused(409), "taken");
    assert_eq!(world.code_now(code).await.uses_left, 1);
    assert_eq!(world.rows("org").len(), 1, "no org of nobody");
    body["email"] = json!(GRACE);
    body["username"] = json!("grace");
    world.post("/v1/accounts", body.clone()).await.with(201);
    assert_eq!(world.code_now(code).await.uses_left, 0);
    let code = world.code(1).await;
    let body = json!({
        "email": "hopper@example.com", "password": PASSWORD, "name": "G", "username": "GRACE",
        "code": world.text_of(code),
    });
    let refused = world.post("/v1/accounts", body).await;
    assert_eq!(refused.json()["field"], "username");
    assert_eq!(refused.refused(409), "taken");
    assert_eq!(world.code_now(code).await.uses_left, 1);
}

#[tokio::test]
async fn a_code_that_is_not_good_is_told_apart_by_no_answer_and_tells_of_no_address() {
    let world = World::new().await;
    world.person(ADA).await;
    let (used, revoked, expired) = (world.code(1).await, world.code(1).await, world.code(1).await);
    world.post("/v1/accounts", world.account(GRACE, used)).await.with(201);
    let seen = world.ctx.store.registration_code(revoked).await.unwrap().unwrap();
    let mut transaction = Transaction::new();
    transaction.revoke_registration_code(&seen, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
    let mut answers: Vec<Value> = Vec::new();
    let forged = format!("{}A", world.text_of(expired));
    for email in [ADA, "new@example.com"] {
        let mut codes = vec![world.text_of(used), world.text_of(revoked), forged.clone()];
        codes.push(world.text_of(RegistrationCodeId::from_bytes([9; 10])));
        for code in codes {
            answers.push(refused(&world, email, Some(code)).await);
        }
        answers.push(refused(&world, email, None).await);
    }
    world.clock.advance(SignedDuration::from_hours(7 * 24));
    answers.push(refused(&world, ADA, Some(world.text_of(expired))).await);
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
}

async fn refused(world: &World, email: &str, code: Option<String>) -> Value {
    let mut body = json!({ "email": email, "password": PASSWORD, "name": "Ada" });
    if let Some(code) = code {
        body["code"] = json!(code);
    }
    let reply = world.post("/v1/accounts", body).await;
    assert_eq!(reply.pointers(), ["/code"]);
    words(&reply)
}

#[tokio::test]
async fn a_code_is_good_until_its_end_and_not_at_it() {
    let world = World::new().await;
    let code = world.code(2).await;
    world.clock.advance(SignedDuration::from_hours(7 * 24) - SignedDuration::from_nanos(1));
    world.post("/v1/accounts", world.account(ADA, code)).await.with(201);
    world.clock.advance(SignedDuration::from_nanos(1));
    let late = world.post("/v1/accounts", world.account(GRACE, code)).await;
    assert_eq!(late.pointers(), ["/code"]);
}

#[tokio::test]
async fn who_registers_is_logged_in_and_owns_an_org() {
    let world = World::new().await;
    let code = world.code(1).await;
    let mut body = world.account(ADA, code);
    body["username"] = json!("Ada.L");
    body["locale"] = json!("en");
    body["time_zone"] = json!("europe/london");
    body["device"] = json!("Ada's phone");
    let ada = Person::of(&world.post("/v1/accounts", body).await);
    let me = world.get("/v1/me", &ada).await.with(200);
    assert_eq!(me["email"], ADA);
    assert_eq!((&me["username"], &me["time_zone"]), (&json!("ada.l"), &json!("Europe/London")));
    assert_eq!((&me["email_verified"], &me["platform_admin"]), (&json!(false), &json!(false)));
    assert_eq!(me["orgs"][0]["role"], "OWNER");
    let org: OrgId = me["orgs"][0]["org"].as_str().unwrap().parse().unwrap();
    let org = world.ctx.store.org(org, Consistency::Strong).await.unwrap().unwrap();
    assert_eq!(org.value.display_name, "Ada Lovelace's organization");
    assert_eq!(org.value.time_zone.name(), "Europe/London");
    assert_eq!(world.refresh(&ada).await.status, 200);
    let sessions = world.get("/v1/me/sessions", &ada).await.with(200);
    assert_eq!(sessions["sessions"][0]["device"], "Ada's phone");
}

#[tokio::test]
async fn c10_no_org_is_the_present_one() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let org = world.org().await;
    let mut transaction = Transaction::new();
    transaction.create_member(org, ada.id, Role::Member, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
    let me = world.get("/v1/me", &ada).await.with(200);
    assert_eq!(me["orgs"].as_array().unwrap().len(), 2);
    let words: Vec<&String> = me["orgs"][0].as_object().unwrap().keys().collect();
    assert_eq!(words, ["org", "role"], "nothing says that one of them is active");
}

#[tokio::test]
async fn one_login_has_one_spelling() {
    let world = World::new().await;
    let code = world.code(1).await;
    let mut body = world.account(ADA, code);
    body["username"] = json!("Ada_1");
    world.post("/v1/accounts", body).await.with(201);
    for login in ["ada@EXAMPLE.com", " Ada@example.com ", "ada_1", "ADA_1"] {
        assert_eq!(world.log_in(login, PASSWORD).await.status, 200, "{login}");
    }
    for login in ["\u{430}da_1", "mi\u{212a}e@example.com", "a b"] {
        assert_eq!(world.log_in(login, PASSWORD).await.pointers(), ["/login"]);
    }
    let code = world.code(1).await;
    let mut body = world.account("\u{ff41}da@example.com", code);
    body["username"] = json!("\u{430}da");
    assert_eq!(world.post("/v1/accounts", body).await.pointers(), ["/email", "/username"]);
}

#[tokio::test]
async fn every_wrong_field_of_a_registration_is_named() {
    let world = World::new().await;
    let body = json!({
        "email": "ada", "password": "short", "name": " ", "username": "a", "locale": "english",
        "time_zone": "Mars/Olympus", "device": "x".repeat(101), "code": "a", "invitation": "b",
    });
    let named = world.post("/v1/accounts", body).await.pointers();
    let all = ["/device", "/email", "/invitation", "/locale", "/name", "/password", "/time_zone"];
    assert_eq!(named, [&all[..], &["/username"]].concat());
}

#[tokio::test]
async fn an_address_that_no_mail_could_go_to_is_none() {
    let world = World::new().await;
    let several =
        ["a@b@example.com", "x@evil.com,ada@example.com", "<a>@example.com", "a;b@example.com"];
    for email in several {
        let code = world.code(1).await;
        let refused = world.post("/v1/accounts", world.account(email, code)).await;
        assert_eq!(refused.pointers(), ["/email"], "{email}");
    }
    assert!(world.rows("mail").is_empty());
}

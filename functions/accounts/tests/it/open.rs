//! Open registration.
use crate::world::{ADA, GRACE, PASSWORD, World, words};
use runtime::{mailed::Purpose, password::PASSWORD_LIMIT};
use serde_json::{Value, json};
use store::platform::RegistrationMode;
use testkit::{Meter, stage::Reply};

fn body(email: &str) -> Value {
    json!({ "email": email, "password": PASSWORD, "name": "Ada Lovelace" })
}

async fn open() -> World {
    World::in_mode(RegistrationMode::Open).await
}

async fn asked(world: &World, email: &str) -> (Reply, Meter) {
    world.metered(world.post("/v1/accounts", body(email))).await
}

#[tokio::test]
async fn a_known_address_and_a_new_one_get_the_same_answer_for_the_same_work() {
    let world = open().await;
    world.person(ADA).await;
    let (known, its_work) = asked(&world, "ada@example.com").await;
    let (new, other_work) = asked(&world, GRACE).await;
    assert_eq!(
        (known.status.as_u16(), words(&known)),
        (202, json!({ "status": "check-your-mail" }))
    );
    assert_eq!((new.status, words(&new)), (known.status, words(&known)));
    assert_eq!(known.headers.keys().len(), new.headers.keys().len());
    assert_eq!(its_work, other_work);
    assert_eq!(world.recorded_mails(ADA).len(), 2, "one when the account was made, one now");
    assert!(world.recorded_mails(GRACE)[0].link.is_some());
}

#[tokio::test]
async fn nobody_learns_by_a_log_in_whether_the_address_was_new() {
    let world = open().await;
    world.person(ADA).await;
    for email in [ADA, GRACE] {
        asked(&world, email).await;
    }
    let another = "another password";
    let (known, new) = (world.log_in(ADA, another).await, world.log_in(GRACE, PASSWORD).await);
    assert_eq!((known.status.as_u16(), words(&known)), (401, words(&new)));
}

#[tokio::test]
async fn the_account_is_made_when_the_mail_is_opened_and_once() {
    let world = open().await;
    asked(&world, ADA).await;
    assert!(world.rows("user").is_empty() && world.rows("org").is_empty());
    let token = world.mailed(ADA);
    world.confirm(&token, PASSWORD).await.with(204);
    assert_eq!(world.confirm(&token, PASSWORD).await.pointers(), ["/token"]);
    let session = world.log_in(ADA, PASSWORD).await;
    let ada = crate::world::Person::of(&session);
    let me = world.get("/v1/me", &ada).await.with(200);
    assert_eq!((&me["name"], &me["email_verified"]), (&json!("Ada Lovelace"), &json!(true)));
    assert_eq!(me["orgs"][0]["role"], "OWNER");
}

#[tokio::test]
async fn of_two_who_asked_for_one_address_the_first_to_open_the_mail_has_it() {
    let world = open().await;
    asked(&world, ADA).await;
    let first = world.mailed(ADA);
    world.clock.advance(jiff::SignedDuration::from_secs(1));
    asked(&world, "ada@EXAMPLE.com").await;
    let second = world.mailed("ada@EXAMPLE.com");
    assert_ne!(first, second);
    let (one, other) =
        tokio::join!(world.confirm(&first, PASSWORD), world.confirm(&second, PASSWORD));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);
    assert_eq!((world.rows("user").len(), world.rows("org").len()), (1, 1));
}

#[tokio::test]
async fn an_open_registration_waits_for_its_mail_for_a_week() {
    let life = Purpose::VerifyEmail.lifetime().unwrap();
    for (early, status) in [(1, 204), (0, 422)] {
        let world = open().await;
        asked(&world, ADA).await;
        let token = world.mailed(ADA);
        world.clock.advance(life - jiff::SignedDuration::from_nanos(early));
        assert_eq!(world.confirm(&token, PASSWORD).await.status, status);
    }
}

#[tokio::test]
async fn a_username_is_not_asked_for_by_strangers() {
    let world = open().await;
    let mut with_username = body(ADA);
    with_username["username"] = json!("ada");
    assert_eq!(world.post("/v1/accounts", with_username).await.pointers(), ["/username"]);
    let code = world.code(1).await;
    let mut with_code = world.account(ADA, code);
    with_code["username"] = json!("ada");
    world.post("/v1/accounts", with_code).await.with(201);
}

#[tokio::test]
async fn whoever_opens_a_mail_confirms_no_strangers_password() {
    let world = open().await;
    let mut strangers = body(ADA);
    strangers["password"] = json!("a stranger's password");
    world.post("/v1/accounts", strangers).await.with(202);
    let planted = world.mailed(ADA);
    world.clock.advance(jiff::SignedDuration::from_secs(1));
    asked(&world, ADA).await;
    let own = world.mailed(ADA);
    assert_eq!(world.confirm(&planted, PASSWORD).await.pointers(), ["/password"]);
    assert_eq!(world.verify(&planted).await.pointers(), ["/password"]);
    assert!(world.rows("user").is_empty());
    world.confirm(&own, PASSWORD).await.with(204);
    assert_eq!(world.log_in(ADA, "a stranger's password").await.status, 401);
    assert_eq!(world.log_in(ADA, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn guesses_at_the_password_of_an_open_registration_are_counted() {
    let world = open().await;
    asked(&world, ADA).await;
    let token = world.mailed(ADA);
    for _ in 0..PASSWORD_LIMIT.attempts_max {
        assert_eq!(world.confirm(&token, "a guess").await.pointers(), ["/password"]);
    }
    assert_eq!(world.confirm(&token, PASSWORD).await.refused(429), "too-many-requests");
    world.clock.advance(PASSWORD_LIMIT.window);
    world.confirm(&token, PASSWORD).await.with(204);
}

#[tokio::test]
async fn no_account_is_made_where_registration_is_open_no_more() {
    for mode in [RegistrationMode::Closed, RegistrationMode::Code] {
        let world = open().await;
        asked(&world, ADA).await;
        let token = world.mailed(ADA);
        world.switch_to(mode).await;
        assert_eq!(world.confirm(&token, PASSWORD).await.pointers(), ["/token"]);
        assert!(world.rows("user").is_empty());
        world.switch_to(RegistrationMode::Open).await;
        world.confirm(&token, PASSWORD).await.with(204);
    }
}

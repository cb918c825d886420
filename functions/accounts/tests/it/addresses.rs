//! Addresses: proven, changed, fought for.
use crate::world::{ADA, GRACE, PASSWORD, Person, World, reads};
use jiff::SignedDuration;
use runtime::mailed::Purpose;
use serde_json::json;
use testkit::stage::Reply;

async fn change(world: &World, person: &Person, email: &str) -> Reply {
    let body = json!({ "email": email, "password": PASSWORD });
    world.ask("PUT", "/v1/me/email", person, body).await
}

#[tokio::test]
async fn an_address_is_proven_by_its_mail_once_and_within_a_week() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let first = world.mailed(ADA);
    world.clock.advance(SignedDuration::from_secs(1));
    let again = world.ask("POST", "/v1/me/email/verification", &ada, json!(null)).await;
    again.with(202);
    assert_eq!(world.verify(&first).await.pointers(), ["/token"], "the newer one counts");
    let token = world.mailed(ADA);
    world.verify(&token).await.with(204);
    assert_eq!(world.get("/v1/me", &ada).await.json()["email_verified"], true);
    assert_eq!(world.verify(&token).await.pointers(), ["/token"]);
    let nothing_left = world.ask("POST", "/v1/me/email/verification", &ada, json!(null)).await;
    assert_eq!(nothing_left.refused(409), "already-done");

    world.person(GRACE).await;
    let token = world.mailed(GRACE);
    world.clock.advance(Purpose::VerifyEmail.lifetime().unwrap());
    assert_eq!(world.verify(&token).await.pointers(), ["/token"]);
}

#[tokio::test]
async fn a_new_address_counts_when_its_mail_was_opened_and_the_former_is_told() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let body = json!({ "email": "new@example.com", "password": "wrong password" });
    assert_eq!(world.ask("PUT", "/v1/me/email", &ada, body).await.pointers(), ["/password"]);
    change(&world, &ada, "New@example.com").await.with(202);
    assert_eq!(world.log_in("new@example.com", PASSWORD).await.status, 401);
    assert_eq!(world.log_in(ADA, PASSWORD).await.status, 200);
    let token = world.mailed("New@example.com");
    world.clock.advance(SignedDuration::from_secs(1));
    world.verify(&token).await.with(204);
    assert_eq!(world.log_in(ADA, PASSWORD).await.status, 401);
    assert_eq!(world.log_in("new@example.com", PASSWORD).await.status, 200);
    let me = world.get("/v1/me", &ada).await.json();
    assert_eq!((&me["email"], &me["email_verified"]), (&json!("New@example.com"), &json!(true)));
    assert_eq!(world.recorded_mails(ADA).last().unwrap().link, None, "told, with nothing to click");
    world.person(ADA).await;
}

#[tokio::test]
async fn a_link_that_sets_the_password_dies_with_the_address_that_it_was_mailed_to() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    world.clock.advance(SignedDuration::from_secs(1));
    world.post("/v1/password/forgot", json!({ "email": ADA })).await.with(202);
    let reset = world.mailed(ADA);
    change(&world, &ada, "new@example.com").await.with(202);
    world.verify(&world.mailed("new@example.com")).await.with(204);
    let body = json!({ "token": reset, "password": "another password" });
    assert_eq!(world.post("/v1/password/reset", body).await.pointers(), ["/token"]);
}

#[tokio::test]
async fn an_address_that_somebody_has_is_taken() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    world.person(GRACE).await;
    let refused = change(&world, &ada, "GRACE@example.com").await;
    assert_eq!(refused.json()["field"], "email");
    assert_eq!(refused.refused(409), "taken");
    assert_eq!(change(&world, &ada, "no address").await.pointers(), ["/email"]);
    // The caller's own address in another spelling is nobody else's.
    change(&world, &ada, "ADA@example.com").await.with(202);
    world.verify(&world.mailed("ADA@example.com")).await.with(204);
    assert_eq!(world.get("/v1/me", &ada).await.json()["email"], "ADA@example.com");
}

/// How many of two users who want one address get it.
async fn fight(world: &World) -> usize {
    let (ada, grace) = (world.person(ADA).await, world.person(GRACE).await);
    let wanted = "wanted@example.com";
    change(world, &ada, wanted).await.with(202);
    let adas = world.mailed(wanted);
    world.clock.advance(SignedDuration::from_secs(1));
    change(world, &grace, wanted).await.with(202);
    let graces = world.mailed(wanted);
    let (one, other) = tokio::join!(world.verify(&adas), world.verify(&graces));
    [one.status, other.status].iter().filter(|status| status.is_success()).count()
}

#[tokio::test]
async fn of_two_users_who_want_one_address_one_gets_it() {
    for seed in 1..=3 {
        let world = World::new().await;
        world.table.interleave(seed);
        assert_eq!(fight(&world).await, 1);
    }
}

#[tokio::test]
async fn without_the_lock_both_get_the_address() {
    let world = World::new().await;
    world.table.unguard("LOCK");
    assert_eq!(fight(&world).await, 2);
}

const EVIL: &str = "evil@example.org";
const NEW: &str = "another horse battery";

/// Sets another password: by a mailed token, or by the present one.
async fn set_password(world: &World, person: &Person, is_reset: bool) {
    if is_reset {
        world.clock.advance(SignedDuration::from_secs(1));
        world.post("/v1/password/forgot", json!({ "email": ADA })).await.with(202);
        let body = json!({ "token": world.mailed(ADA), "password": NEW });
        world.post("/v1/password/reset", body).await.with(204);
    } else {
        let body = json!({ "current": PASSWORD, "new": NEW });
        world.ask("PUT", "/v1/me/password", person, body).await.with(204);
    }
}

#[tokio::test]
async fn a_change_of_address_that_was_planted_dies_with_the_password() {
    for is_reset in [true, false] {
        let world = World::new().await;
        let ada = world.person(ADA).await;
        change(&world, &ada, EVIL).await.with(202);
        let planted = world.mailed(EVIL);
        set_password(&world, &ada, is_reset).await;
        assert_eq!(world.verify(&planted).await.pointers(), ["/token"], "reset: {is_reset}");
        assert_eq!(world.log_in(EVIL, NEW).await.status, 401);
        assert_eq!(world.log_in(ADA, NEW).await.status, 200);
    }
}

#[tokio::test]
async fn a_change_of_address_that_is_asked_for_while_the_password_is_set_is_void() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let (api, token) = (world.api.clone(), ada.token.clone());
    world.meanwhile(|call| reads(call, "evil@example.org"), async move {
        let request = api.put("/v1/me/password").bearer(&token);
        request.json(&json!({ "current": PASSWORD, "new": NEW })).send().await.with(204);
    });
    change(&world, &ada, EVIL).await;
    if let Some(planted) = world.mailed_token(EVIL) {
        assert_eq!(world.verify(&planted).await.pointers(), ["/token"]);
    }
    assert_eq!(world.log_in(NEW, EVIL).await.status, 422);
    assert_eq!(world.log_in(ADA, NEW).await.status, 200);
}

#[tokio::test]
async fn the_present_address_is_told_that_a_change_was_asked_for() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    world.clock.advance(SignedDuration::from_secs(1));
    change(&world, &ada, EVIL).await.with(202);
    let told = world.recorded_mails(ADA).pop().unwrap();
    assert_eq!((told.created_at, told.link), (world.now(), None), "with nothing to click");
    assert!(!told.text.contains(EVIL), "whose address it is belongs to nobody else");
}

/// Whether a link that sets the password is mailed to an address that was changed while the link was
/// asked for.
async fn mailed_to_the_former(world: &World) -> bool {
    let ada = world.person(ADA).await;
    change(world, &ada, "new@example.com").await.with(202);
    let (api, token) = (world.api.clone(), world.mailed("new@example.com"));
    world.clock.advance(SignedDuration::from_secs(1));
    let user = format!("USER#{}", ada.id);
    world.meanwhile(move |call| reads(call, &user), async move {
        api.post("/v1/email/verify").json(&json!({ "token": token })).send().await.with(204);
    });
    world.post("/v1/password/forgot", json!({ "email": ADA })).await.with(202);
    assert_eq!(world.get("/v1/me", &ada).await.json()["email"], "new@example.com");
    let proofs = world.rows("proof");
    let mut owners = proofs.iter().map(|row| row.text("pk").unwrap());
    let is_good = owners.any(|owner| owner.contains(&ada.id.to_string()));
    let mut mails = world.recorded_mails(ADA).into_iter();
    let is_mailed = mails.any(|mail| mail.created_at == world.now() && mail.link.is_some());
    assert_eq!(is_good, is_mailed);
    is_mailed
}

#[tokio::test]
async fn no_link_that_sets_the_password_goes_to_a_former_address() {
    assert!(!mailed_to_the_former(&World::new().await).await);
    let unguarded = World::new().await;
    unguarded.table.unguard("USER");
    assert!(mailed_to_the_former(&unguarded).await);
}

#[tokio::test]
async fn who_is_kept_out_proves_nothing_and_sets_no_password() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let verification = world.mailed(ADA);
    world.clock.advance(SignedDuration::from_secs(1));
    world.post("/v1/password/forgot", json!({ "email": ADA })).await.with(202);
    let body = json!({ "token": world.mailed(ADA), "password": NEW });
    let now = world.now();
    world.change_user(ada.id, |user| user.deactivated_at = Some(now)).await;
    assert_eq!(world.verify(&verification).await.pointers(), ["/token"]);
    assert_eq!(world.post("/v1/password/reset", body).await.pointers(), ["/token"]);
}

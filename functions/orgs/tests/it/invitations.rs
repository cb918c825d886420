//! Invitations to the team.
use crate::world::{World, at};
use domain::rights::Role;
use futures::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::{Consistency, team::TEAM_INVITATION_LIFE};
use testkit::fixtures::ORG;

#[tokio::test]
async fn c11_an_address_is_the_same_in_any_case() {
    let world = World::new().await;
    let made = world.invite("Bob@X.example", "MEMBER").await;
    assert_eq!((&made["state"], &made["email"]), (&json!("pending"), &json!("Bob@X.example")));
    let again = json!({ "email": "BOB@x.example", "role": "VIEWER" });
    let again = world.ask("POST", &at("/invitations"), world.team.admin, again).await;
    assert_eq!(again.json()["field"], "email");
    assert_eq!(again.refused(409), "taken");
    let bob = world.account("bob@x.example", false).await;
    let accepted = world.accept(&world.token_to("Bob@X.example"), bob).await.with(200);
    assert_eq!((&accepted["role"], &accepted["name"]), (&json!("MEMBER"), &json!("The club")));
    assert_eq!(world.role(bob.user).await, Some(Role::Member));
    assert_eq!(world.people().await.members, 5);
    // The mail proves the address.
    assert!(world.stored_user(bob.user).await.value.email_verified);
    let list = world.api.get(at("/invitations")).by(world.team.admin).send().await.with(200);
    assert_eq!(list["invitations"][0]["state"], "accepted");
    let third = json!({ "email": "bob@x.example", "role": "VIEWER" });
    let third = world.ask("POST", &at("/invitations"), world.team.admin, third).await;
    assert_eq!(third.refused(409), "taken");
}

#[tokio::test]
async fn c11_who_did_not_answer_in_time_is_invited_again() {
    let world = World::new().await;
    world.invite("bob@x.example", "MEMBER").await;
    let old = world.token_to("bob@x.example");
    let bob = world.account("bob@x.example", true).await;
    world.clock.advance(TEAM_INVITATION_LIFE - SignedDuration::from_nanos(1));
    let early = json!({ "email": "bob@x.example", "role": "MEMBER" });
    let early = world.ask("POST", &at("/invitations"), world.team.admin, early).await;
    assert_eq!(early.refused(409), "taken");
    world.clock.advance(SignedDuration::from_nanos(1));
    assert_eq!(world.accept(&old, bob).await.pointers(), ["/token"]);
    world.invite("bob@x.example", "VIEWER").await;
    assert_eq!(world.accept(&old, bob).await.pointers(), ["/token"]);
    let mine = world.api.get("/v1/me/invitations").by(bob).send().await.with(200);
    assert_eq!(mine["invitations"].as_array().unwrap().len(), 1);
    world.accept(&world.token_to("bob@x.example"), bob).await.with(200);
    assert_eq!(world.role(bob.user).await, Some(Role::Viewer));
}

#[tokio::test]
async fn c11_looking_changes_nothing() {
    let world = World::new().await;
    world.invite("bob@x.example", "MEMBER").await;
    let token = world.token_to("bob@x.example");
    let bob = world.account("bob@x.example", true).await;
    let before = world.table.rows().unwrap();
    for method in ["GET", "HEAD"] {
        for path in ["/v1/invitations/accept", "/v1/invitations/decline", "/v1/invitations/look"] {
            let path = format!("{path}?token={token}");
            assert_eq!(world.api.request(method, path).by(bob).send().await.status, 405);
        }
        world.api.request(method, "/v1/me/invitations").by(bob).send().await;
        world.api.request(method, at("/invitations")).by(world.team.admin).send().await;
    }
    assert_eq!(world.table.rows().unwrap(), before);
    let look = world.api.post("/v1/invitations/look").json(&json!({ "token": token }));
    let seen = look.send().await.with(200);
    assert_eq!((&seen["org"], &seen["role"]), (&json!("The club"), &json!("MEMBER")));
    assert_eq!(seen["inviter"], "Grace");
    assert_eq!(world.role(bob.user).await, None);
}

#[tokio::test]
async fn c11_an_invitation_is_for_its_address_and_tells_others_nothing() {
    let world = World::new().await;
    world.invite("bob@x.example", "ADMIN").await;
    let token = world.token_to("bob@x.example");
    let eve = world.account("eve@x.example", true).await;
    for path in ["/v1/invitations/accept", "/v1/invitations/decline"] {
        let refused = world.ask("POST", path, eve, json!({ "token": token })).await;
        assert!(
            !refused.body.contains("club") && !refused.body.contains("bob"),
            "{}",
            refused.body
        );
        assert!(!refused.body.contains(&ORG.to_string()));
        assert_eq!(refused.refused(403), "forbidden");
    }
    assert_eq!(world.role(eve.user).await, None);
    let made = world.ctx.store.team_invitations(ORG).await.unwrap();
    let id = made[0].key.invitation;
    let other = world.ask("POST", &format!("/v1/me/invitations/{id}/accept"), eve, json!({})).await;
    assert_eq!(other.refused(404), "not-found");
    let nobody = world.api.post("/v1/invitations/accept").json(&json!({ "token": token }));
    assert_eq!(nobody.send().await.refused(401), "unauthenticated");
}

#[tokio::test]
async fn w4_an_invitation_ends_with_its_inviters_right_to_give_it() {
    for (role, inviter_becomes, is_good) in [
        ("ADMIN", Some("MEMBER"), false),
        ("MEMBER", Some("MEMBER"), true),
        ("VIEWER", None, false),
    ] {
        let world = World::new().await;
        world.invite("bob@x.example", role).await;
        let token = world.token_to("bob@x.example");
        let bob = world.account("bob@x.example", true).await;
        let inviter = at(&format!("/members/{}", world.team.admin.user));
        let method = if inviter_becomes.is_some() { "PATCH" } else { "DELETE" };
        let body = json!({ "role": inviter_becomes });
        let gone = world.ask(method, &inviter, world.team.owner, body).await;
        assert!(gone.status.is_success(), "{}", gone.body);
        let look = world.api.post("/v1/invitations/look").json(&json!({ "token": token }));
        assert_eq!(look.send().await.status == 200, is_good, "{role}");
        let accepted = world.accept(&token, bob).await;
        if is_good {
            accepted.with(200);
        } else {
            assert_eq!(accepted.pointers(), ["/token"], "{role}");
            assert_eq!(world.role(bob.user).await, None);
        }
    }
}

#[tokio::test]
async fn w4_nobody_becomes_a_member_without_accepting() {
    let world = World::new().await;
    let bob = world.account("bob@x.example", false).await;
    let made = world.invite("bob@x.example", "MEMBER").await;
    assert_eq!(world.role(bob.user).await, None);
    assert_eq!(world.people().await.members, 4);
    // An address that nobody proved is perhaps another's.
    let mine = world.api.get("/v1/me/invitations").by(bob).send().await.with(200);
    assert_eq!(mine, json!({ "invitations": [], "email_verified": false }));
    let path = format!("/v1/me/invitations/{}", made["id"].as_str().unwrap());
    for answer in ["accept", "decline"] {
        let refused = world.ask("POST", &format!("{path}/{answer}"), bob, json!({})).await;
        assert_eq!(refused.refused(403), "forbidden");
    }
    let carol = world.account("carol@x.example", true).await;
    let made = world.invite("Carol@x.example", "VIEWER").await;
    let path = format!("/v1/me/invitations/{}", made["id"].as_str().unwrap());
    let mine = world.api.get("/v1/me/invitations").by(carol).send().await.with(200);
    assert_eq!(mine["invitations"][0]["org"], "The club");
    assert_eq!(world.ask("POST", &format!("{path}/decline"), carol, json!({})).await.status, 204);
    assert_eq!(world.role(carol.user).await, None);
    let late = world.ask("POST", &format!("{path}/accept"), carol, json!({})).await;
    assert_eq!(late.refused(404), "not-found");
    let made = world.invite("carol@x.example", "VIEWER").await;
    let path = format!("/v1/me/invitations/{}", made["id"].as_str().unwrap());
    world.ask("POST", &format!("{path}/accept"), carol, json!({})).await.with(200);
    assert_eq!(world.role(carol.user).await, Some(Role::Viewer));
}

#[tokio::test]
async fn twenty_accepts_of_one_invitation_make_one_member() {
    for seed in 0..3 {
        let world = World::new().await;
        world.table.interleave(seed);
        let body = json!({ "email": "bob@x.example", "role": "OWNER" });
        world.owner("POST", &at("/invitations"), body).await.with(201);
        let token = world.token_to("bob@x.example");
        let bob = world.account("bob@x.example", false).await;
        let replies = join_all((0..20).map(|_| world.accept(&token, bob))).await;
        let done = replies.iter().filter(|reply| reply.status == 200).count();
        assert!(done >= 1);
        assert!(replies.iter().all(|reply| [200, 409, 429].contains(&reply.status.as_u16())));
        assert_eq!(world.role(bob.user).await, Some(Role::Owner));
        let people = world.people().await;
        assert_eq!((people.members, people.owners), (5, 2));
        world.accept(&token, bob).await.with(200);
    }
}

#[tokio::test]
async fn twenty_accepts_of_twenty_invitations_are_counted_each_once() {
    let world = World::new().await;
    let mut guests = Vec::new();
    for number in 0..20 {
        let email = format!("guest{number}@x.example");
        world.invite(&email, "MEMBER").await;
        guests.push((world.token_to(&email), world.account(&email, false).await));
    }
    let mut left = guests;
    for _ in 0..20 {
        let replies = join_all(left.iter().map(|(token, guest)| world.accept(token, *guest))).await;
        let missed = replies.iter().zip(left).filter(|(reply, _)| reply.status != 200);
        left = missed.map(|(_, guest)| guest).collect();
        if left.is_empty() {
            break;
        }
    }
    assert_eq!(world.people().await.members, 24);
}

#[tokio::test]
async fn a_link_is_sent_again_after_a_quarter_of_an_hour_and_the_older_is_void() {
    let world = World::new().await;
    let made = world.invite("bob@x.example", "MEMBER").await;
    let path = at(&format!("/invitations/{}/resend", made["id"].as_str().unwrap()));
    let resend = async || world.ask("POST", &path, world.team.admin, json!({})).await;
    let wait = SignedDuration::from_mins(15);
    world.clock.advance(wait - SignedDuration::from_nanos(1));
    let early = resend().await;
    assert_eq!(early.header("retry-after"), "1");
    assert_eq!(early.refused(429), "too-many-requests");
    world.clock.advance(SignedDuration::from_nanos(1));
    let renewed = resend().await.with(200);
    assert_eq!(renewed["sent_at"], world.now().to_string());
    assert_eq!(renewed["expires_at"], (world.now() + TEAM_INVITATION_LIFE).to_string());
    let tokens = world.tokens_to("bob@x.example");
    let [old, new] = tokens.as_slice() else { panic!("{} mails", tokens.len()) };
    let bob = world.account("bob@x.example", false).await;
    assert_eq!(world.accept(old, bob).await.pointers(), ["/token"]);
    world.accept(new, bob).await.with(200);
    world.clock.advance(wait);
    assert_eq!(resend().await.refused(409), "not-allowed-now");
}

#[tokio::test]
async fn the_table_never_has_a_token() {
    let world = World::new().await;
    world.invite("bob@x.example", "MEMBER").await;
    let token = world.token_to("bob@x.example");
    let rows = format!("{:?}", world.table.rows().unwrap());
    assert!(!rows.contains(&token));
    assert!(rows.contains(&runtime::mailed::hash(&token)));
}

#[tokio::test]
async fn what_is_taken_back_makes_nobody_a_member() {
    let world = World::new().await;
    let made = world.invite("bob@x.example", "MEMBER").await;
    let path = at(&format!("/invitations/{}", made["id"].as_str().unwrap()));
    let route = ("DELETE", path.clone(), None, Role::Admin);
    assert_eq!(world.api.refuses_all_but_the_least(&route, &world.team).await.status, 204);
    assert_eq!(world.ask("DELETE", &path, world.team.admin, json!({})).await.status, 204);
    let token = world.token_to("bob@x.example");
    let bob = world.account("bob@x.example", true).await;
    assert_eq!(world.accept(&token, bob).await.pointers(), ["/token"]);
    let look = world.api.post("/v1/invitations/look").json(&json!({ "token": token }));
    assert_eq!(look.send().await.pointers(), ["/token"]);
    let mine = world.api.get("/v1/me/invitations").by(bob).send().await.with(200);
    assert_eq!(mine["invitations"], json!([]));
    world.invite("bob@x.example", "MEMBER").await;
}

#[tokio::test]
async fn an_admin_invites_up_to_the_own_role() {
    let world = World::new().await;
    let body = |role: &str| json!({ "email": format!("{role}@x.example"), "role": role });
    let route = ("POST", at("/invitations"), Some(body("ADMIN")), Role::Admin);
    world.api.refuses_all_but_the_least(&route, &world.team).await.with(201);
    let owner = world.ask("POST", &at("/invitations"), world.team.admin, body("OWNER")).await;
    assert_eq!(owner.refused(403), "forbidden");
    let made = world.owner("POST", &at("/invitations"), body("OWNER")).await.with(201);
    world.clock.advance(SignedDuration::from_mins(15));
    let path = at(&format!("/invitations/{}", made["id"].as_str().unwrap()));
    let resent = world.ask("POST", &format!("{path}/resend"), world.team.admin, json!({})).await;
    assert_eq!(resent.refused(403), "forbidden");
    assert_eq!(world.ask("DELETE", &path, world.team.admin, json!({})).await.status, 403);
}

#[tokio::test]
async fn a_wrong_invitation_names_every_field() {
    let world = World::new().await;
    let wrong: Value = json!({ "email": "bob", "role": "BOSS", "message": "x".repeat(501) });
    let refused = world.ask("POST", &at("/invitations"), world.team.admin, wrong).await;
    assert_eq!(refused.pointers(), ["/email", "/message", "/role"]);
}

#[tokio::test]
async fn an_archived_org_takes_nobody_in() {
    let world = World::new().await;
    let made = world.invite("bob@x.example", "MEMBER").await;
    let token = world.token_to("bob@x.example");
    let bob = world.account("bob@x.example", true).await;
    world.owner("DELETE", &at(""), json!({ "name": "The club" })).await.with(200);
    assert!(!world.accept(&token, bob).await.status.is_success());
    let path = format!("/v1/me/invitations/{}/accept", made["id"].as_str().unwrap());
    assert_eq!(world.ask("POST", &path, bob, json!({})).await.refused(409), "not-allowed-now");
    assert_eq!(world.role(bob.user).await, None);
    let body = json!({ "email": "carol@x.example", "role": "VIEWER" });
    let invited = world.ask("POST", &at("/invitations"), world.team.admin, body).await;
    assert_eq!(invited.refused(409), "not-allowed-now");
    assert!(world.ctx.store.org(ORG, Consistency::Strong).await.unwrap().is_some());
}

#[tokio::test]
async fn an_org_sends_fifty_invitations_a_day() {
    let world = World::new().await;
    for number in 0..50 {
        world.invite(&format!("guest{number}@x.example"), "VIEWER").await;
    }
    let body = json!({ "email": "one@more.example", "role": "VIEWER" });
    let over = world.ask("POST", &at("/invitations"), world.team.admin, body).await;
    assert_eq!(over.header("retry-after"), "86400");
    assert_eq!(over.refused(429), "too-many-requests");
}

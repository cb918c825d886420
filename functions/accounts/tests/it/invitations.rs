//! Registration by an invitation to a team.
use crate::world::{ADA, GRACE, PASSWORD, Person, World};
use domain::{
    ids::{OrgId, TeamInvitationId},
    rights::Role,
};
use runtime::{mailed::hash, team};
use serde_json::json;
use store::{
    Transaction,
    platform::RegistrationMode,
    team::{TEAM_INVITATION_LIFE, TeamInvitation, TeamInvitationState},
};
use testkit::stage::Reply;

#[tokio::test]
async fn where_registration_is_closed_nobody_gets_in_but_by_invitation() {
    let world = World::in_mode(RegistrationMode::Closed).await;
    let code = world.code(1).await;
    let with_code = world.post("/v1/accounts", world.account(ADA, code)).await;
    assert_eq!(with_code.refused(403), "forbidden");
    let body = json!({ "email": ADA, "password": PASSWORD, "name": "Ada" });
    assert_eq!(world.post("/v1/accounts", body).await.refused(403), "forbidden");
    let (org, token) = invitation(&world, "ADA@example.com").await;
    let ada = Person::of(&invited(&world, ADA, &token).await);
    let me = world.get("/v1/me", &ada).await.with(200);
    assert_eq!(me["email_verified"], true, "whoever has the token has read the mail");
    let roles = me["orgs"].as_array().unwrap();
    assert!(roles.contains(&json!({ "org": org.to_string(), "role": "ADMIN" })), "{roles:?}");
    assert_eq!(roles.len(), 2, "and an org of their own");
}

#[tokio::test]
async fn an_invitation_is_for_its_address_and_once() {
    let world = World::new().await;
    let (_, token) = invitation(&world, ADA).await;
    assert_eq!(invited(&world, GRACE, &token).await.pointers(), ["/email"]);
    assert_eq!(invited(&world, ADA, "forged").await.pointers(), ["/invitation"]);
    let (first, second) = tokio::join!(invited(&world, ADA, &token), invited(&world, ADA, &token));
    let made = [&first, &second].iter().filter(|reply| reply.status == 201).count();
    assert_eq!(made, 1, "{} {}", first.body, second.body);
    assert_eq!(invited(&world, ADA, &token).await.pointers(), ["/invitation"]);
    let (_, late) = invitation(&world, GRACE).await;
    world.clock.advance(TEAM_INVITATION_LIFE);
    assert_eq!(invited(&world, GRACE, &late).await.pointers(), ["/invitation"]);
}

async fn invited(world: &World, email: &str, token: &str) -> Reply {
    let body = json!({
        "email": email, "password": PASSWORD, "name": "Ada", "invitation": token,
    });
    world.post("/v1/accounts", body).await
}

#[tokio::test]
async fn an_invitation_tells_a_few_times_which_usernames_are_taken() {
    let world = World::new().await;
    let grace = world.person(GRACE).await;
    world.ask("PATCH", "/v1/me", &grace, json!({ "username": "grace" })).await.with(200);
    let (_, token) = invitation(&world, ADA).await;
    let ask = async |username: &str| {
        let body = json!({
            "email": ADA, "password": PASSWORD, "name": "Ada", "username": username,
            "invitation": token,
        });
        world.post("/v1/accounts", body).await
    };
    for _ in 0..accounts::REGISTRATION_LIMIT.attempts_max {
        assert_eq!(ask("grace").await.refused(409), "taken");
    }
    for username in ["grace", "ada"] {
        assert_eq!(ask(username).await.refused(429), "too-many-requests");
    }
    world.clock.advance(accounts::REGISTRATION_LIMIT.window);
    ask("ada").await.with(201);
}

/// An invitation to be an ADMIN of a new org, and its token.
async fn invitation(world: &World, email: &str) -> (OrgId, String) {
    let (org, now) = (world.org().await, world.now());
    let id = TeamInvitationId::from_bytes(*world.new_org_id().bytes());
    let token = team::token(org, id, 1).sign(&world.ctx.secrets.cursors);
    let invitation = TeamInvitation {
        email: email.to_owned(),
        role: Role::Admin,
        message: None,
        invited_by: world.member(org, Role::Admin).await.user,
        inviter: "Grace".to_owned(),
        created_at: now,
        sent_at: now,
        expires_at: now + TEAM_INVITATION_LIFE,
        sequence: 1,
        token_hash: hash(&token),
        state: TeamInvitationState::Pending,
    };
    let mut transaction = Transaction::new();
    transaction.create_team_invitation((org, id), &invitation, None);
    world.ctx.store.commit(transaction).await.unwrap();
    (org, token)
}

//! Deleting an account.
use crate::world::{ADA, GRACE, PASSWORD, Person, World, reads};
use domain::{
    event::{Event, EventState},
    ids::{OrgId, UserId},
    rights::{EventRole, Role},
};
use runtime::access_token::Bearer;
use serde_json::json;
use store::{Consistency, Transaction, accounts::User};
use testkit::{fixtures, stage::Reply};

async fn delete(world: &World, person: &Person) -> Reply {
    world.ask("DELETE", "/v1/me", person, json!({ "password": PASSWORD })).await
}

async fn own_org(world: &World, person: &Person) -> OrgId {
    let me = world.get("/v1/me", person).await.with(200);
    me["orgs"][0]["org"].as_str().unwrap().parse().unwrap()
}

async fn join(world: &World, org: OrgId, user: UserId, role: Role) {
    let mut transaction = Transaction::new();
    transaction.create_member(org, user, role, world.now());
    world.ctx.store.commit(transaction).await.unwrap();
}

#[tokio::test]
async fn who_goes_leaves_nothing_personal_behind() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    world.ask("PATCH", "/v1/me", &ada, json!({ "username": "countess" })).await.with(200);
    let body = json!({ "email": "new@example.com", "password": PASSWORD });
    world.ask("PUT", "/v1/me/email", &ada, body).await.with(202);
    world.log_in(ADA, PASSWORD).await.with(200);
    let alone = own_org(&world, &ada).await;
    let team = world.org().await;
    join(&world, team, world.user(&[]).await.user, Role::Owner).await;
    join(&world, team, ada.id, Role::Admin).await;
    let party = Event { org: team, ..fixtures::event(1) };
    world.create_event(&party, 10).await;
    world.event_role(team, party.id, ada.id, EventRole::Editor).await;
    delete(&world, &ada).await.with(204);
    assert!(world.rows("event_role").is_empty() && world.rows("user_event_role").is_empty());
    assert_eq!(world.get("/v1/me", &ada).await.status, 401);
    assert_eq!(world.refresh(&ada).await.status, 401);
    assert_eq!(world.log_in(ADA, PASSWORD).await.status, 401);

    for row in world.table.rows().unwrap() {
        let partition = row.text("pk").unwrap().to_lowercase();
        let own = ["user#", "proof#"].iter().any(|head| partition.starts_with(head));
        assert!(!(own && partition.contains(&ada.id.to_string())), "{row:?}");
        let login = ["email#", "username#"].iter().any(|head| partition.starts_with(head));
        assert!(!(login && (partition.contains("ada@") || partition.contains("countess"))));
    }
    let orgs = world.rows("org");
    let archived = orgs.iter().filter(|org| org.text("archived_at").is_some()).count();
    assert_eq!(archived, 1, "the org that was the user's alone");
    let gone = world.ctx.store.org(alone, Consistency::Strong).await.unwrap().unwrap();
    assert!(gone.value.archived_at.is_some());
    let people = world.ctx.store.org_people(team).await.unwrap();
    assert_eq!((people.members, people.owners), (1, 1));
    let ada = world.person(ADA).await;
    assert_eq!(world.get("/v1/me", &ada).await.status, 200, "the address is free again");
}

#[tokio::test]
async fn an_owner_whom_others_need_stays_and_loses_nothing() {
    let world = World::new().await;
    let (ada, grace) = (world.person(ADA).await, world.person(GRACE).await);
    let org = own_org(&world, &ada).await;
    join(&world, org, grace.id, Role::Member).await;
    let before = world.get("/v1/me", &ada).await.json();
    let refused = delete(&world, &ada).await;
    assert_eq!(refused.json()["orgs"], json!([org.to_string()]));
    assert_eq!(refused.refused(409), "last-owner");
    assert_eq!(world.get("/v1/me", &ada).await.json(), before);
    delete(&world, &grace).await.with(204);
    delete(&world, &ada).await.with(204);
}

#[tokio::test]
async fn who_alone_answers_to_guests_stays_until_they_know() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let org = own_org(&world, &ada).await;
    let party = Event { org, ..fixtures::event(1) };
    world.create_event(&party, 10).await;
    let refused = delete(&world, &ada).await;
    assert_eq!(refused.json()["orgs"], json!([org.to_string()]));
    assert_eq!(refused.refused(409), "not-allowed-now");
    assert_eq!(world.get("/v1/me", &ada).await.status, 200);
    world.change_event(party.id, |event| event.state = EventState::Cancelled).await;
    delete(&world, &ada).await.with(204);
}

#[tokio::test]
async fn of_two_owners_who_go_at_once_one_stays_or_the_org_is_archived() {
    for seed in 1..=5 {
        let world = World::new().await;
        let (ada, grace) = (world.person(ADA).await, world.person(GRACE).await);
        let org = own_org(&world, &ada).await;
        join(&world, org, grace.id, Role::Owner).await;
        join(&world, org, world.user(&[]).await.user, Role::Member).await;
        world.table.interleave(seed);
        let (one, other) = tokio::join!(delete(&world, &ada), delete(&world, &grace));
        let people = world.ctx.store.org_people(org).await.unwrap();
        assert_eq!((people.owners, people.members), (1, 2), "{} {}", one.body, other.body);
        assert!(one.status != 204 || other.status != 204);
    }
}

#[tokio::test]
async fn a_deletion_needs_the_password_and_somebody_who_runs_the_platform() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let guess = json!({ "password": "wrong password" });
    assert_eq!(world.ask("DELETE", "/v1/me", &ada, guess).await.pointers(), ["/password"]);
    let missing = world.ask("DELETE", "/v1/me", &ada, json!({})).await;
    assert_eq!(missing.pointers(), ["/password"]);
    accounts::bootstrap_admin(&world.ctx, "root@example.com", PASSWORD).await.unwrap();
    let admin = Person::of(&world.log_in("root@example.com", PASSWORD).await);
    let before = world.get("/v1/me", &admin).await.json();
    assert_eq!(delete(&world, &admin).await.refused(409), "last-admin");
    assert_eq!(world.get("/v1/me", &admin).await.json(), before);
    let seen = world.ctx.store.user(ada.id, Consistency::Strong).await.unwrap().unwrap();
    let mut transaction = Transaction::new();
    let second = User { platform_admin: true, ..seen.value.clone() };
    transaction.replace_counted_user(&seen, &second);
    world.ctx.store.commit(transaction).await.unwrap();
    delete(&world, &admin).await.with(204);
    assert_eq!(delete(&world, &ada).await.refused(409), "last-admin");
}

#[tokio::test]
async fn an_admin_who_turns_out_to_be_the_last_loses_nothing() {
    let world = World::new().await;
    let (ada, grace) = (world.person(ADA).await, world.person(GRACE).await);
    for user in [ada.id, grace.id] {
        world.change_user(user, |user| user.platform_admin = true).await;
    }
    let before = world.get("/v1/me", &ada).await.json();
    let store = world.ctx.store.clone();
    world.meanwhile(|call| reads(call, "ADMINS"), async move {
        let seen = store.user(grace.id, Consistency::Strong).await.unwrap().unwrap();
        let mut transaction = Transaction::new();
        let demoted = User { platform_admin: false, ..seen.value.clone() };
        transaction.replace_counted_user(&seen, &demoted);
        store.commit(transaction).await.unwrap();
    });
    assert_eq!(delete(&world, &ada).await.refused(409), "last-admin");
    assert_eq!(world.get("/v1/me", &ada).await.json(), before);
}

#[tokio::test]
async fn an_admin_who_entered_many_orgs_can_go() {
    let world = World::new().await;
    let ada = world.person(ADA).await;
    let seen = world.get("/v1/me/sessions", &ada).await.with(200);
    let session = seen["sessions"][0]["id"].as_str().unwrap().parse().unwrap();
    let bearer = Bearer { user: ada.id, session };
    for number in 0..130 {
        world.enter(bearer, world.new_org_id(), true).await;
        if number == 69 {
            // These are over, and the table has not forgotten them yet.
            world.clock.advance(store::entries::ENTRY_LASTS);
        }
    }
    let ada = Person { token: world.token(bearer), ..ada };
    delete(&world, &ada).await.with(204);
    assert!(world.rows("entry").is_empty());
    let shown = world.rows("org_entry");
    let end = world.now().to_string();
    assert!(shown.iter().all(|row| row.text("until").unwrap() <= end.as_str()), "all are over");
    assert_eq!(shown.len(), 130, "and the orgs still see them");
}

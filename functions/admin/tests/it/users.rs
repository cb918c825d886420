//! Users.
use crate::world::{World, column};
use futures::future::join_all;
use runtime::access_token::Bearer;
use serde_json::json;
use store::accounts::{Claim, Proof, Session};
use testkit::stage::Reply;

const PATH: &str = "/v1/admin/users";

async fn named(world: &World, email: &str) -> Bearer {
    let user = world.user(&[]).await;
    world.change_user(user.user, |user| email.clone_into(&mut user.email)).await;
    user
}

async fn act(world: &World, user: Bearer, act: &str) -> Reply {
    world.asks("POST", &format!("{PATH}/{}/{act}", user.user)).await
}

#[tokio::test]
async fn users_are_found_by_what_their_address_begins_with() {
    let world = World::new().await;
    for email in ["grace@example.org", "Ada@example.org", "ada.king@example.org"] {
        named(&world, email).await;
    }
    let found = world.reads(&format!("{PATH}?email=ADA")).await.with(200);
    assert_eq!(column(&found, "email"), ["ada.king@example.org", "Ada@example.org"]);
    assert_eq!(
        column(&world.reads(&format!("{PATH}?email=ada%23")).await.with(200), "email").len(),
        0
    );
    let mut pages = Vec::new();
    let mut path = format!("{PATH}?limit=3");
    loop {
        let page = world.reads(&path).await.with(200);
        pages.extend(column(&page, "id"));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("{PATH}?limit=3&cursor={cursor}");
    }
    let all = world.reads(&format!("{PATH}?limit=200")).await.with(200);
    assert_eq!(pages, column(&all, "id"));
    assert_eq!(pages.len(), world.rows("user").len());
}

#[tokio::test]
async fn one_user_is_found_by_username_id_or_address() {
    let world = World::new().await;
    let ada = named(&world, "ada@example.org").await;
    let by_id = world.reads(&format!("{PATH}?q={}", ada.user)).await.with(200);
    assert_eq!(column(&by_id, "email"), ["ada@example.org"]);
    for q in ["nobody", "nobody@example.org", "usr_0000000000000000", "no%20username"] {
        let found = world.reads(&format!("{PATH}?q={q}")).await.with(200);
        assert_eq!(found["items"], json!([]), "{q}");
    }
    assert_eq!(world.reads(&format!("{PATH}?page=2")).await.pointers(), ["/page"]);
}

#[tokio::test]
async fn users_are_listed_by_their_state() {
    let world = World::new().await;
    let gone = named(&world, "gone@example.org").await;
    world.deactivate(gone).await;
    let state = async |state: &str| {
        column(&world.reads(&format!("{PATH}?state={state}")).await.with(200), "id")
    };
    assert_eq!(state("deactivated").await, [gone.user.to_string()]);
    assert_eq!(state("admin").await, [world.admin.user.to_string()]);
    assert!(!state("active").await.contains(&gone.user.to_string()));
    assert_eq!(world.reads(&format!("{PATH}?state=here")).await.pointers(), ["/state"]);
}

#[tokio::test]
async fn a_user_is_seen_with_orgs_sessions_and_when_last_seen() {
    let world = World::new().await;
    let owner = world.team.owner;
    let user = world.reads(&format!("{PATH}/{}", owner.user)).await.with(200);
    let org = json!([{ "org": world.team.org.to_string(), "name": "The club", "role": "OWNER" }]);
    assert_eq!(user["orgs"], org);
    assert_eq!(user["sessions"], 1);
    assert_eq!(user["last_seen_at"], world.now().to_string());
    assert_eq!(user.get("password"), None);
}

#[tokio::test]
async fn a_deactivated_user_is_out_at_once_and_comes_back_by_logging_in() {
    let world = World::new().await;
    let (org, owner) = (world.team.org, world.team.owner);
    let entries = format!("/v1/orgs/{org}/entries");
    assert_eq!(world.api.get(&entries).by(owner).send().await.status, 200);
    let user = act(&world, owner, "deactivate").await.with(200);
    assert_eq!((user["sessions"].as_u64(), user["deactivated_at"].is_string()), (Some(0), true));
    let out = world.api.get(&entries).by(owner).send().await;
    assert_eq!(out.refused(401), "unauthenticated");
    let back = act(&world, owner, "reactivate").await.with(200);
    assert_eq!(back.get("deactivated_at"), None);
    let out = world.api.get(&entries).by(owner).send().await;
    assert_eq!(out.refused(401), "unauthenticated", "the session has ended");
}

#[tokio::test]
async fn an_admin_is_made_and_unmade() {
    let world = World::new().await;
    let owner = world.team.owner;
    assert_eq!(world.api.get(PATH).by(owner).send().await.status, 404);
    act(&world, owner, "promote").await.with(200);
    act(&world, owner, "promote").await.with(200);
    assert_eq!(world.ctx.store.platform_admins().await.unwrap(), 2);
    assert_eq!(world.api.get(PATH).by(owner).send().await.status, 200);
    act(&world, owner, "demote").await.with(200);
    assert_eq!(world.ctx.store.platform_admins().await.unwrap(), 1);
    assert_eq!(world.api.get(PATH).by(owner).send().await.status, 404);
}

#[tokio::test]
async fn the_last_admin_stays() {
    let world = World::new().await;
    assert_eq!(act(&world, world.admin, "demote").await.refused(409), "last-admin");
    assert_eq!(act(&world, world.admin, "deactivate").await.refused(409), "last-admin");
    let other = world.platform_admin().await;
    act(&world, other, "deactivate").await.with(200);
    let refused = act(&world, world.admin, "demote").await;
    assert_eq!(refused.refused(409), "last-admin", "who is kept out runs nothing");
    act(&world, other, "reactivate").await.with(200);
    act(&world, world.admin, "demote").await.with(200);
    assert_eq!(world.reads(PATH).await.status, 404);
}

#[tokio::test]
async fn nobody_who_is_kept_out_is_made_an_admin() {
    let world = World::new().await;
    act(&world, world.team.owner, "deactivate").await.with(200);
    let refused = act(&world, world.team.owner, "promote").await;
    assert_eq!(refused.refused(409), "not-allowed-now");
}

/// How many run the platform after 20 of them have each demoted themselves at the same moment.
async fn left_of_twenty(world: &World) -> usize {
    let mut admins = vec![world.admin];
    for _ in 1..20 {
        admins.push(world.platform_admin().await);
    }
    world.table.interleave(7);
    let demoted = admins.iter().map(|admin| {
        let path = format!("{PATH}/{}/demote", admin.user);
        world.api.post(path).by(*admin).send()
    });
    join_all(demoted).await;
    let rows = world.rows("user").into_iter();
    rows.filter(|row| format!("{row:?}").contains("\"platform_admin\": Bool(true)")).count()
}

#[tokio::test]
async fn twenty_admins_who_step_down_at_once_leave_one() {
    let world = World::new().await;
    assert_eq!(left_of_twenty(&world).await, 1);
    assert_eq!(world.ctx.store.platform_admins().await.unwrap(), 1);
}

#[tokio::test]
async fn without_its_guard_the_platform_would_be_left_to_nobody() {
    let world = World::new().await;
    world.table.unguard("ADMINS");
    assert_eq!(left_of_twenty(&world).await, 0);
}

#[tokio::test]
async fn who_is_kept_out_leaves_the_orgs_and_nothing_that_was_mailed_is_good() {
    for (word, path) in [("deactivate", true), ("demote", false)] {
        let world = World::new().await;
        let other = world.platform_admin().await;
        let org = world.org().await;
        world.enter(other, org, true).await;
        world.clock.advance(jiff::SignedDuration::from_secs(1));
        let (expires_at, token_hash) = (world.now() + store::entries::ENTRY_LASTS, String::new());
        let mut transaction = store::Transaction::new();
        for claim in [Claim::Password, Claim::Address { email: "a@b.c".into(), credentials: 0 }] {
            let proof = Proof { token_hash: token_hash.clone(), expires_at, claim };
            transaction.put_proof(other.user, &proof);
        }
        world.ctx.store.commit(transaction).await.unwrap();
        act(&world, other, word).await.with(200);
        assert!(world.rows("entry").is_empty(), "{word}");
        assert_eq!(world.rows("org_entry")[0].text("until"), Some(&*world.now().to_string()));
        assert_eq!(world.rows("proof").is_empty(), path, "{word}");
    }
}

#[tokio::test]
async fn a_session_that_begins_while_the_user_is_kept_out_does_not_come_back_with_the_user() {
    let world = World::new().await;
    let owner = world.team.owner;
    let seen = world.ctx.store.user(owner.user, store::Consistency::Strong).await;
    let seen = seen.unwrap().unwrap().value;
    act(&world, owner, "deactivate").await.with(200);
    // As a log-in leaves it that was faster than the act, and that the act did not see.
    let now = world.now();
    let session = Session {
        rotation: 0,
        created_at: now,
        refreshed_at: now,
        expires_at: now + jiff::SignedDuration::from_hours(1),
        device: String::new(),
        credentials: seen.credentials,
        exchange: 0,
    };
    let mut transaction = store::Transaction::new();
    transaction.create_session(owner.user, owner.session, &session);
    world.ctx.store.commit(transaction).await.unwrap();
    let back = act(&world, owner, "reactivate").await.with(200);
    assert_eq!(back["sessions"], 0);
    let path = format!("/v1/orgs/{}/entries", world.team.org);
    let out = world.api.get(path).by(owner).send().await;
    assert_eq!(out.refused(401), "unauthenticated");
}

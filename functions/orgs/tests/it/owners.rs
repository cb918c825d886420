//! An org keeps an owner, whatever its people do at once.
use crate::world::{PASSWORD, World, at};
use domain::rights::Role;
use futures::future::join_all;
use runtime::access_token::Bearer;
use serde_json::json;
use std::{collections::BTreeSet, sync::Arc};
use store::Transaction;
use testkit::{fixtures::ORG, stage::Reply};

#[derive(Clone, Copy)]
enum Way {
    Leaves,
    IsRemoved,
    IsDemoted,
}

/// Every owner goes, at once. Answers the problems of those who did not.
async fn all_go(world: &World, owners: &[Bearer], way: impl Fn(usize) -> Way) -> Vec<String> {
    let go = async |number: usize| -> Reply {
        let (owner, user) = (owners[number], owners[number].user);
        match way(number) {
            Way::Leaves => world.ask("POST", &at("/leave"), owner, json!({})).await,
            Way::IsRemoved => {
                world.ask("DELETE", &at(&format!("/members/{user}")), owner, json!({})).await
            }
            Way::IsDemoted => {
                let member = json!({ "role": "MEMBER" });
                world.ask("PATCH", &at(&format!("/members/{user}")), owner, member).await
            }
        }
    };
    let replies = join_all((0..owners.len()).map(go)).await;
    let refused = replies.into_iter().filter(|reply| !reply.status.is_success());
    refused.map(|reply| reply.problem()).collect()
}

async fn twenty_owners(world: &World) -> Vec<Bearer> {
    let mut owners = vec![world.team.owner];
    for _ in 1..20 {
        owners.push(world.member(ORG, Role::Owner).await);
    }
    owners
}

#[tokio::test]
async fn w3_of_twenty_owners_who_go_at_once_one_stays() {
    for seed in 0..3 {
        let world = World::new().await;
        world.table.interleave(seed);
        let owners = twenty_owners(&world).await;
        let mixed = |number| [Way::Leaves, Way::IsRemoved, Way::IsDemoted][number % 3];
        // Who meets too many others is told so, and tries again.
        let mut refused = all_go(&world, &owners, mixed).await;
        for _ in 0..20 {
            let left: Vec<Bearer> = owners_among(&world, &owners).await;
            if left.len() == 1 {
                break;
            }
            refused = all_go(&world, &left, mixed).await;
        }
        assert_eq!(world.people().await.owners, 1);
        assert!(refused.contains(&"last-owner".to_owned()), "{refused:?}");
        let last = owners_among(&world, &owners).await[0];
        assert_eq!(
            world.ask("POST", &at("/leave"), last, json!({})).await.refused(409),
            "last-owner"
        );
    }
}

async fn owners_among(world: &World, people: &[Bearer]) -> Vec<Bearer> {
    let owners = world.ctx.store.owners(ORG).await.unwrap();
    let owners: BTreeSet<_> = owners.into_iter().collect();
    people.iter().filter(|one| owners.contains(&one.user)).copied().collect()
}

#[tokio::test]
async fn w3_control_without_the_counts_condition_nobody_would_stay() {
    let world = World::new().await;
    world.table.unguard("PEOPLE");
    let left = world.ask("POST", &at("/leave"), world.team.owner, json!({})).await;
    assert_eq!(left.status, 204);
    assert_eq!(world.people().await.owners, 0);
}

#[tokio::test]
async fn w3_the_last_owner_stays_one_in_every_way() {
    let world = World::new().await;
    let owner = world.team.owner;
    let own = at(&format!("/members/{}", owner.user));
    for (method, path, body) in [
        ("POST", at("/leave"), json!({})),
        ("DELETE", own.clone(), json!({})),
        ("PATCH", own.clone(), json!({ "role": "ADMIN" })),
    ] {
        assert_eq!(world.ask(method, &path, owner, body).await.refused(409), "last-owner");
    }
    assert_eq!(world.role(owner.user).await, Some(Role::Owner));
}

#[tokio::test]
async fn a_transfer_is_one_step_and_needs_the_password() {
    let world = World::new().await;
    let (owner, heir) = (world.team.owner, world.team.viewer);
    world.has_a_password(owner.user).await;
    let body = |password: &str| json!({ "user": heir.user.to_string(), "password": password });
    let wrong = world.ask("POST", &at("/transfer"), owner, body("another password")).await;
    assert_eq!(wrong.pointers(), ["/password"]);
    assert_eq!(world.role(heir.user).await, Some(Role::Viewer));
    let (done, used) =
        world.metered(world.ask("POST", &at("/transfer"), owner, body(PASSWORD))).await;
    assert_eq!(done.with(200)["role"], "OWNER");
    assert_eq!(used.operations["TransactWriteItems"].calls, 1);
    assert_eq!(world.role(heir.user).await, Some(Role::Owner));
    assert_eq!(world.role(owner.user).await, Some(Role::Admin));
    assert_eq!(world.people().await.owners, 1);
    let again = world.ask("POST", &at("/transfer"), owner, body(PASSWORD)).await;
    assert_eq!(again.refused(403), "forbidden");
}

#[tokio::test]
async fn two_owners_who_hand_over_to_each_other_leave_an_owner() {
    let world = World::new().await;
    let (one, other) = (world.team.owner, world.member(ORG, Role::Owner).await);
    for owner in [one, other] {
        world.has_a_password(owner.user).await;
    }
    let hand = |from: Bearer, to: Bearer| {
        let body = json!({ "user": to.user.to_string(), "password": PASSWORD });
        let world = Arc::clone(&world);
        async move { world.ask("POST", &at("/transfer"), from, body).await }
    };
    futures::join!(hand(one, other), hand(other, one));
    assert_eq!(world.people().await.owners, 1);
}

#[tokio::test]
async fn an_owner_hands_over_to_another_owner_only_while_that_one_is_one() {
    let world = World::new().await;
    let (from, to) = (world.team.owner, world.member(ORG, Role::Owner).await);
    let third = world.member(ORG, Role::Owner).await;
    let store = &world.ctx.store;
    // Whoever gets the org was seen as an owner, and is none when it is written.
    let mut transaction = Transaction::by("usr_1");
    transaction.change_member(ORG, to.user, Role::Owner, Role::Viewer);
    store.commit(transaction).await.unwrap();
    let mut transaction = Transaction::by(from.user.to_string());
    transaction.transfer_org(ORG, from.user, (to.user, Role::Owner));
    assert!(store.commit(transaction).await.is_err());
    assert_eq!(world.role(from.user).await, Some(Role::Owner));
    assert_eq!(world.role(third.user).await, Some(Role::Owner));
}

#[tokio::test]
async fn an_org_is_handed_to_nobody_but_another_member() {
    let world = World::new().await;
    let owner = world.team.owner;
    world.has_a_password(owner.user).await;
    for user in [world.team.stranger.user.to_string(), owner.user.to_string(), "nobody".into()] {
        let body = json!({ "user": user, "password": PASSWORD });
        let refused = world.ask("POST", &at("/transfer"), owner, body).await;
        assert_eq!(refused.pointers(), ["/user"]);
    }
}

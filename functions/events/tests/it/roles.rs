//! Roles on one event.
use crate::world::{World, at};
use domain::{
    ids::{EventId, UserId},
    rights::{EventRole, Role},
};
use futures::future::join_all;
use serde_json::{Value, json};
use store::event_roles::{EVENT_ROLES_MAX, USER_EVENT_ROLES_MAX};
use testkit::{
    fixtures::ORG,
    stage::{Reply, Route},
};

fn role_of(event: EventId, user: UserId) -> String {
    at(event, &format!("/roles/{user}"))
}

async fn give(world: &World, event: EventId, user: UserId, role: &str) -> Reply {
    let request = world.api.put(role_of(event, user)).by(world.team.admin);
    request.json(&json!({ "role": role })).send().await
}

async fn roles(world: &World, event: EventId) -> Value {
    let reply = world.api.get(at(event, "/roles")).by(world.team.admin).send().await;
    reply.with(200)["roles"].clone()
}

#[tokio::test]
async fn a_role_is_given_changed_listed_and_taken() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let user = world.team.viewer.user;
    let given = give(&world, event, user, "VIEWER").await.with(200);
    assert_eq!((&given["user"], &given["role"]), (&json!(user.to_string()), &json!("VIEWER")));
    assert_eq!(given["name"], "Grace");
    world.clock.advance(jiff::SignedDuration::from_hours(1));
    let changed = give(&world, event, user, "EDITOR").await.with(200);
    assert_eq!((&changed["role"], &changed["since"]), (&json!("EDITOR"), &given["since"]));
    assert_eq!(roles(&world, event).await, json!([changed]));
    let taken = world.api.delete(role_of(event, user)).by(world.team.admin).send().await;
    assert_eq!(taken.status, 204);
    assert_eq!(roles(&world, event).await, json!([]));
    let again = world.api.delete(role_of(event, user)).by(world.team.admin).send().await;
    assert_eq!(again.refused(404), "not-found");
}

#[tokio::test]
async fn who_runs_the_org_or_the_event_gives_roles_and_nobody_else() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let user = world.team.member.user;
    let body = Some(json!({ "role": "EDITOR" }));
    let routes: [Route; 3] = [
        ("GET", at(event, "/roles"), None, Role::Admin),
        ("PUT", role_of(event, user), body, Role::Admin),
        ("DELETE", role_of(event, user), None, Role::Admin),
    ];
    for route in &routes {
        let allowed = world.api.refuses_all_but_the_least(route, &world.team).await;
        assert!(allowed.status.is_success(), "{route:?}: {}", allowed.body);
    }
    let admin = world.event_member(ORG, event, EventRole::Admin).await;
    let editor = world.event_member(ORG, event, EventRole::Editor).await;
    for route in &routes {
        let allowed = world.api.route(route).by(admin).send().await;
        assert!(allowed.status.is_success(), "{route:?}: {}", allowed.body);
        assert_eq!(world.api.route(route).by(editor).send().await.refused(403), "forbidden");
    }
}

#[tokio::test]
async fn c3_an_editor_of_one_event_changes_nothing_else() {
    let world = World::new().await;
    let (event, other) = (world.event(json!({})).await, world.event(json!({})).await);
    let admin = world.event_member(ORG, event, EventRole::Admin).await;
    let change = json!({ "name": "Tea" });
    let own = world.api.patch(at(event, "")).by(admin).json(&change).send().await;
    assert_eq!(own.with(200)["name"], "Tea");
    let others = world.api.patch(at(other, "")).by(admin).json(&change).send().await;
    assert_eq!(others.refused(403), "forbidden");
    // A copy would be another event, and force is the owner's.
    let copy = world.api.post(at(event, "/duplicate")).by(admin).json(&json!({})).send().await;
    assert_eq!(copy.refused(403), "forbidden");
    let force = json!({ "capacity": 1, "force": true });
    let forced = world.api.patch(at(event, "")).by(admin).json(&force).send().await;
    assert_eq!(forced.refused(403), "forbidden");
}

#[tokio::test]
async fn a_role_is_for_members_and_for_the_orgs_own_event() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let stranger = world.team.stranger.user;
    assert_eq!(give(&world, event, stranger, "ADMIN").await.refused(404), "not-found");
    let nowhere = EventId::from_bytes([9; 6]);
    let member = world.team.member.user;
    assert_eq!(give(&world, nowhere, member, "ADMIN").await.refused(404), "not-found");
    assert_eq!(give(&world, event, member, "OWNER").await.pointers(), ["/role"]);
    assert_eq!(roles(&world, event).await, json!([]));
}

#[tokio::test]
async fn w3_an_event_whose_last_admin_goes_is_still_its_owners() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let last = world.event_member(ORG, event, EventRole::Admin).await;
    let left = world.api.delete(role_of(event, last.user)).by(last).send().await;
    assert_eq!(left.status, 204);
    let change = json!({ "name": "Tea" });
    let refused = world.api.patch(at(event, "")).by(last).json(&change).send().await;
    assert_eq!(refused.refused(403), "forbidden");
    world.owner("PATCH", &at(event, ""), change).await.with(200);
}

#[tokio::test]
async fn twenty_at_once_never_pass_the_most_roles_of_an_event() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    for _ in 10..EVENT_ROLES_MAX {
        world.event_member(ORG, event, EventRole::Viewer).await;
    }
    let mut users = Vec::new();
    for _ in 0..20 {
        users.push(world.member(ORG, Role::Viewer).await.user);
    }
    let replies = join_all(users.iter().map(|user| give(&world, event, *user, "EDITOR"))).await;
    let given = replies.iter().filter(|reply| reply.status == 200).count();
    let full = replies.iter().filter(|reply| reply.problem() == "not-allowed-now").count();
    assert!(given <= 10 && full > 0, "{given} given, {full} refused");
    let mut again = Vec::new();
    for user in &users {
        again.push(give(&world, event, *user, "EDITOR").await);
    }
    assert_eq!(again.iter().filter(|reply| reply.status == 200).count(), 10);
    assert_eq!(roles(&world, event).await.as_array().unwrap().len(), usize::from(EVENT_ROLES_MAX));
    // Who has one already may get another.
    let known = again.iter().position(|reply| reply.status == 200).unwrap();
    give(&world, event, users[known], "ADMIN").await.with(200);
    // And a place that is given back counts again.
    let freed = world.api.delete(role_of(event, users[known])).by(world.team.admin).send().await;
    assert_eq!(freed.status, 204);
    let next = again.iter().position(|reply| reply.status == 409).unwrap();
    give(&world, event, users[next], "VIEWER").await.with(200);
}

#[tokio::test]
async fn a_member_who_goes_takes_all_roles_along_and_a_new_one_begins_with_none() {
    let world = World::new().await;
    let store = &world.ctx.store;
    let user = world.team.viewer.user;
    let mut events = Vec::new();
    for number in 0..60_u8 {
        let id = EventId::from_bytes([7, number, 0, 0, 0, 0]);
        world.event_role(ORG, id, user, EventRole::Editor).await;
        events.push(id);
    }
    let other = world.event_member(ORG, events[0], EventRole::Viewer).await.user;
    let kept = store.event_roles_of_user(user).await.unwrap();
    assert_eq!(kept.len(), 60);
    for _ in 0..2 {
        store.remove_event_roles_of_member(ORG, user, "somebody", world.now()).await.unwrap();
        assert_eq!(store.event_roles_of_user(user).await.unwrap(), []);
    }
    let left = store.event_roles_of_event(events[0]).await.unwrap();
    assert_eq!(left.iter().map(|role| role.key.user).collect::<Vec<_>>(), [other]);
    for (kind, held) in [("event_role_count", 1), ("user_event_role_count", 1)] {
        let counts = world.rows(kind);
        let sum: i64 = counts.iter().filter_map(|row| row.number("held")).sum();
        assert_eq!(sum, held, "{kind}");
    }
    store.remove_event_roles_of_event(ORG, events[0], "somebody", world.now()).await.unwrap();
    assert_eq!(store.event_roles_of_user(other).await.unwrap(), []);
    for user in [user, other] {
        world.event_role(ORG, events[1], user, EventRole::Admin).await;
        store.remove_event_roles_of_user(user, "somebody", world.now()).await.unwrap();
        assert_eq!(store.event_roles_of_event(events[1]).await.unwrap(), []);
    }
    assert!(world.rows("user_event_role_count").is_empty(), "nothing of an account stays");
}

#[tokio::test]
async fn a_user_has_a_bounded_number_of_roles() {
    let world = World::new().await;
    let user = world.team.viewer.user;
    for number in 0..u8::try_from(USER_EVENT_ROLES_MAX).unwrap() {
        world
            .event_role(ORG, EventId::from_bytes([7, number, 0, 0, 0, 0]), user, EventRole::Viewer)
            .await;
    }
    let event = world.event(json!({})).await;
    let refused = give(&world, event, user, "EDITOR").await;
    assert_eq!(refused.json()["max"], USER_EVENT_ROLES_MAX);
    assert_eq!(refused.refused(409), "not-allowed-now");
}

#[tokio::test]
async fn an_admin_of_the_platform_who_entered_gives_no_role_that_lasts() {
    let world = World::new().await;
    let event = world.event(json!({})).await;
    let user = world.team.viewer.user;
    let admin = world.platform_admin().await;
    world.enter(admin, ORG, true).await;
    let request = world.api.put(role_of(event, user)).by(admin);
    let refused = request.json(&json!({ "role": "ADMIN" })).send().await;
    assert!(refused.says("lasting rights"), "{}", refused.body);
    assert_eq!(refused.refused(403), "forbidden");
    assert_eq!(roles(&world, event).await, json!([]));
}

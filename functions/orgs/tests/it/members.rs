//! Members and their roles.
use crate::world::{World, at};
use domain::rights::{EventRole, Role};
use futures::future::join_all;
use serde_json::{Value, json};
use testkit::{
    Verdict,
    fixtures::{self, ORG},
};

#[tokio::test]
async fn members_see_each_other_and_only_admins_see_addresses() {
    let world = World::new().await;
    let route = ("GET", at("/members"), None, Role::Viewer);
    let seen = world.api.refuses_all_but_the_least(&route, &world.team).await.with(200);
    let members = seen["members"].as_array().unwrap();
    let roles: Vec<&str> = members.iter().map(|one| one["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["OWNER", "ADMIN", "MEMBER", "VIEWER"]);
    assert!(members.iter().all(|one| one["name"] == "Grace" && one.get("email").is_none()));
    let whole = world.api.get(at("/members")).by(world.team.admin).send().await.with(200);
    let email = format!("{}@example.com", world.team.owner.user);
    assert_eq!(whole["members"][0]["email"], email);
}

#[tokio::test]
async fn an_admin_neither_touches_owners_nor_makes_them() {
    let world = World::new().await;
    let member = |user| at(&format!("/members/{user}"));
    let (admin, owner) = (world.team.admin, world.team.owner);
    let role = |role: &str| json!({ "role": role });
    for (method, path, body) in [
        ("PATCH", member(owner.user), role("MEMBER")),
        ("DELETE", member(owner.user), json!({})),
        ("PATCH", member(world.team.member.user), role("OWNER")),
        ("PATCH", member(admin.user), role("OWNER")),
    ] {
        let refused = world.ask(method, &path, admin, body).await;
        assert_eq!(refused.refused(403), "forbidden", "{method} {path}");
    }
    let made = world.ask("PATCH", &member(admin.user), owner, role("OWNER")).await.with(200);
    assert_eq!(made["role"], "OWNER");
    assert_eq!(world.people().await.owners, 2);
}

#[tokio::test]
async fn roles_are_changed_by_those_who_administer() {
    let world = World::new().await;
    let path = at(&format!("/members/{}", world.team.viewer.user));
    let body = Some(json!({ "role": "MEMBER" }));
    let route = ("PATCH", path.clone(), body, Role::Admin);
    let changed = world.api.refuses_all_but_the_least(&route, &world.team).await;
    let etag = changed.header("etag").to_owned();
    assert_eq!(changed.with(200)["role"], "MEMBER");
    assert_eq!(world.role(world.team.viewer.user).await, Some(Role::Member));
    let patch = |role: Value, seen: &str| {
        let request = world.api.patch(&path).by(world.team.admin).header("if-match", seen);
        request.json(&json!({ "role": role }))
    };
    assert_eq!(patch(json!("BOSS"), &etag).send().await.pointers(), ["/role"]);
    assert_eq!(patch(json!("ADMIN"), "\"1\"").send().await.refused(412), "stale");
    patch(json!("ADMIN"), &etag).send().await.with(200);
    let nobody = at(&format!("/members/{}", world.team.stranger.user));
    let missing = world.ask("PATCH", &nobody, world.team.owner, json!({ "role": "ADMIN" })).await;
    assert_eq!(missing.refused(404), "not-found");
}

#[tokio::test]
async fn who_is_removed_is_out_with_the_next_request() {
    let world = World::new().await;
    let member = world.team.member;
    let path = at(&format!("/members/{}", member.user));
    let route = ("DELETE", path.clone(), None, Role::Admin);
    assert_eq!(world.api.refuses_all_but_the_least(&route, &world.team).await.status, 204);
    assert_eq!(world.api.get(at("")).by(member).send().await.refused(404), "not-found");
    assert_eq!(world.role(member.user).await, None);
    assert_eq!(world.people().await.members, 3);
    assert_eq!(world.ask("DELETE", &path, world.team.admin, json!({})).await.status, 404);
}

#[tokio::test]
async fn whoever_is_removed_keeps_no_role_on_an_event_wherever_it_ended_the_first_time() {
    let event = fixtures::event(1);
    for died_after in 0..20 {
        let world = World::new().await;
        world.create_event(&event, 5).await;
        let member = world.team.member;
        world.event_role(ORG, event.id, member.user, EventRole::Admin).await;
        let path = at(&format!("/members/{}", member.user));
        let mut calls = 0;
        world.table.before_calls(move |_| {
            calls += 1;
            if calls > died_after { Verdict::LoseRequest } else { Verdict::Pass }
        });
        world.ask("DELETE", &path, world.team.admin, json!({})).await;
        world.table.heal();
        world.ask("DELETE", &path, world.team.admin, json!({})).await;
        assert_eq!(world.role(member.user).await, None, "{died_after}");
        let left = world.ctx.store.event_roles_of_user(member.user).await.unwrap();
        assert!(left.is_empty(), "{died_after}");
    }
}

#[tokio::test]
async fn the_last_owner_who_would_go_keeps_the_roles_on_events() {
    let world = World::new().await;
    let event = fixtures::event(1);
    world.create_event(&event, 5).await;
    let owner = world.team.owner;
    world.event_role(ORG, event.id, owner.user, EventRole::Editor).await;
    let leaves = world.ask("POST", &at("/leave"), owner, json!({})).await;
    assert_eq!(leaves.refused(409), "last-owner");
    assert_eq!(world.ctx.store.event_roles_of_user(owner.user).await.unwrap().len(), 1);
}

#[tokio::test]
async fn w3_twenty_changes_of_one_role_leave_the_count_right() {
    let world = World::new().await;
    let path = at(&format!("/members/{}", world.team.member.user));
    let roles = ["OWNER", "ADMIN", "MEMBER", "VIEWER"];
    let change = async |number: usize| {
        let role = json!({ "role": roles[number % roles.len()] });
        world.ask("PATCH", &path, world.team.owner, role).await
    };
    for reply in join_all((0..20).map(change)).await {
        assert!([200, 409].contains(&reply.status.as_u16()), "{}", reply.body);
    }
    assert_eq!(world.people().await.members, 4);
}

#[tokio::test]
async fn c10_each_request_is_about_the_org_in_its_path() {
    let world = World::new().await;
    let both = world.user(&[(ORG, Role::Viewer)]).await;
    let made = world.ask("POST", "/v1/orgs", both, json!({ "name": "The other club" })).await;
    let other = made.with(201)["id"].as_str().unwrap().to_owned();
    let renamed = json!({ "name": "Renamed" });
    world.ask("PATCH", &format!("/v1/orgs/{other}"), both, renamed.clone()).await.with(200);
    assert_eq!(world.ask("PATCH", &at(""), both, renamed).await.refused(403), "forbidden");
    let orgs = world.api.get("/v1/orgs").by(both).send().await.with(200);
    let mut seen: Vec<(&str, &str)> = orgs["orgs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|org| (org["name"].as_str().unwrap(), org["role"].as_str().unwrap()))
        .collect();
    seen.sort_unstable();
    assert_eq!(seen, [("Renamed", "OWNER"), ("The club", "VIEWER")]);
}

#[tokio::test]
async fn an_admin_of_the_platform_who_entered_gives_no_rights_that_last() {
    let world = World::new().await;
    let admin = world.platform_admin().await;
    world.enter(admin, ORG, true).await;
    let invited = world.invite("bob@x.example", "MEMBER").await;
    world.clock.advance(jiff::SignedDuration::from_mins(15));
    let resend = at(&format!("/invitations/{}/resend", invited["id"].as_str().unwrap()));
    let member = at(&format!("/members/{}", world.team.member.user));
    let asked = [
        ("POST", at("/invitations"), json!({ "email": "eve@x.example", "role": "ADMIN" })),
        ("POST", resend, json!({})),
        ("PATCH", member, json!({ "role": "ADMIN" })),
    ];
    for (method, path, body) in asked {
        let refused = world.ask(method, &path, admin, body.clone()).await;
        assert!(refused.says("lasting rights"), "{path}: {}", refused.body);
        assert_eq!(refused.refused(403), "forbidden");
        let own = world.ask(method, &path, world.team.admin, body).await;
        assert!(own.status.is_success(), "{path}: {}", own.body);
    }
}

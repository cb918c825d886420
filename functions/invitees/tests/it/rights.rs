//! Who may do what: nobody, a stranger, somebody without the right, somebody whose token is over.
use crate::world::{World, list, one};
use domain::{
    ids::{EventId, InviteeId},
    invitee::Status,
    rights::{EventRole, Role},
};
use serde_json::json;
use testkit::{fixtures::ORG, stage::Route};

fn routes(event: EventId, invitee: InviteeId) -> Vec<Route> {
    let mut routes = vec![
        ("GET", list(event), None, Role::Viewer),
        ("POST", list(event), Some(json!({ "all": true })), Role::Member),
        ("GET", one(event, invitee, ""), None, Role::Viewer),
        ("PATCH", one(event, invitee, ""), Some(json!({ "name": "Ann" })), Role::Member),
        ("DELETE", one(event, invitee, ""), None, Role::Member),
    ];
    for command in ["/move", "/accept", "/decline", "/remove", "/reinvite", "/resend"] {
        let body = if command == "/move" { json!({ "to": "top" }) } else { json!({}) };
        routes.push(("POST", one(event, invitee, command), Some(body), Role::Member));
    }
    routes
}

#[tokio::test]
async fn every_route_knows_who_may_use_it() {
    let world = World::new().await;
    let event = world.event().await;
    let invitee = world.guest(event, 1, Status::Queued).await;
    for route in routes(event, invitee) {
        let allowed = world.api.refuses_all_but_the_least(&route, &world.team).await;
        assert!([200, 409].contains(&allowed.status.as_u16()), "{route:?}: {}", allowed.body);
    }
}

#[tokio::test]
async fn a_token_ends() {
    let world = World::new().await;
    let event = world.event().await;
    let invitee = world.guest(event, 1, Status::Queued).await;
    let over = world.expired_token(world.team.owner);
    for route in routes(event, invitee) {
        let answer = world.api.route(&route).bearer(&over).send().await;
        assert_eq!(answer.refused(401), "unauthenticated", "{route:?}");
    }
}

#[tokio::test]
async fn another_orgs_list_and_an_odd_id_are_not_there() {
    let world = World::new().await;
    let other = domain::ids::OrgId::from_bytes([8; 10]);
    let event = world.event_with(|event| event.org = other).await;
    let invitee = world.guest(event, 1, Status::Queued).await;
    let own = world.event().await;
    let nobody = InviteeId::from_bytes([7; 5]);
    for (event, invitee) in [(event, invitee), (own, nobody), (EventId::from_bytes([9; 6]), nobody)]
    {
        for route in routes(event, invitee) {
            if event == own && route.1 == list(own) {
                continue;
            }
            let answer = world.api.route(&route).by(world.team.owner).send().await;
            assert_eq!(answer.refused(404), "not-found", "{route:?}");
        }
    }
    let odd = format!("{}/inv_1", list(own));
    assert_eq!(world.get(&odd).await.refused(404), "not-found");
    assert_eq!(world.load(event, invitee).await.status, Status::Queued);
}

#[tokio::test]
async fn c3_an_events_editor_runs_its_list_and_a_viewer_of_it_only_sends() {
    let world = World::new().await;
    let event = world.event().await;
    let editor = world.event_member(ORG, event, EventRole::Editor).await;
    let viewer = world.event_member(ORG, event, EventRole::Viewer).await;
    let invitee = world.guest(event, 1, world.live(1)).await;
    for route in routes(event, invitee) {
        if route.0 == "DELETE" {
            continue;
        }
        let allowed = world.api.route(&route).by(editor).send().await;
        assert!([200, 409].contains(&allowed.status.as_u16()), "{route:?}: {}", allowed.body);
        let answer = world.api.route(&route).by(viewer).send().await;
        let sends = route.0 == "GET" || route.1.ends_with("/resend");
        assert_eq!(answer.status == 403, !sends, "{route:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn what_an_entered_admin_does_is_told_from_what_members_do() {
    let world = World::new().await;
    let event = world.event().await;
    let invitee = world.guest(event, 1, Status::Queued).await;
    let admin = world.platform_admin().await;
    world.enter(admin, ORG, true).await;
    let decline = one(event, invitee, "/decline");
    world.api.post(decline).by(admin).json(&json!({})).send().await.with(200);
    let read = world.get(&one(event, invitee, "")).await.with(200);
    let last = read["history"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["by"], &last["user"]), (&json!("admin"), &json!(admin.user.to_string())));
}

//! Who may do what: nobody, a stranger, somebody without the right, somebody whose token is over.
use crate::world::{World, list, one, stranger, user};
use domain::{
    ids::{EventId, InviteeId, SessionId},
    invitee::Status,
    rights::Role,
};
use jiff::SignedDuration;
use serde_json::{Value, json};

fn routes(event: EventId, invitee: InviteeId) -> Vec<(&'static str, String, Option<Value>, Role)> {
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
    let invitee = world.invitee(event, 1, Status::Queued).await;
    for (method, path, body, least) in routes(event, invitee) {
        let call = |by| world.send(by, (method, &path), body.clone(), &[]);
        assert_eq!(call(None).await.problem(401), "unauthenticated", "{method} {path}");
        assert_eq!(call(Some(stranger())).await.problem(404), "not-found", "{method} {path}");
        if let Some(weaker) = Role::ALL.into_iter().rfind(|role| *role < least) {
            let refused = call(Some(user(weaker))).await;
            assert_eq!(refused.problem(403), "forbidden", "{method} {path}");
        }
        let allowed = call(Some(user(least))).await;
        assert!([200, 409].contains(&allowed.status.as_u16()), "{method} {path}: {}", allowed.body);
    }
}

#[tokio::test]
async fn a_token_ends() {
    let world = World::new().await;
    let event = world.event().await;
    let invitee = world.invitee(event, 1, Status::Queued).await;
    let (user, session) = (user(Role::Owner), SessionId::from_bytes([7; 10]));
    let bearer = runtime::access_token::Bearer { user, session };
    let token =
        runtime::access_token::sign(&world.ctx.secrets.access, bearer, world.now()).unwrap();
    let header = format!("Bearer {token}");
    world.clock.advance(SignedDuration::from_mins(15));
    for (method, path, body, _) in routes(event, invitee) {
        let headers = [("authorization", header.as_str())];
        let answer = world.send(None, (method, &path), body, &headers).await;
        assert_eq!(answer.problem(401), "unauthenticated", "{method} {path}");
    }
}

#[tokio::test]
async fn another_orgs_list_and_an_odd_id_are_not_there() {
    let world = World::new().await;
    let other = domain::ids::OrgId::from_bytes([8; 10]);
    let event = world.event_with(|event| event.org = other).await;
    let invitee = world.invitee(event, 1, Status::Queued).await;
    let own = world.event().await;
    let nobody = InviteeId::from_bytes([7; 5]);
    for (event, invitee) in [(event, invitee), (own, nobody), (EventId::from_bytes([9; 6]), nobody)]
    {
        for (method, path, body, _) in routes(event, invitee) {
            if event == own && path == list(own) {
                continue;
            }
            let by = Some(user(Role::Owner));
            let answer = world.send(by, (method, &path), body, &[]).await;
            assert_eq!(answer.problem(404), "not-found", "{method} {path}");
        }
    }
    let odd = format!("{}/inv_1", list(own));
    assert_eq!(world.get(&odd).await.problem(404), "not-found");
    assert_eq!(world.load(event, invitee).await.status, Status::Queued);
}

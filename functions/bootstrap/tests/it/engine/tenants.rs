//! Promise 5: no tenant reads or spends another's, through any route, with anybody's ids.
//!
//! The routes and the places of ids in them come from the API's own document, so that a new route is
//! looked at without being named here.
mod purge;
mod requests;
mod tenant;

use super::world::World;
use crate::route::Route;
use domain::{
    event::{Event, EventState},
    ids::{EventId, OrgId},
};
use http::Method;
use requests::{ask, ids_of, routes, uri};
use serde_json::{Value, json};
use store::{
    Consistency, Row, Transaction, Update,
    keys::{EventKey, Place},
};
use tenant::{Tenant, create_org};
use testkit::{fixtures, stage::Api};

/// Two orgs that know nothing of each other.
async fn two() -> (World, Api, Tenant, Tenant) {
    let engine = World::new(5, 0).await;
    let api = engine.api(bootstrap::api_router(engine.ctx.clone()));
    let ours = Tenant::new(&engine, &api, 1).await;
    let theirs = Tenant::new(&engine, &api, 2).await;
    (engine, api, ours, theirs)
}

/// Everything stored that names `tenant` or something of it, but for answers kept for repetitions.
fn rows_of(engine: &World, tenant: &Tenant) -> Vec<Row> {
    let org = tenant.org.to_string();
    let names = |text: &str| text.contains(&org) || tenant.ids().any(|id| text.contains(id));
    let mut rows = engine.table.rows().unwrap();
    rows.retain(|row| {
        let pk = row.address(Place::Table).map(|address| address.pk).unwrap_or_default();
        !pk.starts_with("IDEMPOTENT") && names(&format!("{row:?}"))
    });
    rows
}

#[tokio::test]
async fn promise_5_a_member_of_another_org_finds_nothing_through_any_route() {
    let (engine, api, ours, theirs) = two().await;
    let before = rows_of(&engine, &theirs);
    for route in routes() {
        let path = uri(&route, theirs.org, |hole| theirs.id(hole));
        let answer = ask(&route, &api, &path, &ours).await;
        assert_eq!((answer.status.as_u16(), answer.problem()), (404, "not-found".into()), "{path}");
        // Nor do the right ids in the wrong org.
        let path = uri(&route, theirs.org, |hole| ours.id(hole));
        let answer = ask(&route, &api, &path, &ours).await;
        assert_eq!(answer.status, 404, "{} {path}", route.id);
    }
    assert!(rows_of(&engine, &theirs) == before, "something of theirs was changed");
}

#[tokio::test]
async fn promise_5_a_foreign_id_in_any_place_of_an_own_path_is_not_found() {
    let (engine, api, ours, theirs) = two().await;
    let before = rows_of(&engine, &theirs);
    let mut asked = 0;
    for route in routes() {
        let holes = ids_of(&route);
        // Every choice of places that hold a foreign id, but for none.
        for foreign in 1..1_usize << holes.len() {
            let path = uri(&route, ours.org, |hole| {
                let place = holes.iter().position(|known| *known == hole).unwrap();
                if foreign >> place & 1 == 1 { theirs.id(hole) } else { ours.id(hole) }
            });
            let answer = ask(&route, &api, &path, &ours).await;
            let what = (answer.status.as_u16(), answer.problem());
            assert_eq!(what, (404, "not-found".into()), "{} {path}", route.id);
            asked += 1;
        }
    }
    assert!(asked > 40, "{asked}: the document has lost its ids");
    assert!(rows_of(&engine, &theirs) == before, "something of theirs was changed");
}

/// Negative control of both: with its own ids no route answers 404, nor does it refuse the request for
/// any other reason than how things stand.
#[tokio::test]
async fn every_route_finds_its_own() {
    let (_, api, ours, _) = two().await;
    for route in routes().into_iter().filter(|route| !ids_of(route).is_empty()) {
        let path = uri(&route, ours.org, |hole| ours.id(hole));
        let answer = ask(&route, &api, &path, &ours).await;
        let status = answer.status.as_u16();
        let fine = answer.status.is_success() || [409, 429].contains(&status);
        let words = "tell `body` in requests.rs what it takes";
        assert!(fine, "{} {path}: {status} {}; {words}", route.id, answer.json());
    }
}

#[tokio::test]
async fn w11_a_guest_of_one_event_is_not_there_through_anothers_address() {
    let (engine, api, ours, _) = two().await;
    let before = rows_of(&engine, &ours);
    let of_an_event = |hole: &str| hole == "invitee";
    let mut asked = 0;
    for route in routes() {
        let takes_a_role = route.id == "TakeEventRole";
        if !(takes_a_role || route.has("event") && route.holes().any(of_an_event)) {
            continue;
        }
        let path = uri(&route, ours.org, |hole| match hole {
            "event" => ours.id("other event"),
            hole => ours.id(hole),
        });
        let answer = ask(&route, &api, &path, &ours).await;
        assert_eq!(answer.refused(404), "not-found", "{} {path}", route.id);
        asked += 1;
    }
    assert!(asked > 8, "{asked}: the document has lost its guests");
    assert!(rows_of(&engine, &ours) == before, "something was changed");
}

#[tokio::test]
async fn what_is_the_callers_own_is_nobody_elses() {
    let (engine, api, ours, theirs) = two().await;
    let before = rows_of(&engine, &theirs);
    let own = crate::route::routes().into_iter().filter(|route| route.path.starts_with("/v1/me/"));
    for route in own.filter(|route| !ids_of(route).is_empty()) {
        let path = uri(&route, theirs.org, |hole| theirs.id(hole));
        let answer = ask(&route, &api, &path, &ours).await;
        assert_eq!(answer.refused(404), "not-found", "{} {path}", route.id);
    }
    assert!(rows_of(&engine, &theirs) == before, "something of theirs was changed");
}

#[tokio::test]
async fn c15_j29_no_get_and_no_head_changes_anything() {
    let (engine, api, ours, _) = two().await;
    let admin = engine.platform_admin().await;
    let reads = |route: &Route| route.method == Method::GET;
    let mut asked = 0;
    for route in crate::route::routes().into_iter().filter(reads) {
        let path = uri(&route, ours.org, |hole| ours.id(hole));
        let before = engine.table.rows().unwrap();
        for method in [Method::GET, Method::HEAD] {
            let by = if route.permission == "platform-admin" { admin } else { ours.owner };
            let answer = api.request(&method, &path).by(by).send().await;
            assert!(!answer.status.is_server_error(), "{method} {path}: {}", answer.status);
            assert!(engine.table.rows().unwrap() == before, "{method} {path} changed something");
            asked += 1;
        }
    }
    assert!(asked > 50, "{asked}: the document has lost its reads");
}

#[tokio::test]
async fn promise_5_control_without_the_orgs_mark_an_event_would_be_found() {
    let (engine, api, ours, theirs) = two().await;
    let event: EventId = theirs.id("event").parse().unwrap();
    let uri = format!("/v1/orgs/{}/events/{event}", ours.org);
    assert_eq!(api.get(&uri).by(ours.owner).send().await.status, 404);
    let mut transaction = Transaction::new();
    let forged = Update::of(&EventKey { event }).set("org = :org");
    transaction.update(forged.value(":org", ours.org.to_string()));
    engine.ctx.store.commit(transaction).await.unwrap();
    assert_eq!(api.get(&uri).by(ours.owner).send().await.status, 200);
}

#[tokio::test]
async fn promise_5_a_foreign_id_in_a_body_or_a_cursor_reaches_nobody() {
    let (mut engine, api, ours, theirs) = two().await;
    engine.settle().await;
    let before = rows_of(&engine, &theirs);
    let event = format!("/v1/orgs/{}/events/{}", ours.org, ours.id("event"));
    let post = async |path: &str, body: Value| {
        api.post(format!("{event}/{path}")).by(ours.owner).json(&body).send().await
    };
    let added = post("invitees", json!({ "contacts": [theirs.id("contact")] })).await.json();
    assert_eq!(added["added"], 0, "{added}");
    assert_eq!(added["results"][0]["result"], "contact_not_found");
    for place in ["before", "after"] {
        let path = format!("invitees/{}/move", ours.id("invitee"));
        let moved = post(&path, json!({ place: theirs.id("invitee") })).await;
        assert!(moved.status.is_client_error(), "{place}: {}", moved.status);
    }
    let contact = format!("contacts/{}/merge", ours.id("contact"));
    let own = json!({ "contacts": [ours.id("contact")] });
    let listed = json!({ "select": own, "act": "add_to_list", "list": theirs.id("list") });
    let heir = json!({ "user": theirs.owner.user.to_string(), "password": "x" });
    for (path, body) in [
        (contact.as_str(), json!({ "with": theirs.id("contact") })),
        ("contacts/bulk", listed),
        ("transfer", heir),
    ] {
        let path = format!("/v1/orgs/{}/{path}", ours.org);
        let refused = api.post(&path).by(ours.owner).json(&body).send().await;
        assert!(refused.status.is_client_error(), "{path}: {}", refused.status);
    }
    // A change of many is taken, and finds none of them.
    let whom = json!({ "select": { "contacts": [theirs.id("contact")] }, "act": "delete" });
    let bulk = api.post(format!("/v1/orgs/{}/contacts/bulk", ours.org)).by(ours.owner);
    assert!(!bulk.json(&whom).send().await.status.is_server_error());
    engine.settle().await;
    let page = format!("/v1/orgs/{}/contacts?limit=1", theirs.org);
    let more = json!({ "name": "Ada", "phone": "+12125550190" });
    theirs_gets_another(&api, &theirs, more).await;
    let cursor = api.get(&page).by(theirs.owner).send().await.json()["next_cursor"].clone();
    let cursor = cursor.as_str().expect("a second page");
    for (path, status) in [("contacts", 422), ("events", 422), ("messages", 422), ("audit", 422)] {
        let uri = format!("/v1/orgs/{}/{path}?cursor={cursor}", ours.org);
        assert_eq!(api.get(&uri).by(ours.owner).send().await.status, status, "{path}");
    }
    let after = rows_of(&engine, &theirs);
    assert!(before.iter().all(|row| after.contains(row)), "something of theirs was changed");
}

async fn theirs_gets_another(api: &Api, theirs: &Tenant, body: Value) {
    let path = format!("/v1/orgs/{}/contacts", theirs.org);
    let made = api.post(&path).by(theirs.owner).json(&body).send().await;
    assert_eq!(made.status, 201, "{}", made.json());
}

/// An event of an org, started, with as many guests and seats.
async fn started(engine: &World, org: OrgId, number: u8, guests: u32) -> Event {
    let event = Event { org, state: EventState::Active, ..fixtures::event(number) };
    engine.create_event(&event, guests).await;
    for guest in 0..guests {
        let guest = super::world::numbered_guest(&event, u32::from(number) * 1_000 + guest);
        engine.create_invitee(&guest).await;
    }
    let mut transaction = Transaction::new();
    transaction.start_engine(event.id, engine.now());
    engine.ctx.store.commit(transaction).await.unwrap();
    event
}

#[tokio::test]
async fn promise_5_an_orgs_quota_is_spent_by_nobody_else() {
    let mut engine = World::new(5, 0).await;
    let limits = [(2, 10), (3, 20), (4, 0)];
    let mut events = Vec::new();
    for (number, limit) in limits {
        let org = OrgId::from_bytes([number; 10]);
        create_org(&engine, org, limit).await;
        events.push(started(&engine, org, number, 30).await);
    }
    engine.settle().await;
    let sent = |event: &Event| {
        let accepted = engine.texts.accepted();
        accepted.iter().filter(|one| one.text.id.key().event() == Some(event.id)).count()
    };
    // All but the tenth that is kept for confirmations.
    assert_eq!([sent(&events[0]), sent(&events[1]), sent(&events[2])], [9, 18, 0]);
    for (event, taken) in events.iter().zip([9, 18, 0]) {
        let allowance = engine.ctx.store.allowance(event.org, Consistency::Strong).await.unwrap();
        let window = &allowance.org.quota.window;
        assert_eq!(window.taken(engine.now(), domain::quota::Span::Hour), taken);
    }
    // Negative control: of one org, the second event finds the quota spent.
    let mut engine = World::new(5, 0).await;
    let org = OrgId::from_bytes([2; 10]);
    create_org(&engine, org, 10).await;
    for number in [2, 3] {
        started(&engine, org, number, 30).await;
        engine.settle().await;
    }
    assert_eq!(engine.texts.accepted().len(), 9);
}

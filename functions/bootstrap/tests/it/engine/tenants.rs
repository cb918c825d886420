//! Promise 5: no tenant reads or spends another's, through any route, with anybody's ids.
//!
//! The routes and the places of ids in them come from the API's own document, so that a new route is
//! looked at without being named here.
use super::world::World;
use bootstrap::openapi;
use domain::{
    event::{Event, EventState},
    ids::{EventId, OrgId},
    rights::Role,
};
use http::Method;
use runtime::access_token::Bearer;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::{
    Consistency, Row, Transaction, Update,
    keys::{EventKey, Place},
    orgs::Org,
};
use testkit::{
    fixtures,
    stage::{Api, Reply},
};

/// A route of an org.
#[derive(Debug)]
struct Route {
    id: String,
    method: Method,
    path: String,
    content: Option<String>,
}

fn routes() -> Vec<Route> {
    let document = serde_json::to_value(openapi()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        if !path.starts_with("/v1/orgs/{org}") {
            continue;
        }
        for (method, operation) in
            item.as_object().unwrap().iter().filter(|(m, _)| *m != "parameters")
        {
            let content = operation["requestBody"]["content"].as_object();
            routes.push(Route {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                content: content.and_then(|content| content.keys().next().cloned()),
            });
        }
    }
    // What deletes comes last, so that the others find what they look for.
    routes.sort_by_key(|route| route.method == Method::DELETE);
    routes
}

impl Route {
    /// The ids that its path has room for, the org's own apart.
    fn holes(&self) -> Vec<&str> {
        let segments = self.path.split('/');
        let holes = segments.filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        holes.filter(|hole| *hole != "org" && word(hole).is_none()).collect()
    }

    /// The path in `org`, with the ids that `id` names.
    fn uri<'a>(&self, org: OrgId, id: impl Fn(&str) -> &'a str) -> String {
        let fill = |segment: &str| match segment.strip_prefix('{').and_then(|s| s.strip_suffix('}'))
        {
            None => segment.to_owned(),
            Some("org") => org.to_string(),
            Some(hole) => word(hole).map_or_else(|| id(hole).to_owned(), str::to_owned),
        };
        self.path.split('/').map(fill).collect::<Vec<_>>().join("/")
    }

    /// A body that the route takes. A new route that wants more than `{}` fails
    /// [`every_route_finds_its_own`] until it is given one.
    fn body(&self) -> String {
        let json = match self.id.as_str() {
            "SendBroadcast" => json!({ "text": "Bring a chair.", "audience": "all" }),
            "AddInvitees" => json!({ "all": true }),
            "MoveInvitee" => json!({ "to": "top" }),
            "ChangeEvent" | "ChangeInvitee" | "ChangeContact" => json!({ "name": "Another name" }),
            _ => json!({}),
        };
        match self.content.as_deref() {
            Some("text/csv") => "name,phone\nGrace,+12125550177\n".to_owned(),
            Some(_) => json.to_string(),
            None => String::new(),
        }
    }

    async fn ask(&self, api: &Api, uri: &str, by: Bearer) -> Reply {
        let request = api.request(&self.method, uri).by(by).header("idempotency-key", uri);
        match &self.content {
            Some(content) => request.body(content, self.body()).send().await,
            None => request.send().await,
        }
    }
}

/// What stands in a place of a path that is a word or a number and nobody's id.
fn word(hole: &str) -> Option<&'static str> {
    match hole {
        "figure" => Some("sent"),
        "part" => Some("0"),
        _ => None,
    }
}

/// An org with one of everything that has an id.
struct Tenant {
    org: OrgId,
    owner: Bearer,
    ids: BTreeMap<&'static str, String>,
}

impl Tenant {
    async fn new(engine: &World, api: &Api, number: u8) -> Self {
        let org = OrgId::from_bytes([number; 10]);
        create_org(engine, org, 1_000).await;
        let owner = engine.member(org, Role::Owner).await;
        let mut tenant = Self { org, owner, ids: BTreeMap::new() };
        let phone = format!("+1212555010{number}");
        let contact =
            tenant.make(api, "contacts", json!({ "name": "Grace", "phone": phone })).await;
        tenant.keep("contact", &contact["id"]);
        let event = json!({ "name": "Supper", "starts_local": "2026-06-20T19:00", "capacity": 5 });
        let event = tenant.make(api, "events", event).await;
        tenant.keep("event", &event["id"]);
        let path = format!("events/{}/invitees", tenant.ids["event"]);
        let whom = json!({ "contacts": [tenant.ids["contact"]] });
        let added = tenant.make(api, &path, whom).await;
        tenant.keep("invitee", &added["results"][0]["invitee"]);
        let path = format!("events/{}/broadcasts", tenant.ids["event"]);
        let words = json!({ "text": "Hello.", "audience": "all" });
        let broadcast = tenant.make(api, &path, words).await;
        tenant.keep("broadcast", &broadcast["id"]);
        tenant.import(api).await;
        tenant
    }

    fn keep(&mut self, hole: &'static str, id: &Value) {
        self.ids.insert(hole, id.as_str().unwrap_or_else(|| panic!("no {hole}: {id}")).to_owned());
    }

    async fn import(&mut self, api: &Api) {
        let request = api.post(format!("/v1/orgs/{}/imports/dry-run", self.org)).by(self.owner);
        let file = request.body("text/csv", "name,phone\nGrace,+12125550177\n");
        let run = file.send().await.json();
        let import = self.make(api, "imports", json!({ "plan": run["plan"] })).await;
        self.keep("import", &import["id"]);
    }

    async fn make(&self, api: &Api, what: &str, body: Value) -> Value {
        let request = api.post(format!("/v1/orgs/{}/{what}", self.org)).by(self.owner);
        let request = request.header("idempotency-key", &format!("make {what}"));
        let answer = request.json(&body).send().await;
        assert!(answer.status.is_success(), "{what}: {} {}", answer.status, answer.json());
        answer.json()
    }

    fn id(&self, hole: &str) -> &str {
        self.ids.get(hole).unwrap_or_else(|| panic!("tell this test what a {{{hole}}} is"))
    }
}

async fn create_org(engine: &World, org: OrgId, hour_limit: u32) {
    let limits = |org: &mut Org| (org.hour_limit, org.day_limit) = (hour_limit, 5_000);
    engine.create_org(org, limits).await;
}

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
    let names = |text: &str| text.contains(&org) || tenant.ids.values().any(|id| text.contains(id));
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
        let uri = route.uri(theirs.org, |hole| theirs.id(hole));
        let answer = route.ask(&api, &uri, ours.owner).await;
        assert_eq!((answer.status.as_u16(), answer.problem()), (404, "not-found".into()), "{uri}");
        // Nor do the right ids in the wrong org.
        let uri = route.uri(theirs.org, |hole| ours.id(hole));
        assert_eq!(route.ask(&api, &uri, ours.owner).await.status, 404, "{} {uri}", route.id);
    }
    assert!(rows_of(&engine, &theirs) == before, "something of theirs was changed");
}

#[tokio::test]
async fn promise_5_a_foreign_id_in_any_place_of_an_own_path_is_not_found() {
    let (engine, api, ours, theirs) = two().await;
    let before = rows_of(&engine, &theirs);
    let mut asked = 0;
    for route in routes() {
        let holes = route.holes();
        // Every choice of places that hold a foreign id, but for none.
        for foreign in 1..1_usize << holes.len() {
            let uri = route.uri(ours.org, |hole| {
                let place = holes.iter().position(|known| *known == hole).unwrap();
                if foreign >> place & 1 == 1 { theirs.id(hole) } else { ours.id(hole) }
            });
            let answer = route.ask(&api, &uri, ours.owner).await;
            let what = (answer.status.as_u16(), answer.problem());
            assert_eq!(what, (404, "not-found".into()), "{} {uri}", route.id);
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
    for route in routes().into_iter().filter(|route| !route.holes().is_empty()) {
        let uri = route.uri(ours.org, |hole| ours.id(hole));
        let answer = route.ask(&api, &uri, ours.owner).await;
        let status = answer.status.as_u16();
        let fine = answer.status.is_success() || [409, 429].contains(&status);
        assert!(fine, "{} {uri}: {status} {}", route.id, answer.json());
    }
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
    let (engine, api, ours, theirs) = two().await;
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

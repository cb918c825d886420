//! An org with one of everything that has an id.
use super::super::world::World;
use domain::{
    ids::OrgId,
    rights::{EventRole, Role},
};
use runtime::access_token::Bearer;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::orgs::Org;
use testkit::stage::Api;

/// An org with one of everything that has an id.
pub(super) struct Tenant {
    pub(super) org: OrgId,
    pub(super) owner: Bearer,
    ids: BTreeMap<&'static str, String>,
}

impl Tenant {
    pub(super) async fn new(engine: &World, api: &Api, number: u8) -> Self {
        let org = OrgId::from_bytes([number; 10]);
        create_org(engine, org, 1_000).await;
        let owner = engine.member(org, Role::Owner).await;
        engine.change_user(owner.user, |user| user.email_verified = true).await;
        let mut tenant = Self { org, owner, ids: BTreeMap::new() };
        tenant.keep("session", &json!(owner.session.to_string()));
        tenant.keep("tenant", &json!(org.to_string()));
        tenant.contacts(api, number).await;
        tenant.events(api).await;
        tenant.guests(api).await;
        tenant.import(api).await;
        tenant.team(engine, api).await;
        tenant
    }

    /// The id of what a hole stands for.
    pub(super) fn id(&self, hole: &str) -> &str {
        let words = "make one in tenant.rs, or say in requests.rs that it is a word";
        self.ids.get(hole).unwrap_or_else(|| panic!("what is a {{{hole}}}? {words}"))
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.values().map(String::as_str)
    }

    async fn contacts(&mut self, api: &Api, number: u8) {
        let phone = format!("+1212555010{number}");
        let contact = json!({ "name": "Grace", "phone": phone });
        let contact = self.make(api, "contacts", contact).await;
        self.keep("contact", &contact["id"]);
        let other = json!({ "name": "Alan", "email": format!("alan{number}@example.com") });
        let other = self.make(api, "contacts", other).await;
        self.keep("other contact", &other["id"]);
        let list = self.make(api, "lists", json!({ "name": "Family" })).await;
        self.keep("list", &list["id"]);
        let change = json!({ "contacts": [self.id("contact")] });
        let change = json!({ "select": change, "act": "add_tags", "tags": ["family"] });
        let bulk = self.make(api, "contacts/bulk", change).await;
        self.keep("bulk", &bulk["id"]);
    }

    async fn events(&mut self, api: &Api) {
        for (name, hole) in [("Supper", "event"), ("Tea", "other event")] {
            let event = json!({ "name": name, "starts_local": "2026-06-20T19:00", "capacity": 5 });
            let event = self.make(api, "events", event).await;
            self.keep(hole, &event["id"]);
        }
    }

    async fn guests(&mut self, api: &Api) {
        let path = format!("events/{}/invitees", self.id("event"));
        let whom = json!({ "contacts": [self.id("contact")] });
        let added = self.make(api, &path, whom).await;
        self.keep("invitee", &added["results"][0]["invitee"]);
        let words = json!({ "text": "Hello.", "audience": "all" });
        let broadcasts = format!("events/{}/broadcasts", self.id("event"));
        let broadcast = self.make(api, &broadcasts, words).await;
        self.keep("broadcast", &broadcast["id"]);
        let path = format!("{path}/{}", self.id("invitee"));
        let invitee =
            api.get(format!("/v1/orgs/{}/{path}", self.org)).by(self.owner).send().await.json();
        let link = invitee["link"].as_str().unwrap();
        let (_, token) = link.rsplit_once('/').unwrap();
        self.keep("token", &json!(token));
    }

    async fn import(&mut self, api: &Api) {
        let request = api.post(format!("/v1/orgs/{}/imports/dry-run", self.org)).by(self.owner);
        let file = request.body("text/csv", "name,phone\nGrace,+12125550177\n");
        let run = file.send().await.json();
        let import = self.make(api, "imports", json!({ "plan": run["plan"] })).await;
        self.keep("import", &import["id"]);
    }

    /// A second member, with a role on the event.
    async fn team(&mut self, engine: &World, api: &Api) {
        let event = self.id("event").parse().unwrap();
        let editor = engine.event_member(self.org, event, EventRole::Editor).await;
        self.keep("user", &json!(editor.user.to_string()));
        let email = format!("ada@{}.example.com", self.org.to_string().replace('_', "-"));
        let whom = json!({ "email": email, "role": "MEMBER" });
        let invitation = self.make(api, "invitations", whom).await;
        self.keep("invitation", &invitation["id"]);
    }

    fn keep(&mut self, hole: &'static str, id: &Value) {
        self.ids.insert(hole, id.as_str().unwrap_or_else(|| panic!("no {hole}: {id}")).to_owned());
    }

    async fn make(&self, api: &Api, what: &str, body: Value) -> Value {
        let request = api.post(format!("/v1/orgs/{}/{what}", self.org)).by(self.owner);
        let request = request.header("idempotency-key", &format!("make {what} {body}"));
        let answer = request.json(&body).send().await;
        assert!(answer.status.is_success(), "{what}: {} {}", answer.status, answer.json());
        answer.json()
    }
}

pub(super) async fn create_org(engine: &World, org: OrgId, hour_limit: u32) {
    let limits = |org: &mut Org| (org.hour_limit, org.day_limit) = (hour_limit, 5_000);
    engine.create_org(org, limits).await;
}

//! What is in the world: one of everything that a sample is about.
use super::world::Values;
use bootstrap::{api_router, job};
use domain::{
    event::{Event, EventState},
    ids::MailId,
    invitee::{Invitee, Status},
    message::{Delivery, MessageId, MessageKey, Purpose},
    outbox::Life,
    quiet::QuietHours,
    rights::{EventRole, Role},
};
use jiff::{SignedDuration, civil::date};
use ports::{Queue, QueueMessage};
use providers::signature;
use runtime::{
    access_token::Bearer,
    invitation,
    mail::{Letter, PendingMail, Reader},
    password::{Password, SALT_BYTES},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Display};
use store::{Transaction, accounts::User, mails::MailState, outbox::Invitation, platform::Parked};
use testkit::{
    Stage,
    fixtures::{self, ORG},
    stage::{ACCOUNT, AUTH_TOKEN, Api, BASE_URL, Reply, SENDER},
};

/// Everybody's password.
const PASSWORD: &str = "correct horse battery";
const EMAIL: &str = "ada@example.com";
const CSV: &str = "name,phone,email\nMary Jackson,+12125550181,mary@example.org\nNobody,call me,\n";

/// Who asks, by the name of their token.
pub(super) type People = BTreeMap<&'static str, Bearer>;

/// Fills the stage. What stands in the samples' places, and who asks.
pub(super) async fn sow(stage: &Stage) -> (Values, People) {
    let mut seeds = Seeds::new(stage).await;
    seeds.people_and_orgs().await;
    seeds.contacts().await;
    seeds.event().await;
    seeds.imports().await;
    seeds.team().await;
    seeds.platform().await;
    relay(stage).await;
    // What was handed on so far is no part of a sample's answer.
    drop(stage.queues.take());
    (seeds.values, seeds.people)
}

/// The revision of what the payload wants to change: of its own path, or of what that is a part of.
pub(super) async fn revision(stage: &Stage, payload: &Value) -> String {
    let api = stage.api(api_router(stage.ctx.clone()));
    let path = payload["rawPath"].as_str().unwrap();
    let parent = path.rsplit_once('/').unwrap().0;
    for path in [path, parent] {
        let get = api.get(path).header("authorization", text(&payload["headers"]["authorization"]));
        let reply = get.send().await;
        if !reply.header("etag").is_empty() {
            return reply.header("etag").trim_matches('"').to_owned();
        }
    }
    // Members stand in a list.
    "1".to_owned()
}

/// What happens to the world, so that its stream has everything that the relay acts on.
pub(super) async fn deeds(stage: &Stage, values: &Values, people: &People) {
    let api = stage.api(api_router(stage.ctx.clone()));
    let (org, event) = (&values["org"], &values["event"]);
    let path = |rest: &str| format!("/v1/orgs/{org}{rest}");
    let page = format!("/r/{}", values["guest_token"]);
    let yes = api.post(&page).form("answer=yes&party=1&held=1").send().await;
    assert_eq!(yes.status, 303);
    let no = api.post(&page).form("answer=no").send().await;
    assert_eq!(no.status, 303);
    let settings = path(&format!("/events/{event}"));
    let etag = api.get(&settings).by(people["owner"]).send().await;
    let change = api.patch(&settings).by(people["owner"]).header("if-match", etag.header("etag"));
    change.json(&json!({ "location": "14 Elm Street, Albany" })).send().await.with(200);
    let contact = path(&format!("/contacts/{}", values["contact"]));
    let etag = api.get(&contact).by(people["owner"]).send().await;
    let delete = api.delete(&contact).by(people["owner"]).header("if-match", etag.header("etag"));
    assert_eq!(delete.send().await.status, 204);
    let number = "SM00000000000000000000000000000099";
    let form = [
        ("AccountSid", ACCOUNT),
        ("Body", "STOP"),
        ("From", "+16465550002"),
        ("MessageSid", number),
        ("To", SENDER),
    ];
    let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let path = format!("/hooks/twilio/{ACCOUNT}/inbound");
    let signature = signature::sign(AUTH_TOKEN, &format!("{BASE_URL}{path}"), &form);
    let text: Vec<String> = form.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let stop = api.post(&path).header(signature::HEADER, &signature);
    let stop = stop.form(text.join("&").replace('+', "%2B")).send().await;
    assert_eq!(stop.status, 200, "{}", stop.body);
    let expired = stage.now() + SignedDuration::from_hours(24 * 7);
    assert!(stage.table.sweep_ttl(expired).unwrap() > 0);
    relay(stage).await;
}

/// Lets lists follow, and hands on what the stream sets in motion.
async fn relay(stage: &Stage) {
    let mut last = 0;
    loop {
        let mut records = stage.table.next_records(last, 100).unwrap();
        if records.records.is_empty() {
            return;
        }
        last = records.last;
        // The emulator tells the machine's second; lists that are in order of time would differ.
        for record in &mut records.records {
            record["dynamodb"]["ApproximateCreationDateTime"] = stage.now().as_second().into();
        }
        let relay = job("relay").unwrap();
        relay.run(stage.ctx.clone(), records.into_event()).await.unwrap();
    }
}

struct Seeds<'a> {
    stage: &'a Stage,
    api: Api,
    org: String,
    owner: Bearer,
    admin: Bearer,
    values: Values,
    people: People,
}

impl<'a> Seeds<'a> {
    async fn new(stage: &'a Stage) -> Self {
        stage.create_org(ORG, |_| ()).await;
        Self {
            stage,
            api: stage.api(api_router(stage.ctx.clone())),
            org: format!("/v1/orgs/{ORG}"),
            owner: stage.member(ORG, Role::Owner).await,
            admin: stage.platform_admin().await,
            values: Values::new(),
            people: People::new(),
        }
    }

    fn set(&mut self, name: &str, value: impl Display) {
        self.values.insert(name.to_owned(), value.to_string());
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        self.post_as(self.owner, &format!("{}{path}", self.org), body).await
    }

    async fn post_as(&self, who: Bearer, path: &str, body: &Value) -> Value {
        // Something is set for everything that is made.
        let key = format!("{path} {}", self.values.len());
        let request = self.api.post(path).by(who).header("idempotency-key", &key);
        let reply: Reply = request.json(body).send().await;
        assert!(reply.status.is_success(), "{path}: {}", reply.body);
        reply.json()
    }

    async fn people_and_orgs(&mut self) {
        let stage = self.stage;
        let hash = Password::choose(PASSWORD).unwrap().hash(&[7; SALT_BYTES]).unwrap();
        let member = stage.member(ORG, Role::Member).await;
        let event_member = stage.member(ORG, Role::Viewer).await;
        let newcomer = stage.user(&[]).await;
        let other_admin = stage.platform_admin().await;
        let deactivated = stage.user(&[]).await;
        stage.deactivate(deactivated).await;
        for who in [self.owner, self.admin, member, newcomer] {
            let change = |user: &mut User| {
                user.password.clone_from(&hash);
                user.email_verified = true;
            };
            stage.change_user(who.user, change).await;
        }
        self.people = BTreeMap::from([
            ("owner", self.owner),
            ("admin", self.admin),
            ("member", member),
            ("newcomer", newcomer),
        ]);
        self.set("org", ORG);
        self.set("other_org", stage.org().await);
        self.set("member", member.user);
        self.set("event_member", event_member.user);
        self.set("other_admin", other_admin.user);
        self.set("deactivated", deactivated.user);
        self.set("password", PASSWORD);
        self.set("account", ACCOUNT);
        // An address of its own would be the user's id.
        let email = json!({ "email": EMAIL, "password": PASSWORD });
        let changed = self.api.request("PUT", "/v1/me/email").by(self.owner).json(&email).send();
        assert_eq!(changed.await.status, 202);
        let token = stage.mailed_token(EMAIL).unwrap();
        let verified = self.api.post("/v1/email/verify").json(&json!({ "token": token })).send();
        assert_eq!(verified.await.status, 204);
        self.set("email", EMAIL);
        let made = json!({ "name": "The old club" });
        let archived = self.post_as(self.owner, "/v1/orgs", &made).await;
        self.set("archived_org", text(&archived["id"]));
        let path = format!("/v1/orgs/{}", text(&archived["id"]));
        let quiet =
            self.post_as(self.owner, "/v1/orgs", &json!({ "name": "The quiet club" })).await;
        self.set("quiet_org", text(&quiet["id"]));
        let gone = self.api.delete(&path).by(self.owner).json(&made).send().await;
        assert_eq!(gone.status, 200, "{}", gone.body);
    }

    async fn contacts(&mut self) {
        let ada = json!({
            "name": "Ada Lovelace", "phone": "+12125550131", "email": "lovelace@example.org",
            "tags": ["friends"],
        });
        let contact = self.post("/contacts", &ada).await;
        self.set("contact", text(&contact["id"]));
        let same = json!({ "name": "Ada Lovelace", "phone": "+12125550132" });
        let other = self.post("/contacts", &same).await;
        self.set("other_contact", text(&other["id"]));
        let list = self.post("/lists", &json!({ "name": "Friends" })).await;
        let path = format!("/lists/{}", text(&list["id"]));
        self.set("list", text(&list["id"]));
        let member = format!("{}{path}/contacts/{}", self.org, text(&contact["id"]));
        let put = self.api.request("PUT", &member).by(self.owner).send().await;
        assert_eq!(put.status, 204, "{}", put.body);
        let made = self.post(&format!("{path}/sign-up"), &json!({})).await;
        let link = text(&made["sign_up"]["link"]);
        self.set("sign_up_token", link.strip_prefix(&format!("{BASE_URL}/join/")).unwrap());
        let bulk = json!({ "act": "add_tags", "tags": ["family"], "select": { "all": true } });
        let bulk = self.post("/contacts/bulk", &bulk).await;
        self.set("bulk", text(&bulk["id"]));
        let path = format!("{}/suppressions/+12125550141", self.org).replace('+', "%2B");
        let put = self.api.request("PUT", &path).by(self.owner).json(&json!({})).send().await;
        assert_eq!(put.status, 200, "{}", put.body);
    }

    async fn event(&mut self) {
        let stage = self.stage;
        // Far enough that no machine's clock comes to it, and no text changes with the day.
        let far = |number| {
            let mut event: Event = fixtures::event(number);
            event.when.starts_local = date(2099, 6, 20).at(19, 0, 0, 0);
            // Nor with the hour.
            event.settings.quiet_hours = QuietHours::NONE;
            event
        };
        let draft = |number| Event { state: EventState::Draft, ..far(number) };
        let cancelled = |number| Event { state: EventState::Cancelled, ..far(number) };
        let event = far(1).id;
        stage.create_event(&far(1), 10).await;
        stage.create_event(&draft(2), 10).await;
        stage.create_event(&cancelled(3), 10).await;
        stage.create_event(&cancelled(4), 10).await;
        self.post(&format!("/events/{}/archive", far(3).id), &Value::Null).await;
        self.set("event", event);
        self.set("draft", draft(2).id);
        self.set("archived", far(3).id);
        self.set("cancelled", far(4).id);
        stage.guest(far(2).id, 8, Status::Queued).await;
        let queued = stage.guest(event, 1, Status::Queued).await;
        stage.guest(event, 9, Status::Queued).await;
        let invited = stage.guest(event, 2, stage.live(1)).await;
        stage.guest(event, 3, Status::Accepted { taken: 1 }).await;
        let declined = stage.guest(event, 4, Status::Declined).await;
        let undelivered = stage.guest(event, 5, stage.live(1)).await;
        let unknown = stage.guest(event, 6, Status::Inviting { held: 1 }).await;
        let waiting = stage.guest(event, 7, Status::Inviting { held: 1 }).await;
        let to = |delivery| {
            move |invitee: &mut Invitee| {
                if let Some(message) = &mut invitee.message {
                    message.delivery = delivery;
                    message.provider_id = None;
                }
            }
        };
        stage.change_invitee((event, undelivered), to(Delivery::Undelivered)).await;
        stage.change_invitee((event, unknown), to(Delivery::Unknown)).await;
        let queue = |invitee: &mut Invitee| {
            let (words, until) = ("Ada invites you.".to_owned(), far(1).closes_at());
            invitee.message = Some(Life::queued(1, words, 1, until));
            invitee.sent_at = None;
        };
        stage.change_invitee((event, waiting), queue).await;
        self.set("invitee", queued);
        self.set("declined", declined);
        self.set("undelivered", undelivered);
        self.set("message", Self::message(&stage.load(event, invited).await));
        self.set("unknown_message", Self::message(&stage.load(event, unknown).await));
        self.set("queued_message", Self::message(&stage.load(event, waiting).await));
        let guest = stage.load(event, invited).await;
        let out = Invitation {
            org: ORG,
            event,
            invitee: guest.id,
            generation: guest.generation,
            at: stage.now(),
            sender: SENDER.to_owned(),
        };
        let (phone, from) = (fixtures::phone(2), (SENDER, ORG));
        let claimed = stage.ctx.store.claim_phone(&phone, from, Some(&out), stage.now()).await;
        assert!(claimed.unwrap().is_ok());
        let link = invitation::link(&stage.ctx, event, guest.id, guest.generation);
        self.set("guest_token", link.strip_prefix(&format!("{BASE_URL}/r/")).unwrap());
        let (event_member, role) =
            (self.values["event_member"].parse().unwrap(), EventRole::Viewer);
        stage.event_role(ORG, event, event_member, role).await;
        let path = format!("/events/{event}/broadcasts");
        let body = json!({ "audience": "all", "text": "Bring a hat." });
        let broadcast = self.post(&path, &body).await;
        self.set("broadcast", text(&broadcast["id"]));
    }

    fn message(invitee: &Invitee) -> MessageId {
        MessageId::of(MessageKey::Invitation {
            event: invitee.event,
            invitee: invitee.id,
            generation: invitee.generation,
            purpose: Purpose::Invite,
            sequence: 1,
        })
    }

    async fn imports(&mut self) {
        let upload = |method: &str, path: &str| {
            let path = format!("{}/imports{path}", self.org);
            self.api.request(method, path).by(self.owner).body("text/csv", CSV)
        };
        let plan = upload("POST", "/dry-run").send().await.with(200)["plan"].clone();
        let mut imports = Vec::new();
        for number in 0..3 {
            let path = format!("{}/imports", self.org);
            let body = json!({ "plan": plan, "parts": 1 });
            let request = self.api.post(&path).by(self.owner).json(&body);
            let made =
                request.header("idempotency-key", &number.to_string()).send().await.with(201);
            imports.push(text(&made["id"]).to_owned());
        }
        for put in [0, 1] {
            upload("PUT", &format!("/{}/parts/0", imports[put])).send().await.with(202);
            if put == 0 {
                // The first one is written, the second waits, the third has no part yet.
                self.work("import", &self.stage.queues.take_from(Queue::Imports)).await;
            }
        }
        self.set("plan", text(&plan));
        for (name, import) in ["import", "queued_import", "open_import"].iter().zip(imports) {
            self.set(name, import);
        }
    }

    async fn team(&mut self) {
        // One may be mailed again 15 minutes later.
        let (stage, now) = (self.stage, self.stage.now());
        stage.clock.set(now - SignedDuration::from_hours(1));
        let invite = json!({ "email": "barbara@example.com", "role": "VIEWER" });
        let earlier = self.post("/invitations", &invite).await;
        self.set("earlier_invitation", text(&earlier["id"]));
        stage.clock.set(now);
        let newcomer = format!("{}@example.com", self.people["newcomer"].user);
        let invite = json!({ "email": newcomer, "role": "MEMBER" });
        let invitation = self.post("/invitations", &invite).await;
        self.set("invitation", text(&invitation["id"]));
        self.set("team_token", self.stage.mailed_token(&newcomer).unwrap());
        let login = json!({ "login": EMAIL, "password": PASSWORD });
        let reply = self.api.post("/v1/session").json(&login).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let cookie = reply.header("set-cookie").split(';').next().unwrap();
        self.set("refresh_token", cookie.strip_prefix("convoke_refresh=").unwrap());
        let sessions = self.api.get("/v1/me/sessions").by(self.owner).send().await.json();
        let sessions = sessions["sessions"].as_array().unwrap().iter();
        let other = sessions.map(|session| text(&session["id"]).to_owned());
        let own = self.owner.session.to_string();
        let other = { other }.find(|id| *id != own).unwrap();
        self.set("session", other);
        let forgot = self.api.post("/v1/password/forgot").json(&json!({ "email": EMAIL })).send();
        assert_eq!(forgot.await.status, 202);
        self.set("reset_token", self.stage.mailed_token(EMAIL).unwrap());
        let next = "countess@example.org";
        let change = json!({ "email": next, "password": PASSWORD });
        let changed = self.api.request("PUT", "/v1/me/email").by(self.owner).json(&change).send();
        assert_eq!(changed.await.status, 202);
        self.set("email_token", self.stage.mailed_token(next).unwrap());
    }

    async fn platform(&mut self) {
        let (stage, admin) = (self.stage, self.admin);
        stage.enter(admin, ORG, false).await;
        let code = self.post_as(admin, "/v1/admin/registration-codes", &json!({})).await;
        self.set("code", text(&code["id"]));
        self.set("code_text", text(&code["code"]));
        let until = stage.now() + SignedDuration::from_hours(24);
        let body = json!({ "event": self.values["event"], "cause": "sample" }).to_string();
        let parked = Parked { queue: "wakes".into(), body, why: "the sample".into(), until };
        stage.ctx.store.park(stage.now(), "one", &parked).await.unwrap();
        let list = self.api.get("/v1/admin/parked").by(admin).send().await.with(200);
        self.set("parked", text(&list["items"][0]["id"]));
        let letter = Letter::already_registered(&Reader::default());
        let mut transaction = Transaction::new();
        let mut unknown = PendingMail::new(&stage.ctx, "grace@example.org", &letter, stage.now());
        unknown.mail.state = MailState::Unknown { claimed_at: stage.now() };
        transaction.create_mail(unknown.id, &unknown.mail);
        let queued = PendingMail::new(&stage.ctx, "joan@example.org", &letter, stage.now());
        let id: MailId = queued.id;
        transaction.create_mail(id, &queued.mail);
        stage.ctx.store.commit(transaction).await.unwrap();
        self.set("unknown_mail", unknown.id);
        self.set("mail", id);
    }

    async fn work(&self, name: &str, messages: &[QueueMessage]) {
        let record = |message: &QueueMessage| json!({ "messageId": "1", "body": message.body, "attributes": {}, "messageAttributes": {} });
        let records: Vec<Value> = messages.iter().map(record).collect();
        let payload = json!({ "Records": records });
        let answer = job(name).unwrap().run(self.stage.ctx.clone(), payload).await.unwrap();
        assert_eq!(answer, json!({ "batchItemFailures": [] }));
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

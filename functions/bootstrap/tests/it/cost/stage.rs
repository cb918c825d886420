//! The engine's world with an org, its owner, and the routes in front of it.
use super::figure::{Calls, measured};
use crate::engine::world::World;
use axum::{Router, body::Body};
use domain::{
    event::{Event, EventState},
    ids::{InviteeId, SessionId, UserId},
    invitee::Invitee,
    message::MessageId,
    phone::{Phone, Region},
    rights::Role,
};
use http::{Method, Request, StatusCode, header, request::Builder};
use http_body_util::BodyExt;
use jiff::SignedDuration;
use ports::{Ids, Queue, QueueMessage};
use providers::signature;
use runtime::{
    access_token::{self, Bearer},
    hints::Wake,
    invitation,
};
use serde_json::{Value, json};
use store::{
    Transaction,
    accounts::{Session, User},
    orgs::Org,
};
use testkit::{Embedded, identity::as_function};
use tower::ServiceExt;

/// Messages of one run of the sender, as its queue hands them over.
pub(super) const SENT_TOGETHER: usize = 10;
/// Records of one run of the relay.
const RELAYED_TOGETHER: u32 = 100;

pub(super) struct Stage {
    pub(super) world: World,
    router: Router,
    owner: Bearer,
    relayed: u64,
}

impl Stage {
    /// A draft of `capacity` seats with `queued` guests.
    pub(super) async fn new(capacity: u32, queued: u16) -> Self {
        Self::with(capacity, queued, |_| ()).await
    }

    pub(super) async fn with(capacity: u32, queued: u16, change: impl FnOnce(&mut Event)) -> Self {
        let world = World::with(capacity, queued, change).await;
        let router = bootstrap::api_router(world.ctx.clone());
        let owner = found(&world).await;
        Self { world, router, owner, relayed: 0 }
    }

    /// The same after its first wave left.
    pub(super) async fn started(capacity: u32, queued: u16) -> Self {
        let mut stage = Self::new(capacity, queued).await;
        stage.world.start().await;
        stage.world.settle().await;
        stage
    }

    pub(super) fn table(&self) -> Embedded {
        self.world.table.clone()
    }

    /// The owner's request, for a path of the org.
    pub(super) fn request(&self, method: Method, rest: &str) -> Builder {
        let now = self.world.now();
        let token = access_token::sign(&self.world.ctx.secrets.access, self.owner, now).unwrap();
        let path = format!("/v1/orgs/{}{rest}", self.world.event.org);
        let bearer = format!("Bearer {token}");
        Request::builder().method(method).uri(path).header(header::AUTHORIZATION, bearer)
    }

    /// A path of the event, below the org's.
    pub(super) fn event(&self, rest: &str) -> String {
        format!("/events/{}{rest}", self.world.event.id)
    }

    /// Sends a request and answers its body, and the calls that it made.
    pub(super) async fn send(
        &self,
        request: Builder,
        body: String,
        status: StatusCode,
    ) -> (Value, Calls) {
        let request = request.body(Body::from(body)).unwrap();
        let caller = format!("{} {}", request.method(), request.uri().path());
        let asked = as_function(caller, self.router.clone().oneshot(request));
        let (response, calls) = measured(&self.world.table, asked).await;
        let (parts, body) = response.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        assert_eq!(parts.status, status, "{}", String::from_utf8_lossy(&body));
        (serde_json::from_slice(&body).unwrap_or_default(), calls)
    }

    pub(super) async fn get(&self, rest: &str) -> (Value, Calls) {
        self.send(self.request(Method::GET, rest), String::new(), StatusCode::OK).await
    }

    pub(super) async fn post(
        &self,
        rest: &str,
        body: &Value,
        status: StatusCode,
    ) -> (Value, Calls) {
        let request = self.request(Method::POST, rest);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        self.send(request, body.to_string(), status).await
    }

    /// A new contact's id.
    pub(super) async fn contact(&self, body: &Value) -> (String, Calls) {
        let (contact, calls) = self.post("/contacts", body, StatusCode::CREATED).await;
        (contact["id"].as_str().unwrap().to_owned(), calls)
    }

    /// Adds contacts to the event's list.
    pub(super) async fn add(&self, contacts: &[String]) -> (Vec<InviteeId>, Calls) {
        let body = json!({ "contacts": contacts });
        let (added, calls) = self.post(&self.event("/invitees"), &body, StatusCode::OK).await;
        assert_eq!(added["added"], contacts.len(), "{added}");
        let results = added["results"].as_array().unwrap().iter();
        (results.map(|one| one["invitee"].as_str().unwrap().parse().unwrap()).collect(), calls)
    }

    /// Acts on a guest as the organizer.
    pub(super) async fn act(&self, guest: InviteeId, what: &str, body: &Value) -> Calls {
        let path = self.event(&format!("/invitees/{guest}/{what}"));
        self.post(&path, body, StatusCode::OK).await.1
    }

    /// The path of a guest's page.
    pub(super) fn page(&self, guest: &Invitee) -> String {
        let ctx = &self.world.ctx;
        let link = invitation::link(ctx, guest.event, guest.id, guest.generation);
        link.strip_prefix(&ctx.config.base_url).unwrap().to_owned()
    }

    pub(super) async fn open(&self, path: &str, status: StatusCode) -> Calls {
        self.send(Request::get(path), String::new(), status).await.1
    }

    /// A guest's answer, as the page's form sends it.
    pub(super) async fn answer(&self, guest: &Invitee, form: &str) -> Calls {
        let request = Request::post(self.page(guest))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, form.to_owned(), StatusCode::SEE_OTHER).await.1
    }

    /// The provider's report that a message arrived.
    pub(super) async fn delivered(&self, message: &MessageId, provider_id: &str) -> Calls {
        let (ctx, pair) = (&self.world.ctx, |name: &str, value: &str| (name.into(), value.into()));
        let account = &ctx.secrets.twilio;
        let params: Vec<(String, String)> = vec![
            pair("AccountSid", &account.sid),
            pair("MessageSid", provider_id),
            pair("MessageStatus", "delivered"),
        ];
        let path = format!("/hooks/twilio/{}/status?m={message}", account.sid);
        let url = format!("{}{path}", ctx.config.base_url);
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(signature::HEADER, signature::sign(&account.auth_token, &url, &params));
        let body = params.iter().map(|(name, value)| format!("{name}={value}"));
        self.send(request, body.collect::<Vec<_>>().join("&"), StatusCode::NO_CONTENT).await.1
    }

    /// Hands the stream on until it ends. How many rows that lists show had changed, and the calls.
    pub(super) async fn relay(&mut self) -> (u64, Calls) {
        let (mut changes, mut all) = (0, Calls::default());
        loop {
            let table = self.table();
            let records = table.next_records(self.relayed, RELAYED_TOGETHER).unwrap();
            if records.records.is_empty() {
                return (changes, all);
            }
            self.relayed = records.last;
            let kind = |record: &Value| {
                let kind = &record["dynamodb"]["NewImage"]["kind"]["S"];
                kind.as_str().is_some_and(|kind| kind == "invitee" || kind == "message")
            };
            let shown = records.records.iter().filter(|record| kind(record)).count();
            changes += u64::try_from(shown).unwrap();
            let run = self.world.run("relay", records.into_event());
            let (answer, calls) = measured(&table, run).await;
            assert_whole(&answer);
            all.extend(calls);
        }
    }

    /// One step of the engine.
    pub(super) async fn step(&mut self) -> Calls {
        let now = self.world.now();
        let wake = Wake { event: self.world.event.id }.message("test", &now.to_string());
        self.job("fill", &[wake]).await
    }

    /// Sends what waits, batch by batch.
    pub(super) async fn send_waiting(&mut self) -> Calls {
        let mut all = Calls::default();
        for batch in self.world.take(Queue::Outbox).chunks(SENT_TOGETHER) {
            all.extend(self.job("send", batch).await);
        }
        all
    }

    pub(super) async fn job(&mut self, job: &str, messages: &[QueueMessage]) -> Calls {
        let payload = self.world.payload(messages);
        let table = self.table();
        let (answer, calls) = measured(&table, self.world.run(job, payload)).await;
        assert_whole(&answer);
        calls
    }
}

fn assert_whole(answer: &Value) {
    assert_eq!(answer["batchItemFailures"].as_array().map(Vec::len), Some(0), "{answer}");
}

/// An org with room for waves, and its owner.
async fn found(world: &World) -> Bearer {
    let (ctx, now) = (&world.ctx, world.now());
    let ids: &dyn Ids = &*ctx.ids;
    let bearer = Bearer {
        user: UserId::from_bytes(ids.bytes()),
        session: SessionId::from_bytes(ids.bytes()),
    };
    let org = Org {
        display_name: "The club".into(),
        host: "The club".into(),
        region: Region::US,
        time_zone: world.event.when.zone.clone(),
        hour_limit: 1_000,
        day_limit: 5_000,
        created_at: now,
        invitees_max: None,
        archived_at: None,
        purge: None,
    };
    let user = User {
        email: "ada@example.com".into(),
        display_name: "Ada".into(),
        password: String::new(),
        ..User::new(String::new(), String::new(), String::new(), now)
    };
    let session = Session {
        rotation: 0,
        created_at: now,
        refreshed_at: now,
        expires_at: now + SignedDuration::from_hours(24),
        device: String::new(),
        credentials: 0,
        exchange: 0,
    };
    let mut transaction = Transaction::new();
    transaction.create_org(world.event.org, &org);
    transaction.create_user(bearer.user, &user);
    transaction.create_session(bearer.user, bearer.session, &session);
    transaction.create_member(world.event.org, bearer.user, Role::Owner, now);
    ctx.store.commit(transaction).await.unwrap();
    bearer
}

/// An event that invites already.
pub(super) fn active(event: &mut Event) {
    event.state = EventState::Active;
}

/// One of many phones.
pub(super) fn phone(number: u32) -> Phone {
    let areas = [646, 201, 202, 203, 205, 206, 207, 208, 209, 210, 212];
    let area = areas[usize::try_from(number / 10_000).unwrap()];
    Phone::from_e164(&format!("+1{area}555{:04}", number % 10_000)).unwrap()
}

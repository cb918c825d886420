//! An org with its people, and requests as they make them.
use axum::{Router, body::Body};
use domain::{
    change::Actor,
    event::{Event, EventState},
    ids::{ContactId, EventId, InviteeId, OrgId, SessionId, UserId},
    invitee::{Invitee, Status},
    message::Delivery,
    outbox::Life,
    phone::{Phone, Region},
    position::Position,
    rights::Role,
    token::LinkKeys,
    transition::{Entry, add},
    zone::Zone,
};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use ports::{Secrets, TwilioAccount};
use runtime::{
    Config, Ctx,
    access_token::{self, Bearer},
};
use serde_json::{Value, json};
use std::sync::Arc;
use store::{
    Consistency, Transaction,
    accounts::{Session, User},
    events::{EventAndSeats, Walk},
    invitees::Addition,
    keys::{SessionKey, UserKey},
    orgs::Org,
};
use testkit::{
    Embedded, FakeClock, FakeTexts, Meter, RecordingQueues, RecordingSchedules, SeededIds,
};
use tower::ServiceExt;

pub(crate) const ORG: OrgId = OrgId::from_bytes([1; 10]);

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// The body, which is expected to come with this status.
    pub(crate) fn with(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    /// The problem's name, which is expected to come with this status.
    pub(crate) fn problem(self, status: u16) -> String {
        let kind = self.with(status)["type"].as_str().unwrap_or_default().to_owned();
        kind.trim_start_matches("/problems/").to_owned()
    }

    /// The fields that need a correction.
    pub(crate) fn pointers(self) -> Vec<String> {
        let body = self.with(422);
        assert_eq!(body["type"], "/problems/invalid-fields", "{body}");
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        let mut pointers: Vec<String> =
            errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect();
        pointers.sort();
        pointers
    }

    pub(crate) fn etag(&self) -> String {
        self.headers["etag"].to_str().unwrap().to_owned()
    }
}

pub(crate) struct World {
    pub(crate) table: Embedded,
    pub(crate) clock: FakeClock,
    pub(crate) ctx: Ctx,
    router: Router,
}

impl World {
    pub(crate) async fn new() -> Self {
        let table = Embedded::memory().await.unwrap();
        let clock = FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap());
        let ctx = Ctx {
            store: table.store(),
            clock: Arc::new(clock.clone()),
            ids: Arc::new(SeededIds::new(1)),
            secrets: Arc::new(secrets()),
            texts: Arc::new(FakeTexts::default()),
            queues: Arc::new(RecordingQueues::default()),
            schedules: Arc::new(RecordingSchedules::default()),
            config: Arc::new(Config {
                table: "convoke".into(),
                base_url: "https://convoke.example.com".into(),
                twilio_base_url: "https://twilio.example.com".into(),
                log_filter: "info".into(),
            }),
        };
        let (router, _) = events::router().split_for_parts();
        let router = runtime::http::serve(router, ctx.clone());
        let world = Self { table, clock, ctx, router };
        world.people().await;
        world
    }

    async fn people(&self) {
        let now = self.now();
        let mut transaction = Transaction::new();
        let org = Org {
            display_name: "Tea club".into(),
            host: "Ada".into(),
            region: Region::US,
            time_zone: Zone::parse("America/New_York").unwrap(),
            hour_limit: 100,
            day_limit: 500,
            created_at: now,
        };
        transaction.create_org(ORG, &org);
        for role in Role::ALL {
            transaction.create_member(ORG, user(role), role, now);
        }
        self.ctx.store.commit(transaction).await.unwrap();
        for person in Role::ALL.map(user).into_iter().chain([stranger()]) {
            self.sign_up(person).await;
        }
    }

    async fn sign_up(&self, person: UserId) {
        let mut transaction = Transaction::new();
        let (account, session) = account(person, self.now());
        transaction.create(&UserKey { user: person }, &account);
        transaction.create(&SessionKey { user: person, session: SESSION }, &session);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ctx.clock.now()
    }

    /// A request by somebody, with more headers.
    pub(crate) async fn send(
        &self,
        by: Option<UserId>,
        (method, path): (&str, &str),
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(user) = by {
            let bearer = Bearer { user, session: SESSION };
            let token = access_token::sign(&self.ctx.secrets.access, bearer, self.now()).unwrap();
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.answer(request.body(body).unwrap()).await
    }

    /// A request with a body that need not be JSON.
    pub(crate) async fn send_raw(&self, method: &str, path: &str, body: &str) -> Answer {
        let bearer = Bearer { user: user(Role::Member), session: SESSION };
        let token = access_token::sign(&self.ctx.secrets.access, bearer, self.now()).unwrap();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap();
        self.answer(request).await
    }

    async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes)
                .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into()))
        };
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Some(user(Role::Viewer)), ("GET", path), None, &[]).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Some(user(Role::Member)), ("POST", path), Some(body), &[]).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Some(user(Role::Member)), ("PATCH", path), Some(body), &[]).await
    }

    /// As an owner.
    pub(crate) async fn owner(&self, method: &str, path: &str, body: Value) -> Answer {
        self.send(Some(user(Role::Owner)), (method, path), Some(body), &[]).await
    }

    /// A new event of ten seats at 19:00 in New York, with other fields where they are given.
    pub(crate) async fn event(&self, more: Value) -> EventId {
        let mut body = json!({
            "name": "Garden party",
            "starts_local": "2026-06-12T19:00",
            "capacity": 10,
        });
        for (field, value) in more.as_object().unwrap() {
            body[field] = value.clone();
        }
        let made = self.post(&events(), body).await.with(201);
        made["id"].as_str().unwrap().parse().unwrap()
    }

    pub(crate) async fn stored(&self, event: EventId) -> EventAndSeats {
        self.ctx.store.event_and_seats(event).await.unwrap().unwrap()
    }

    pub(crate) async fn walk(&self, event: EventId) -> Option<Walk> {
        self.stored(event).await.engine.walk.map(|(walk, _)| walk)
    }

    /// The engine has come to the end of its walk.
    pub(crate) async fn walked(&self, event: EventId) {
        let found = self.stored(event).await;
        let engine = store::events::Engine { walk: None, ..found.engine };
        let mut transaction = Transaction::new();
        transaction.replace_seats(event, &found.seats, &engine, found.seats_rev);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    pub(crate) async fn set_state(&self, event: EventId, state: EventState) {
        let found = self.stored(event).await;
        let mut transaction = Transaction::new();
        transaction.replace_event(&Event { state, ..found.event }, found.event_rev);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// Puts somebody on the list as if it had come so far; the seats follow.
    pub(crate) async fn invitee(&self, event: EventId, number: u32, status: Status) -> InviteeId {
        let found = self.stored(event).await;
        let entry = Entry {
            contact: Some(contact_id(number)),
            name: format!("Guest {number}"),
            phone: Some(phone(number)),
            zone: None,
            party_max: 4,
        };
        let position = Position::at_end(self.now(), number);
        let new = add(&found.event, entry, position, (Actor::Engine, self.now())).unwrap();
        let life = Life {
            delivery: Delivery::Submitted,
            provider_id: Some(format!("SM{number}")),
            ..Life::queued(1, String::new(), 1, found.event.closes_at())
        };
        let sent = status != Status::Queued;
        let invitee = Invitee {
            status,
            message: sent.then_some(life),
            sent_at: sent.then_some(self.now()),
            ..new
        };
        let added = self.ctx.store.add_invitee(&invitee, "test").await.unwrap();
        let Addition::Added(added) = added else { panic!("{number} is on the list already") };
        let mut seats = found.seats;
        seats.left -= i64::from(status.seats());
        seats.waiting += u32::from(status.is_waitlisted());
        let mut transaction = Transaction::new();
        transaction.replace_seats(event, &seats, &found.engine, found.seats_rev);
        self.ctx.store.commit(transaction).await.unwrap();
        added.id
    }

    pub(crate) async fn load(&self, event: EventId, invitee: InviteeId) -> Invitee {
        let kept = self.ctx.store.invitee(event, invitee, Consistency::Strong).await.unwrap();
        kept.unwrap().invitee
    }

    /// What `work` consumes.
    pub(crate) async fn metered(&self, work: impl Future<Output = Answer>) -> (Answer, Meter) {
        let before = self.table.meter();
        let answer = work.await;
        (answer, self.table.meter().since(&before))
    }
}

const SESSION: SessionId = SessionId::from_bytes([7; 10]);

pub(crate) fn user(role: Role) -> UserId {
    let number = match role {
        Role::Viewer => 1,
        Role::Member => 2,
        Role::Admin => 3,
        Role::Owner => 4,
    };
    UserId::from_bytes([number; 10])
}

pub(crate) fn stranger() -> UserId {
    UserId::from_bytes([9; 10])
}

pub(crate) fn contact_id(number: u32) -> ContactId {
    let [a, b, c, d] = number.to_be_bytes();
    ContactId::from_bytes([0, 0, 0, 0, 0, 0, a, b, c, d])
}

pub(crate) fn phone(number: u32) -> Phone {
    Phone::from_e164(&format!("+1212555{:04}", 100 + number)).unwrap()
}

pub(crate) fn events() -> String {
    format!("/v1/orgs/{ORG}/events")
}

pub(crate) fn at(event: EventId, more: &str) -> String {
    format!("/v1/orgs/{ORG}/events/{event}{more}")
}

pub(crate) fn live(held: u8, world: &World) -> Status {
    let expires_at = world.now() + SignedDuration::from_hours(24);
    Status::Invited { held, expires_at }
}

fn account(person: UserId, now: Timestamp) -> (User, Session) {
    let user = User {
        email: format!("{person}@example.com"),
        display_name: "Somebody".into(),
        password: String::new(),
        platform_admin: false,
        created_at: now,
    };
    let expires_at = now + SignedDuration::from_hours(24 * 365 * 10);
    let session = Session { rotation: 1, created_at: now, refreshed_at: now, expires_at };
    (user, session)
}

fn secrets() -> Secrets {
    Secrets {
        links: LinkKeys::new(1, vec![(1, vec![3; 32])]).unwrap(),
        access: vec![4; 32],
        cursors: vec![5; 32],
        twilio: TwilioAccount {
            sid: "ACtest".into(),
            auth_token: "token".into(),
            sender: "+12125550100".into(),
        },
    }
}

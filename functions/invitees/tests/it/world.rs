//! An org with its people, and requests as they make them.
use axum::{Router, body::Body};
use domain::{
    change::Actor,
    event::{Event, EventState, Settings, When},
    ids::{ContactId, EventId, InviteeId, OrgId, SessionId, UserId},
    invitee::{Invitee, Status},
    message::{Delivery, Purpose},
    outbox::Life,
    phone::{Phone, Region},
    position::Position,
    rights::Role,
    seats::Seats,
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
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};
use store::{
    Consistency, Row, Transaction,
    accounts::{Session, User},
    contacts::{Contact, PersonName},
    events::EventAndSeats,
    invitees::Addition,
    keys::{ContactKey, SessionKey, UserKey},
    orgs::Org,
};
use testkit::{
    Embedded, FakeClock, FakeTexts, Meter, RecordingQueues, RecordingSchedules, SeededIds,
};
use tokio::sync::Mutex;
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
}

pub(crate) struct World {
    pub(crate) table: Embedded,
    pub(crate) clock: FakeClock,
    pub(crate) ctx: Ctx,
    router: Router,
    seen: Mutex<BTreeMap<String, Row>>,
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
        let (router, _) = invitees::router().split_for_parts();
        let router = runtime::http::serve(router, ctx.clone());
        let world = Self { table, clock, ctx, router, seen: Mutex::default() };
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

    /// A new event of ten seats at 19:00 in New York, started.
    pub(crate) async fn event(&self) -> EventId {
        self.event_with(|_| ()).await
    }

    /// The same with other settings.
    pub(crate) async fn event_with(&self, change: impl FnOnce(&mut Event)) -> EventId {
        let mut event = Event {
            id: EventId::from_bytes(self.ctx.ids.bytes()),
            org: ORG,
            name: "Garden party".into(),
            host: "Ada".into(),
            details: String::new(),
            location: String::new(),
            when: When {
                starts_local: "2026-06-12T19:00".parse().unwrap(),
                zone: Zone::parse("America/New_York").unwrap(),
                duration_minutes: 120,
            },
            rsvp_deadline: None,
            settings: Settings::default(),
            region: Region::US,
            state: EventState::Active,
            archived: false,
            code: None,
            texts: BTreeMap::new(),
            announcements: Vec::new(),
            broadcasts: 0,
            created_at: self.now(),
        };
        change(&mut event);
        let mut transaction = Transaction::new();
        transaction.create_event(&event, &Seats::new(Some(10), false));
        self.ctx.store.commit(transaction).await.unwrap();
        event.id
    }

    /// A new contact.
    pub(crate) async fn contact(&self, number: u32, name: &str, tags: &[&str]) -> ContactId {
        self.contact_with(number, |contact| {
            contact.name = PersonName::divided(name);
            contact.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        })
        .await
    }

    /// A new contact, otherwise.
    pub(crate) async fn contact_with(
        &self,
        number: u32,
        change: impl FnOnce(&mut Contact),
    ) -> ContactId {
        let mut contact = Contact {
            name: PersonName::new("Guest", &number.to_string()),
            phone: Some(phone(number)),
            email: None,
            tags: Vec::new(),
            note: String::new(),
            organization: String::new(),
            custom: BTreeMap::new(),
            zone: None,
            created_at: self.now(),
        };
        change(&mut contact);
        let key = ContactKey { org: ORG, contact: contact_id(number) };
        let mut transaction = Transaction::new();
        transaction.put(&key, &contact);
        self.ctx.store.commit(transaction).await.unwrap();
        key.contact
    }

    /// Lets the lists catch up with the table.
    pub(crate) async fn settle(&self) {
        let rows: BTreeMap<String, Row> =
            self.table.rows().unwrap().into_iter().map(named).collect();
        let mut seen = self.seen.lock().await;
        let now =
            Some(&rows).into_iter().flatten().filter(|(key, row)| seen.get(*key) != Some(*row));
        let mut records: Vec<(Option<Row>, Option<Row>)> =
            now.map(|(key, row)| (seen.get(key).cloned(), Some(row.clone()))).collect();
        let gone = seen.iter().filter(|(key, _)| !rows.contains_key(*key));
        records.extend(gone.map(|(_, row)| (Some(row.clone()), None)));
        self.ctx.store.fold_stream(records, self.now()).await.unwrap();
        *seen = rows;
    }

    /// The queue's names, in order.
    pub(crate) async fn queue(&self, event: EventId) -> Vec<String> {
        let page = self.ctx.store.queue(event, 1_000, None).await.unwrap();
        page.entries.into_iter().map(|entry| entry.name).collect()
    }

    /// The messages to an invitee but invitations.
    pub(crate) async fn messages(&self, event: EventId, invitee: InviteeId) -> Vec<Purpose> {
        let messages = self.ctx.store.messages_of(event, invitee, 100).await.unwrap();
        messages.into_iter().map(|kept| kept.message.key.purpose()).collect()
    }

    /// Replaces what is stored of an invitee.
    pub(crate) async fn edit(
        &self,
        (event, invitee): (EventId, InviteeId),
        change: impl FnOnce(&mut Invitee),
    ) {
        let kept = self.ctx.store.invitee(event, invitee, Consistency::Strong).await.unwrap();
        let mut kept = kept.unwrap();
        change(&mut kept.invitee);
        let mut transaction = Transaction::new();
        transaction.replace_invitee(&kept.invitee, kept.rev);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    pub(crate) async fn stored(&self, event: EventId) -> EventAndSeats {
        self.ctx.store.event_and_seats(event).await.unwrap().unwrap()
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

/// An event's list.
pub(crate) fn list(event: EventId) -> String {
    format!("/v1/orgs/{ORG}/events/{event}/invitees")
}

/// One on the list, or a command for it.
pub(crate) fn one(event: EventId, invitee: InviteeId, more: &str) -> String {
    format!("{}/{invitee}{more}", list(event))
}

fn named(row: Row) -> (String, Row) {
    let key = [row.text("pk"), row.text("sk")].map(Option::unwrap_or_default).join(" ");
    (key, row)
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

//! A world for use cases: an embedded table, an org with its members, the real router, the queue and
//! the relay's part of the lists.
use axum::{Router, body::Body};
use domain::{
    ids::{OrgId, SessionId, UserId},
    phone::Region,
    rights::Role,
    token::LinkKeys,
};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use jiff::SignedDuration;
use ports::{Ids, Queue, QueueMessage, Secrets, TwilioAccount};
use runtime::{
    Config, Ctx, StreamBatch,
    access_token::{self, Bearer},
};
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use store::{
    Transaction,
    accounts::{Session, User},
    contacts::contact_views,
    keys::Place,
    orgs::Org,
};
use testkit::{Embedded, FakeClock, FakeTexts, RecordingQueues, RecordingSchedules, SeededIds};
use tower::ServiceExt;

pub(crate) struct World {
    pub(crate) ctx: Ctx,
    pub(crate) table: Embedded,
    pub(crate) queues: RecordingQueues,
    /// The org that most tests are about.
    pub(crate) org: OrgId,
    owner: Bearer,
    relayed: AtomicU64,
    router: Router,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The body of an answer that has this status.
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self.json()
    }

    /// The problem's name and the fields that it names.
    pub(crate) fn problem(&self) -> (String, Vec<String>) {
        let body = self.json();
        let kind = body["type"].as_str().unwrap_or_default().trim_start_matches("/problems/");
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        let pointer = |error: &Value| error["pointer"].as_str().unwrap_or_default().to_owned();
        (kind.to_owned(), errors.iter().map(pointer).collect())
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        let table = Embedded::memory().await.unwrap();
        let clock = FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap());
        let queues = RecordingQueues::default();
        let ctx = Ctx {
            store: table.store(),
            clock: Arc::new(clock),
            ids: Arc::new(SeededIds::new(1)),
            secrets: Arc::new(secrets()),
            texts: Arc::new(FakeTexts::default()),
            queues: Arc::new(queues.clone()),
            schedules: Arc::new(RecordingSchedules::default()),
            config: Arc::new(config()),
        };
        let (router, _) = contacts::router().split_for_parts();
        let router = runtime::http::serve(router, ctx.clone());
        let org = new_org(&ctx).await;
        let owner = new_member(&ctx, org, Role::Owner).await;
        Self { ctx, table, queues, org, owner, relayed: AtomicU64::new(0), router }
    }

    /// Another org, with its owner.
    pub(crate) async fn other_org(&self) -> (OrgId, Bearer) {
        let org = new_org(&self.ctx).await;
        (org, new_member(&self.ctx, org, Role::Owner).await)
    }

    /// A member of the org.
    pub(crate) async fn member(&self, role: Role) -> Bearer {
        new_member(&self.ctx, self.org, role).await
    }

    /// A path of the org.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/v1/orgs/{}{rest}", self.org)
    }

    pub(crate) async fn send(&self, bearer: Option<Bearer>, mut request: Request<Body>) -> Reply {
        if let Some(bearer) = bearer {
            let key = &self.ctx.secrets.access;
            let token = access_token::sign(key, bearer, self.ctx.clock.now()).unwrap();
            let value = format!("Bearer {token}").parse().unwrap();
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// The owner's request for a path of the org.
    pub(crate) async fn get(&self, rest: &str) -> Reply {
        self.send(Some(self.owner), request(Method::GET, &self.path(rest))).await
    }

    pub(crate) async fn delete(&self, rest: &str) -> Reply {
        self.send(Some(self.owner), request(Method::DELETE, &self.path(rest))).await
    }

    pub(crate) async fn post(&self, rest: &str, body: &Value) -> Reply {
        self.send(Some(self.owner), with_json(Method::POST, &self.path(rest), body)).await
    }

    pub(crate) async fn patch(&self, rest: &str, body: &Value) -> Reply {
        self.send(Some(self.owner), with_json(Method::PATCH, &self.path(rest), body)).await
    }

    pub(crate) async fn patch_if(&self, rest: &str, etag: &str, body: &Value) -> Reply {
        let mut request = with_json(Method::PATCH, &self.path(rest), body);
        request.headers_mut().insert(header::IF_MATCH, etag.parse().unwrap());
        self.send(Some(self.owner), request).await
    }

    pub(crate) async fn upload(&self, method: Method, rest: &str, file: &[u8]) -> Reply {
        let request = Request::builder().method(method).uri(self.path(rest));
        let request = request.header(header::CONTENT_TYPE, "text/csv");
        self.send(Some(self.owner), request.body(Body::from(file.to_vec())).unwrap()).await
    }

    /// A new contact's id.
    pub(crate) async fn contact(&self, body: Value) -> String {
        self.post("/contacts", &body).await.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// The items of a list, page by page, and how many pages there were.
    pub(crate) async fn list(&self, rest: &str) -> (Vec<Value>, usize) {
        let (mut items, mut pages, mut cursor) = (Vec::new(), 0, String::new());
        loop {
            let page = self.get(&format!("{rest}{cursor}")).await.expect(200);
            items.extend(page["items"].as_array().unwrap().clone());
            pages += 1;
            let Some(next) = page["next_cursor"].as_str() else { return (items, pages) };
            let mark = if rest.contains('?') { '&' } else { '?' };
            cursor = format!("{mark}cursor={next}");
        }
    }

    /// Starts an import of a file in parts, as a client does; answers its id.
    pub(crate) async fn start_import(&self, parts: &[&[u8]], more: &Value) -> String {
        let dry_run = self.upload(Method::POST, "/imports/dry-run", parts[0]).await.expect(200);
        let mut body = json!({ "plan": dry_run["plan"], "parts": parts.len() });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let import = self.post("/imports", &body).await.expect(201);
        import["id"].as_str().unwrap().to_owned()
    }

    /// Imports a file whole and answers the import as it is in the end.
    pub(crate) async fn import(&self, parts: &[&[u8]], more: &Value) -> Value {
        let import = self.start_import(parts, more).await;
        for (number, part) in parts.iter().enumerate() {
            let path = format!("/imports/{import}/parts/{number}");
            self.upload(Method::PUT, &path, part).await.expect(202);
        }
        assert!(self.write_chunks().await.is_empty());
        self.get(&format!("/imports/{import}")).await.expect(200)
    }

    /// Lets the job handle what is queued; answers the messages that come back.
    pub(crate) async fn write_chunks(&self) -> Vec<QueueMessage> {
        let mut returned = Vec::new();
        for message in self.queues.take_from(Queue::Imports) {
            if !self.write_chunk(&message).await {
                returned.push(message);
            }
        }
        returned
    }

    /// Lets the job handle one message; answers whether it left the queue.
    pub(crate) async fn write_chunk(&self, message: &QueueMessage) -> bool {
        let record = json!({
            "messageId": "m1",
            "body": message.body,
            "attributes": { "ApproximateReceiveCount": "1", "SentTimestamp": "1780315200000" },
        });
        let job = contacts::JOBS.iter().find(|job| job.name() == "import").unwrap();
        let answer = job.run(self.ctx.clone(), json!({ "Records": [record] })).await.unwrap();
        answer["batchItemFailures"].as_array().unwrap().is_empty()
    }

    /// Folds what changed since the last time into the lists, as the relay does.
    pub(crate) async fn relay(&self) {
        loop {
            let after = self.relayed.load(Ordering::Relaxed);
            let records = self.table.next_records(after, 500).unwrap();
            self.relayed.store(records.last, Ordering::Relaxed);
            if records.records.is_empty() {
                return;
            }
            let batch = StreamBatch::read(records.into_event()).unwrap();
            let mut changes = Vec::new();
            for record in &batch.records {
                let (old, new) = (record.change.before(), record.change.after());
                let image = new.or(old).unwrap();
                if image.kind() != Some("contact") {
                    continue;
                }
                let address = image.address(Place::Table).unwrap();
                let current =
                    self.ctx.store.get_row(address, store::Consistency::Strong).await.unwrap();
                changes.push(contact_views(old, new, current.as_ref()).unwrap());
            }
            self.ctx.store.fold(changes, self.ctx.clock.now()).await.unwrap();
        }
    }

    /// How many items of this kind the table has.
    pub(crate) fn count(&self, kind: &str) -> usize {
        self.table.rows().unwrap().iter().filter(|row| row.kind() == Some(kind)).count()
    }
}

pub(crate) fn request(method: Method, path: &str) -> Request<Body> {
    Request::builder().method(method).uri(path).body(Body::empty()).unwrap()
}

pub(crate) fn with_json(method: Method, path: &str, body: &Value) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .unwrap()
}

async fn new_org(ctx: &Ctx) -> OrgId {
    let org = OrgId::from_bytes(ctx.ids.bytes());
    let item = Org {
        display_name: "The club".into(),
        host: "The club".into(),
        region: Region::US,
        time_zone: domain::zone::Zone::parse("America/New_York").unwrap(),
        hour_limit: 100,
        day_limit: 500,
        created_at: ctx.clock.now(),
    };
    let mut transaction = Transaction::new();
    transaction.create_org(org, &item);
    ctx.store.commit(transaction).await.unwrap();
    org
}

async fn new_member(ctx: &Ctx, org: OrgId, role: Role) -> Bearer {
    let ids: &dyn Ids = &*ctx.ids;
    let (user, session) = (UserId::from_bytes(ids.bytes()), SessionId::from_bytes(ids.bytes()));
    let now = ctx.clock.now();
    let account = User {
        email: format!("{user}@example.com"),
        display_name: "Ada".into(),
        password: String::new(),
        platform_admin: false,
        created_at: now,
    };
    let device = Session {
        rotation: 0,
        created_at: now,
        refreshed_at: now,
        expires_at: now + SignedDuration::from_hours(24),
    };
    let mut transaction = Transaction::new();
    transaction.create_user(user, &account);
    transaction.create_session(user, session, &device);
    transaction.create_member(org, user, role, now);
    ctx.store.commit(transaction).await.unwrap();
    Bearer { user, session }
}

fn secrets() -> Secrets {
    let twilio = TwilioAccount {
        sid: "AC00000000000000000000000000000001".into(),
        auth_token: "an auth token of the tests".into(),
        sender: "+12125550100".into(),
    };
    Secrets {
        links: LinkKeys::new(1, vec![(1, (0..32).collect())]).unwrap(),
        access: (32..64).collect(),
        cursors: (64..96).collect(),
        twilio,
    }
}

fn config() -> Config {
    Config {
        table: "convoke".into(),
        base_url: "https://rsvp.example.com".into(),
        twilio_base_url: "http://127.0.0.1:9".into(),
        log_filter: "info".into(),
    }
}

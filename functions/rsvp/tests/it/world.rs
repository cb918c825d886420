//! An event with guests behind the router.
use axum::{Router, body::Body};
use domain::{
    event::Event,
    invitee::{Invitee, Status},
    seats::Seats,
    token::{LinkKeys, LinkToken},
};
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use ports::{Secrets, TwilioAccount};
use runtime::{Config, Ctx};
use std::sync::Arc;
use store::{Consistency, Row, Transaction};
use testkit::{
    Embedded, FakeClock, FakeTexts, RecordingQueues, RecordingSchedules, SeededIds, fixtures,
};
use tower::ServiceExt;

pub(crate) struct World {
    pub(crate) ctx: Ctx,
    pub(crate) clock: FakeClock,
    pub(crate) table: Embedded,
    pub(crate) event: Event,
    router: Router,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answered {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Whether the page says so.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.body.contains(&words.replace('\'', "&#39;")) || self.body.contains(words)
    }
}

impl World {
    /// An event with `capacity` seats, at noon on 1 June 2026, UTC.
    pub(crate) async fn new(capacity: u32) -> Self {
        Self::with(capacity, fixtures::event(1)).await
    }

    pub(crate) async fn with(capacity: u32, event: Event) -> Self {
        let table = Embedded::memory().await.unwrap();
        let clock = FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap());
        let ctx = ctx(&table, &clock);
        let mut transaction = Transaction::new();
        transaction.create_event(&event, &Seats::new(Some(capacity), false));
        ctx.store.commit(transaction).await.unwrap();
        let (router, _) = rsvp::router().split_for_parts();
        let router = runtime::http::serve(router, ctx.clone());
        Self { ctx, clock, table, event, router }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ctx.clock.now()
    }

    /// In a day.
    pub(crate) fn tomorrow(&self) -> Timestamp {
        self.now() + SignedDuration::from_hours(24)
    }

    /// A guest whose invitation holds `held` seats for a day.
    pub(crate) async fn invited(&self, number: u16, held: u8) -> Invitee {
        let invitee = fixtures::invitee(&self.event, number);
        self.keep(fixtures::invited(invitee, held, self.now(), self.tomorrow())).await
    }

    /// A guest at any status.
    pub(crate) async fn guest(&self, number: u16, status: Status) -> Invitee {
        let invitee = fixtures::invitee(&self.event, number);
        self.keep(fixtures::with_status(invitee, status, self.now())).await
    }

    /// Stores a guest, whose seats are promised from here on.
    pub(crate) async fn keep(&self, invitee: Invitee) -> Invitee {
        let mut transaction = Transaction::new();
        transaction.create_invitee(&invitee);
        let change = domain::seats::SeatsChange {
            left: -i64::from(invitee.status.seats()),
            waiting: i64::from(invitee.status.is_waitlisted()),
        };
        let guard = domain::transition::Guard::Nothing;
        transaction.change_seats(self.event.id, change, guard, false);
        self.ctx.store.commit(transaction).await.unwrap();
        invitee
    }

    pub(crate) async fn change_event(&mut self, change: impl FnOnce(&mut Event)) {
        let seen = self.ctx.store.event_and_seats(self.event.id).await.unwrap().unwrap();
        change(&mut self.event);
        let mut transaction = Transaction::new();
        transaction.replace_event(&self.event, seen.event_rev);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// The lists catch up with the rows.
    pub(crate) async fn fold(&self) {
        let rows = self.table.rows().unwrap().into_iter();
        let images: Vec<(Option<Row>, Option<Row>)> = rows.map(|row| (None, Some(row))).collect();
        self.ctx.store.fold_stream(images, self.now()).await.unwrap();
    }

    pub(crate) async fn stored(&self, invitee: &Invitee) -> Invitee {
        let kept = self.ctx.store.invitee(invitee.event, invitee.id, Consistency::Strong);
        kept.await.unwrap().unwrap().invitee
    }

    pub(crate) async fn status(&self, invitee: &Invitee) -> &'static str {
        self.stored(invitee).await.status.name().name()
    }

    pub(crate) async fn free(&self) -> i64 {
        self.ctx.store.event_and_seats(self.event.id).await.unwrap().unwrap().seats.left
    }

    pub(crate) fn path(&self, invitee: &Invitee) -> String {
        self.path_of(invitee, invitee.generation)
    }

    pub(crate) fn path_of(&self, invitee: &Invitee, generation: u8) -> String {
        let link = LinkToken { event: invitee.event, invitee: invitee.id, generation };
        format!("/r/{}", self.ctx.secrets.links.sign(&link))
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn page(&self, invitee: &Invitee) -> Answered {
        self.get(&self.path(invitee)).await
    }

    pub(crate) async fn get_in(&self, path: &str, language: &str) -> Answered {
        let request = Request::get(path).header(header::ACCEPT_LANGUAGE, language);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A form, as a browser sends it.
    pub(crate) async fn post(&self, path: &str, form: &str) -> Answered {
        self.send(form_request(path).body(Body::from(form.to_owned())).unwrap()).await
    }

    /// A form from a client that reads JSON.
    pub(crate) async fn post_json(&self, path: &str, form: &str) -> Answered {
        let request = form_request(path).header(header::ACCEPT, "application/json");
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    pub(crate) async fn answer(&self, invitee: &Invitee, form: &str) -> Answered {
        self.post(&self.path(invitee), form).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answered {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answered { status: parts.status, headers: parts.headers, body }
    }
}

fn form_request(path: &str) -> http::request::Builder {
    Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

fn ctx(table: &Embedded, clock: &FakeClock) -> Ctx {
    let twilio = TwilioAccount {
        sid: "AC00000000000000000000000000000001".into(),
        auth_token: "an auth token of the tests".into(),
        sender: "+12125550100".into(),
    };
    let secrets = Secrets {
        links: LinkKeys::new(1, vec![(1, (0..32).collect())]).unwrap(),
        access: (32..64).collect(),
        cursors: (64..96).collect(),
        twilio,
    };
    let config = Config {
        table: "convoke".into(),
        base_url: "https://rsvp.example.com".into(),
        twilio_base_url: "http://127.0.0.1:9".into(),
        log_filter: "info".into(),
    };
    Ctx {
        store: table.store(),
        clock: Arc::new(clock.clone()),
        ids: Arc::new(SeededIds::new(1)),
        secrets: Arc::new(secrets),
        texts: Arc::new(FakeTexts::default()),
        queues: Arc::new(RecordingQueues::default()),
        schedules: Arc::new(RecordingSchedules::default()),
        config: Arc::new(config),
    }
}

//! An event behind the router.
use axum::{Router, body::Body};
use domain::{
    event::{Event, EventState},
    ids::{OrgId, SessionId, UserId},
    invitee::Invitee,
    rights::Role,
    seats::Seats,
    token::LinkKeys,
};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use ports::{Ids, Secrets, TwilioAccount};
use runtime::{
    Config, Ctx,
    access_token::{self, Bearer},
};
use serde_json::Value;
use std::sync::Arc;
use store::{
    Consistency, Transaction,
    accounts::{Session, User},
    events::EventAndSeats,
};
use testkit::{
    Embedded, FakeClock, FakeTexts, RecordingQueues, RecordingSchedules, SeededIds, fixtures,
};
use tower::ServiceExt;

pub(crate) struct World {
    pub(crate) ctx: Ctx,
    pub(crate) clock: FakeClock,
    pub(crate) event: Event,
    router: Router,
    member: String,
}

impl World {
    /// A draft of `capacity` seats, and a member of its org.
    pub(crate) async fn new(capacity: u32) -> Self {
        let table = Embedded::memory().await.unwrap();
        let clock = FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap());
        let ctx = ctx(&table, &clock);
        let (router, _) = automation::router().split_for_parts();
        let router = runtime::http::serve(router, ctx.clone());
        let event = Event { state: EventState::Draft, code: None, ..fixtures::event(1) };
        let mut world = Self { ctx, clock, event, router, member: String::new() };
        world.create(&world.event, capacity).await;
        world.member = world.token(world.event.org, Role::Member).await;
        world
    }

    pub(crate) async fn create(&self, event: &Event, capacity: u32) {
        let mut transaction = Transaction::new();
        transaction.create_event(event, &Seats::new(Some(capacity), false));
        self.ctx.store.commit(transaction).await.unwrap();
    }

    pub(crate) async fn add(&self, invitee: &Invitee) {
        let mut transaction = Transaction::new();
        transaction.create_invitee(invitee);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ctx.clock.now()
    }

    /// A token of a new user with that role in `org`.
    pub(crate) async fn token(&self, org: OrgId, role: Role) -> String {
        let ids: &dyn Ids = &*self.ctx.ids;
        let bearer = Bearer {
            user: UserId::from_bytes(ids.bytes()),
            session: SessionId::from_bytes(ids.bytes()),
        };
        let now = self.now();
        let user = User {
            email: format!("{}@example.com", bearer.user),
            display_name: "Grace".into(),
            password: String::new(),
            platform_admin: false,
            created_at: now,
        };
        let session = Session {
            rotation: 0,
            created_at: now,
            refreshed_at: now,
            expires_at: now + SignedDuration::from_hours(24 * 40),
        };
        let mut transaction = Transaction::new();
        transaction.create_user(bearer.user, &user);
        transaction.create_session(bearer.user, bearer.session, &session);
        transaction.create_member(org, bearer.user, role, now);
        self.ctx.store.commit(transaction).await.unwrap();
        access_token::sign(&self.ctx.secrets.access, bearer, now).unwrap()
    }

    /// Asks as the member.
    pub(crate) async fn ask(&self, method: &str, command: &str) -> (StatusCode, Value) {
        self.ask_about(&self.event, method, command, Some(&self.member)).await
    }

    pub(crate) async fn ask_about(
        &self,
        event: &Event,
        method: &str,
        command: &str,
        token: Option<&str>,
    ) -> (StatusCode, Value) {
        let path = format!("/v1/orgs/{}/events/{}/{command}", self.event.org, event.id);
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    pub(crate) async fn seen(&self) -> EventAndSeats {
        self.ctx.store.event_and_seats(self.event.id).await.unwrap().unwrap()
    }

    pub(crate) async fn change(&self, change: impl FnOnce(&mut Event)) {
        let seen = self.seen().await;
        let mut event = seen.event;
        change(&mut event);
        let mut transaction = Transaction::new();
        transaction.replace_event(&event, seen.event_rev);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    pub(crate) async fn permits(&self) -> u32 {
        let allowance =
            self.ctx.store.allowance(self.event.org, Consistency::Strong).await.unwrap();
        allowance.org.limits.per_hour
    }
}

fn ctx(table: &Embedded, clock: &FakeClock) -> Ctx {
    Ctx {
        store: table.store(),
        clock: Arc::new(clock.clone()),
        ids: Arc::new(SeededIds::new(1)),
        secrets: Arc::new(Secrets {
            links: LinkKeys::new(1, vec![(1, (0..32).collect())]).unwrap(),
            access: (32..64).collect(),
            cursors: (64..96).collect(),
            twilio: TwilioAccount {
                sid: "AC00000000000000000000000000000001".into(),
                auth_token: "an auth token of the tests".into(),
                sender: "+12125550100".into(),
            },
        }),
        texts: Arc::new(FakeTexts::default()),
        queues: Arc::new(RecordingQueues::default()),
        schedules: Arc::new(RecordingSchedules::default()),
        config: Arc::new(Config {
            table: "convoke".into(),
            base_url: "https://rsvp.example.com".into(),
            twilio_base_url: "http://127.0.0.1:9".into(),
            log_filter: "info".into(),
        }),
    }
}

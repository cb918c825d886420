//! The whole API over an embedded table, asked over HTTP.
use accounts::{Bootstrapped, bootstrap_admin};
use axum::{Router, body::Body};
use bootstrap::api_router;
use domain::{
    ids::{OrgId, SessionId, UserId},
    rights::Role,
    token::LinkKeys,
};
use http::{HeaderMap, Method, Request, StatusCode, header, request::Builder};
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use lambda_http::request::RequestContext;
use ports::{Ids, Secrets, TwilioAccount};
use runtime::{
    Config, Ctx,
    access_token::{self, Bearer},
};
use serde_json::Value;
use std::sync::Arc;
use store::{
    Transaction,
    accounts::{Session, User},
};
use testkit::{Embedded, FakeClock, FakeTexts, RecordingQueues, RecordingSchedules, SeededIds};
use tower::ServiceExt;

pub(crate) const EMAIL: &str = "Ada@example.com";
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct World {
    pub(crate) ctx: Ctx,
    pub(crate) clock: FakeClock,
    router: Router,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The problem's name.
    pub(crate) fn problem(&self) -> String {
        let kind = self.json()["type"].as_str().unwrap_or_default().to_owned();
        kind.trim_start_matches("/problems/").to_owned()
    }

    /// What a browser would send back of the cookie that was set.
    pub(crate) fn cookie(&self) -> String {
        let cookie = self.headers[header::SET_COOKIE].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    pub(crate) fn access_token(&self) -> String {
        self.json()["access_token"].as_str().unwrap().to_owned()
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        let table = Embedded::memory().await.unwrap();
        let clock = FakeClock::at("2026-06-01T12:00:00Z".parse().unwrap());
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
        let ctx = Ctx {
            store: table.store(),
            clock: Arc::new(clock.clone()),
            ids: Arc::new(SeededIds::new(1)),
            secrets: Arc::new(secrets),
            texts: Arc::new(FakeTexts::default()),
            queues: Arc::new(RecordingQueues::default()),
            schedules: Arc::new(RecordingSchedules::default()),
            config: Arc::new(config),
        };
        Self { router: api_router(ctx.clone()), ctx, clock }
    }

    /// A world whose first admin is there.
    pub(crate) async fn with_admin() -> (Self, Bootstrapped) {
        let world = Self::new().await;
        let made = bootstrap_admin(&world.ctx, EMAIL, PASSWORD).await.unwrap();
        (world, made)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ctx.clock.now()
    }

    /// A token of a new user with these memberships.
    pub(crate) async fn token(&self, roles: &[(OrgId, Role)]) -> String {
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
            expires_at: now + SignedDuration::from_hours(24),
        };
        let mut transaction = Transaction::new();
        transaction.create_user(bearer.user, &user);
        transaction.create_session(bearer.user, bearer.session, &session);
        for (org, role) in roles {
            transaction.create_member(*org, bearer.user, *role, now);
        }
        self.ctx.store.commit(transaction).await.unwrap();
        access_token::sign(&self.ctx.secrets.access, bearer, now).unwrap()
    }

    pub(crate) async fn send(&self, request: Builder, body: impl Into<Body>) -> Answer {
        let request = request.body(body.into()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Asks with a token and a JSON body.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Option<Value>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        self.send(request, body.map(|body| body.to_string()).unwrap_or_default()).await
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        self.ask(Method::GET, path, token, None).await
    }

    pub(crate) async fn log_in(&self, email: &str, password: &str) -> Answer {
        let body = serde_json::json!({ "email": email, "password": password });
        let request = Request::post("/v1/session").header(header::CONTENT_TYPE, "application/json");
        self.send(request, body.to_string()).await
    }

    /// As [`Self::log_in`], through a gateway that saw the request come from `address`.
    pub(crate) async fn log_in_from(&self, address: &str, email: &str, password: &str) -> Answer {
        let context = serde_json::json!({
            "requestId": "the gateway's id",
            "timeEpoch": 0,
            "http": { "method": "POST", "path": "/v1/session", "sourceIp": address },
        });
        let context = serde_json::from_value(context).unwrap();
        let body = serde_json::json!({ "email": email, "password": password });
        let request = Request::post("/v1/session")
            .header(header::CONTENT_TYPE, "application/json")
            .extension(RequestContext::ApiGatewayV2(context));
        self.send(request, body.to_string()).await
    }

    pub(crate) async fn refresh(&self, cookie: &str) -> Answer {
        let request = Request::post("/v1/session/refresh").header(header::COOKIE, cookie);
        self.send(request, "").await
    }
}

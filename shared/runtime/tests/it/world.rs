//! A world to authorize in: an embedded table, a clock that stands, an org.
use domain::{
    ids::{OrgId, SessionId, UserId},
    rights::Role,
    token::LinkKeys,
};
use http::{HeaderMap, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use ports::{Ids, Secrets, TwilioAccount};
use runtime::{
    Config, Ctx,
    access_token::{self, Bearer},
};
use std::sync::Arc;
use store::{
    Transaction,
    accounts::{Session, User},
};
use testkit::{Embedded, FakeClock, FakeTexts, RecordingQueues, RecordingSchedules, SeededIds};

pub(crate) struct World {
    pub(crate) ctx: Ctx,
    pub(crate) clock: FakeClock,
    pub(crate) table: Embedded,
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
        Self { ctx, clock, table }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.ctx.clock.now()
    }

    pub(crate) fn org(&self) -> OrgId {
        OrgId::from_bytes(self.ctx.ids.bytes())
    }

    /// A signed-in user with these memberships.
    pub(crate) async fn user(&self, roles: &[(OrgId, Role)]) -> Bearer {
        let ids: &dyn Ids = &*self.ctx.ids;
        let bearer = Bearer {
            user: UserId::from_bytes(ids.bytes()),
            session: SessionId::from_bytes(ids.bytes()),
        };
        let user = User {
            email: format!("{}@example.com", bearer.user),
            display_name: "Ada".into(),
            password: String::new(),
            platform_admin: false,
            created_at: self.now(),
        };
        let session = Session {
            rotation: 0,
            created_at: self.now(),
            refreshed_at: self.now(),
            expires_at: self.now() + SignedDuration::from_hours(24),
        };
        let mut transaction = Transaction::new();
        transaction.create_user(bearer.user, &user);
        transaction.create_session(bearer.user, bearer.session, &session);
        for (org, role) in roles {
            transaction.create_member(*org, bearer.user, *role, self.now());
        }
        self.ctx.store.commit(transaction).await.unwrap();
        bearer
    }

    /// The headers of a request by `bearer`, with a token made now.
    pub(crate) fn headers(&self, bearer: Bearer) -> HeaderMap {
        let token = access_token::sign(&self.ctx.secrets.access, bearer, self.now()).unwrap();
        headers(&format!("Bearer {token}"))
    }
}

pub(crate) fn headers(authorization: &str) -> HeaderMap {
    let value = HeaderValue::from_str(authorization).unwrap();
    HeaderMap::from_iter([(header::AUTHORIZATION, value)])
}

//! Where a test of the use cases plays: a table in memory, a clock that stands, stand-ins for the world,
//! and whoever and whatever a test puts there.
//!
//! What cannot be set up panics. A crate's own world holds a stage and adds what only its tests need.
mod api;
mod guests;
mod lists;
mod mails;
mod office;
mod people;
mod reply;
mod rights;

pub use api::{Api, Request};
pub use office::Office;
pub use people::Team;
pub use reply::Reply;
pub use rights::Route;

use crate::{
    Embedded, FakeClock, FakeMails, FakeTexts, Meter, RecordingQueues, RecordingSchedules,
    SeededIds, embedded::TABLE,
};
use axum::Router;
use domain::token::LinkKeys;
use jiff::Timestamp;
use ports::{MailSender, Secrets, TwilioAccount};
use runtime::{Config, Ctx, config::MailConfig};
use std::sync::{Arc, atomic::AtomicU64};
use store::{Row, Store};
use utoipa_axum::router::OpenApiRouter;

/// The provider's account of every stage.
pub const ACCOUNT: &str = "AC00000000000000000000000000000001";
/// What the provider signs its requests with.
pub const AUTH_TOKEN: &str = "an auth token of the tests";
/// The phone that every text comes from.
pub const SENDER: &str = "+12125550100";
/// Where the public reaches the stage.
pub const BASE_URL: &str = "https://rsvp.example.com";
/// The present on a new stage: a Monday, 08:00 in New York.
pub const NOON: &str = "2026-06-01T12:00:00Z";

/// A world of its own.
#[derive(Debug)]
pub struct Stage {
    /// The world as use cases see it.
    pub ctx: Ctx,
    /// Its clock, at [`NOON`] until it is moved.
    pub clock: FakeClock,
    /// Its table.
    pub table: Embedded,
    /// Its provider.
    pub texts: FakeTexts,
    /// Its provider of mails.
    pub mails: FakeMails,
    /// Its queues.
    pub queues: RecordingQueues,
    /// Its events' timers.
    pub schedules: RecordingSchedules,
    /// The number of the last record that the lists show.
    folded: AtomicU64,
}

impl Stage {
    /// An empty stage. Ids come from the same seed each time.
    pub async fn new() -> Self {
        Self::over(Embedded::memory().await.unwrap(), NOON.parse().unwrap())
    }

    /// A stage over a table that is there already, at `now`.
    pub fn over(table: Embedded, now: Timestamp) -> Self {
        let clock = FakeClock::at(now);
        let (texts, queues) = (FakeTexts::default(), RecordingQueues::default());
        let (mails, schedules) = (FakeMails::default(), RecordingSchedules::default());
        let secrets = secrets();
        let ctx = Ctx {
            store: Store::new(table.client(), TABLE, &secrets.cursors),
            clock: Arc::new(clock.clone()),
            ids: Arc::new(SeededIds::new(1)),
            secrets: Arc::new(secrets),
            texts: Arc::new(texts.clone()),
            mails: Arc::new(mails.clone()),
            queues: Arc::new(queues.clone()),
            schedules: Arc::new(schedules.clone()),
            config: Arc::new(config()),
        };
        Self { ctx, clock, table, texts, mails, queues, schedules, folded: AtomicU64::new(0) }
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.ctx.clock.now()
    }

    /// These routes, inside what every request passes through.
    pub fn serve(&self, routes: OpenApiRouter<Ctx>) -> Api {
        let (routes, _) = routes.split_for_parts();
        self.api(runtime::http::serve(routes, self.ctx.clone()))
    }

    /// A router that is served already, to be asked by the stage's people.
    pub fn api(&self, router: Router) -> Api {
        Api::new(self.ctx.clone(), router)
    }

    /// Does `work`, and answers what it consumed.
    pub async fn metered<T>(&self, work: impl Future<Output = T>) -> (T, Meter) {
        let before = self.table.meter();
        let done = work.await;
        (done, self.table.meter().since(&before))
    }

    /// The items of that kind.
    pub fn rows(&self, kind: &str) -> Vec<Row> {
        let rows = self.table.rows().unwrap().into_iter();
        rows.filter(|row| row.kind() == Some(kind)).collect()
    }
}

fn secrets() -> Secrets {
    Secrets {
        links: LinkKeys::new(1, vec![(1, (0..32).collect())]).unwrap(),
        access: (32..64).collect(),
        cursors: (64..96).collect(),
        twilio: TwilioAccount {
            sid: ACCOUNT.into(),
            auth_token: AUTH_TOKEN.into(),
            sender: SENDER.into(),
        },
    }
}

fn config() -> Config {
    Config {
        table: TABLE.into(),
        base_url: BASE_URL.into(),
        // Nobody listens there.
        twilio_base_url: "http://127.0.0.1:9".into(),
        mail: MailConfig {
            sender: MailSender::parse("Convoke <convoke@example.com>").unwrap(),
            server: None,
        },
        log_filter: "info".into(),
    }
}

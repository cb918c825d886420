//! A stage with the routes of accounts, and people who come to it from nowhere.
use domain::ids::{RegistrationCodeId, UserId};
use futures::executor::block_on;
use http::header;
use jiff::SignedDuration;
use ports::Ids;
use runtime::registration;
use serde_json::{Value, json};
use std::ops::Deref;
use store::{
    Transaction,
    platform::{PlatformSettings, RegistrationMode},
    registration::RegistrationCode,
};
use testkit::{
    Call, Stage,
    stage::{Api, Reply},
};

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const ADA: &str = "Ada@example.com";
pub(crate) const GRACE: &str = "grace@example.com";

pub(crate) struct World {
    stage: Stage,
    pub(crate) api: Api,
}

impl Deref for World {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

/// Somebody who is logged in.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    pub(crate) token: String,
    pub(crate) cookie: String,
}

impl Person {
    pub(crate) fn of(reply: &Reply) -> Self {
        let body = reply.json();
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        let cookie = reply.header(header::SET_COOKIE.as_str());
        Self {
            id: text("user").parse().unwrap(),
            token: text("access_token"),
            cookie: cookie.split(';').next().unwrap().to_owned(),
        }
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        let stage = Stage::new().await;
        let api = stage.serve(accounts::router());
        Self { stage, api }
    }

    pub(crate) async fn in_mode(mode: RegistrationMode) -> Self {
        let world = Self::new().await;
        world.switch_to(mode).await;
        world
    }

    pub(crate) async fn switch_to(&self, mode: RegistrationMode) {
        let (_, seen) = self.ctx.store.platform().await.unwrap();
        let settings = PlatformSettings { registration: mode, ..PlatformSettings::default() };
        let mut transaction = Transaction::new();
        transaction.replace_platform(seen.as_ref(), &settings);
        self.ctx.store.commit(transaction).await.unwrap();
    }

    /// Lets `act` happen right after the first call from now on that `at` knows.
    pub(crate) fn meanwhile<A>(&self, at: impl Fn(&Call<'_>) -> bool + Send + 'static, act: A)
    where
        A: Future<Output = ()> + Send + 'static,
    {
        let mut act = Some(Box::pin(act));
        self.table.after_calls(move |call| {
            if at(call)
                && let Some(act) = act.take()
            {
                block_on(act);
            }
        });
    }

    /// A new code for that many registrations within a week.
    pub(crate) async fn code(&self, uses: u32) -> RegistrationCodeId {
        let ids: &dyn Ids = &*self.ctx.ids;
        let (id, now) = (RegistrationCodeId::from_bytes(ids.bytes()), self.now());
        let end = now + SignedDuration::from_hours(7 * 24);
        let by = UserId::from_bytes([1; 10]);
        let mut transaction = Transaction::new();
        let code = RegistrationCode::new(uses, end, None, by, now);
        transaction.create_registration_code(id, &code);
        self.ctx.store.commit(transaction).await.unwrap();
        id
    }

    pub(crate) fn text_of(&self, code: RegistrationCodeId) -> String {
        registration::text_of(&self.ctx, code)
    }

    pub(crate) async fn code_now(&self, code: RegistrationCodeId) -> RegistrationCode {
        self.ctx.store.registration_code(code).await.unwrap().unwrap().value
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.api.post(path).json(&body).send().await
    }

    /// Registers with a code of one use made for it.
    pub(crate) async fn person(&self, email: &str) -> Person {
        let code = self.code(1).await;
        let reply = self.post("/v1/accounts", self.account(email, code)).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        Person::of(&reply)
    }

    /// A registration with a code.
    pub(crate) fn account(&self, email: &str, code: RegistrationCodeId) -> Value {
        json!({
            "email": email, "password": PASSWORD, "name": "Ada Lovelace",
            "code": self.text_of(code),
        })
    }

    pub(crate) async fn log_in(&self, login: &str, password: &str) -> Reply {
        self.post("/v1/session", json!({ "login": login, "password": password })).await
    }

    pub(crate) async fn get(&self, path: &str, person: &Person) -> Reply {
        self.api.get(path).bearer(&person.token).send().await
    }

    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        person: &Person,
        body: Value,
    ) -> Reply {
        self.api.request(method, path).bearer(&person.token).json(&body).send().await
    }

    pub(crate) async fn refresh(&self, person: &Person) -> Reply {
        self.api.post("/v1/session/refresh").header("cookie", &person.cookie).send().await
    }

    /// The token of the latest link that was mailed there.
    pub(crate) fn mailed(&self, email: &str) -> String {
        self.mailed_token(email).unwrap()
    }

    pub(crate) async fn verify(&self, token: &str) -> Reply {
        self.post("/v1/email/verify", json!({ "token": token })).await
    }

    /// Opens the mail of an open registration.
    pub(crate) async fn confirm(&self, token: &str, password: &str) -> Reply {
        self.post("/v1/email/verify", json!({ "token": token, "password": password })).await
    }
}

/// A reply's body without what is special to the request.
pub(crate) fn words(reply: &Reply) -> Value {
    let mut body = reply.json();
    if let Some(instance) = body.get_mut("instance") {
        instance.take();
    }
    body
}

/// Whether a call reads what `words` are in the key of, and insists on the truth.
pub(crate) fn reads(call: &Call<'_>, words: &str) -> bool {
    let asks = matches!(call.operation, "GetItem" | "Query") && !call.may_be_stale();
    asks && String::from_utf8_lossy(call.body).contains(words)
}

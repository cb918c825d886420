//! Passwords and tokens are in no answer, no log line and no item.
use crate::world::{ADA, PASSWORD, Person, World};
use serde_json::json;
use std::{
    io,
    sync::{Arc, Mutex},
};
use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter};

/// Keeps all that is logged.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn c12_no_answer_no_log_and_no_item_has_a_password_or_a_mailed_token() {
    let log = Log::default();
    let lines = tracing_subscriber::fmt().with_writer(log.clone());
    let lines = lines.with_max_level(LevelFilter::DEBUG).finish();
    let _guard = tracing::subscriber::set_default(lines);
    let world = World::new().await;
    let new = "another horse battery";
    let code = world.code(1).await;
    let mut answers = Vec::new();
    let registered = world.post("/v1/accounts", world.account(ADA, code)).await;
    let ada = Person::of(&registered);
    let verification = world.mailed(ADA);
    world.clock.advance(jiff::SignedDuration::from_secs(1));
    answers.push(world.post("/v1/password/forgot", json!({ "email": ADA })).await);
    let reset = world.mailed(ADA);
    answers.push(world.log_in(ADA, "wrong password!").await);
    answers.push(world.verify("forged").await);
    answers.push(world.verify(&verification).await);
    answers.push(world.get("/v1/me", &ada).await);
    answers.push(world.get("/v1/me/sessions", &ada).await);
    let body = json!({ "token": reset, "password": new });
    answers.push(world.post("/v1/password/reset", body.clone()).await);
    answers.push(world.post("/v1/password/reset", body).await);
    answers.push(registered);

    let items = format!("{:?}", world.table.rows().unwrap());
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("request answered"), "something was logged");
    let code = world.text_of(code);
    for secret in [PASSWORD, new, "wrong password!", &code, &verification, &reset] {
        assert!(!items.contains(secret), "{secret} is stored");
        assert!(!logged.contains(secret), "{secret} is logged");
        assert!(answers.iter().all(|answer| !answer.body.contains(secret)), "{secret} is told");
    }
    for secret in [ada.token.as_str(), &ada.cookie, ADA] {
        assert!(!logged.contains(secret), "{secret} is logged");
    }
}

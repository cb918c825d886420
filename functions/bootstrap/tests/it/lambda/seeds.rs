//! What is in the world: one of everything that a sample is about.
mod contacts;
mod deeds;
mod event;
mod people;

pub(super) use deeds::deeds;

use super::world::Values;
use bootstrap::{api_router, job};
use domain::rights::Role;
use ports::QueueMessage;
use runtime::access_token::Bearer;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Display};
use testkit::{
    Stage,
    fixtures::ORG,
    stage::{Api, Reply},
};

/// Everybody's password.
const PASSWORD: &str = "correct horse battery";
const EMAIL: &str = "ada@example.com";

/// Who asks, by the name of their token.
pub(super) type People = BTreeMap<&'static str, Bearer>;

/// Fills the stage. What stands in the samples' places, and who asks.
pub(super) async fn sow(stage: &Stage) -> (Values, People) {
    let mut seeds = Seeds::new(stage).await;
    seeds.people_and_orgs().await;
    seeds.contacts().await;
    seeds.event().await;
    seeds.imports().await;
    seeds.team().await;
    seeds.platform().await;
    relay(stage).await;
    // What was handed on so far is no part of a sample's answer.
    drop(stage.queues.take());
    (seeds.values, seeds.people)
}

/// The revision of what the payload wants to change: of its own path, or of what that is a part of.
pub(super) async fn revision(stage: &Stage, payload: &Value) -> String {
    let api = stage.api(api_router(stage.ctx.clone()));
    let path = payload["rawPath"].as_str().unwrap();
    let parent = path.rsplit_once('/').unwrap().0;
    for path in [path, parent] {
        let get = api.get(path).header("authorization", text(&payload["headers"]["authorization"]));
        let reply = get.send().await;
        if !reply.header("etag").is_empty() {
            return reply.header("etag").trim_matches('"').to_owned();
        }
    }
    // Members stand in a list.
    "1".to_owned()
}

/// Lets lists follow, and hands on what the stream sets in motion.
async fn relay(stage: &Stage) {
    let mut last = 0;
    loop {
        let mut records = stage.table.next_records(last, 100).unwrap();
        if records.records.is_empty() {
            return;
        }
        last = records.last;
        // The emulator tells the machine's second; lists that are in order of time would differ.
        for record in &mut records.records {
            record["dynamodb"]["ApproximateCreationDateTime"] = stage.now().as_second().into();
        }
        let relay = job("relay").unwrap();
        relay.run(stage.ctx.clone(), records.into_event()).await.unwrap();
    }
}

struct Seeds<'a> {
    stage: &'a Stage,
    api: Api,
    org: String,
    owner: Bearer,
    admin: Bearer,
    values: Values,
    people: People,
}

impl<'a> Seeds<'a> {
    async fn new(stage: &'a Stage) -> Self {
        stage.create_org(ORG, |_| ()).await;
        Self {
            stage,
            api: stage.api(api_router(stage.ctx.clone())),
            org: format!("/v1/orgs/{ORG}"),
            owner: stage.member(ORG, Role::Owner).await,
            admin: stage.platform_admin().await,
            values: Values::new(),
            people: People::new(),
        }
    }

    fn set(&mut self, name: &str, value: impl Display) {
        self.values.insert(name.to_owned(), value.to_string());
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        self.post_as(self.owner, &format!("{}{path}", self.org), body).await
    }

    async fn post_as(&self, who: Bearer, path: &str, body: &Value) -> Value {
        // Something is set for everything that is made.
        let key = format!("{path} {}", self.values.len());
        let request = self.api.post(path).by(who).header("idempotency-key", &key);
        let reply: Reply = request.json(body).send().await;
        assert!(reply.status.is_success(), "{path}: {}", reply.body);
        reply.json()
    }

    async fn work(&self, name: &str, messages: &[QueueMessage]) {
        let record = |message: &QueueMessage| json!({ "messageId": "1", "body": message.body, "attributes": {}, "messageAttributes": {} });
        let records: Vec<Value> = messages.iter().map(record).collect();
        let payload = json!({ "Records": records });
        let answer = job(name).unwrap().run(self.stage.ctx.clone(), payload).await.unwrap();
        assert_eq!(answer, json!({ "batchItemFailures": [] }));
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

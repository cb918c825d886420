//! An org with its owner, who asks, and the queue of the import job.
use domain::ids::OrgId;
use http::Method;
use ports::{Queue, QueueMessage};
use runtime::access_token::Bearer;
use serde_json::{Value, json};
use std::ops::Deref;
use testkit::stage::{Office, Reply, Request};

pub(crate) struct World(Office);

impl Deref for World {
    type Target = Office;

    fn deref(&self) -> &Office {
        &self.0
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self(Office::new(contacts::router()).await)
    }

    /// Another org, with its owner.
    pub(crate) async fn other_org(&self) -> (OrgId, Bearer) {
        let org = self.org().await;
        (org, self.member(org, domain::rights::Role::Owner).await)
    }

    /// A path of the org.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/v1/orgs/{}{rest}", self.team.org)
    }

    /// The owner's request for a path of the org.
    fn request(&self, method: &Method, rest: &str) -> Request<'_> {
        self.api.request(method, self.path(rest)).by(self.team.owner)
    }

    pub(crate) async fn get(&self, rest: &str) -> Reply {
        self.request(&Method::GET, rest).send().await
    }

    pub(crate) async fn delete(&self, rest: &str) -> Reply {
        self.request(&Method::DELETE, rest).send().await
    }

    pub(crate) async fn post(&self, rest: &str, body: &Value) -> Reply {
        self.request(&Method::POST, rest).json(body).send().await
    }

    pub(crate) async fn patch(&self, rest: &str, body: &Value) -> Reply {
        self.request(&Method::PATCH, rest).json(body).send().await
    }

    pub(crate) async fn patch_if(&self, rest: &str, etag: &str, body: &Value) -> Reply {
        self.request(&Method::PATCH, rest).header("if-match", etag).json(body).send().await
    }

    pub(crate) async fn upload(&self, method: Method, rest: &str, file: &[u8]) -> Reply {
        self.request(&method, rest).body("text/csv", file.to_vec()).send().await
    }

    /// A new contact's id.
    pub(crate) async fn contact(&self, body: Value) -> String {
        self.post("/contacts", &body).await.with(201)["id"].as_str().unwrap().to_owned()
    }

    /// The items of a list, page by page, and how many pages there were.
    pub(crate) async fn list(&self, rest: &str) -> (Vec<Value>, usize) {
        let (mut items, mut pages, mut cursor) = (Vec::new(), 0, String::new());
        loop {
            let page = self.get(&format!("{rest}{cursor}")).await.with(200);
            items.extend(page["items"].as_array().unwrap().clone());
            pages += 1;
            let Some(next) = page["next_cursor"].as_str() else { return (items, pages) };
            let mark = if rest.contains('?') { '&' } else { '?' };
            cursor = format!("{mark}cursor={next}");
        }
    }

    /// Starts an import of a file in parts, as a client does; answers its id.
    pub(crate) async fn start_import(&self, parts: &[&[u8]], more: &Value) -> String {
        let dry_run = self.upload(Method::POST, "/imports/dry-run", parts[0]).await.with(200);
        let mut body = json!({ "plan": dry_run["plan"], "parts": parts.len() });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let import = self.post("/imports", &body).await.with(201);
        import["id"].as_str().unwrap().to_owned()
    }

    /// Imports a file whole and answers the import as it is in the end.
    pub(crate) async fn import(&self, parts: &[&[u8]], more: &Value) -> Value {
        let import = self.start_import(parts, more).await;
        for (number, part) in parts.iter().enumerate() {
            let path = format!("/imports/{import}/parts/{number}");
            self.upload(Method::PUT, &path, part).await.with(202);
        }
        assert!(self.write_chunks().await.is_empty());
        self.get(&format!("/imports/{import}")).await.with(200)
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

    /// How many items of this kind the table has.
    pub(crate) fn count(&self, kind: &str) -> usize {
        self.rows(kind).len()
    }
}

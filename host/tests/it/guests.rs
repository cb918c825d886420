//! People who are made up, for somebody who tries an event out.
use super::get;
use host::{Host, Options, Time};
use jiff::SignedDuration;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

const SEATS: u32 = 12;

/// A host and somebody who is logged in.
struct Stage {
    host: Host,
    token: String,
}

impl Stage {
    async fn new(time: Time) -> Self {
        let host = Host::start(Options { demo: true, time, ..Options::memory() }).await.unwrap();
        let account = host.demo().organizer.clone().unwrap();
        let credentials = json!({ "email": account.email, "password": account.password });
        let url = format!("{}/v1/session", host.address());
        let session: Value =
            Client::new().post(url).json(&credentials).send().await.unwrap().json().await.unwrap();
        let token = text(&session, "/access_token");
        Self { host, token }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        Client::new().request(method, format!("{}{path}", self.host.address()))
    }

    async fn send(&self, request: RequestBuilder) -> (u16, Value) {
        let answer = request.bearer_auth(&self.token).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.send(self.request(Method::GET, path)).await;
        assert_eq!(status, 200, "{path} {body}");
        body
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        let (status, body) = self.send(self.request(Method::POST, path).json(body)).await;
        assert!((200..300).contains(&status), "{path} {status} {body}");
        body
    }

    async fn send_file(&self, method: Method, path: &str, file: &str) -> Value {
        let request = self.request(method, path).header("content-type", "text/csv");
        let (status, body) = self.send(request.body(file.to_owned())).await;
        assert!((200..300).contains(&status), "{path} {status} {body}");
        body
    }

    async fn settle(&self) {
        self.host.world().unwrap().settle().await.unwrap();
    }
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap().to_owned()
}

#[tokio::test]
async fn a_host_tells_that_its_phones_are_simulated_and_where() {
    let stage = Stage::new(Time::Real).await;
    let (status, told) = get(&format!("{}/host", stage.host.address())).await;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(status, 200);
    assert_eq!(
        told,
        json!({
            "simulated": true,
            "phones_url": format!("{}/", stage.host.network_address().unwrap()),
            "mails_url": stage.host.mailbox_address().unwrap(),
        })
    );
    stage.host.stop().await;
}

#[tokio::test]
async fn only_who_is_logged_in_may_let_the_guests_answer() {
    let stage = Stage::new(Time::Real).await;
    let post = || stage.request(Method::POST, "/host/guests");
    let wanted = json!({ "answering": true });
    for request in [post().json(&wanted), stage.request(Method::GET, "/host/guests")] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 401);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
    }
    let foreign = post().json(&wanted).header("origin", "https://example.org");
    assert_eq!(stage.send(foreign).await.0, 403);
    assert_eq!(stage.send(post().body(wanted.to_string())).await.0, 415);
    let (status, problem) = stage.send(post().json(&json!({ "answering": "yes" }))).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!("/answering")));
    let state = |body: Value| body["answering"].as_bool().unwrap();
    assert!(!state(stage.get("/host/guests").await));
    for answering in [true, false] {
        let set = stage.post("/host/guests", &json!({ "answering": answering })).await;
        assert_eq!(
            (state(set), stage.host.network().unwrap().is_answering()),
            (answering, answering)
        );
        assert_eq!(state(stage.get("/host/guests").await), answering);
    }
    stage.host.stop().await;
}

/// Imports the sample as the page does; answers the org's path.
async fn import_sample(stage: &Stage) -> String {
    let org = format!("/v1/orgs/{}", text(&stage.get("/v1/me").await, "/orgs/0/org"));
    let (status, sample) = get(&format!("{}/host/guests/sample", stage.host.address())).await;
    assert_eq!(status, 200);
    let imports = format!("{org}/imports");
    let dry_run = stage.send_file(Method::POST, &format!("{imports}/dry-run"), &sample).await;
    assert_eq!(dry_run.pointer("/importable"), Some(&json!(40)), "{dry_run}");
    let job = stage.post(&imports, &json!({ "plan": text(&dry_run, "/plan") })).await;
    let part = format!("{imports}/{}/parts/0", text(&job, "/id"));
    stage.send_file(Method::PUT, &part, &sample).await;
    stage.settle().await;
    org
}

#[tokio::test]
async fn a_dozen_seats_are_taken_within_two_minutes_in_the_middle_of_the_night() {
    // Three in the morning in New York.
    let stage = Stage::new(Time::Virtual("2026-06-01T07:00:00Z".parse().unwrap())).await;
    let org = import_sample(&stage).await;
    let event = json!({
        "name": "Supper", "starts_local": "2026-06-02T19:00", "zone": "America/New_York",
        "capacity": SEATS, "settings": { "quiet_hours": null },
    });
    let event = stage.post(&format!("{org}/events"), &event).await;
    let event = format!("{org}/events/{}", event["id"].as_str().unwrap());
    stage.post(&format!("{event}/invitees"), &json!({ "all": true })).await;
    stage.post(&format!("{event}/start"), &json!({})).await;
    stage.post("/host/guests", &json!({ "answering": true })).await;
    let world = stage.host.world().unwrap();
    world.run_until(world.now() + SignedDuration::from_mins(2)).await.unwrap();
    let accepted = stage.get(&format!("{event}/invitees?status=accepted")).await;
    let accepted = accepted["invitees"].as_array().unwrap().len();
    assert_eq!(accepted, usize::try_from(SEATS).unwrap());
    let answers = stage.host.network().unwrap().answers();
    assert!(answers.iter().any(|answer| !answer.yes), "some say no");
    assert!(answers.len() < usize::try_from(SEATS).unwrap(), "some answer by text");
    stage.host.stop().await;
}

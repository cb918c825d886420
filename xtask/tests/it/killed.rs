//! A host that is killed in the middle of its work, again and again.
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";
const CAPACITY: u64 = 12;
/// How often the host is killed, each time after this long.
const KILLS: u32 = 6;
const LIFE: Duration = Duration::from_millis(700);
/// How long the last host may take to fill the event.
const PATIENCE_SECONDS: u32 = 20;

/// A folder that goes when it is dropped.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _left_behind = fs::remove_dir_all(&self.0);
    }
}

/// A host in a process of its own; killed, not stopped, when it is dropped.
struct Host(Child);

impl Drop for Host {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// The same ports over all restarts: the links that are out name them.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn start(folder: &Path, port: u16, twilio_port: u16) -> Host {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["host", "--port", &port.to_string(), "--twilio-port", &twilio_port.to_string()])
        .args(["--data".as_ref(), folder.as_os_str()])
        .env("CONVOKE_BOOTSTRAP_EMAIL", EMAIL)
        .env("CONVOKE_BOOTSTRAP_PASSWORD", PASSWORD)
        .env("CONVOKE_LOG", "off")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let host = Host(child);
    assert_eq!(line, format!("ready http://127.0.0.1:{port}\n"));
    host
}

struct Organizer {
    client: reqwest::Client,
    address: String,
    token: String,
}

impl Organizer {
    async fn log_in(address: String) -> Self {
        let client = reqwest::Client::new();
        let mut organizer = Self { client, address, token: String::new() };
        let credentials = json!({ "email": EMAIL, "password": PASSWORD });
        let session = organizer.post("/v1/session", &credentials).await;
        session["access_token"].as_str().unwrap().clone_into(&mut organizer.token);
        organizer
    }

    async fn get(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}{path}", self.address));
        request.bearer_auth(&self.token).send().await.unwrap().json().await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        let request = self.client.post(format!("{}{path}", self.address)).json(body);
        let answer = request.bearer_auth(&self.token).send().await.unwrap();
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert!(status.is_success(), "{path} answered {status}: {body}");
        body
    }
}

/// An event at any hour, for people who were made one by one.
async fn prepare(organizer: &Organizer) -> String {
    let org = organizer.get("/v1/me").await["orgs"][0]["org"].as_str().unwrap().to_owned();
    let org = format!("/v1/orgs/{org}");
    let mut contacts = Vec::new();
    for number in 0..40 {
        let contact =
            json!({ "name": format!("Guest {number}"), "phone": format!("+121255501{number:02}") });
        contacts.push(organizer.post(&format!("{org}/contacts"), &contact).await["id"].clone());
    }
    let event = json!({
        "name": "Dinner",
        "starts_local": "2031-06-12T19:00",
        "capacity": CAPACITY,
        "settings": { "quiet_hours": null },
    });
    let made = organizer.post(&format!("{org}/events"), &event).await;
    let path = format!("{org}/events/{}", made["id"].as_str().unwrap());
    organizer.post(&format!("{path}/invitees"), &json!({ "contacts": contacts })).await;
    path
}

#[tokio::test]
async fn a_host_that_is_killed_again_and_again_fills_the_event_and_texts_nobody_twice() {
    let folder =
        Folder(std::env::temp_dir().join(format!("convoke-killed-{}", std::process::id())));
    let (port, twilio_port) = (free_port(), free_port());
    let phones = format!("http://127.0.0.1:{twilio_port}/sim");
    let host = start(&folder.0, port, twilio_port);
    let organizer = Organizer::log_in(format!("http://127.0.0.1:{port}")).await;
    let people = json!({
        "seed": 1,
        "behaviour": { "yes": 85, "no": 15, "silent": 0, "delay_seconds_min": 0, "delay_seconds_max": 1 },
    });
    let set =
        organizer.client.put(format!("{phones}/settings")).json(&people).send().await.unwrap();
    assert!(set.status().is_success(), "{}", set.text().await.unwrap());
    let event = prepare(&organizer).await;
    organizer.post(&format!("{event}/start"), &json!({})).await;
    let mut host = host;
    for _ in 0..KILLS {
        tokio::time::sleep(LIFE).await;
        drop(host);
        host = start(&folder.0, port, twilio_port);
    }
    let mut committed = 0;
    let mut counts = Value::Null;
    for _ in 0..PATIENCE_SECONDS {
        let status = organizer.get(&format!("{event}/status")).await;
        committed = status["committed"].as_u64().unwrap();
        counts = status["counts"].clone();
        if counts["accepted"] == CAPACITY {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert_eq!((committed, &counts["accepted"]), (CAPACITY, &json!(CAPACITY)), "{counts}");
    let duplicates = organizer.client.get(format!("{phones}/duplicates")).send().await.unwrap();
    assert_eq!(duplicates.json::<Value>().await.unwrap(), json!([]));
    drop(host);
}
